"""A playlist's file, with what changed in the playlist changed in the text."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from kap_room.library.rewriting.changing import changed
from kap_room.library.rewriting.matching import matched
from kap_room.library.rewriting.nodes import keeps_comments, script_of
from kap_room.library.rewriting.reading import BOM, CannotSave, playlist_in
from kap_room.library.rewriting.splices import Awkward
from kap_room.library.rewriting.whole import track_data, written
from kap_room.library.rewriting.words import Name
from kap_room.library.tree import Data, tree_of
from kap_room.plan.music import Playlist, Track

KEYS: Final = (
    *("name", "order", "when it runs out"),
    *("file", "trim", "from", "to", "intensity", "tags"),
)
"""In the order in which they are written."""


def rewritten(text: str, playlist: Playlist, called: str = "") -> str:
    """All else stays byte for byte; `called` is what the file's name would call it.

    Raise `CannotSave` where the text is no playlist.
    """
    path = Path(f"{called}.yaml")
    before = playlist_in(text, path)
    if before == playlist:
        return text
    bom = BOM if text.startswith(BOM) else ""
    bare = text.removeprefix(BOM)
    try:
        new = changed(bare, _wanted(bare, before, playlist))
        if playlist_in(new, path) == playlist and keeps_comments(bare, new):
            return bom + new
    except (Awkward, CannotSave):
        pass
    return bom + _laid_out_anew(bare, playlist, called)


def _laid_out_anew(text: str, playlist: Playlist, called: str) -> str:
    """Of a file that is right but strange: every comment, then a file as usual."""
    script = script_of(f"{text}\n")
    comments = [words for _, words in script.comments_in(0, len(text))]
    lines = [*comments, *written(playlist, called).splitlines()]
    return "".join(line + script.newline for line in lines)


def _wanted(text: str, before: Playlist, playlist: Playlist) -> Data:
    """What the file shall say, in its own words where it means the same already."""
    old = tree_of(text).data
    if not isinstance(old, dict) or not isinstance(tracks := old["tracks"], list):
        raise Awkward("no group of lines")
    wanted = _in_own_words(old, _said(before), _said(playlist))
    places = matched(before.tracks, playlist.tracks, lambda t: t, lambda t: t.file)
    wanted["tracks"] = [
        track_data(track)
        if place is None
        else _track(tracks[place], before.tracks[place], track)
        for place, track in zip(places, playlist.tracks, strict=True)
    ]
    return wanted


def _said(playlist: Playlist) -> dict[str, Data]:
    """Also what is usual: who wrote it once goes on writing it."""
    return {
        "name": Name(playlist.name),
        "order": playlist.order.value,
        "when it runs out": playlist.when_it_runs_out.value,
    }


def _track(old: Data, before: Track, track: Track) -> Data:
    if before == track or not isinstance(old, dict):
        return old
    meant = track_data(before)
    wanted = _in_own_words(old, meant, track_data(track))
    tags = old.get("tags")
    if wanted.get("tags") != tags and "tags" in wanted and isinstance(tags, list):
        words = dict(zip(before.tags, tags, strict=True))
        wanted["tags"] = [words.get(tag, Name(tag)) for tag in track.tags]
    return wanted


def _in_own_words(
    old: dict[str, Data], meant: dict[str, Data], means: dict[str, Data]
) -> dict[str, Data]:
    wanted: dict[str, Data] = {}
    for key in KEYS:
        if meant.get(key) != means.get(key):
            wanted |= {key: means[key]} if key in means else {}
        elif key in old:
            wanted[key] = old[key]
    return wanted
