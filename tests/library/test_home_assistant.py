"""What a room file lets Home Assistant know and ask."""

from __future__ import annotations

from pathlib import Path

import pytest

from kap_room.exchange.words import parse, words
from kap_room.library.page import read_room
from kap_room.plan.home_assistant import USUAL, HomeAssistant, Lets
from kap_room.plan.room import Broker
from tests.library import paper


def test_a_room_that_says_nothing_of_it_announces_nothing(tmp_path: Path) -> None:
    """Off unless the key is there."""
    assert paper.room(tmp_path, "room: Garden\n").home_assistant is None


def test_the_key_alone_lets_the_usual_in(tmp_path: Path) -> None:
    """With the broker of this computer, where no other is named."""
    room = paper.room(tmp_path, "home assistant: {}\n")
    assert room.home_assistant == HomeAssistant("homeassistant", USUAL)
    assert room.broker == Broker()


def test_a_room_chooses_what_it_lets_in(tmp_path: Path) -> None:
    """Each once, in its own order; nothing at all is a choice too."""
    file = "home assistant: {discovery: ha, may: [music, silence, music]}\n"
    assert paper.room(tmp_path, file).home_assistant == HomeAssistant(
        "ha", (Lets.MUSIC, Lets.SILENCE)
    )
    shut = paper.room(tmp_path, "home assistant: {may: []}\n").home_assistant
    assert shut == HomeAssistant(may=())


@pytest.mark.parametrize("word", ["dose", "note", "end", "code", "silense"])
def test_what_may_not_be_let_in_is_a_problem_with_its_line(
    tmp_path: Path, word: str
) -> None:
    """Nothing about a person, and not the end of a session."""
    file = tmp_path / "room.yaml"
    file.write_text(f"room: Garden\nhome assistant:\n  may: [music, {word}]\n")
    (problem,) = read_room(file).problems
    assert (problem.line, problem.key) == (3, "home assistant.may[2]")
    assert word in problem.says


@pytest.mark.parametrize("lets", Lets)
def test_every_word_that_may_be_let_in_is_a_command(lets: Lets) -> None:
    """Spelt as everywhere else."""
    more = ("-6 dB",) if lets is Lets.VOLUME else ()
    assert words(parse((lets.value, *more)))[0] == lets.value
