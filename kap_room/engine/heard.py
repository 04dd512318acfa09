"""What sounds, as the therapist should read it."""

from __future__ import annotations

from typing import Final

from kap_room.engine.session import SOUNDING, Session
from kap_room.exchange.order import PlayerReport
from kap_room.exchange.snapshot import HealthView, SoundView, TrackView
from kap_room.plan.shapes import Fade
from kap_room.plan.units import SILENT, Decibels, Seconds
from kap_room.timeline.programme import Failed, Sounding

TOLD_FOR: Final = Seconds(120.0)
"""How long the screen speaks of a file that is left out; the journal keeps it."""

INAUDIBLE: Final = Decibels(-60.0)


def sound_view(
    session: Session,
    report: PlayerReport | None,
    reading: Seconds,
    *,
    player_is_lost: bool,
) -> SoundView:
    """`player_is_lost` tells one that is gone from one that nobody has met yet."""
    programme, layers = session.programme, session.layers
    lead, coming = programme.lead, programme.next
    level = _level(session, reading)
    state = "lost" if player_is_lost else "silent"
    if report is not None:
        state = _state(session, report, level, reading)
    why = None
    if coming is not None:
        why = "the phase turns" if programme.turns else "the track ends"
    return SoundView(
        state=state,
        level_db=None if level <= INAUDIBLE else round(level, 2),
        track=_track(lead, reading) if lead is not None else None,
        next_track=coming.track.file if coming is not None else None,
        next_in_s=None if coming is None else max(0.0, coming.starts - reading),
        next_why=why,
        playlist=programme.playlist,
        playlists=tuple(session.playlists),
        volume_db=layers.volume.end,
        talking=session.talking,
        silenced=session.silenced is not None,
    )


def _track(lead: Sounding, reading: Seconds) -> TrackView:
    place = lead.place_at(reading)
    return TrackView(lead.track.file, place, lead.over_in_file, lead.measured)


def _level(session: Session, reading: Seconds) -> Decibels:
    """The gain of everything the hands and fades do, relative to the programme."""
    if session.programme.lead is None:
        return SILENT
    level = session.layers.gain_at(reading)
    rise = _start_of(session)
    return level if rise is None else Decibels(level + rise.gain_at(reading))


def _start_of(session: Session) -> Fade | None:
    """The rise of a track that nothing else sounds beside: a start, not a crossfade."""
    decks = session.programme.decks
    if len(decks) != 1:
        return None
    deck = decks[0].deck
    return Fade(deck.starts, deck.rise, SILENT, Decibels(0.0))


def _state(
    session: Session, report: PlayerReport, level: Decibels, reading: Seconds
) -> str:
    if report.sound == "lost":
        return "lost"
    quiet = session.layers.quiet
    is_quiet = quiet.end == SILENT and reading >= quiet.ends
    if session.programme.lead is None or is_quiet:
        return "silent"
    rise = _start_of(session)
    is_starting = rise is not None and reading < rise.ends
    if is_starting or session.layers.is_fading_at(reading):
        return "fading"
    return "silent" if level <= INAUDIBLE else "playing"


def music_view(session: Session, reading: Seconds) -> HealthView | None:
    """What is wrong with the music itself; None when nothing is."""
    programme = session.programme
    wanted = session.mode in SOUNDING and session.silenced is None
    wanted = wanted and not programme.closes
    if wanted and programme.playlist is not None and programme.lead is None:
        says = (
            f"Nothing is left to sound of the playlist {programme.playlist}. "
            "Go to the next phase (>), or send another playlist."
        )
        return HealthView(ok=False, says=says)
    recent = [x for x in programme.failed if reading < x.reading + TOLD_FOR]
    return HealthView(ok=False, says=_left_out(recent)) if recent else None


def _left_out(failed: list[Failed]) -> str:
    last = failed[-1]
    if len(failed) > 1:
        return (
            f"{len(failed)} tracks cannot be played and are left out, {last.file} "
            "among them. The music goes on; look at the files after the session."
        )
    return (
        f"{last.file} is left out: {last.says} "
        "The music goes on; look at the file after the session."
    )
