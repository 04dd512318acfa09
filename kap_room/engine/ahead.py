"""What follows the track that leads: at its end, ahead of a turn, or not at all.

A turn cuts into whatever sounds, by a crossfade. Around it lie three rules: no piece is
begun that the turn, or the plan's end, would cut off at once; a phase may let its last
track finish; and music never ends before the plan does.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from kap_room.engine.fits import next_chosen, playlist_heard, turn_at
from kap_room.engine.session import Mode, Session
from kap_room.plan.music import Track
from kap_room.plan.scene import Phase
from kap_room.plan.units import Seconds
from kap_room.timeline.entering import (
    Entry,
    appear,
    crossfade_of,
    in_advance,
    left_out_of,
)
from kap_room.timeline.programme import START, Shelf, Sounding, following

SHORT_OVERLAP: Final = Seconds(3.0)
"""The least that a lead must still have when a turn crossfades out of it."""

FRAGMENT: Final = Seconds(15.0)
"""A piece that would be alone for no longer than this before a turn is not begun."""

PIECE: Final = Seconds(60.0)
"""What is shorter is a fragment itself, and follows others up to the turn."""


def after_lead(session: Session, shelf: Shelf, *, kept: bool = True) -> Track | None:
    """What follows the track that leads: what was asked for, itself, or the next."""
    programme, sounding = session.programme, session.programme.lead
    if sounding is None or programme.asked is not None:
        return programme.asked
    if kept and programme.kept and not programme.is_out(sounding.track.file):
        return sounding.track
    playlist = playlist_heard(session) or sounding.playlist
    chosen = next_chosen(session, shelf, playlist)
    if chosen is not None:
        return chosen
    waits = session.mode is Mode.HELD or session.is_asked_at(sounding.over_at)
    return following(programme, shelf, playlist, sounding.track, endless=waits)


def not_at(turn: Sounding, session: Session, shelf: Shelf) -> Sounding | None:
    """The coming phase's music at the end of the lead, and not at its turn.

    A little ahead, where there is no time for another piece and the pieces are not all
    short; or later, where the turn lets the lead finish.
    """
    sounding, course = session.programme.lead, session.course
    moment = turn_at(session)
    if sounding is None or course.following is None or moment is None:
        return None
    coming = _after(session, shelf, sounding, turn.track, course.following)
    if coming is None:
        return None
    coming = replace(coming, brings=course.index + 1)
    late = coming.starts - moment
    if late > 0.0:
        lets = late <= course.phase.finish_track
        return replace(coming, turns_at=moment) if lets else None
    ends = coming.deck.risen_at
    if turn.starts <= ends - SHORT_OVERLAP or sounding.length < PIECE:
        return None
    return None if turn.starts - ends > FRAGMENT else coming


def at_the_end(session: Session, shelf: Shelf, sounding: Sounding) -> Sounding | None:
    track = after_lead(session, shelf)
    playlist = playlist_heard(session) or sounding.playlist
    phase = replace(session.course.phase, playlist=playlist)
    return None if track is None else _after(session, shelf, sounding, track, phase)


def _after(
    session: Session, shelf: Shelf, sounding: Sounding, track: Track, phase: Phase
) -> Sounding | None:
    """A track at the end of the one that leads, as music of this phase."""
    if phase.playlist is None:
        return None
    lasts = shelf.end_of(track) - shelf.beginning_of(track)
    rise = min(crossfade_of(phase), lasts / 2, sounding.length / 2)
    if track.file == sounding.track.file:
        # It never sounds beside itself: the player lets it go before it comes again.
        rise = min(rise, START)
    starts = Seconds(sounding.over_at - left_out_of(sounding.length) - rise)
    entry = Entry(starts, Seconds(rise), phase.volume)
    entering = appear(session.programme, shelf, phase.playlist, track, entry)
    return in_advance(entering, session.programme)


def is_the_last(session: Session, sounding: Sounding, ends: float) -> bool:
    """Whether nothing may follow, because the plan is over before it has sounded."""
    course, moment = session.course, turn_at(session)
    if course.following is not None or moment is None or sounding.length < PIECE:
        return False
    if session.programme.is_out(sounding.track.file):
        return False
    return -crossfade_of(course.phase) < moment - ends <= FRAGMENT


def is_near_the_end(session: Session, reading: Seconds) -> bool:
    moment = turn_at(session)
    return moment is not None and moment - reading <= FRAGMENT
