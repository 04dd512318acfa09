"""What the player may go on with by itself when no engine tells it more."""

from __future__ import annotations

from dataclasses import replace
from typing import Final
from zlib import crc32

from kap_room.engine.session import Session
from kap_room.plan.music import Track
from kap_room.timeline.entering import Entry, appear
from kap_room.timeline.fitted import still
from kap_room.timeline.programme import (
    CROSSFADE,
    Programme,
    Shelf,
    Sounding,
    following,
)

SPARES: Final = 4
"""How many tracks the player can go on with alone: twenty minutes and more."""


def spare(session: Session, shelf: Shelf) -> tuple[Sounding, ...]:
    """In their order; nothing where the lead is the last of the plan."""
    programme, course = session.programme, session.course
    last = programme.next or programme.lead
    if last is None or programme.playlist is None:
        return ()
    if programme.next is None and programme.closes:
        return ()
    phase = course.phase
    if programme.turns and course.following is not None:
        phase = course.following
    chosen = _chosen_after(last, programme, shelf)
    spares: list[Sounding] = []
    seen = programme
    for number in range(SPARES):
        seen = replace(seen, heard=(*seen.heard, last.track.file))
        track = chosen[number] if number < len(chosen) else None
        track = track or following(seen, shelf, last.playlist, last.track)
        if track is None:
            break
        entry = Entry(last.over_at, CROSSFADE, phase.volume)
        last = appear(programme, shelf, last.playlist, track, entry)
        # The same name must always mean the same file, whatever fails meanwhile.
        name = f"spare-{programme.serial}-{number}-{crc32(last.deck.file.encode()):x}"
        spares.append(replace(last, deck=replace(last.deck, name=name)))
    return tuple(spares)


def _chosen_after(
    last: Sounding, programme: Programme, shelf: Shelf
) -> tuple[Track, ...]:
    """What was chosen to come after this one."""
    choice = programme.coming if programme.turns else programme.choice
    if choice is None or choice.playlist != last.playlist:
        return ()
    left = still(choice, programme, shelf)
    return tuple(track for track in left if track.file != last.track.file)
