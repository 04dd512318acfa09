"""What a press can mean, as it is offered and found by a few letters."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kap_room.exchange.learning import Named
from kap_room.exchange.words import EMERGENCY, VOCABULARY
from kap_room.ui.screens.controls.choices import FADER, choices_for, saying_of
from tests.ui.controls.learning import COUCH, HELD, STEPPED

NAMED = Named(("ceiling", "floor"), ("calm",), ("im",))


def offered(pressed: object = STEPPED, typed: str = "") -> list[str]:
    assert isinstance(pressed, type(STEPPED))
    return [choice.words for choice in choices_for(pressed, NAMED, typed)]


def test_every_command_is_offered() -> None:
    """None may be out of a foot's reach."""
    assert {words.split()[0] for words in offered()} >= set(VOCABULARY)


def test_what_is_most_often_under_a_foot_stands_first() -> None:
    """It is found without a letter."""
    assert offered()[:4] == ["silence", "lights-up", "ground", "music"]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("next-p", "next-phase"),
        ("full light", "lights-up"),
        ("FLOOR", "light floor 30%"),
        ("calm", "playlist calm"),
        ("extend 7m", "extend 7m"),
        ("start im", "start im"),
        ("volume", "volume"),
    ],
)
def test_it_is_found_by_what_it_is_called_or_does(typed: str, first: str) -> None:
    """And what is a whole command already is the first of all."""
    assert offered(typed=typed)[0] == first


def test_nothing_fits_is_an_empty_list() -> None:
    """And no command that was not meant."""
    assert offered(typed="xyzzy") == []


def test_a_fader_is_offered_the_volume_first() -> None:
    """A pedal or a button at a knob's number may be one too, and is asked last."""
    fader = replace(STEPPED, press="cc 7", others=())
    assert offered(fader)[0] == FADER.words
    assert offered(STEPPED)[-2] == FADER.words
    assert FADER.words not in offered(COUCH)


def test_no_emergency_waits_for_a_long_press() -> None:
    """A remote that makes out by itself what was held may hold one all the same."""
    assert EMERGENCY.isdisjoint(offered(HELD))
    assert EMERGENCY.isdisjoint(offered(HELD, "silence"))
    assert "ground" in offered(replace(COUCH, press="hold"))


@pytest.mark.parametrize("words", ["silence", "LIGHTS_UP", "light floor 5%", "nothing"])
def test_every_command_is_told_in_plain_words(words: str) -> None:
    """However it is spelt in the room file."""
    assert saying_of(words).endswith(".")
