"""How a lamp of Home Assistant's JSON schema is told and understood. It is not asked.

Written for `schema: json` of the MQTT light. Its topics have no order of their own:
state, command and availability are each as the room file says. Whether `transition`
is followed is the device's business.
"""

from __future__ import annotations

from typing import Final

from kap_room.adapters.broker_line.payload import ONLINE, plain_length, read_word, write
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


def set_message(lamp: Lamp, step: Step) -> Outgoing | None:
    told = says_of(lamp, step)
    if told is None or lamp.command_topic is None:
        return None
    says, over = told
    if over is not None:
        says["transition"] = plain_length(over)
    return lamp.command_topic, write(says)


def topics(lamp: Lamp) -> tuple[str, ...]:
    if lamp.availability_topic is None:
        return (lamp.topic,)
    return (lamp.availability_topic, lamp.topic)


def hear(lamp: Lamp, topic: str, payload: bytes) -> Word | None:
    if topic == lamp.availability_topic:
        yes = read_word(payload, ONLINE)
        return None if yes is None else Answers(yes)
    return light_in(lamp, payload) if topic == lamp.topic else None


HOMEASSISTANT: Final = Dialect(BRIGHTEST, set_message, not_asked, topics, hear)
