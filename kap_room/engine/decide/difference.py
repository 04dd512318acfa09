"""What a command changed, kept as it was: the way back, and no more than that.

Only intents count. Where a fade is at this moment, or what the clock did meanwhile, is
nothing that a person could take back.
"""

from __future__ import annotations

from dataclasses import replace

from kap_room.engine.session import (
    FadesWere,
    LightWas,
    MusicWas,
    PlanWas,
    Session,
    Undo,
    WordsWere,
)
from kap_room.plan.units import Decibels, Seconds
from kap_room.timeline.programme import Programme


def difference(
    before: Session, after: Session, says: str, reading: Seconds
) -> Undo | None:
    """None where nothing was changed that could be taken back."""
    plan, words = _plan(before), _words(before)
    light = _light(before)
    undo = Undo(
        says,
        None if plan == _plan(after) else plan,
        _fades(before, after),
        _music(before.programme, after.programme, reading),
        None if light == _light(after) else light,
        None if words == _words(after) else words,
    )
    return None if undo == Undo(says, None, None, None, None, None) else undo


def _plan(session: Session) -> PlanWas:
    course = session.course
    return PlanWas(
        session.transport,
        course.index,
        course.begins,
        course.lengths,
        session.mode,
        session.was_held,
        session.away_since,
        session.grounded_at,
        session.sounded_at_ground,
        session.woken,
        course.began,
        course.behind,
    )


def _words(session: Session) -> WordsWere:
    return WordsWere(session.marks, session.reminders_done, session.code, session.asks)


def _light(session: Session) -> LightWas:
    """A lamp that a hand at the wall had goes back to where that left it."""
    ramps = {name: course.plan for name, course in session.lamps.items()}
    left = {
        name: light.level
        for name, light in session.hands.items()
        if light.level is not None
    }
    by_hand = {**session.lighting.by_hand, **left}
    return LightWas(replace(session.lighting, by_hand=by_hand), ramps)


def _fades(before: Session, after: Session) -> FadesWere | None:
    was, now = before.layers, after.layers
    volume = _moved(was.volume.end, now.volume.end)
    talk = _moved(was.talk.end, now.talk.end)
    away = _moved(was.away.end, now.away.end)
    quiet = _moved(was.quiet.end, now.quiet.end)
    hands = before.silenced == after.silenced and before.talking == after.talking
    if hands and (volume, talk, away, quiet) == (None,) * 4:
        return None
    return FadesWere(volume, talk, away, quiet, before.silenced, before.talking)


def _moved(was: Decibels, now: Decibels) -> Decibels | None:
    return None if was == now else was


def _music(was: Programme, now: Programme, reading: Seconds) -> MusicWas | None:
    place = None if was.lead is None else was.lead.place_at(reading)
    before = MusicWas(was.lead, place, was.playlist, was.barred, was.kept, was.asked)
    after = MusicWas(now.lead, place, now.playlist, now.barred, now.kept, now.asked)
    return None if before == after else before
