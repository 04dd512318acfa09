"""The two ways out and back: ground for the person, away for the therapist."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from kap_room.engine import lighting as lamps
from kap_room.engine import music
from kap_room.engine.decide.intensity import MIDDLING, nearest
from kap_room.engine.decide.plan import going, land, not_now
from kap_room.engine.session import Lighting, Mode, Outcome, Refused, Session
from kap_room.engine.turns import turn
from kap_room.exchange.commands import GoBackIn, Way
from kap_room.plan.music import Track
from kap_room.plan.units import SILENT, Decibels, Seconds
from kap_room.timeline.course import landing, walked
from kap_room.timeline.gains import AWAY, QUIETEST, towards
from kap_room.timeline.programme import Programme, Shelf, Sounding, able

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
        # Somebody misses light: a lamp may have turned out to be dark.
        return Outcome(_lit(session, shelf, session.lighting, reading))
    if session.mode is Mode.AWAY:
        session = _there_again(session, shelf, reading)
    layers = session.layers.with_quiet(SILENT, GROUNDING, reading)
    wanted = replace(session.lighting, grounded=True)
    session = _lit(session, shelf, wanted, reading)
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


def _lit(session: Session, shelf: Shelf, wanted: Lighting, reading: Seconds) -> Session:
    by = lamps.By.EMERGENCY
    return lamps.with_hands(session, shelf.room, wanted, RISING, reading, by=by)


def go_back_in(
    session: Session, shelf: Shelf, command: GoBackIn, reading: Seconds
) -> Outcome:
    if session.mode is not Mode.GROUNDED:
        raise Refused("Go back in follows ground; the session is not grounded.")
    before = session
    wanted = replace(session.lighting, grounded=False)
    session = lamps.with_hands(session, shelf.room, wanted, BACK_IN_LIGHT, reading)
    session = replace(session, silenced=None)
    outcome = _back_by(command.way, going(session, reading), before, shelf, reading)
    eased = lamps.eased(outcome.session, before, BACK_IN_LIGHT, reading)
    return replace(outcome, session=eased)


def _back_by(
    way: Way, session: Session, before: Session, shelf: Shelf, reading: Seconds
) -> Outcome:
    grounded_at = before.grounded_at or reading
    sounded = before.sounded_at_ground
    match way:
        case Way.RETURN if landing(session.course) is not None:
            return land(session, shelf, reading)
        case Way.PLAN if session.mode is Mode.RUNNING:
            return _caught_up(session, shelf, Seconds(reading - grounded_at), reading)
        case Way.LEFT if sounded is not None:
            return _where_it_was(session, shelf, sounded, grounded_at, reading)
        case Way.SOFTER:
            return _softer(session, shelf, sounded, reading)
        case _:
            return _back_in(session, shelf, reading)


def _caught_up(
    session: Session, shelf: Shelf, gone: Seconds, reading: Seconds
) -> Outcome:
    """Where the plan would be now: one leap, however many turns it would have made."""
    session = replace(session, transport=session.transport.skip(gone, reading))
    course = walked(session.course, session.position_at(reading))
    if course.index == session.course.index:
        return _back_in(replace(session, course=course), shelf, reading)
    outcome = turn(session, shelf, course, reading, "go back in", rise=BACK_IN)
    return replace(outcome, says=f"Back in: {course.phase.name}.")


def _where_it_was(
    session: Session, shelf: Shelf, sounded: Sounding, left: Seconds, reading: Seconds
) -> Outcome:
    """The same track at the same place, or a minute before its end."""
    last = max(sounded.deck.begins, sounded.over_in_file - 2 * BACK_IN)
    place = Seconds(min(sounded.place_at(left), last))
    session, at = music.quiet_lifted(session, reading)
    track, playlist = sounded.track, sounded.playlist
    outcome = music.enter(
        session, shelf, track, playlist, at, rise=BACK_IN, begins=place
    )
    return replace(outcome, says="Back in where you left.")


def _back_in(session: Session, shelf: Shelf, reading: Seconds) -> Outcome:
    playlist = session.course.phase.playlist
    track = music.first_of(session, shelf, playlist) if playlist else None
    if playlist is None or track is None:
        return Outcome(session, says="Back in; nothing of this phase can sound.")
    session, at = music.quiet_lifted(session, reading)
    outcome = music.enter(session, shelf, track, playlist, at, rise=BACK_IN)
    return replace(outcome, says="Back in, softly.")


def _softer(
    session: Session, shelf: Shelf, sounded: Sounding | None, reading: Seconds
) -> Outcome:
    """6 dB lower, calmer; the track that sounded at ground is out for this session."""
    programme, volume = session.programme, session.layers.volume
    if sounded is not None:
        barred = (*programme.barred, sounded.track.file)
        programme = replace(programme, barred=barred)
    lower = Decibels(max(QUIETEST, volume.end + SOFTER_BY))
    volume = towards(volume, lower, Seconds(1.0), reading)
    layers = replace(session.layers, volume=volume)
    session = replace(session, programme=programme, layers=layers)
    if session.course.phase.playlist is None:
        return _back_in(session, shelf, reading)
    found = _calmer(session, shelf, sounded)
    if found is None:
        return _back_in(session, shelf, reading)
    playlist, track = found
    session, at = music.quiet_lifted(session, reading)
    outcome = music.enter(session, shelf, track, playlist, at, rise=BACK_IN)
    return replace(outcome, says="Back in, softly.")


def _calmer(
    session: Session, shelf: Shelf, sounded: Sounding | None
) -> tuple[str, Track] | None:
    """A calmer track of this phase; else its calmest; else the session's calmest."""
    own = session.course.phase.playlist or ""
    here = sounded.track.intensity if sounded is not None else None
    if here is not None and own in shelf.playlists:
        track = nearest(session, shelf, own, here, "calmer")
        if track is not None:
            return own, track
    programme = session.programme
    others = [name for name in shelf.playlists if name != own]
    for names in ([own], others):
        tracks = [
            (name, track)
            for name in names
            if name in shelf.playlists
            for track in able(programme, shelf, shelf.playlists[name].tracks)
        ]
        if tracks:
            return min(tracks, key=lambda one: _calmness(one[1], programme))
    return None


def _calmness(track: Track, programme: Programme) -> tuple[int, bool]:
    """The calmest first, and of those what was not heard yet."""
    return track.intensity or MIDDLING, track.file in programme.heard


def land_from(session: Session, shelf: Shelf, reading: Seconds) -> Outcome:
    """Land, also when grounded or away: then it is the way back as well."""
    if session.mode is Mode.GROUNDED:
        return go_back_in(session, shelf, GoBackIn(Way.RETURN), reading)
    if session.mode is Mode.AWAY and landing(session.course) is not None:
        session = _there_again(session, shelf, reading)
    return land(session, shelf, reading)


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
    session = _there_again(session, shelf, reading)
    return Outcome(session, says="Welcome back.")


def _there_again(session: Session, shelf: Shelf, reading: Seconds) -> Session:
    """The absence is over: music, light and plan as they were before it."""
    layers = session.layers
    back = towards(layers.away, Decibels(0.0), BACK_OVER, reading)
    wanted = replace(session.lighting, walk=False)
    session = lamps.with_hands(session, shelf.room, wanted, lamps.BACK, reading)
    layers = replace(layers, away=back)
    return going(replace(session, layers=layers, away_since=None), reading)
