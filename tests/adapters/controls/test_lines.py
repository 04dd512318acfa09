"""What the engine and the process at the ports say to each other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kap_room.adapters.controls.fingers import Meaning, Said
from kap_room.adapters.controls.lines import (
    Alive,
    AllWanted,
    Heard,
    Line,
    Listed,
    Pressed,
    Slid,
    There,
    Wanted,
    lights_line,
    line_of,
    read_lights,
    read_line,
    read_wanted,
    wanted_line,
)
from kap_room.plan.controls import Gesture, Kind, Touch


@pytest.mark.parametrize(
    "line",
    [
        Alive(),
        There(1, is_there=False),
        Pressed(0, 3, 12.5),
        Slid(0, 3, 0.25),
        Heard("FS-1 24:0", Said(Kind.CC, 64, 1, 127)),
        Listed(("FS-1 24:0", "a\n b")),
    ],
)
def test_a_line_is_read_as_it_was_said(line: Line) -> None:
    """Also with a strange name in it."""
    assert read_line(line_of(line)) == line


def test_what_is_wanted_is_read_as_it_was_said() -> None:
    """Every press, and every light."""
    touch = Touch(Kind.PEDAL, 64, 2)
    meaning = Meaning(touch, Gesture.LONG, is_urgent=True)
    wanted = (Wanted(7, "FS-1", (meaning,), (Touch(Kind.NOTE, 1),), 3, 1),)
    assert read_wanted(wanted_line(wanted)) == AllWanted(wanted)


def test_lights_are_read_as_they_were_said() -> None:
    """Of one control, each lit or not."""
    assert read_lights(lights_line(2, (True, False))) == (2, (True, False))


@given(text=st.binary(max_size=200))
def test_a_strange_line_is_passed_over(text: bytes) -> None:
    """Nothing it says can raise."""
    assert read_line(b"#" + text) is None
    assert read_lights(b"#" + text) is None
    assert read_wanted(b"#" + text) is None


def test_half_a_line_is_none() -> None:
    """A process may be killed in the middle of a word."""
    whole = line_of(Pressed(0, 3, 12.5)).strip()
    assert {read_line(whole[:length]) for length in range(len(whole))} == {None}


def test_half_of_what_is_wanted_is_none() -> None:
    """The ears must not go deaf by it, for they would not hear their own end."""
    meaning = Meaning(Touch(Kind.NOTE, 1), Gesture.PRESS)
    whole = wanted_line((Wanted(0, "FS-1", (meaning,)),)).strip()
    assert {read_wanted(whole[:length]) for length in range(len(whole))} == {None}


@pytest.mark.parametrize("line", [b"[0, [true]]", b"7", b"null", b'{"controls": 7}'])
def test_a_line_of_another_kind_is_not_what_is_wanted(line: bytes) -> None:
    """Lights are told on the same way."""
    assert read_wanted(line) is None
