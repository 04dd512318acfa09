"""The fitting in terms of the programme: a playlist, a shelf, and the track that leads.

What was chosen is kept for as long as it comes to the same end. Nothing here depends on
the moment at which it is asked, but only on where the lead began and where the turn is:
asking often costs little, and changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final
from zlib import crc32

from kap_room.plan.music import Order, Playlist, RunsOut, Track
from kap_room.plan.units import Seconds
from kap_room.timeline.entering import left_out_of
from kap_room.timeline.fitting import (
    CLOSE,
    Fitting,
    Piece,
    Stretch,
    asked_direction,
    fit,
    misses,
)
from kap_room.timeline.programme import Choice, Programme, Shelf, Sounding, able

KEPT: Final = Seconds(0.5)
"""A choice is kept whose end moved by no more than this."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What the music is to meet."""

    playlist: str
    turns_at: Seconds
    """The reading of the turn."""
    crossfade: Seconds
    """Between the tracks of the phase."""
    past_turn: Seconds
    """The crossfade into the next phase, which begins at the turn."""
    begins_at: Seconds = Seconds(0.0)
    """The reading at which the music begins, where no track leads."""
    seed: str = ""
    """The session's name: another evening is another choice."""
    besides: str | None = None
    """A file that may not be chosen: what sounds before it."""


@dataclass(frozen=True, slots=True)
class Fitted:
    tracks: tuple[Track, ...]
    fitting: Fitting


def is_fit(shelf: Shelf, playlist: str | None) -> bool:
    written = shelf.playlists.get(playlist or "")
    return written is not None and written.order is Order.FIT


def chosen(programme: Programme, shelf: Shelf, wish: Wish) -> Choice | None:
    """A choice for this wish, made now. None where nothing of it can sound."""
    found = fitted(programme, shelf, wish)
    if found is None:
        return None
    again = tuple(t.file for t in found.tracks if t.file in programme.heard)
    known = len(shelf.measures)
    return Choice(wish.playlist, found.tracks, found.fitting.misses, again, known)


def kept(
    choice: Choice, programme: Programme, shelf: Shelf, wish: Wish
) -> Choice | None:
    """What is left of a choice; None where something changed and it must be anew."""
    if choice.playlist != wish.playlist:
        return None
    choice = followed(choice, programme)
    files = [track.file for track in choice.tracks]
    leads = wish.besides if programme.lead is None else programme.lead.track.file
    fresh = [file for file in files if file not in choice.again]
    if leads in files or any(file in programme.heard for file in fresh):
        return None
    if able(programme, shelf, choice.tracks) != choice.tracks:
        return None
    pieces = [_piece(track, programme, shelf) for track in choice.tracks]
    stretch = _stretch(programme.lead, shelf.playlists[wish.playlist], wish)
    if abs(misses(pieces, stretch) - choice.misses) > KEPT:
        return None
    if abs(choice.misses) > CLOSE and len(shelf.measures) != choice.known:
        return None
    return choice


def followed(choice: Choice, programme: Programme) -> Choice:
    """Without its first track, once that leads."""
    lead, tracks = programme.lead, choice.tracks
    if lead is None or not tracks or lead.track.file != tracks[0].file:
        return choice
    return replace(choice, tracks=tracks[1:])


def still(choice: Choice, programme: Programme, shelf: Shelf) -> tuple[Track, ...]:
    """What may be heard of a choice, whatever happened since it was made."""
    lead = programme.lead
    return tuple(
        track
        for track in able(programme, shelf, choice.tracks)
        if (track.file not in programme.heard or track.file in choice.again)
        and (lead is None or track.file != lead.track.file)
    )


def fitted(programme: Programme, shelf: Shelf, wish: Wish) -> Fitted | None:
    """What follows the lead up to the turn. None where nothing of it can sound."""
    written = shelf.playlists.get(wish.playlist)
    if written is None:
        return None
    lead = programme.lead
    out = {wish.besides} if lead is None else {lead.track.file}
    if written.when_it_runs_out is not RunsOut.CONTINUE:
        out |= set(programme.heard)
    rest = {
        track.file: track
        for track in able(programme, shelf, written.tracks)
        if track.file not in out
    }
    if not rest and lead is None:
        return None
    pool = [_piece(track, programme, shelf) for track in rest.values()]
    direction = asked_direction([_written(track) for track in written.tracks])
    seed = crc32(f"{wish.seed}/{wish.playlist}".encode())
    stretch = _stretch(lead, written, wish)
    fitting = fit(pool, stretch, direction=direction, seed=seed)
    return Fitted(tuple(rest[piece.name] for piece in fitting.chosen), fitting)


def _written(track: Track) -> int | None:
    """Only who writes an intensity into a playlist may mean an arc by it."""
    return track.intensity if track.is_written else None


def _piece(track: Track, programme: Programme, shelf: Shelf) -> Piece:
    lasts = shelf.end_of(track) - shelf.beginning_of(track) - programme.early
    used = Seconds(max(1.0, lasts - left_out_of(lasts)))
    heard = track.file in programme.heard
    return Piece(track.file, used, track.intensity, heard)


def _stretch(lead: Sounding | None, written: Playlist, wish: Wish) -> Stretch:
    """Counted from where the lead began: the same whenever it is asked."""
    begins_at = wish.begins_at if lead is None else lead.starts
    turns_in = Seconds(max(0.0, wish.turns_at - begins_at))
    if lead is None:
        return Stretch(turns_in, wish.crossfade, wish.past_turn)
    # What still sounds of another playlist says nothing of where this one stands.
    own = any(track.file == lead.track.file for track in written.tracks)
    intensity = lead.track.intensity if own else None
    lasts = Seconds(lead.length - left_out_of(lead.length))
    return Stretch(turns_in, wish.crossfade, wish.past_turn, lasts, intensity)
