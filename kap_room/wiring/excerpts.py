"""What of a track is heard at a desk, as orders to a player. Pure: no clock, no socket.

Gain, ceiling, rise and end are those that the same track has in a session, because the
same functions make them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from kap_room.engine.compose import outputs_of
from kap_room.exchange.order import DeckOrder, Order
from kap_room.plan.room import Room
from kap_room.plan.units import Decibels, Seconds
from kap_room.timeline.entering import Entry, appear, left_out_of
from kap_room.timeline.programme import CROSSFADE, START, Programme
from kap_room.wiring.found import Found

LAST: Final = Seconds(20.0)

TAIL: Final = Seconds(8.0)
"""A leap forward stops this much before the end: what would begin later is over before
it has risen."""

LEAD_IN: Final = Seconds(10.0)
"""How much of the first track is heard before a crossfade: its own rise, and then long
enough to be in it."""

OPENS_IN: Final = Seconds(0.8)
"""About what a file takes from the order to its rise. Where it took another time, the
crossfade is laid again."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One appearance of a track at the desk."""

    found: Found
    deck: DeckOrder

    @property
    def name(self) -> str:
        return self.deck.deck


def piece_of(
    found: Found,
    serial: int,
    starts: Seconds,
    begins: Seconds | None = None,
    rise: Seconds = START,
) -> Piece:
    entry = Entry(starts, rise, Decibels(0.0), begins)
    sounding = appear(Programme(serial=serial), found.shelf, "", found.track, entry)
    deck = sounding.deck
    order = DeckOrder(
        deck=deck.name,
        file=deck.file,
        gain=deck.gain,
        most=deck.most,
        starts=deck.starts,
        rise=deck.rise,
        begins=deck.begins,
        ends=deck.ends,
    )
    return Piece(found, order)


def leap(here: Seconds, by: Seconds, found: Found, length: Seconds | None) -> Seconds:
    """Where a leap lands: never outside what the playlist has of the track."""
    end = length if found.end is None else found.end
    there = here + by
    if end is not None:
        there = min(there, end - TAIL)
    return Seconds(max(found.beginning, there))


def last_part(found: Found, length: Seconds | None) -> Seconds | None:
    """Where the last twenty seconds begin; None while nobody knows."""
    end = length if found.end is None else found.end
    return None if end is None else Seconds(max(found.beginning, end - LAST))


def crossfading(
    first: Found, second: Found, over: Seconds | None, serial: int, reading: Seconds
) -> tuple[Piece, Piece] | None:
    """The end of one and the beginning of the other; None where no end is known."""
    end = first.end
    if end is None:
        return None
    lasts = end - first.beginning
    rise = min(CROSSFADE if over is None else over, lasts / 2, _half(second))
    turn = end - left_out_of(lasts) - rise
    begins = Seconds(max(first.beginning, turn - LEAD_IN))
    starts = Seconds(reading + OPENS_IN + turn - begins)
    leads = piece_of(first, serial, reading, begins)
    return leads, piece_of(second, serial + 1, starts, rise=Seconds(rise))


def _half(found: Found) -> float:
    end = found.end
    return CROSSFADE if end is None else (end - found.beginning) / 2


def laid_again(
    leads: Piece, follows: Piece, position: Seconds, reading: Seconds
) -> Piece:
    """What follows, at its moment, now that it is known where the first track is."""
    end = leads.found.end
    if end is None:
        return follows
    lasts = end - leads.found.beginning
    turn = end - left_out_of(lasts) - follows.deck.rise
    starts = Seconds(reading + turn - position)
    return replace(follows, deck=replace(follows.deck, starts=starts))


def order_of(pieces: tuple[Piece, ...], room: Room | None, revision: int) -> Order:
    """The first sounds, the second follows it; none at all is silence."""
    if not pieces or room is None:
        return Order(revision)
    return Order(
        revision,
        decks=(pieces[0].deck,),
        next=pieces[1].deck if len(pieces) > 1 else None,
        sounding=True,
        outputs=outputs_of(room.sound),
    )
