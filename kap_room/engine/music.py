"""How the programme of a session moves: entering tracks, laying out what comes next."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from kap_room.engine.ahead import (
    SHORT_OVERLAP,
    at_the_end,
    is_near_the_end,
    is_the_last,
    not_at,
)
from kap_room.engine.fits import (
    first_coming,
    first_now,
    refitted,
    turn_at,
)
from kap_room.engine.session import Mode, Outcome, Session
from kap_room.exchange.events import MusicRanOut, TrackBegan
from kap_room.plan.music import Track
from kap_room.plan.shapes import Fade
from kap_room.plan.units import SILENT, Decibels, Seconds
from kap_room.timeline.entering import (
    Entry,
    appear,
    crossfade_of,
    in_advance,
    left_out_of,
)
from kap_room.timeline.programme import (
    SOONEST,
    START,
    Shelf,
    Sounding,
    following,
)
from kap_room.timeline.yielding import led_by

LEAVING: Final = Seconds(1.5)
"""The player takes a second to let go of what an order no longer names."""

SAME: Final = Seconds(0.05)
"""Moments closer than this are one: what was laid out before is kept."""


def enter(  # noqa: PLR0913 - how a track comes in is six independent facts
    session: Session,
    shelf: Shelf,
    track: Track,
    playlist: str,
    reading: Seconds,
    *,
    rise: Seconds,
    begins: Seconds | None = None,
) -> Outcome:
    """This track leads from now on; what sounded yields to it."""
    entry = Entry(reading, rise, session.course.phase.volume, begins)
    return lead(session, appear(session.programme, shelf, playlist, track, entry))


def lead(session: Session, entering: Sounding) -> Outcome:
    programme = led_by(session.programme, entering)
    began = TrackBegan(entering.track.file, entering.playlist, entering.measured)
    return Outcome(replace(session, programme=programme), (began,))


def enter_phase(
    session: Session, shelf: Shelf, reading: Seconds, *, rise: Seconds | None = None
) -> Outcome:
    """Bring the music of the phase that is now, or let it go where it has none."""
    phase = session.course.phase
    if phase.playlist is None:
        over = crossfade_of(phase) if rise is None else rise
        return Outcome(without_music(session, reading, over))
    lifted, at = quiet_lifted(session, reading)
    leads = session.programme.lead
    if lifted is session and leads and leads.brings == session.course.index:
        return Outcome(session)
    laid = session.programme.next
    if laid and session.programme.turns and abs(laid.starts - at) < SAME:
        return lead(lifted, laid)
    if rise is None and lifted is session and _finishes(session, reading):
        return Outcome(_finishing(session, phase.playlist))
    track = session.programme.asked or first_of(session, shelf, phase.playlist, at)
    if track is None:
        return Outcome(session, (MusicRanOut(phase.playlist),))
    if rise is None:
        rise = START if session.programme.lead is None else crossfade_of(phase)
    return enter(lifted, shelf, track, phase.playlist, at, rise=rise)


def _finishes(session: Session, reading: Seconds) -> bool:
    """Whether this turn leaves its music to the end of the track that sounds.

    Only the turn that it was laid out for does: what a hand asks for comes at once.
    """
    laid = session.programme.next
    if laid is None or laid.turns_at is None or laid.brings != session.course.index:
        return False
    return abs(laid.turns_at - reading) < SAME and laid.starts > reading


def _finishing(session: Session, playlist: str) -> Session:
    """The lead is the new phase's from now on, and what was laid out follows it."""
    programme = session.programme
    decks = (*programme.decks[:-1], replace(programme.decks[-1], playlist=playlist))
    laid = programme.next
    coming = None if laid is None else replace(laid, brings=None, turns_at=None)
    programme = replace(programme, decks=decks, next=coming, playlist=playlist)
    return replace(session, programme=programme)


def first_of(
    session: Session, shelf: Shelf, playlist: str, reading: Seconds | None = None
) -> Track | None:
    """How a phase's playlist begins; not with what sounds now, if it can be helped."""
    programme = session.programme
    if reading is not None and playlist == session.course.phase.playlist:
        fitted = first_now(session, shelf, reading)
        if fitted is not None:
            return fitted
    sounding = programme.lead
    track = following(programme, shelf, playlist, None)
    if sounding and track and track.file == sounding.track.file:
        other = following(programme, shelf, playlist, track)
        return other or track
    return track


