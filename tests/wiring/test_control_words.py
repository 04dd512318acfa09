"""The words of a room file's presses, judged with their line."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kap_room.exchange.commands import Start
from kap_room.library.page import read_room
from kap_room.link.places import find_places
from kap_room.plan.controls import MidiControl
from kap_room.wiring.control_words import command_of, commands_of, problems_in


@pytest.fixture
def file() -> Path:
    return Path(os.environ["KAP_ROOM_CONFIG"])


def told(file: Path, does: str) -> list[str]:
    file.write_text(
        f"room: Garden room\ncontrols:\n  pads:\n    midi: X\n    does: {does}\n"
    )
    page = read_room(file)
    assert page.problems == ()
    return [str(problem) for problem in problems_in(page, find_places())]


@pytest.mark.parametrize(
    ("does", "key", "says"),
    [
        ("{note 3: silense}", "note 3", "Unknown command"),
        ("{note 3: volume}", "note 3", "for a fader"),
        ("{note 3 long: ground}", "note 3 long", "acts at once"),
        ("{note 3: silence, note 3 long: talk}", "note 3 long", "knows no other press"),
        ("{note 3: Silence, note 3 long: talk}", "note 3 long", "knows no other press"),
        ("{note 3 long: LIGHTS_UP}", "note 3 long", "acts at once"),
        ("{note 3: start nowhere}", "note 3", "nowhere"),
    ],
)
def test_a_press_that_means_nothing_is_told_by_its_line(
    file: Path, does: str, key: str, says: str
) -> None:
    """And what to write instead."""
    (problem,) = told(file, does)
    assert problem.startswith(f"{file}:5: controls.pads.does.{key}: ")
    assert says in problem


@pytest.mark.parametrize(
    "controls",
    [
        "{a: {topic: x, does: {single: talk, press: hold}}}",
        "{a: {topic: x, does: {1_hold: talk, 1 hold: hold}}}",
        "{a: {topic: x, does: {single: talk}}, b: {topic: x, does: {click: hold}}}",
    ],
)
def test_two_words_for_one_press_of_a_button_are_told(
    file: Path, controls: str
) -> None:
    """Makers name a press in many ways, and a room file needs one of them."""
    file.write_text(f"room: Garden room\ncontrols: {controls}\n")
    page = read_room(file)
    assert page.problems == ()
    (problem,) = map(str, problems_in(page, find_places()))
    assert problem.startswith(f"{file}:2: controls.")
    assert "is the same press" in problem


def test_presses_of_two_buttons_are_two(file: Path) -> None:
    """Also those that a topic tells in two of its fields."""
    file.write_text(
        "room: Garden room\ncontrols:\n"
        "  a: {topic: x, does: {single: talk, double: talk, on: hold}}\n"
        "  b: {topic: x, field: knob, does: {press: talk, hold: hold}}\n"
        "  c: {topic: y, does: {press: talk}}\n"
    )
    assert problems_in(read_room(file), find_places()) == ()


def test_a_press_that_is_wrong_costs_no_other(file: Path) -> None:
    """The engine leaves it out, and goes on with the rest."""
    told(file, "{note 3: silense, note 4: talk, cc 7: volume}")
    page = read_room(file)
    assert page.value is not None
    (pads,) = page.value.controls
    assert isinstance(pads, MidiControl)
    wrong, talk, fader = commands_of(pads, find_places())
    assert (wrong, fader) == (None, None)
    assert talk is not None


def test_a_scene_may_be_started_by_its_name(file: Path) -> None:
    """As at the command line."""
    scene = file.parent / "scenes" / "evening.yaml"
    scene.parent.mkdir()
    scene.write_text("phases: [{name: all, lasts: 5m}]\n")
    assert command_of(("start", "evening"), find_places()) == Start(str(scene))
