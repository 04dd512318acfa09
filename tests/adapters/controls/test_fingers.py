"""What a device says, and which presses were meant by it."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from kap_room.adapters.controls.fingers import Fingers, Fired, Meaning, Moved, Said
from kap_room.library.control_forms import press_of
from kap_room.plan.controls import Kind
from kap_room.plan.units import Seconds


def fingers(*presses: str, urgent: bool = False, fader: bool = False) -> Fingers:
    return Fingers.on(Meaning(*press_of(each), urgent, fader) for each in presses)


def played(on: Fingers, said: Iterable[Said]) -> list[int]:
    """Which bindings fired, a tenth of a second between two messages."""
    fired: list[int] = []
    for number, each in enumerate(said):
        reading = Seconds(number / 10)
        fired += [one.binding for one in on.due(reading)]
        fired += [one.binding for one in on.heard(each, reading)]
    return [*fired, *(one.binding for one in on.due(Seconds(1e6)))]


def pedal(*values: int) -> list[Said]:
    return [Said(Kind.CC, 64, 1, value) for value in values]


def test_a_foot_half_way_down_does_not_tremble() -> None:
    """A half pedal gives every value on its way; it is one press."""
    half_way = pedal(10, 63, 64, 66, 62, 65, 61, 64, 50, 41, 70, 20, 0)
    assert played(fingers("pedal 64"), half_way) == [0]


def test_a_pedal_that_was_up_counts_again() -> None:
    """Well up, and then down."""
    assert played(fingers("pedal 64"), pedal(127, 0, 127, 0)) == [0, 0]


def test_a_pedal_that_never_says_that_it_is_up_counts_each_time() -> None:
    """Some say 127 and no more; their second silence is a silence too."""
    assert played(fingers("pedal 64"), pedal(127, 127, 127)) == [0, 0, 0]


def test_a_program_is_a_press_each_time_it_is_chosen() -> None:
    """A foot board says only which."""
    chosen = [Said(Kind.PROGRAM, 3, 1, 0)] * 2
    assert played(fingers("program 3"), chosen) == [0, 0]


def test_a_channel_that_was_written_goes_before_all_channels() -> None:
    """One press is never two commands."""
    on = fingers("note 3", "note 3 on channel 2")
    said = [
        Said(Kind.NOTE, 3, 2, 9),
        Said(Kind.NOTE, 3, 2, 0),
        Said(Kind.NOTE, 3, 1, 9),
    ]
    assert played(on, said) == [1, 0]


def test_what_nobody_bound_is_passed_over() -> None:
    """A keyboard has many keys."""
    assert played(fingers("note 3"), [Said(Kind.NOTE, 4, 1, 9)]) == []


def test_a_fader_tells_its_place() -> None:
    """From nothing to all of its way."""
    on = fingers("cc 7", fader=True)
    top = on.heard(Said(Kind.CC, 7, 1, 127), Seconds(0.0))
    assert top == (Moved(0, 1.0),)


def test_what_is_urgent_has_no_long_press() -> None:
    """It has fired before anybody could know."""
    on = Fingers.on(
        [
            Meaning(*press_of("note 1"), is_urgent=True),
            Meaning(*press_of("note 1 long")),
        ]
    )
    assert on.heard(Said(Kind.NOTE, 1, 1, 9), Seconds(0.0)) == (Fired(0),)
    assert on.due(Seconds(5.0)) == ()


@given(values=st.lists(st.integers(0, 127), max_size=60))
def test_a_pedal_fires_no_more_often_than_it_came_up(values: list[int]) -> None:
    """Whatever a foot, or a broken pedal, does; 127 said twice was up in between."""
    ups = sum(value < 40 for value in values)
    ups += sum(two == (127, 127) for two in pairwise(values))
    assert len(played(fingers("pedal 64"), pedal(*values))) <= ups + 1
