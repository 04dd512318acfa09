"""Decks that are to fade in once more, after the process or its server was away."""

import math
from pathlib import Path

from kap_room.exchange.order import Order
from kap_room.plan.units import Decibels, Seconds
from tests.player.rig import deck
from tests.player.tape import Room, Tape

LONG = Tape(600)
STOPPED = 3.0


def after_a_stop(room: Room) -> None:
    """The whole process stood still, and every voice is muted."""
    room.now += STOPPED
    room.table = room.table.fading_in_again(up=Seconds(room.now))


def test_what_sounded_before_a_stop_fades_in_again() -> None:
    """From nothing, and is full three seconds later."""
    room = Room({"/a": LONG})
    room.obey(Order(1, (deck("a", Path("/a")),), sounding=True))
    room.pass_by(5)
    after_a_stop(room)
    assert room.table.decks[0].is_nothing
    room.pass_by(2)
    assert -24.0 < room.table.decks[0].gain < -12.0
    room.pass_by(2)
    assert room.table.decks[0].gain == Decibels(0)


def test_a_file_that_opens_slowly_has_not_begun_because_of_a_stop() -> None:
    """It would be there at its full gain at once when it is open after all."""
    room = Room({"/a": LONG, "/b": Tape(600, opening=5.5)})
    following = deck("b", Path("/b"), room.now + 6)
    room.obey(Order(1, (deck("a", Path("/a")),), following, sounding=True))
    room.pass_by(5.2)
    after_a_stop(room)
    for table in room.run(2.2):
        assert [x.name for x in table.decks if x.has_begun] == ["a"]
    first = next(
        each.gain
        for table in room.run(3)
        for each in table.decks
        if each.name == "b" and not each.is_nothing
    )
    assert first < -40.0


def test_something_else_is_heard_where_a_slow_file_met_a_stop() -> None:
    """Nothing else sounds: the next one does not wait for it any longer than usual."""
    room = Room({"/a": Tape(600, opening=60), "/x": LONG})
    slow, fallback = deck("a", Path("/a")), (deck("x", Path("/x")),)
    room.obey(Order(1, (slow,), fallback=fallback, sounding=True))
    room.pass_by(0.2)
    after_a_stop(room)
    room.pass_by(2.0)
    lead = room.table.lead
    assert lead is not None
    assert lead.name == "x"
    assert math.isfinite(lead.gain)
