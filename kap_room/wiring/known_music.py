"""What the catalogue knows of a session's tracks, taken into its own copies of them.

What a playlist says counts before what a hand said in the catalogue, and that before
what was estimated. It is read once, before the session begins: nothing that is measured
later changes how an evening goes, and a session taken up again is the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from kap_room.library.catalogued import Catalogued
from kap_room.plan.music import Playlist, Track
from kap_room.wiring.at_once import told_by

Known = Mapping[str, Catalogued]
"""By absolute path."""


def known_of(paths: Iterable[str], catalogue: Path) -> dict[str, Catalogued]:
    """What the last scan found; a broken catalogue knows nothing."""
    return told_by(catalogue, paths, lambda known, path: known.one(path))


def with_what_is_known(
    playlists: Mapping[str, Playlist], homes: Mapping[str, str], known: Known
) -> dict[str, Playlist]:
    """The playlists, with intensities and tags that nobody wrote into them."""
    return {
        name: replace(
            playlist,
            tracks=tuple(
                told_of(track, known.get(homes[track.file]))
                for track in playlist.tracks
            ),
        )
        for name, playlist in playlists.items()
    }


def told_of(track: Track, one: Catalogued | None) -> Track:
    if one is None:
        return track
    track = replace(track, tags=tuple(dict.fromkeys((*track.tags, *one.tags))))
    if track.intensity is not None or one.intensity is None:
        return track
    return replace(track, intensity=one.intensity, is_written=False)
