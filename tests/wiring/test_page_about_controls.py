"""What the page about controls tells a person to write is right as it stands."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from kap_room.exchange.words import EMERGENCY, VOCABULARY, words
from kap_room.library.page import read_room
from kap_room.link.places import find_places
from kap_room.plan.controls import MidiControl, MqttButton
from kap_room.wiring.control_words import command_of, commands_of, problems_in
from tests.rig.page_of_controls import PAGE, example_of, page


def test_the_tables_are_those_of_the_code() -> None:
    """Make them anew with `python -m tests.rig.page_of_controls`."""
    text = PAGE.read_text("utf-8")
    assert page(text) == text


@pytest.mark.parametrize("word", VOCABULARY)
def test_every_command_can_be_written_beside_a_press(word: str) -> None:
    """On a MIDI device and on a topic; and means there what it means everywhere."""
    file = Path(os.environ["KAP_ROOM_CONFIG"])
    does = example_of(word)
    file.write_text(
        "controls:\n"
        f'  pads: {{midi: X, does: {{note 1: "{does}"}}}}\n'
        f'  button: {{topic: x/y, does: {{single: "{does}"}}}}\n'
    )
    room, places = read_room(file), find_places()
    assert room.value is not None, room.problems
    assert problems_in(room, places) == ()
    pads, button = room.value.controls
    assert isinstance(pads, MidiControl)
    assert isinstance(button, MqttButton)
    (command,) = commands_of(pads, places)
    assert command == command_of(button.does[0].words, places)
    assert command is not None
    assert words(command)[0] == word


def test_the_room_file_of_the_page_is_read() -> None:
    """Whoever copies it has no fault in it."""
    text = PAGE.read_text("utf-8")
    (block,) = re.findall(r"(?m)^    controls:\n(?:    .*\n)+", text)
    file = Path(os.environ["KAP_ROOM_CONFIG"])
    file.write_text("\n".join(line[4:] for line in block.splitlines()) + "\n")
    room = read_room(file)
    assert room.problems == ()
    assert problems_in(room, find_places()) == ()


def test_an_emergency_stands_out_in_the_table() -> None:
    """All three of them, and nothing else."""
    strong = re.findall(r"^\| \*\*`(.+?)`\*\*", PAGE.read_text("utf-8"), re.MULTILINE)
    assert set(strong) == EMERGENCY
