"""Take back: the intents as they were before, reached softly from how things are now.

What was before is not played again: the plan is where it would be had the command not
been given, and sound and light go there by fades.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from kap_room.engine import lighting as lamps
from kap_room.engine import music
from kap_room.engine.session import Mode, Outcome, Refused, Session, Undo
from kap_room.plan.units import SILENT, Decibels, Seconds
from kap_room.timeline.gains import Layers, towards
from kap_room.timeline.lamps import Ramp
from kap_room.timeline.programme import SKIP, Shelf

KEPT: Final = 12
"""How many commands can be taken back, newest first."""

SOFTLY: Final = Seconds(8.0)
LAMPS: Final = Seconds(10.0)


def remember(before: Session, after: Outcome, says: str) -> Outcome:
    """The outcome, with the way back to how it was."""
    undo = Undo(says, replace(before, undo=(), notes=()))
    kept = (*before.undo[-(KEPT - 1) :], undo)
    return replace(after, session=replace(after.session, undo=kept))


def take_back(session: Session, shelf: Shelf, reading: Seconds) -> Outcome:
    if not session.undo:
        raise Refused("There is nothing to take back.")
    last = session.undo[-1]
    before = last.before
    outcome = _music_as_before(session, before, shelf, reading)
    session = outcome.session
    restored = replace(
        session,
        transport=before.transport,
        course=before.course,
        mode=before.mode,
        marks=before.marks,
        silenced=before.silenced,
        talking=before.talking,
        was_held=before.was_held,
        away_since=before.away_since,
        grounded_at=before.grounded_at,
        sounded_at_ground=before.sounded_at_ground,
        reminders_done=before.reminders_done,
        code=before.code,
        asks=before.asks,
        layers=_layers_as_before(session.layers, before, reading),
        undo=session.undo[:-1],
    )
    restored = _lamps_as_before(restored, session, before, shelf, reading)
    return Outcome(restored, outcome.events, f"Taken back: {last.says}.")


def _music_as_before(
    session: Session, before: Session, shelf: Shelf, reading: Seconds
) -> Outcome:
    """Cross back to the track that led, at the place where it was left."""
    led, leads = before.programme.lead, session.programme.lead
    barred = before.programme.barred
    programme = replace(session.programme, barred=barred, kept=before.programme.kept)
    session = replace(session, programme=programme)
    if led is None or before.mode in (Mode.GROUNDED, Mode.ENDED):
        return Outcome(session)
    if leads is not None and leads.deck.file == led.deck.file:
        return Outcome(session)
    left_at = min(reading, leads.starts) if leads is not None else reading
    place = led.place_at(left_at)
    if place > shelf.end_of(led.track) - SKIP:
        place = led.track.begins
    return music.enter(
        session, shelf, led.track, led.playlist, reading, rise=SKIP, begins=place
    )


def _layers_as_before(layers: Layers, before: Session, reading: Seconds) -> Layers:
    was = before.layers
    silent = was.quiet.end == SILENT
    return Layers(
        volume=towards(layers.volume, was.volume.end, Seconds(1.0), reading),
        talk=towards(layers.talk, was.talk.end, SOFTLY, reading),
        away=towards(layers.away, was.away.end, SOFTLY, reading),
        quiet=towards(
            layers.quiet,
            SILENT if silent else Decibels(0.0),
            Seconds(3.0) if silent else SOFTLY,
            reading,
        ),
    )


def _lamps_as_before(
    restored: Session, now: Session, before: Session, shelf: Shelf, reading: Seconds
) -> Session:
    """Each lamp goes from how it glows now to where it would have been."""
    courses = {}
    position = now.position_at(reading)
    for name, course in now.lamps.items():
        was = before.lamps.get(name, course)
        glows = course.light_at(position, reading)
        back = Ramp(glows, glows, reading, LAMPS)
        courses[name] = replace(course, plan=was.plan, hand=None, back=back)
    restored = replace(restored, lamps=courses)
    return lamps.with_hands(restored, shelf.room, before.lighting, lamps.HAND, reading)
