"""Whatever is pressed: sound and light move, and never jump."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kap_room.engine.session import Mode
from kap_room.exchange.commands import (
    Button,
    Command,
    Press,
)
from kap_room.plan.shapes import Fade
from kap_room.plan.units import SILENT
from tests.engine.evenings import (
    Evening,
    commands,
    evenings,
    level_of,
    lived,
    out_and_back,
    quick,
)
from tests.engine.house import House


@settings(max_examples=40)
@given(st.one_of(evenings, quick))
def test_no_command_makes_the_master_gain_jump(
    evening: Evening,
) -> None:
    """At the moment of an order the gain is what it was under the one before."""
    house = House()
    house.begin()
    for command, pause in evening:
        house.wait(pause)
        before, now = house.order, house.reading
        house.give(command)
        was = sum(fade.gain_at(now) for fade in before.master)
        # From nothing the quiet may be lifted at once: the next claim is about that.
        assert was == SILENT or house.master() == pytest.approx(was)


@settings(max_examples=40)
@given(out_and_back)
def test_what_sounded_has_a_second_to_leave_before_the_quiet_is_lifted(
    evening: Evening,
) -> None:
    """The player takes it over what an order no longer names, and lifts it with it."""
    house = lived(evening)
    dropped = 0.0
    named: set[str] = set()
    fades: tuple[Fade, ...] = ()
    for at, order in zip(house.sound.readings, house.sound.orders, strict=True):
        names = {deck.deck for deck in order.decks}
        dropped = at if named - names else dropped
        for fade in order.master:
            lifts = fade.lasts == 0.0 and fade.begin < fade.end
            if lifts and fade not in fades:
                assert fade.ends >= dropped + 1.0
                assert all(deck.starts >= fade.ends - 1e-6 for deck in order.decks)
        named, fades = names, order.master


@settings(max_examples=40)
@given(st.one_of(evenings, quick))
def test_the_gain_is_bounded(evening: Evening) -> None:
    """Never more than 6 dB over the plan, whatever was pressed."""
    house = lived(evening)
    for order in house.sound.orders:
        ends = [fade.ends for fade in order.master]
        assert all(house.master(end) <= 6.0 for end in ends)
        assert all(sum(f.gain_at(end) for f in order.master) <= 6.0 for end in ends)


@settings(max_examples=40)
@given(st.one_of(evenings, quick))
def test_no_lamp_jumps_when_a_command_arrives(
    evening: Evening,
) -> None:
    """It goes on from where it glows, whatever was asked."""
    house = House()
    house.begin()
    for command, pause in evening:
        house.wait(pause)
        before = {lamp: level_of(house, lamp) for lamp in ("ceiling", "floor")}
        house.give(command)
        for lamp, level in before.items():
            assert level_of(house, lamp) == pytest.approx(level, abs=1.1 / 254)


@settings(max_examples=30)
@given(evenings)
def test_nothing_is_ever_laid_out_in_the_past(
    evening: Evening,
) -> None:
    """What comes next is ahead of us, and a new deck begins now or later."""
    house = House()
    house.begin()
    for command, pause in evening:
        known = {deck.deck for deck in house.order.decks}
        known |= {house.order.next.deck} if house.order.next else set()
        house.give(command)
        new = [deck for deck in house.order.decks if deck.deck not in known]
        assert all(deck.starts >= house.reading - 1e-6 for deck in new)
        coming = house.order.next
        assert coming is None or coming.starts >= house.reading - 1e-6
        house.wait(pause)


@settings(max_examples=40)
@given(evenings, commands)
def test_what_is_taken_back_at_once_was_never_there(
    evening: Evening, command: Command
) -> None:
    """Course, transport, mode and marks are exactly as before."""
    house = lived(evening)
    before = house.session
    house.give(command)
    after = house.session
    if len(after.undo) == len(before.undo) and after.undo == before.undo:
        return
    if command == Press(Button.TAKE_BACK):
        return
    house.press(Button.TAKE_BACK)
    now = house.session
    assert now.course == before.course
    assert now.transport == before.transport
    assert (now.mode, now.marks, now.lighting) == (
        before.mode,
        before.marks,
        before.lighting,
    )
    assert (now.silenced, now.talking) == (before.silenced, before.talking)


@settings(max_examples=25)
@given(evenings)
def test_there_is_no_dead_air_unless_it_was_asked_for(
    evening: Evening,
) -> None:
    """While music is wanted something sounds, or begins within two seconds."""
    house = lived(evening)
    for _ in range(40):
        house.wait(20)
        session = house.session
        if session.mode is Mode.GROUNDED or session.mode is Mode.ENDED:
            return
        lead = session.programme.lead
        assert lead is not None
        assert lead.over_at > house.reading
        assert lead.starts <= house.reading + 2.0
