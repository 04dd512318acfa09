"""How a Shelly of the first generation is told, asked and understood.

Written for the dimmers and bulbs of Gen1. The topic is `shellies/MODEL-ID`, and its
`light/0`; another output is written behind it, as in `shellies/x/white/1`. Brightness
is percent, `transition` whole milliseconds up to 5000, and warmth kelvin, on the bulbs
that have it. It announces itself whenever anybody asks for that, so that an
announcement is no word of power come back; its `online` is.
"""

from __future__ import annotations

from typing import Final

from kap_room.adapters.broker_line.payload import (
    number_in,
    read_object,
    read_word,
    write,
)
from kap_room.adapters.lamps.dialect import (
    COOLEST,
    WARMEST,
    Answers,
    Dialect,
    Glows,
    Outgoing,
    Step,
    Warmths,
    Word,
)
from kap_room.adapters.lamps.scale import glow_of
from kap_room.adapters.lamps.telling import telling
from kap_room.plan.room import Ability, Lamp
from kap_room.plan.units import Kelvin

BRIGHTEST: Final = 100
LONGEST: Final = 5000
"""Milliseconds."""

COLOUR_BULB: Final[Warmths] = (Kelvin(3000.0), Kelvin(6500.0))
WHITE_BULB: Final[Warmths] = (Kelvin(2700.0), Kelvin(6500.0))
"""Duo by name, which its topic begins with where nobody has changed that."""


def set_message(lamp: Lamp, step: Step) -> Outgoing | None:
    told = telling(lamp, step, BRIGHTEST, warmths(lamp))
    if told is None:
        return None
    says: dict[str, object] = {}
    if told.on is not None:
        says["turn"] = "on" if told.on else "off"
    if told.steps is not None:
        says["brightness"] = told.steps
    if told.warmth is not None:
        says["temp"] = round(told.warmth)
    if lamp.can is not Ability.SWITCH:
        says["transition"] = min(LONGEST, round(told.over * 1000))
    return f"{_output(lamp)}/set", write(says)


def get_message(lamp: Lamp) -> Outgoing:
    return f"{_device(lamp)}/command", b"update"


def topics(lamp: Lamp) -> tuple[str, ...]:
    return (f"{_device(lamp)}/online", f"{_output(lamp)}/status")


def warmths(lamp: Lamp) -> Warmths:
    return WHITE_BULB if "duo" in lamp.topic.lower() else COLOUR_BULB


def hear(lamp: Lamp, topic: str, payload: bytes) -> Word | None:
    if topic == f"{_device(lamp)}/online":
        yes = read_word(payload, _ONLINE)
        return None if yes is None else Answers(yes)
    if topic == f"{_output(lamp)}/status":
        return _light_in(lamp, payload)
    return None


_ONLINE: Final = {"true": True, "false": False}
_OUTPUTS: Final = ("light", "white", "color")


def _split(lamp: Lamp) -> tuple[str, str]:
    """The device, and which of its outputs."""
    parts = lamp.topic.rsplit("/", 2)
    if len(parts) == 3 and parts[1] in _OUTPUTS and parts[2] in "0123":  # noqa: PLR2004
        return parts[0], f"{parts[1]}/{parts[2]}"
    return lamp.topic, "light/0"


def _device(lamp: Lamp) -> str:
    return _split(lamp)[0]


def _output(lamp: Lamp) -> str:
    return "/".join(_split(lamp))


def _light_in(lamp: Lamp, payload: bytes) -> Glows | None:
    says = read_object(payload)
    if says is None:
        return None
    on = says.get("ison")
    kelvin = number_in(says.get("temp"), WARMEST, COOLEST)
    return glow_of(
        lamp,
        BRIGHTEST,
        on=on if isinstance(on, bool) else None,
        steps=number_in(says.get("brightness"), 0, BRIGHTEST),
        warmth=None if kelvin is None else Kelvin(kelvin),
        coloured=says.get("mode") == "color",
    )


SHELLY1: Final = Dialect(BRIGHTEST, set_message, get_message, topics, hear, warmths)
