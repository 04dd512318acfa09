"""The fitting in terms of the programme: a playlist, a shelf, and the track that leads.

What was chosen is a tuple of tracks to be played in this order; nothing is changed in
the programme. Whoever plays it asks again whenever the plan changes.
"""

from __future__ import annotations

from dataclasses import dataclass
from zlib import crc32

from kap_room.plan.music import Playlist, Track
from kap_room.plan.units import Seconds
from kap_room.timeline.fitting import (
    Fitting,
    Piece,
    Stretch,
    asked_direction,
    fit,
)
from kap_room.timeline.programme import Programme, Shelf, Sounding, able


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
    left_out: Seconds
    """How much of a track's end the programme does not use."""
    seed: str = ""
    """The session's name: another evening is another choice."""


@dataclass(frozen=True, slots=True)
class Fitted:
    tracks: tuple[Track, ...]
    fitting: Fitting


def fitted(
    programme: Programme, shelf: Shelf, wish: Wish, reading: Seconds
) -> Fitted | None:
    """What follows the lead up to the turn. None where nothing of it can sound."""
    written = shelf.playlists.get(wish.playlist)
    if written is None:
        return None
    lead = programme.lead
    rest = {
        track.file: track
        for track in able(programme, shelf, written.tracks)
        if lead is None or track.file != lead.track.file
    }
    if not rest and lead is None:
        return None
    pool = [_piece(track, programme, shelf, wish) for track in rest.values()]
    direction = asked_direction([track.intensity for track in written.tracks])
    stretch = _stretch(lead, written, wish, reading)
    seed = crc32(f"{wish.seed}/{wish.playlist}".encode())
    fitting = fit(pool, stretch, direction=direction, seed=seed)
    return Fitted(tuple(rest[piece.name] for piece in fitting.chosen), fitting)


def _piece(track: Track, programme: Programme, shelf: Shelf, wish: Wish) -> Piece:
    lasts = max(1.0, shelf.end_of(track) - shelf.beginning_of(track))
    used = Seconds(lasts - min(wish.left_out, lasts / 8))
    heard = track.file in programme.heard
    return Piece(track.file, used, track.intensity, heard)


def _stretch(
    lead: Sounding | None, written: Playlist, wish: Wish, reading: Seconds
) -> Stretch:
    turns_in = Seconds(max(0.0, wish.turns_at - reading))
    if lead is None:
        return Stretch(turns_in, wish.crossfade, wish.past_turn)
    used = lead.over_at - min(wish.left_out, lead.length / 8)
    # What still sounds of another playlist says nothing of where this one stands.
    own = any(track.file == lead.track.file for track in written.tracks)
    intensity = lead.track.intensity if own else None
    lasts = Seconds(max(0.0, used - reading))
    return Stretch(turns_in, wish.crossfade, wish.past_turn, lasts, intensity)