def without_music(session: Session, reading: Seconds, over: Seconds) -> Session:
    layers = session.layers.with_quiet(SILENT, over, reading)
    programme = replace(session.programme, next=None, turns=False, playlist=None)
    return replace(session, layers=layers, programme=programme)


def quiet_lifted(session: Session, reading: Seconds) -> tuple[Session, Seconds]:
    """Without the quiet of ground or of a phase without music, and when to enter.

    What enters has its own rise, so the quiet goes at once; but not before all that
    sounded has left, or it would come up again on its way out.
    """
    quiet = session.layers.quiet
    if session.silenced is not None or quiet.end != SILENT:
        return session, reading
    left_at = LEAVING + max(quiet.ends, session.grounded_at or 0.0)
    at = reading
    if session.programme.decks or reading < left_at:
        at = Seconds(reading + LEAVING)
    lift = Fade(at, Seconds(0.0), quiet.gain_at(reading), Decibels(0.0))
    programme = replace(session.programme, decks=())
    layers = replace(session.layers, quiet=lift)
    return replace(session, programme=programme, layers=layers), at


def laid_out(session: Session, shelf: Shelf, reading: Seconds) -> Session:
    """With what comes next, and when. Kept as it was where nothing changed."""
    programme = session.programme
    if session.mode in (Mode.GROUNDED, Mode.ENDED):
        return _with_next(session, None, turns=False)
    session = refitted(session, shelf, reading)
    turn = _at_the_turn(session, shelf, reading)
    lead_deck = programme.lead
    if lead_deck is None or programme.playlist is None:
        if programme.closes and not is_near_the_end(session, reading):
            return _begun_anew(session, shelf, reading)
        return _with_next(session, turn, turns=True)
    coming = not_at(turn, session, shelf) if turn else None
    ends = lead_deck.over_at - left_out_of(lead_deck.length)
    if coming is None and turn and turn.starts <= ends - SHORT_OVERLAP:
        return _with_next(session, turn, turns=True)
    closes = is_the_last(session, lead_deck, ends)
    if coming is None and not closes:
        coming = at_the_end(session, shelf, lead_deck)
    if closes != programme.closes:
        programme = replace(session.programme, closes=closes)
        session = replace(session, programme=programme)
    return _with_next(session, coming, turns=False)


def _with_next(session: Session, coming: Sounding | None, *, turns: bool) -> Session:
    programme = session.programme
    laid = programme.next
    if _is_same(laid, coming) and programme.turns == turns:
        return session
    serial = programme.serial + (coming is not None)
    programme = replace(
        programme, next=coming, turns=turns and coming is not None, serial=serial
    )
    return replace(session, programme=programme)


def _is_same(laid: Sounding | None, coming: Sounding | None) -> bool:
    if laid is None or coming is None:
        return laid is coming
    return (
        laid.track == coming.track
        and laid.deck.gain == coming.deck.gain
        and laid.measured == coming.measured
        and (laid.brings, laid.turns_at) == (coming.brings, coming.turns_at)
        and abs(laid.starts - coming.starts) < SAME
    )


def _at_the_turn(session: Session, shelf: Shelf, reading: Seconds) -> Sounding | None:
    course, moment = session.course, turn_at(session)
    phase = course.following
    if moment is None or phase is None or phase.playlist is None:
        return None
    track = session.programme.asked or first_coming(session, shelf)
    track = track or first_of(session, shelf, phase.playlist)
    sounding = session.programme.lead
    if track is None or (sounding and sounding.brings == course.index + 1):
        return None
    rise = crossfade_of(phase)
    if sounding is None:
        rise = START
    else:
        left = sounding.over_at - left_out_of(sounding.length) - moment
        rise = Seconds(min(rise, max(SHORT_OVERLAP, left)))
    entry = Entry(Seconds(max(moment, reading)), rise, phase.volume)
    entering = appear(session.programme, shelf, phase.playlist, track, entry)
    return in_advance(entering, session.programme)


def _begun_anew(session: Session, shelf: Shelf, reading: Seconds) -> Session:
    """The plan was about to be over, its music was, and now it goes on."""
    programme, phase = session.programme, session.course.phase
    if programme.next is not None or phase.playlist is None:
        return session
    track = first_of(session, shelf, phase.playlist, reading)
    if track is None:
        return session
    entry = Entry(Seconds(reading + SOONEST), START, phase.volume)
    coming = appear(programme, shelf, phase.playlist, track, entry)
    return _with_next(session, coming, turns=False)
