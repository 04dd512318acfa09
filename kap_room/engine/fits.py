"""What a phase with `order: fit` is to hear up to its turn, chosen where that moves.

Asked in every step, so nothing is chosen while what was chosen comes to the same end.
What sounds is never touched, nor what begins within a breath. Where the turn has no
moment (an open phase, a proposed turn that waits for a word) nothing is chosen, and the
playlist goes on by itself; a held plan goes on with what was chosen before.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from kap_room.engine.session import Mode, Session
from kap_room.plan.music import Track
from kap_room.plan.scene import Phase, Turn
from kap_room.plan.units import Seconds
from kap_room.timeline.entering import crossfade_of, left_out_of
from kap_room.timeline.fitted import Wish, chosen, followed, is_fit, kept, still
from kap_room.timeline.programme import CLOSING, Choice, Programme, Shelf, able

BREATH: Final = Seconds(2.0)
"""What begins so soon is on its way to a deck already."""

AGREED: Final = Seconds(30.0)
"""A turn that is proposed comes some moments later. Until then the last track goes on,
rather than one that the turn would cut off at once."""


def refitted(session: Session, shelf: Shelf, reading: Seconds) -> Session:
    """With what is to be heard up to the turn, and what the next phase begins with."""
    programme = session.programme
    choice, coming = _present(session, shelf, reading), _coming(session, shelf, reading)
    if choice is programme.choice and coming is programme.coming:
        return session
    return replace(session, programme=replace(programme, choice=choice, coming=coming))


def turn_at(session: Session) -> Seconds | None:
    """The reading at which the phase turns by itself; None while nobody can know."""
    ends = session.course.ends
    return None if ends is None else session.transport.reading_of(ends)


def playlist_heard(session: Session) -> str | None:
    """The playlist that the lead is followed by."""
    course, own = session.course, session.course.phase.playlist
    sounding = session.programme.lead
    if sounding is None:
        return session.programme.playlist
    if own is not None and sounding.brings not in {None, course.index}:
        return own  # The turn that it came ahead of has moved away.
    return session.programme.playlist or sounding.playlist


def next_chosen(session: Session, shelf: Shelf, playlist: str) -> Track | None:
    """What was chosen to follow the lead."""
    programme = session.programme
    if programme.choice is None or programme.choice.playlist != playlist:
        return None
    tracks = still(programme.choice, programme, shelf)
    return tracks[0] if tracks else None


def first_coming(session: Session, shelf: Shelf) -> Track | None:
    """What the coming phase was chosen to begin with."""
    coming = session.programme.coming
    return None if coming is None else _opening(coming, shelf)


def first_now(session: Session, shelf: Shelf, reading: Seconds) -> Track | None:
    """What the phase that is now would begin with, if its music began here."""
    phase = session.course.phase
    turns_at = _fitted_to(session, reading)
    if turns_at is None or phase.playlist is None:
        return None
    alone = replace(session.programme, decks=())
    wish = _wish(session, session.course.index, phase.playlist, turns_at, reading)
    if not is_fit(shelf, phase.playlist):
        return None
    choice = chosen(alone, shelf, wish)
    return None if choice is None else _opening(choice, shelf)


def _opening(choice: Choice, shelf: Shelf) -> Track | None:
    """Only one that was measured: nothing else is known to have its place."""
    first = choice.tracks[0] if choice.tracks else None
    if first is None or shelf.measure_of(first) is None:
        return None
    return first


def _present(session: Session, shelf: Shelf, reading: Seconds) -> Choice | None:
    programme, playlist = session.programme, playlist_heard(session)
    if programme.lead is None or playlist is None or not is_fit(shelf, playlist):
        return None
    before = programme.choice
    if session.mode is not Mode.RUNNING or _is_about_to(programme, shelf, reading):
        return None if before is None else followed(before, programme)
    turns_at = _fitted_to(session, reading)
    if turns_at is None:
        return None
    wish = _wish(session, session.course.index, playlist, turns_at, reading)
    for choice in (before, programme.coming):
        rest = None if choice is None else kept(choice, programme, shelf, wish)
        if rest is not None:
            return rest
    return chosen(programme, shelf, wish)


def _fitted_to(session: Session, reading: Seconds) -> Seconds | None:
    """The reading of the planned end; None once that is only proposed."""
    course = session.course
    if course.planned is None or course.proposes(session.position_at(reading)):
        return None
    return session.transport.reading_of(course.planned)


def _is_about_to(programme: Programme, shelf: Shelf, reading: Seconds) -> bool:
    """Whether the first that was chosen begins within a breath."""
    laid, choice = programme.next, programme.choice
    if laid is None or programme.turns or choice is None:
        return False
    first = followed(choice, programme).tracks[:1]
    soon = laid.starts - reading < BREATH
    return soon and first == (laid.track,) and able(programme, shelf, first) == first


def _coming(session: Session, shelf: Shelf, reading: Seconds) -> Choice | None:
    """For the phase that comes, from where its music is to begin."""
    course, programme, at = session.course, session.programme, turn_at(session)
    phase, index = course.following, course.index + 1
    sounding = programme.lead
    if at is None or phase is None or phase.playlist is None:
        return None
    lasts = course.lasts(index)
    if lasts is None or not is_fit(shelf, phase.playlist):
        return None
    if sounding is not None and sounding.brings == index:
        return None
    begins_at = max(at, reading)
    ends = None if sounding is None else sounding.over_at - left_out_of(sounding.length)
    if ends is not None and 0.0 < ends - at <= course.phase.finish_track:
        begins_at = Seconds(max(at, ends - crossfade_of(phase)))
    turns_at = Seconds(at + lasts)
    wish = _wish(session, index, phase.playlist, turns_at, begins_at)
    alone = replace(programme, decks=())
    if programme.coming is not None:
        rest = kept(programme.coming, alone, shelf, wish)
        if rest is not None:
            return rest
    return chosen(alone, shelf, wish)


def _wish(
    session: Session, index: int, playlist: str, turns_at: Seconds, begins_at: Seconds
) -> Wish:
    phases, sounding = session.course.phases, session.programme.lead
    after: Phase | None = phases[index + 1] if index + 1 < len(phases) else None
    past_turn = CLOSING if after is None else crossfade_of(after)
    if phases[index].turn is Turn.ASK:
        past_turn = Seconds(past_turn + AGREED)
    return Wish(
        playlist=playlist,
        turns_at=turns_at,
        crossfade=crossfade_of(phases[index]),
        past_turn=past_turn,
        begins_at=begins_at,
        seed=session.id,
        besides=None if sounding is None else sounding.track.file,
    )
