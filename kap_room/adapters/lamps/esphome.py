"""How a lamp on an ESPHome node is told and understood. It cannot be asked.

Written for ESPHome 2023 to 2025 with `mqtt:`; the topic is `PREFIX/light/NAME`. It
reads whole seconds only, and passes silently over any other number, so that the lamp
would take its own second instead. Its `flash` is never used. What it reports is where
it is going, at once.
"""

from __future__ import annotations

from typing import Final

from kap_room.adapters.broker_line.payload import ONLINE, read_word, write
from kap_room.adapters.lamps.dialect import (
    Answers,
    Dialect,
    Outgoing,
    Step,
    Word,
    not_asked,
)
from kap_room.adapters.lamps.json_light import BRIGHTEST, light_in, says_of
from kap_room.plan.room import Lamp
from kap_room.plan.units import Seconds

BETWEEN: Final = "/light/"
"""What stands between the node's prefix and the lamp's name."""


def set_message(lamp: Lamp, step: Step) -> Outgoing | None:
    told = says_of(lamp, step)
    if told is None:
        return None
    says, over = told
    if over is not None:
        says["transition"] = _whole(over)
    return f"{lamp.topic}/command", write(says)


def topics(lamp: Lamp) -> tuple[str, ...]:
    return (_status(lamp), f"{lamp.topic}/state")


def hear(lamp: Lamp, topic: str, payload: bytes) -> Word | None:
    if topic == _status(lamp):
        yes = read_word(payload, ONLINE)
        return None if yes is None else Answers(yes)
    return light_in(lamp, payload) if topic == f"{lamp.topic}/state" else None


def _status(lamp: Lamp) -> str:
    return f"{lamp.topic.rpartition(BETWEEN)[0]}/status"


def _whole(over: Seconds) -> int:
    # A short fade that was rounded to none would be a jump.
    return 0 if over == 0.0 else max(1, round(over))


ESPHOME: Final = Dialect(BRIGHTEST, set_message, not_asked, topics, hear)
