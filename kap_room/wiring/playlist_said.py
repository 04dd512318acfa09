"""What the room's playlists say of tracks, for those who choose among all music.

A machine's estimate is a guess; whoever wrote `intensity: 4` behind a track has heard
it. What was said by hand in the library counts before both.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from statistics import multimode

from kap_room.library.catalogued import Catalogued
from kap_room.plan.music import Playlist


def with_what_playlists_say(
    catalogued: Iterable[Catalogued], playlists: Iterable[Playlist]
) -> tuple[Catalogued, ...]:
    intensities: dict[str, list[int]] = defaultdict(list)
    tags: dict[str, dict[str, None]] = defaultdict(dict)
    for playlist in playlists:
        for track in playlist.tracks:
            tags[track.file].update(dict.fromkeys(track.tags))
            if track.intensity is not None:
                intensities[track.file].append(track.intensity)
    return tuple(
        _told(each, intensities.get(each.file, []), tags.get(each.file, {}))
        for each in catalogued
    )


def _told(each: Catalogued, intensities: list[int], tags: Iterable[str]) -> Catalogued:
    by_hand = each.by_hand
    if by_hand is None and intensities:
        by_hand = max(multimode(intensities))  # where they differ, rather not too calm
    every = tuple(dict.fromkeys((*each.tags, *tags)))
    return replace(each, by_hand=by_hand, tags=every)
