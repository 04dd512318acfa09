"""What may be asked of a room from the broker, and what may not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kap_room.adapters.homeassistant.asked import moved, pressed
from kap_room.exchange.commands import Button, Press, SetVolume
from kap_room.plan.home_assistant import USUAL, Lets
from kap_room.timeline.gains import LOUDEST, QUIETEST


@pytest.mark.parametrize("lets", [each for each in Lets if each is not Lets.VOLUME])
def test_what_is_let_in_is_obeyed(lets: Lets) -> None:
    """And nothing beside it."""
    assert pressed(lets.value.encode(), (lets,)) == Press(Button(lets.value))
    assert pressed(lets.value.encode(), ()) is None


@pytest.mark.parametrize(
    "payload",
    [
        b"dose",
        b"end",
        b"note hello",
        b"SILENCE now",
        b"volume",
        b"",
        b"x" * 5000,
        b"\xff\xfe",
        b'{"action":"silence"}',
        b"silence\x00",
    ],
)
def test_no_other_word_is_obeyed(payload: bytes) -> None:
    """Whoever sends it."""
    assert pressed(payload, USUAL) is None


@pytest.mark.parametrize(
    ("payload", "gain"),
    [(b"-3", -3.0), (b"-3.5", -3.5), (b"6", LOUDEST), (b" -30.0", QUIETEST)],
)
def test_a_number_between_its_ends_is_a_volume(payload: bytes, gain: float) -> None:
    """As Home Assistant writes it."""
    command = moved(payload, USUAL)
    assert isinstance(command, SetVolume)
    assert command.gain == gain


@pytest.mark.parametrize(
    "payload",
    [
        b"nan",
        b"inf",
        b"-Infinity",
        b"loud",
        b"on",
        b"",
        b"1" * 400,
        b"1e9",
        b"80",
        b"1_0",
    ],
)
def test_what_is_no_number_moves_nothing(payload: bytes) -> None:
    """Nor a number that no volume is: the loudest there is was not asked for."""
    assert moved(payload, USUAL) is None


def test_a_volume_that_is_not_let_in_stays_where_it_is() -> None:
    """The list is the room's."""
    assert moved(b"-3", (Lets.SILENCE,)) is None


@given(st.binary(max_size=60))
def test_nothing_that_comes_raises(payload: bytes) -> None:
    """Anybody on the broker can publish anything."""
    pressed(payload, tuple(Lets))
    command = moved(payload, tuple(Lets))
    assert command is None or isinstance(command, SetVolume)
