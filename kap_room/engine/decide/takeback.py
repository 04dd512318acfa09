"""Take back: what the last command changed, softly, to where it would be by now.

What was before is not played again: the plan is where it would be had the command not
been given, and sound and light go there by fades. What the command did not change
(a turn since then, another track) is left alone.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from kap_room.engine import lighting as lamps
from kap_room.engine import music
from kap_room.engine.decide.difference import difference
from kap_room.engine.session import (
    SOUNDING,
    FadesWere,
    Mode,
    MusicWas,
    Outcome,
    PlanWas,
    Refused,
    Session,
    Undo,
)
from kap_room.plan.shapes import Fade
from kap_room.plan.units import SILENT, Decibels, Seconds
from kap_room.timeline.course import walked
from kap_room.timeline.gains import Layers, towards
from kap_room.timeline.programme import SKIP, Shelf, Sounding

KEPT: Final = 12
"""How many commands can be taken back, newest first."""

SOFTLY: Final = Seconds(8.0)
LAMPS: Final = Seconds(10.0)


def remember(before: Session, after: Outcome, says: str, reading: Seconds) -> Outcome:
    """The outcome, with the way back to how it was."""
    undo = difference(before, after.session, says, reading)
    if undo is None:
        return after
    kept = (*before.undo[-(KEPT - 1) :], undo)
    return replace(after, session=replace(after.session, undo=kept))


def take_back(session: Session, shelf: Shelf, reading: Seconds) -> Outcome:
    if not session.undo:
        raise Refused("There is nothing to take back.")
    last = session.undo[-1]
    before = session
    session = replace(session, undo=session.undo[:-1])
    if last.words is not None:
        session = replace(
            session,
            marks=last.words.marks,
            reminders_done=last.words.reminders_done,
            code=last.words.code,
            asks=last.words.asks,
        )
    if last.plan is not None:
        session = _planned(session, last.plan, reading)
    if last.fades is not None:
        session = _faded(session, last.fades, reading)
    outcome = _sounding(session, before, last, shelf, reading)
    session = _lit(outcome.session, before, last, shelf, reading)
    return Outcome(session, outcome.events, f"Taken back: {last.says}.")


def _planned(session: Session, was: PlanWas, reading: Seconds) -> Session:
    course = replace(
        session.course,
        index=was.index,
        begins=was.begins,
        lengths=was.lengths,
        began=was.began,
        behind=was.behind,
    )
    if was.mode is Mode.RUNNING:
        course = walked(course, was.transport.position_at(reading))
    return replace(
        session,
        course=course,
        transport=was.transport,
        mode=was.mode,
        was_held=was.was_held,
        away_since=was.away_since,
        grounded_at=was.grounded_at,
        sounded_at_ground=was.sounded_at_ground,
        woken=was.woken,
    )


def _faded(session: Session, were: FadesWere, reading: Seconds) -> Session:
    layers = session.layers
    to_quiet = Seconds(3.0) if were.quiet == SILENT else SOFTLY
    layers = Layers(
        volume=_back(layers.volume, were.volume, Seconds(1.0), reading),
        talk=_back(layers.talk, were.talk, SOFTLY, reading),
        away=_back(layers.away, were.away, SOFTLY, reading),
        quiet=_back(layers.quiet, were.quiet, to_quiet, reading),
    )
    return replace(session, layers=layers, silenced=were.silenced, talking=were.talking)


def _back(fade: Fade, end: Decibels | None, over: Seconds, reading: Seconds) -> Fade:
    return fade if end is None else towards(fade, end, over, reading)


def _has_leapt(session: Session, last: Undo) -> bool:
    """Whether the plan, had it gone on as it was, would be in another phase by now."""
    return last.plan is not None and last.plan.index != session.course.index


def _sounding(
    session: Session, before: Session, last: Undo, shelf: Shelf, reading: Seconds
) -> Outcome:
    was = last.music
    if was is not None:
        programme = replace(
            session.programme, barred=was.barred, kept=was.kept, asked=was.asked
        )
        session = replace(session, programme=programme)
    if session.mode not in SOUNDING:
        return Outcome(session)
    if was is not None and not _has_leapt(session, last):
        return _crossed_back(session, was, shelf, reading)
    if session.course.index != before.course.index:
        return music.enter_phase(session, shelf, reading, rise=SKIP)
    sounded = before.sounded_at_ground
    if session.programme.lead is None and sounded is not None:
        left = before.grounded_at or reading
        return _entered(session, sounded, sounded.place_at(left), shelf, reading)
    return Outcome(session)


def _crossed_back(
    session: Session, was: MusicWas, shelf: Shelf, reading: Seconds
) -> Outcome:
    """To the track that led, at the place where it was left."""
    leads = session.programme.lead
    if was.playlist is None:
        return Outcome(music.without_music(session, reading, SKIP))
    programme = replace(session.programme, playlist=was.playlist)
    session = replace(session, programme=programme)
    if was.lead is None or was.place is None:
        return Outcome(session)
    if leads is not None and leads.deck.name == was.lead.deck.name:
        return Outcome(session)
    return _entered(session, was.lead, was.place, shelf, reading)


def _entered(
    session: Session, led: Sounding, place: Seconds, shelf: Shelf, reading: Seconds
) -> Outcome:
    if place > led.over_in_file - 2 * SKIP:
        place = led.deck.begins
    return music.enter(
        session, shelf, led.track, led.playlist, reading, rise=SKIP, begins=place
    )


def _lit(
    session: Session, before: Session, last: Undo, shelf: Shelf, reading: Seconds
) -> Session:
    """Each lamp goes from how it glows now to where it would have been."""
    was = last.light
    if was is not None and not _has_leapt(session, last):
        courses = {
            name: replace(course, plan=was.ramps.get(name, course.plan))
            for name, course in session.lamps.items()
        }
        session = replace(session, lamps=courses)
    elif session.course.index != before.course.index:
        session = lamps.ramp_to_look(session, shelf.room, session.position_at(reading))
    session = lamps.eased(session, before, LAMPS, reading)
    if was is None:
        return session
    return lamps.with_hands(session, shelf.room, was.lighting, LAMPS, reading)
