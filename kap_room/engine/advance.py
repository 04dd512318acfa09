"""What happens by itself as time passes: turns, tracks that give way, the plan's end.

Everything due is done in the order in which it was due, at its own moment, so that a
late look at the clock (or a rehearsal's leap) comes to the same session.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from kap_room.engine import music
from kap_room.engine.lighting import given_back
from kap_room.engine.reports import found_rotten
from kap_room.engine.session import Mode, Outcome, Session
from kap_room.engine.turns import propose, turn_by_itself
from kap_room.exchange.events import MusicRanOut, RoomGivenBack
from kap_room.plan.units import SILENT, Seconds
from kap_room.timeline.programme import Shelf
from kap_room.timeline.yielding import settled

AT_MOST: Final = 10_000
"""Dues in one look: a day of ten-second tracks. More means a fault, not music."""


def advance(session: Session, shelf: Shelf, reading: Seconds) -> Outcome:
    """The session as it is at this reading."""
    outcome = found_rotten(session, shelf, reading)
    laid = music.laid_out(outcome.session, shelf, reading)
    outcome = replace(outcome, session=laid)
    for _ in range(AT_MOST):
        due = next_due(outcome.session)
        if due is None or due > reading:
            break
        outcome = outcome.then(_do_due(outcome.session, shelf, due))
        relaid = music.laid_out(outcome.session, shelf, due)
        outcome = replace(outcome, session=relaid)
    session = outcome.session
    programme = settled(session.programme, reading)
    if programme is not session.programme:
        session = replace(session, programme=programme)
    return replace(outcome, session=session)


def next_due(session: Session) -> Seconds | None:
    """The reading at which something happens by itself; None when nothing will."""
    moments = (
        _ask_due(session),
        _turn_due(session),
        _track_due(session),
        _ran_out_due(session),
        _quiet_due(session),
        session.gives_back_at,
    )
    return min((m for m in moments if m is not None), default=None)


def _turn_due(session: Session) -> Seconds | None:
    if session.mode is not Mode.RUNNING or session.course.ends is None:
        return None
    return session.transport.reading_of(session.course.ends)


def _ask_due(session: Session) -> Seconds | None:
    """When the coming turn is proposed; None once it was."""
    asks_at = session.course.asks_at
    if session.mode is not Mode.RUNNING or asks_at in (None, session.proposed):
        return None
    return session.transport.reading_of(asks_at)


def _track_due(session: Session) -> Seconds | None:
    programme = session.programme
    if programme.next is None or programme.turns:
        return None
    return programme.next.starts


def _ran_out_due(session: Session) -> Seconds | None:
    programme = session.programme
    if session.mode is Mode.ENDED or programme.lead is None:
        return None
    if programme.next is not None and not programme.turns:
        return None
    return programme.lead.over_at


def _quiet_due(session: Session) -> Seconds | None:
    """When nothing of the old music is heard any more, and it is let go."""
    quiet, programme = session.layers.quiet, session.programme
    over = session.mode in (Mode.ENDED, Mode.GROUNDED) or programme.playlist is None
    if not over or quiet.end != SILENT or not programme.decks:
        return None
    return quiet.ends


def _do_due(session: Session, shelf: Shelf, due: Seconds) -> Outcome:
    if due == session.gives_back_at:
        return Outcome(given_back(session, shelf.room, due), (RoomGivenBack(),))
    if due == _ask_due(session):
        return propose(session)
    if due == _turn_due(session):
        return turn_by_itself(session, shelf, due)
    if due == _track_due(session) and session.programme.next is not None:
        return music.lead(session, session.programme.next)
    playlist, closes = session.programme.playlist, session.programme.closes
    programme = replace(session.programme, decks=())
    if playlist is None or closes or due == _quiet_due(session):
        return Outcome(replace(session, programme=programme))
    return Outcome(replace(session, programme=programme), (MusicRanOut(playlist),))
