"""How the programme of a session moves: entering tracks, laying out what comes next."""

from __future__ import annotations

from dataclasses import replace
from typing import Final
from zlib import crc32

from kap_room.engine.session import Mode, Outcome, Session
from kap_room.exchange.events import MusicRanOut, TrackBegan
from kap_room.plan.music import Track
from kap_room.plan.scene import Phase
from kap_room.plan.shapes import Fade
from kap_room.plan.units import SILENT, Decibels, Seconds
from kap_room.timeline.entering import (
    Entry,
    appear,
    crossfade_of,
    left_out_of,
)
from kap_room.timeline.programme import (
    CROSSFADE,
    START,
    Shelf,
    Sounding,
    following,
    led_by,
)

SPARES: Final = 4
"""How many tracks the player can go on with alone: twenty minutes and more."""

SHORT_OVERLAP: Final = Seconds(3.0)
"""The least that a lead must still have when a turn crossfades out of it."""

LEAVING: Final = Seconds(1.5)
"""The player takes a second to let go of what an order no longer names."""

FRAGMENT: Final = Seconds(15.0)
"""A piece that would be alone for no longer than this before a turn is not begun."""

PIECE: Final = Seconds(60.0)
"""What is shorter is a fragment itself, and follows others up to the turn."""

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
    track = session.programme.asked or first_of(session, shelf, phase.playlist)
    if track is None:
        return Outcome(session, (MusicRanOut(phase.playlist),))
    if rise is None:
        rise = START if session.programme.lead is None else crossfade_of(phase)
    return enter(lifted, shelf, track, phase.playlist, at, rise=rise)


def first_of(session: Session, shelf: Shelf, playlist: str) -> Track | None:
    """How a phase's playlist begins; not with what sounds now, if it can be helped."""
    programme = session.programme
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
    turn = _at_the_turn(session, shelf, reading)
    lead_deck = programme.lead
    if lead_deck is None or programme.playlist is None:
        return _with_next(session, turn, turns=True)
    ends = lead_deck.over_at - left_out_of(lead_deck.length)
    if turn and turn.starts <= ends - SHORT_OVERLAP:
        return _with_next(session, turn, turns=True)
    coming = _ahead_of(session, shelf, turn) if turn else None
    if coming is None:
        coming = _at_the_end(session, shelf, lead_deck)
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
        and laid.brings == coming.brings
        and abs(laid.starts - coming.starts) < SAME
    )


def _at_the_turn(session: Session, shelf: Shelf, reading: Seconds) -> Sounding | None:
    course = session.course
    if course.ends is None or course.following is None:
        return None
    moment = session.transport.reading_of(course.ends)
    phase = course.following
    if moment is None or phase.playlist is None:
        return None
    track = session.programme.asked or first_of(session, shelf, phase.playlist)
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
    return appear(session.programme, shelf, phase.playlist, track, entry)


def after_lead(session: Session, shelf: Shelf, *, kept: bool = True) -> Track | None:
    """What follows the track that leads: what was asked for, itself, or the next."""
    programme, sounding = session.programme, session.programme.lead
    if sounding is None or programme.asked is not None:
        return programme.asked
    if kept and programme.kept and not programme.is_out(sounding.track.file):
        return sounding.track
    playlist = _playlist_after(session, sounding)
    waits = session.mode is Mode.HELD or session.is_asked_at(sounding.over_at)
    return following(programme, shelf, playlist, sounding.track, endless=waits)


def _playlist_after(session: Session, sounding: Sounding) -> str:
    course, own = session.course, session.course.phase.playlist
    if own is not None and sounding.brings not in {None, course.index}:
        return own  # The turn that it came ahead of has moved away.
    return session.programme.playlist or sounding.playlist


def _ahead_of(session: Session, shelf: Shelf, turn: Sounding) -> Sounding | None:
    """The coming phase's music at the end of the lead, a little ahead of its turn.

    None where there is time for another piece, or where all pieces are short.
    """
    sounding, coming = session.programme.lead, session.course.following
    if sounding is None or coming is None or sounding.length < PIECE:
        return None
    ahead = _after(session, shelf, sounding, turn.track, coming)
    if ahead is None or turn.starts - ahead.deck.risen_at > FRAGMENT:
        return None
    return replace(ahead, brings=session.course.index + 1)


def _at_the_end(session: Session, shelf: Shelf, sounding: Sounding) -> Sounding | None:
    track = after_lead(session, shelf)
    phase = replace(session.course.phase, playlist=_playlist_after(session, sounding))
    return None if track is None else _after(session, shelf, sounding, track, phase)


def _after(
    session: Session, shelf: Shelf, sounding: Sounding, track: Track, phase: Phase
) -> Sounding | None:
    """A track at the end of the one that leads, as music of this phase."""
    if phase.playlist is None:
        return None
    lasts = shelf.end_of(track) - track.begins
    rise = min(crossfade_of(phase), lasts / 2, sounding.length / 2)
    if track.file == sounding.track.file:
        # It never sounds beside itself: the player lets it go before it comes again.
        rise = min(rise, START)
    starts = Seconds(sounding.over_at - left_out_of(sounding.length) - rise)
    entry = Entry(starts, Seconds(rise), phase.volume)
    return appear(session.programme, shelf, phase.playlist, track, entry)


def spare(session: Session, shelf: Shelf) -> tuple[Sounding, ...]:
    """What the player may go on with by itself if no engine tells it more."""
    programme, course = session.programme, session.course
    last = programme.next or programme.lead
    if last is None or programme.playlist is None:
        return ()
    phase = course.phase
    if programme.turns and course.following is not None:
        phase = course.following
    spares: list[Sounding] = []
    seen = programme
    for number in range(SPARES):
        seen = replace(seen, heard=(*seen.heard, last.track.file))
        track = following(seen, shelf, last.playlist, last.track)
        if track is None:
            break
        entry = Entry(last.over_at, CROSSFADE, phase.volume)
        last = appear(programme, shelf, last.playlist, track, entry)
        # The same name must always mean the same file, whatever fails meanwhile.
        name = f"spare-{programme.serial}-{number}-{crc32(last.deck.file.encode()):x}"
        spares.append(replace(last, deck=replace(last.deck, name=name)))
    return tuple(spares)
