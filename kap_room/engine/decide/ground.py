"""The two ways out and back: ground for the person, away for the therapist."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from kap_room.engine import lighting as lamps
from kap_room.engine import music
from kap_room.engine.decide.plan import going, land, not_now
from kap_room.engine.session import Mode, Outcome, Refused, Session
from kap_room.exchange.commands import GoBackIn, Way
from kap_room.plan.units import SILENT, Decibels, Seconds
from kap_room.timeline.gains import AWAY, towards
from kap_room.timeline.programme import Shelf

GROUNDING: Final = Seconds(3.0)
RISING: Final = Seconds(6.0)
BACK_IN: Final = Seconds(30.0)
BACK_IN_LIGHT: Final = Seconds(120.0)
SOFTER_BY: Final = Decibels(-6.0)
AWAY_OVER: Final = Seconds(2.0)
BACK_OVER: Final = Seconds(8.0)


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
    if command.way is Way.LEFT and sounded is not None:
        place = sounded.place_at(session.grounded_at or reading)
        track, playlist = sounded.track, sounded.playlist
        outcome = music.enter(
            session, shelf, track, playlist, reading, rise=BACK_IN, begins=place
        )
        return replace(outcome, says="Back in where you left.")
    if command.way is Way.SOFTER:
        session = _softer(session, sounded.track.file if sounded else None, reading)
    return _back_in(session, shelf, reading)


def _back_in(session: Session, shelf: Shelf, reading: Seconds) -> Outcome:
    playlist = session.course.phase.playlist
    track = music.first_of(session, shelf, playlist) if playlist else None
    if playlist is None or track is None:
        return Outcome(session, says="Back in; nothing of this phase can sound.")
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
    return going(session, reading)


def away(session: Session, shelf: Shelf, reading: Seconds) -> Outcome:
    if session.mode is Mode.AWAY:
        return _back_from_away(session, shelf, reading)
    if session.mode is Mode.GROUNDED:
        raise Refused(not_now(session))
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
        session = going(session, reading)
    return Outcome(session, says="Welcome back.")
