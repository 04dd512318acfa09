"""A press, a long press and a double press are three things, and a bounce is none."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kap_room.adapters.controls.gestures import (
    BOUNCE,
    DOUBLE_WITHIN,
    LONG_AFTER,
    Presses,
)
from kap_room.plan.controls import Gesture
from kap_room.plan.units import Seconds

ALL = frozenset(Gesture)
PRESS, LONG, DOUBLE = Gesture.PRESS, Gesture.LONG, Gesture.DOUBLE

EVER = Seconds(1e6)


def played(presses: Presses, *edges: float) -> list[tuple[float, Gesture]]:
    """Down, up, down and so on at these readings; what fired, and when."""
    fired: list[tuple[float, Gesture]] = []
    for number, edge in enumerate((*edges, EVER)):
        while (at := presses.next_due) is not None and at <= edge:
            fired += [(at, gesture) for gesture in presses.due(at)]
        if edge is EVER:
            break
        tell = presses.released if number % 2 else presses.pressed
        fired += [(edge, gesture) for gesture in tell(Seconds(edge))]
    return fired


def test_a_control_that_knows_only_a_press_fires_as_it_goes_down() -> None:
    """Nobody waits to see whether it becomes a long one."""
    assert played(Presses({PRESS}), 1.0, 5.0) == [(1.0, PRESS)]


def test_what_is_urgent_fires_as_it_goes_down_whatever_else_is_bound() -> None:
    """Silence has no long press to wait for."""
    assert played(Presses(ALL, urgent=True), 1.0, 5.0) == [(1.0, PRESS)]


@pytest.mark.parametrize(
    ("edges", "meant"),
    [
        ((1.0, 1.1), PRESS),
        ((1.0, 1.0 + LONG_AFTER + 0.1), LONG),
        ((1.0, 1.1, 1.3, 1.4), DOUBLE),
        ((1.0, 1.1, 1.3, 9.0), DOUBLE),
    ],
)
def test_a_control_that_knows_all_three_fires_the_one_that_was_meant(
    edges: tuple[float, ...], meant: Gesture
) -> None:
    """One gesture of the hand is one command."""
    assert [gesture for _, gesture in played(Presses(ALL), *edges)] == [meant]


def test_a_long_press_fires_while_the_finger_is_still_down() -> None:
    """A therapist feels when it was long enough: the room answers."""
    assert played(Presses(ALL), 1.0, 9.0) == [(1.0 + LONG_AFTER, LONG)]


def test_two_presses_far_apart_are_two() -> None:
    """Pressing again after a while is no double press."""
    second = 1.1 + DOUBLE_WITHIN + 0.1
    fired = played(Presses({PRESS, DOUBLE}), 1.0, 1.1, second, second + 0.1)
    assert [gesture for _, gesture in fired] == [PRESS, PRESS]


def test_a_bouncing_contact_is_one_press() -> None:
    """Worn pedals chatter for some milliseconds in both directions."""
    fired = played(Presses({PRESS}), 1.0, 1.004, 1.008, 1.5, 1.504, 1.51)
    assert fired == [(1.0, PRESS)]


def test_a_bounce_does_not_make_a_long_press_short() -> None:
    """The finger stayed down all the time."""
    fired = played(Presses(ALL), 1.0, 1.005, 1.01, 3.0)
    assert [gesture for _, gesture in fired] == [LONG]


def test_a_press_whose_release_was_lost_does_not_block_the_next() -> None:
    """Some pads never say that they were let go."""
    presses = Presses({PRESS})
    assert presses.pressed(Seconds(1.0)) == (PRESS,)
    assert presses.pressed(Seconds(2.0)) == (PRESS,)


def test_a_press_held_while_it_was_pulled_out_means_nothing_when_it_is_back() -> None:
    """A cable that comes out must not become a long press, nor its release a press."""
    presses = Presses(ALL)
    presses.pressed(Seconds(1.0))
    presses.lift()
    assert presses.next_due is None
    assert presses.released(Seconds(1.2)) == ()
    assert presses.due(EVER) == ()


edges = st.lists(st.floats(0.001, 2.0), max_size=40).map(
    lambda gaps: [sum(gaps[: n + 1]) for n in range(len(gaps))]
)


@given(edges=edges, bound=st.frozensets(st.sampled_from(Gesture), min_size=1))
def test_no_hand_fires_what_was_not_bound_or_more_often_than_it_pressed(
    edges: list[float], bound: frozenset[Gesture]
) -> None:
    """Whatever fingers and contacts do."""
    fired = played(Presses(bound), *edges)
    assert {gesture for _, gesture in fired} <= bound
    assert len(fired) <= (len(edges) + 1) // 2


@given(edges=edges, bound=st.frozensets(st.sampled_from(Gesture), min_size=1))
def test_two_gestures_of_one_control_are_never_closer_than_a_bounce(
    edges: list[float], bound: frozenset[Gesture]
) -> None:
    """A chattering contact cannot become a stream of commands."""
    pressed = [at for at, _ in played(Presses(bound, urgent=True), *edges)]
    assert all(later - sooner >= BOUNCE - 1e-9 for sooner, later in pairwise(pressed))


@given(edges=edges)
def test_what_waits_becomes_clear_at_the_reading_it_named(edges: list[float]) -> None:
    """Otherwise a thread that asks when it is due would ask for ever."""
    presses = Presses(ALL)
    for number, edge in enumerate(edges):
        (presses.released if number % 2 else presses.pressed)(Seconds(edge))
        due = presses.next_due
        if due is not None:
            presses.due(due)
            after = presses.next_due
            assert after is None or after > due
