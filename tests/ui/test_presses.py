"""A held key is one press, whatever the terminal makes of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kap_room.ui.presses import APART, Counts, Presses
from tests.ui.room import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def presses(clock: Clock) -> Presses:
    return Presses(clock)


def held(
    presses: Presses, clock: Clock, counts: Counts, first: float, events: int
) -> list[bool]:
    """A key held down: a press, the pause before repeat, then repeat."""
    row = [presses.count("l", counts)]
    clock.wait(first)
    for _ in range(events):
        row.append(presses.count("l", counts))
        clock.wait(0.033)
    return row


@given(first=st.floats(0.2, 0.66), events=st.integers(1, 400))
def test_a_held_key_counts_once(first: float, events: int) -> None:
    """However long it is held, and whatever the keyboard's pause is."""
    clock = Clock()
    row = held(Presses(clock), clock, Counts.ONCE, first, events)
    assert row == [True] + [False] * events


def test_a_key_counts_again_once_it_was_let_go(presses: Presses, clock: Clock) -> None:
    """The pause is counted from the last event, not from the press."""
    held(presses, clock, Counts.ONCE, 0.5, 100)
    clock.wait(APART)
    assert presses.count("l")


def test_a_second_press_of_silence_counts_at_once(
    presses: Presses, clock: Clock
) -> None:
    """It cannot be told from repeat, and to be silent sooner is never a harm."""
    assert presses.count("space", Counts.TWICE)
    clock.wait(0.1)
    assert presses.count("space", Counts.TWICE)


def test_a_held_silence_does_not_flood_the_engine(
    presses: Presses, clock: Clock
) -> None:
    """Ten seconds of repeat are a command every 0.7 s, and not three hundred."""
    assert sum(held(presses, clock, Counts.TWICE, 0.3, 300)) <= 2 + 10 / APART


def test_a_held_silence_is_never_forgotten(presses: Presses, clock: Clock) -> None:
    """If the music came back by another hand, the key still held takes it down."""
    held(presses, clock, Counts.TWICE, 0.3, 100)
    assert any(held(presses, clock, Counts.TWICE, 0.3, 30))


def test_louder_counts_every_time(presses: Presses, clock: Clock) -> None:
    """Holding the key is how one turns a knob; the engine bounds it."""
    assert all(held(presses, clock, Counts.ALWAYS, 0.3, 30))


def test_one_key_does_not_hold_up_another(presses: Presses) -> None:
    """Two keys pressed together are two presses."""
    assert presses.count("l")
    assert presses.count("v")
