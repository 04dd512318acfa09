"""The words of Tasmota: a speed in place of a length, and what its answers mean."""

from __future__ import annotations

import pytest

from kap_room.adapters.lamps.dialect import Answers, Glows, Joined, Step, Word
from kap_room.adapters.lamps.tasmota import get_message, hear, set_message
from kap_room.plan.look import Light
from kap_room.plan.room import Ability, Dimming, Lamp
from kap_room.plan.units import Kelvin, Level, Seconds

FLOOR = Lamp("floor", "tasmota", "floorlamp")


def light(level: float | None, warmth: float | None = None) -> Light:
    return Light(
        None if level is None else Level(level),
        None if warmth is None else Kelvin(warmth),
    )


@pytest.mark.parametrize(
    ("before", "after", "over", "says"),
    [
        (1.0, light(0.25), 5, "Fade2 1,Speed2 13,Dimmer 25"),
        (0.25, light(1.0), 2, "Fade2 1,Speed2 5,Dimmer 100"),
        (0.0, light(1.0), 5, "Fade2 1,Speed2 10,Dimmer 100,Power1 ON"),
        (0.5, light(0.49), 5, "Fade2 1,Speed2 40,Dimmer 49"),
        (0.5, light(0.5), 5, "Fade2 1,Speed2 10,Dimmer 50"),
        (0.4, light(0.0), 4, "Fade2 1,Speed2 20,Power1 OFF"),
        (1.0, light(0.0), 0, "Fade2 1,Speed2 1,Power1 OFF"),
        (None, light(0.05), 5, "Fade2 1,Speed2 11,Dimmer 5,Power1 ON"),
        (None, light(0.9), 2, "Fade2 1,Speed2 4,Dimmer 90,Power1 ON"),
        (0.0, light(0.5, 2700), 5, "Fade2 1,Speed2 20,Dimmer 50,Power1 ON,CT 370"),
        (1.0, light(0.25, 2700), 5, "Fade2 1,Speed2 13,Dimmer 25,CT 370"),
        (1.0, light(0.25, 1500), 5, "Fade2 1,Speed2 13,Dimmer 25,CT 500"),
        (0.5, light(None, 9000), 5, "Fade2 1,Speed2 10,CT 153"),
    ],
)
def test_the_speed_is_that_which_takes_the_step_s_length(
    before: float | None, after: Light, over: float, says: str
) -> None:
    """Half seconds from dark to full, so that half the way takes half of them."""
    message = set_message(FLOOR, Step(after, Seconds(over), light(before)))
    backlog = ";".join(f"NoDelay;{command}" for command in says.split(","))
    assert message == ("cmnd/floorlamp/Backlog", backlog.encode())


def test_the_speed_counts_on_the_lamp_s_own_scale() -> None:
    """Bent for the eye, from full to a quarter of the light is half its way."""
    bent = Lamp("floor", "tasmota", "floorlamp", dimming=Dimming.SQUARE)
    message = set_message(bent, Step(light(0.25), Seconds(5.0), light(1.0)))
    assert message is not None
    assert b"Speed2 20;NoDelay;Dimmer 50" in message[1]


def test_a_relay_is_switched_and_not_faded() -> None:
    """It would not know what to fade."""
    relay = Lamp("floor", "tasmota", "floorlamp", can=Ability.SWITCH)
    message = set_message(relay, Step(light(0.4), Seconds(5.0)))
    assert message == ("cmnd/floorlamp/Backlog", b"NoDelay;Power1 ON")


def test_it_is_asked_for_everything_at_once() -> None:
    """An empty payload asks."""
    assert get_message(FLOOR) == ("cmnd/floorlamp/State", b"")


@pytest.mark.parametrize(
    ("topic", "payload", "word"),
    [
        (
            "stat/floorlamp/RESULT",
            b'{"POWER":"ON","Dimmer":25,"CT":400}',
            Glows(Level(0.25), Kelvin(2500.0)),
        ),
        (
            "stat/floorlamp/RESULT",
            b'{"POWER1":"OFF","Dimmer":25}',
            Glows(Level(0), None),
        ),
        ("stat/floorlamp/RESULT", b'{"POWER":"ON"}', Glows(None, None, lit=True)),
        ("stat/floorlamp/RESULT", b'{"Fade":"ON"}', None),
        ("stat/floorlamp/RESULT", b'{"Dimmer":101}', None),
        ("tele/floorlamp/STATE", b'{"Dimmer":100}', Glows(Level(1.0), None)),
        (
            "tele/floorlamp/STATE",
            b'{"POWER":"ON","Dimmer":50,"Color":"0000FF0000","CT":400}',
            Glows(Level(0.5), None, coloured=True),
        ),
        (
            "tele/floorlamp/STATE",
            b'{"POWER":"ON","Dimmer":50,"Color":"0000008040","CT":400}',
            Glows(Level(0.5), Kelvin(2500.0)),
        ),
        ("tele/floorlamp/LWT", b"Online", Answers(yes=True)),
        ("tele/floorlamp/LWT", b"Offline", Answers(yes=False)),
        ("tele/floorlamp/LWT", b"online", None),
        ("tele/floorlamp/INFO3", b'{"RestartReason":"Power On"}', Joined()),
        ("tele/floorlamp/INFO3", b'{"Info3":{"RestartReason":"Power On"}}', Joined()),
        ("tele/floorlamp/INFO3", b"{}", None),
        ("tele/floorlamp/SENSOR", b'{"Dimmer":100}', None),
        ("cmnd/floorlamp/RESULT", b'{"Dimmer":100}', None),
    ],
)
def test_what_it_says_is_read(topic: str, payload: bytes, word: Word | None) -> None:
    """Of its light, that it is there, and that it has just begun."""
    assert hear(FLOOR, topic, payload) == word
