"""What only our playlists say, in a comment of a list that every player can read.

One comment above a track, as JSON, with the keys and the words of our own files. It is
read as strictly as those files: whoever wrote it may have been anybody.
"""

from __future__ import annotations

import json
from typing import Final

from pydantic import ValidationError

from kap_room.library.entries import Form
from kap_room.library.forms import PlaylistForm, TrackForm
from kap_room.library.rewriting.whole import data_of, track_data
from kap_room.plan.music import Order, Playlist, RunsOut, Track

MARK: Final = "#KAP-ROOM:"
SOUND: Final = "sound"
LONGEST_SOUND: Final = 128

_OF_A_TRACK: Final = ("trim", "from", "to", "intensity", "tags")
_OF_A_LIST: Final = ("order", "when it runs out")
_ANY: Final = "any"
"""Stands where a form needs a file."""

Said = dict[str, object]


def track_line(track: Track, sound: str = "") -> str:
    """Nothing where a track is as usual and its sound is not known."""
    told = track_data(track)
    said: Said = {SOUND: sound} if sound else {}
    said |= {key: told[key] for key in _OF_A_TRACK if key in told}
    return _line(said)


def list_line(playlist: Playlist) -> str:
    told = data_of(playlist)
    return _line({key: told[key] for key in _OF_A_LIST if key in told})


def said_in(line: str) -> Said | None:
    """None where it is no line of ours, or none that can be read."""
    try:
        said = json.loads(line.removeprefix(MARK))
    except (ValueError, RecursionError):
        return None
    return said if isinstance(said, dict) else None


def track_in(said: Said) -> Track | None:
    """What was kept of a track; None where any of it is not as we write it."""
    form = _filled(TrackForm, said, _OF_A_TRACK, {"file": _ANY})
    if not isinstance(form, TrackForm):
        return None
    if form.ends is not None and form.ends <= form.begins:
        return None
    return Track(_ANY, form.trim, form.begins, form.ends, form.intensity, form.tags)


def order_in(said: Said) -> tuple[Order, RunsOut] | None:
    form = _filled(PlaylistForm, said, _OF_A_LIST, {"tracks": [{"file": _ANY}]})
    if not isinstance(form, PlaylistForm):
        return None
    return form.order, form.when_it_runs_out


def is_of_a_list(said: Said) -> bool:
    return any(key in said for key in _OF_A_LIST)


def sound_in(said: Said) -> str:
    sound = said.get(SOUND)
    return sound[:LONGEST_SOUND] if isinstance(sound, str) else ""


def _line(said: Said) -> str:
    return f"{MARK}{json.dumps(said, ensure_ascii=False)}" if said else ""


def _filled(
    form: type[Form], said: Said, keys: tuple[str, ...], needed: Said
) -> Form | None:
    known = {key: said[key] for key in keys if key in said}
    try:
        return form.model_validate({**known, **needed})
    except ValidationError:
        return None
