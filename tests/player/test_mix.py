"""All gains of a moment, where their sum lies far above the ceiling."""

import math
from dataclasses import replace
from pathlib import Path

import pytest

from kap_room.exchange.order import DeckOrder, Order
from kap_room.plan.units import Decibels, Seconds
from tests.player.rig import deck
from tests.player.tape import Room, Tape

LONG = Tape(600)

CEILING = Decibels(0)


def cut(name: str, by: float = 18.0) -> DeckOrder:
    """As a trim and a phase ask for it that the ceiling cuts by so much."""
    return replace(deck(name, Path(f"/{name}")), gain=Decibels(by), most=CEILING)


def sounding(*decks: DeckOrder) -> Room:
    room = Room({"/a": LONG, "/b": LONG})
    room.obey(Order(1, decks, sounding=True))
    return room


def test_what_the_ceiling_cuts_rises_from_where_nobody_hears_it() -> None:
    """Forty decibels below what is heard of it in the end, and no more at once."""
    room = sounding(cut("a"))
    first = next(x.decks[0].gain for x in room.run(3) if not x.decks[0].is_nothing)
    room.pass_by(5)
    assert room.table.decks[0].gain == CEILING
    assert first < CEILING - 40.0


@pytest.mark.parametrize("volume", [-30.0, 6.0])
def test_music_that_is_let_back_at_once_rises_from_where_nobody_hears_it(
    volume: float,
) -> None:
    """As after a farewell that an engine took back, at whatever volume it comes to."""
    room = sounding(deck("a", Path("/a")))
    room.volume = volume
    room.pass_by(5)
    full = room.table.decks[0].gain
    room.master = -math.inf
    room.pass_by(1)
    room.master = 0.0
    room.tick()
    assert room.table.decks[0].gain < full - 40.0


@pytest.mark.parametrize("fallen", [-0.5, -20.0])
def test_what_the_ceiling_cuts_falls_as_soon_and_as_far_as_anything(
    fallen: float,
) -> None:
    """Silence and talk are heard at once, however much was asked for above it."""
    room = sounding(cut("a"))
    room.pass_by(5)
    room.master = fallen
    room.tick()
    assert room.table.decks[0].gain == pytest.approx(CEILING + fallen)


def test_the_therapists_volume_is_part_of_what_the_ceiling_cuts() -> None:
    """Two tracks that it made uneven are even again when both lie below it."""
    room = sounding(cut("a", by=3.0))
    room.volume = -6.0
    room.pass_by(5)
    assert room.table.decks[0].gain == -3.0


def test_a_crossfade_between_tracks_that_the_ceiling_cuts_holds_the_power() -> None:
    """What comes in is not full before the other has left."""
    room = sounding(cut("a"))
    room.pass_by(5)
    turn = Seconds(room.now + 1.5)
    second = replace(cut("b"), starts=turn, rise=Seconds(8.0))
    room.obey(Order(2, (cut("a"), second), sounding=True))
    for _ in room.run(12):
        assert room.power == pytest.approx(1.0, abs=0.06)
