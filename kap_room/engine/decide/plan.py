"""The buttons of the plan: hold, phases, marks, land, ground and the ways back, end."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from kap_room.engine import lighting as lamps
from kap_room.engine import music
from kap_room.engine.session import Marked, Mode, Outcome, Refused, Session
from kap_room.engine.turns import turn
from kap_room.exchange.commands import Extend, GoBackIn, Seen, SinceDose, Way
from kap_room.exchange.events import MarkSeen
from kap_room.plan.scene import Mark
from kap_room.plan.units import SILENT, Decibels, Seconds, clock_words
from kap_room.timeline.course import landing
from kap_room.timeline.gains import AWAY, towards
from kap_room.timeline.programme import Shelf

LANDING: Final = Seconds(30.0)
GROUNDING: Final = Seconds(3.0)
RISING: Final = Seconds(6.0)
BACK_IN: Final = Seconds(30.0)
BACK_IN_LIGHT: Final = Seconds(120.0)
SOFTER_BY: Final = Decibels(-6.0)
AWAY_OVER: Final = Seconds(2.0)
BACK_OVER: Final = Seconds(8.0)


def hold(session: Session, reading: Seconds) -> Outcome:
    if session.mode is Mode.HELD:
        going = session.transport.go(reading)
        session = replace(session, mode=Mode.RUNNING, transport=going)
        return Outcome(session, says="The plan goes on.")
    if session.mode is not Mode.RUNNING:
        raise Refused(_not_now(session))
    held = session.transport.hold(reading)
    session = replace(session, mode=Mode.HELD, transport=held)
    return Outcome(session, says="The plan is held; the music goes on.")


def _not_now(session: Session) -> str:
    if session.mode is Mode.GROUNDED:
        return "Grounded: nothing of the plan moves. Go back in first (g)."
    return "Away: press a when you are back."


def go_to(session: Session, shelf: Shelf, by: int, reading: Seconds) -> Outcome:
    """The next phase or the one before, begun now."""
    if session.mode in (Mode.GROUNDED, Mode.AWAY):
        raise Refused(_not_now(session))
    to = session.course.index + by
    if to < 0:
        raise Refused("This is the first phase.")
    if to >= len(session.course.phases):
        raise Refused("This is the last phase. End closes the session.")
    position = session.position_at(reading)
    outcome = turn(session, shelf, to, position, reading, "the therapist")
    return replace(outcome, says=f"{outcome.session.course.phase.name} begins.")


def extend(session: Session, command: Extend, reading: Seconds) -> Outcome:
    if session.course.ends is None:
        raise Refused(f"{session.course.phase.name} is open: it waits for you.")
    before = session.course.ends
    course = session.course.stretched(command.by, session.position_at(reading))
    if course.ends is None or abs(course.ends - before) < 1.0:
        raise Refused(f"{course.phase.name} is about to turn; it cannot be shorter.")
    by = Seconds(course.ends - before)
    word = "longer" if by > 0 else "shorter"
    says = f"{course.phase.name} is {clock_words(Seconds(abs(by)))} {word}."
    return Outcome(replace(session, course=course), says=says)


def seen(session: Session, shelf: Shelf, command: Seen, reading: Seconds) -> Outcome:
    """A mark: recorded, and the phase that waited for it turns."""
    when = Seconds(reading - command.ago)
    marked = Marked(command.mark, when)
    session = replace(session, marks=(*session.marks, marked))
    if command.mark is Mark.DOSE and session.asks is not None:
        session = replace(session, asks=None)
    outcome = Outcome(
        session,
        (MarkSeen(command.mark.value, command.ago),),
        f"{command.mark.value.capitalize()} noted.",
    )
    course = session.course
    waits = course.phase.ends_on is command.mark and course.following is not None
    if not waits or session.mode is Mode.GROUNDED:
        return outcome
    now = session.position_at(reading)
    position = Seconds(max(course.begins, now - command.ago))
    to = course.index + 1
    return outcome.then(turn(session, shelf, to, position, reading, command.mark.value))


def land(session: Session, shelf: Shelf, reading: Seconds) -> Outcome:
    """To return, softly, whatever the plan had in between."""
    to = landing(session.course)
    if to is None:
        raise Refused("There is no return ahead: it is now, or it is over.")
    session = _going(session, reading)
    position = session.position_at(reading)
    outcome = turn(session, shelf, to, position, reading, "land", rise=LANDING)
    return replace(outcome, says=f"Landing: {outcome.session.course.phase.name}.")


def _going(session: Session, reading: Seconds) -> Session:
    return replace(session, mode=Mode.RUNNING, transport=session.transport.go(reading))


def ground(session: Session, shelf: Shelf, reading: Seconds) -> Outcome:
    """Quiet, safe light, and nothing starts by itself until the therapist says so."""
    if session.mode is Mode.GROUNDED:
        return Outcome(session)
    layers = session.layers.with_quiet(SILENT, GROUNDING, reading)
    wanted = replace(session.lighting, grounded=True)
    session = lamps.with_hands(session, shelf.room, wanted, RISING, reading)
    programme = replace(session.programme, next=None, turns=False)
    session = replace(
        session,
        mode=Mode.GROUNDED,
        transport=session.transport.hold(reading),
        layers=layers,
        programme=programme,
        was_held=session.mode is Mode.HELD,
        grounded_at=reading,
        sounded_at_ground=session.programme.lead,
    )
    return Outcome(session, says="Grounded: music to nothing, lights to safe.")


def go_back_in(
    session: Session, shelf: Shelf, command: GoBackIn, reading: Seconds
) -> Outcome:
    if session.mode is not Mode.GROUNDED:
        raise Refused("Go back in follows ground; the session is not grounded.")
    away_for = Seconds(reading - (session.grounded_at or reading))
    sounded = session.sounded_at_ground
    session = _ungrounded(session, shelf, reading)
    if command.way is Way.RETURN:
        return land(session, shelf, reading)
    if command.way is Way.PLAN:
        skipped = session.transport.skip(away_for, reading)
        session = replace(session, transport=skipped)
    playlist = session.course.phase.playlist
    if playlist is None:
        return Outcome(session, says="Back in; this phase has no music.")
    if command.way is Way.LEFT and sounded is not None:
        place = sounded.place_at(session.grounded_at or reading)
        outcome = music.enter(
            session,
            shelf,
            sounded.track,
            sounded.playlist,
            reading,
            rise=BACK_IN,
            begins=place,
        )
        return replace(outcome, says="Back in where you left.")
    if command.way is Way.SOFTER:
        session = _softer(session, sounded.track.file if sounded else None, reading)
    track = music.first_of(session, shelf, playlist)
    if track is None:
        return Outcome(session, says="Back in; no track of this phase can sound.")
    outcome = music.enter(session, shelf, track, playlist, reading, rise=BACK_IN)
    return replace(outcome, says="Back in, softly.")


def _softer(session: Session, barred: str | None, reading: Seconds) -> Session:
    """6 dB lower, and the track that sounded at ground is out for this session."""
    programme = session.programme
    if barred is not None:
        programme = replace(programme, barred=(*programme.barred, barred))
    volume = session.layers.volume
    lower = Decibels(volume.end + SOFTER_BY)
    layers = replace(
        session.layers, volume=towards(volume, lower, Seconds(0.0), reading)
    )
    return replace(session, programme=programme, layers=layers)


def _ungrounded(session: Session, shelf: Shelf, reading: Seconds) -> Session:
    wanted = replace(session.lighting, grounded=False)
    session = lamps.with_hands(session, shelf.room, wanted, BACK_IN_LIGHT, reading)
    programme = replace(session.programme, decks=())
    layers = session.layers.with_quiet(Decibels(0.0), Seconds(0.0), reading)
    session = replace(session, programme=programme, layers=layers, silenced=None)
    return _going(session, reading)


def away(session: Session, shelf: Shelf, reading: Seconds) -> Outcome:
    if session.mode is Mode.AWAY:
        return _back_from_away(session, shelf, reading)
    if session.mode is Mode.GROUNDED:
        raise Refused(_not_now(session))
    layers = session.layers
    layers = replace(layers, away=towards(layers.away, AWAY, AWAY_OVER, reading))
    wanted = replace(session.lighting, walk=True)
    was_held = session.mode is Mode.HELD
    session = lamps.with_hands(session, shelf.room, wanted, lamps.HAND, reading)
    session = replace(
        session,
        mode=Mode.AWAY,
        was_held=was_held,
        away_since=reading,
        transport=session.transport.hold(reading),
        layers=layers,
    )
    return Outcome(session, says="Away: the plan is held, walk light on.")


def _back_from_away(session: Session, shelf: Shelf, reading: Seconds) -> Outcome:
    layers = session.layers
    back = towards(layers.away, Decibels(0.0), BACK_OVER, reading)
    layers = replace(layers, away=back)
    wanted = replace(session.lighting, walk=False)
    session = lamps.with_hands(session, shelf.room, wanted, lamps.BACK, reading)
    session = replace(session, layers=layers, away_since=None)
    if session.was_held:
        session = replace(session, mode=Mode.HELD)
    else:
        session = _going(session, reading)
    return Outcome(session, says="Welcome back.")


def since_dose(session: Session, command: SinceDose, reading: Seconds) -> Outcome:
    """The answer after a reboot: the body clock is laid from it."""
    others = tuple(m for m in session.marks if m.mark is not Mark.DOSE)
    dose = Marked(Mark.DOSE, Seconds(reading - command.length))
    session = replace(session, marks=(dose, *others), asks=None)
    says = f"{clock_words(command.length)} since the dose."
    return Outcome(session, says=says)
