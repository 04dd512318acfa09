"""Before a session: does the broker answer, and does every lamp?

The same connection and dialects as in a session, so that what is found here is what
will be found then. Nothing is switched: lamps are only asked.
"""

from __future__ import annotations

import queue
import time
from dataclasses import dataclass
from typing import Final

from kap_room.adapters.lamps.dialects import problem_with
from kap_room.adapters.lamps.mqtt import MqttLights
from kap_room.engine.ports import (
    BrokerFound,
    BrokerLost,
    LampLost,
    LampSaid,
    Message,
)
from kap_room.plan.room import Broker, Lamp, Room
from kap_room.plan.units import Seconds

PATIENCE: Final = Seconds(2.0)
"""A lamp on a quiet radio answers in a tenth of this."""


@dataclass(frozen=True, slots=True)
class Finding:
    about: str
    """The lamp's name, or `broker`."""
    ok: bool
    says: str


@dataclass(frozen=True, slots=True)
class _Post:
    """An inbox that can be waited at."""

    came: queue.SimpleQueue[Message]

    def post(self, message: Message) -> None:
        self.came.put(message)


def ask_lamps(room: Room, wait: Seconds = PATIENCE) -> tuple[Finding, ...]:
    """One finding on the broker, if there is to be one, and one on each lamp."""
    strange = {lamp.name: says for lamp in room.lamps if (says := problem_with(lamp))}
    lamps = tuple(lamp for lamp in room.lamps if lamp.name not in strange)
    known = tuple(Finding(name, ok=False, says=says) for name, says in strange.items())
    if room.broker is None:
        return known + tuple(_without_broker(lamp) for lamp in lamps)
    return known + _ask(room.broker, lamps, wait)


def _ask(broker: Broker, lamps: tuple[Lamp, ...], wait: Seconds) -> tuple[Finding, ...]:
    post = _Post(queue.SimpleQueue())
    lights = MqttLights(broker, lamps, post)
    lights.start()
    try:
        return _listen(post, lamps, wait)
    finally:
        lights.close()


def _listen(post: _Post, lamps: tuple[Lamp, ...], wait: Seconds) -> tuple[Finding, ...]:
    until = time.monotonic() + wait
    broker: Finding | None = None
    lost: set[str] = set()
    said: dict[str, LampSaid] = {}
    while len(said) < len(lamps) or broker is None:
        match _next(post, until):
            case BrokerFound():
                # The lamps have been asked this moment; their time begins now.
                until = time.monotonic() + wait
                broker = Finding("broker", ok=True, says="The broker answers.")
            case BrokerLost(says):
                return (Finding("broker", ok=False, says=says),)
            case LampLost(lamp):
                lost.add(lamp)
            case LampSaid(lamp) as word:
                said[lamp] = word
            case None:
                break
            case _:
                pass
    if broker is None:
        return (Finding("broker", ok=False, says=_SILENT_BROKER),)
    return (broker, *(_about(lamp, said.get(lamp.name), lost, wait) for lamp in lamps))


_SILENT_BROKER: Final = (
    "The broker did not answer in time. Check its power and the network."
)


def _next(post: _Post, until: float) -> Message | None:
    """The next message, or None when the time is up."""
    try:
        return post.came.get(timeout=max(0.0, until - time.monotonic()))
    except queue.Empty:
        return None


def _about(lamp: Lamp, said: LampSaid | None, lost: set[str], wait: Seconds) -> Finding:
    name = lamp.name
    if said is not None:
        level = "" if said.level is None else f" It is at {said.level:.0%}."
        return Finding(name, ok=True, says=f'The lamp "{name}" answers.{level}')
    if name in lost:
        says = f'The lamp "{name}" is reported lost. Check its power.'
        return Finding(name, ok=False, says=says)
    says = (
        f'The lamp "{name}" did not answer within {wait:g} s. Check its power, '
        f'and its topic "{lamp.topic}" in the room file.'
    )
    return Finding(name, ok=False, says=says)


def _without_broker(lamp: Lamp) -> Finding:
    says = (
        f'The lamp "{lamp.name}" cannot be reached: the room file names no broker. '
        'Write one, as in "broker: {host: 127.0.0.1}".'
    )
    return Finding(lamp.name, ok=False, says=says)
