"""A file that takes its time to open: what is heard meanwhile, on a virtual clock."""

import math
from dataclasses import replace
from pathlib import Path

import pytest

from kap_room.exchange.order import DeckOrder, Order
from kap_room.plan.units import Decibels, Seconds, amplitude
from kap_room.player.telling import Health, told
from tests.player.rig import deck
from tests.player.tape import Room, Tape

LONG = Tape(600)
HANGS = Tape(600, opening=math.inf)

AUDIBLE = amplitude(Decibels(-40)) ** 2


def ordered(first: DeckOrder, *fallback: str) -> Order:
    others = tuple(deck(x, Path(f"/{x}"), math.inf, 6.0) for x in fallback)
    return Order(1, (first,), others[0], others[1:], sounding=True)


def audible_after(room: Room, longest: float) -> float:
    asked = room.now
    for _ in room.run(longest):
        if room.power > AUDIBLE:
            return room.now - asked
    raise AssertionError(f"nothing was heard within {longest} s")


def states(room: Room) -> dict[str, str]:
    report = told(room.table, Health("ok", 1), Seconds(room.now))
    return {each.deck: each.state for each in report.decks}


def test_a_first_file_that_hangs_is_passed_over_within_two_seconds() -> None:
    """The next one is heard; which one it was that hung is told."""
    room = Room({"/a": HANGS, "/b": LONG, "/c": LONG})
    room.obey(ordered(deck("a", Path("/a")), "b", "c"))
    assert audible_after(room, 5) < 2.0
    room.pass_by(5)
    assert room.sounding == ["b"]
    assert states(room) == {"a": "failed", "b": "sounding"}


def test_two_files_that_hang_cost_a_second_more() -> None:
    """They are waited for side by side."""
    room = Room({"/a": HANGS, "/b": HANGS, "/c": LONG})
    room.obey(ordered(deck("a", Path("/a")), "b", "c"))
    assert audible_after(room, 5) < 3.0


@pytest.mark.parametrize("opening", [0.9, 1.3, 3.0])
def test_a_disk_that_spins_up_costs_no_track(opening: float) -> None:
    """All its files open late, and the one that was wanted is heard."""
    slow = Tape(600, opening=opening)
    room = Room({f"/{x}": slow for x in "abcd"})
    room.obey(ordered(deck("a", Path("/a")), "b", "c", "d"))
    room.pass_by(opening + 5)
    assert room.sounding == ["a"]
    assert "failed" not in states(room).values()


def test_a_next_that_hangs_leaves_no_gap() -> None:
    """Another one has risen by the time that the lead is over."""
    room = Room({"/a": Tape(30), "/b": HANGS, "/c": LONG})
    room.obey(ordered(deck("a", Path("/a")), "b", "c"))
    room.pass_by(5)
    for _ in room.run(30):
        assert room.power > 0.5
    assert room.sounding == ["c"]


def test_a_sound_server_that_is_away_is_no_file_that_hangs() -> None:
    """What had begun before waits for its server, and nothing takes its place."""
    room = Room({"/a": LONG, "/b": LONG, "/c": LONG})
    room.obey(ordered(deck("a", Path("/a")), "b", "c"))
    room.pass_by(5)
    away = replace(room.table.decks[0], up=None, again=True, sents={})
    room.table = room.table.changed(away)
    room.tapes = {**room.tapes, "/a": HANGS}
    room.pass_by(5)
    assert [each.name for each in room.table.decks] == ["a"]
