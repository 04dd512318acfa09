"""Asking a broker which lamps it knows of: a few seconds of listening, bounded.

A broker belongs to whoever can write to it. So many messages and bytes are taken, and
then it is left; each payload goes to readers that never raise.
"""

from __future__ import annotations

import queue
import secrets
import time
from dataclasses import dataclass, field
from typing import Final

from kap_room.adapters.broker_line.connection import Connection
from kap_room.adapters.lamps.dialect import Outgoing
from kap_room.adapters.lamps.discovery import (
    homeassistant,
    shelly,
    standing,
    tasmota,
    zigbee2mqtt,
)
from kap_room.adapters.lamps.discovery.found import LARGEST, Finding
from kap_room.adapters.lamps.offstage import before_a_session
from kap_room.plan.room import Broker
from kap_room.plan.units import Seconds

PATIENCE: Final = Seconds(6.0)
QUIET: Final = Seconds(1.0)
"""When nothing new has come for so long, all that was kept has come."""

MOST_BYTES: Final = 2 * LARGEST
MOST_MESSAGES: Final = 3_000
MOST_ASKED: Final = 50
"""Devices that are asked what they are. More Shellys are no room."""

TOPICS: Final = (
    *zigbee2mqtt.TOPICS,
    *homeassistant.TOPICS,
    *tasmota.TOPICS,
    *shelly.TOPICS,
    *standing.TOPICS,
)


class BrokerAway(Exception):  # noqa: N818 (it is the answer)
    """Why nothing could be asked, as a sentence."""


@dataclass(frozen=True, slots=True)
class Overheard:
    findings: tuple[Finding, ...]
    is_whole: bool
    """False where there was more than anybody's room has."""


def listen(
    broker: Broker, patience: Seconds = PATIENCE, quiet: Seconds = QUIET
) -> Overheard:
    """Raise `BrokerAway` where the broker does not answer."""
    us = f"kap-room-discover-{secrets.token_hex(4)}"
    ear = _Ear()
    connection = Connection(broker, (*TOPICS, f"{us}/#"), ear)
    connection.start()
    try:
        return _listen(connection, ear, us, patience, quiet)
    finally:
        connection.close()


def _listen(
    connection: Connection, ear: _Ear, us: str, patience: Seconds, quiet: Seconds
) -> Overheard:
    ear.wait_for_broker(patience)
    connection.send(*shelly.announce_yourselves())
    findings: list[Finding] = []
    until = time.monotonic() + patience
    asked = 0
    while time.monotonic() < until:
        came = ear.next(min(quiet, until - time.monotonic()))
        if came is None:
            break
        findings += findings_in(*came, us)
        question = shelly.question_to(*came, us)
        if question is not None and asked < MOST_ASKED:
            asked += 1
            connection.send(*question)
    return Overheard(tuple(findings), ear.is_whole)


def findings_in(topic: str, payload: bytes, us: str) -> tuple[Finding, ...]:
    """What one message tells, to whichever reader it is a word of."""
    return (
        *zigbee2mqtt.findings_in(topic, payload),
        *homeassistant.findings_in(topic, payload),
        *tasmota.findings_in(topic, payload),
        *shelly.findings_in(topic, payload, us),
        *standing.findings_in(topic, payload),
    )


@dataclass(slots=True)
class _Ear:
    """Keeps what comes, up to a bound. Filled on the connection's thread."""

    came: queue.SimpleQueue[Outgoing] = field(default_factory=queue.SimpleQueue)
    broker: queue.SimpleQueue[str | None] = field(default_factory=queue.SimpleQueue)
    size: int = 0
    count: int = 0
    is_whole: bool = True

    def found(self) -> None:
        self.broker.put(None)

    def lost(self, says: str) -> None:
        self.broker.put(says)

    def heard(self, topic: str, payload: bytes, *, kept: bool) -> None:  # noqa: ARG002 (what a broker keeps is just what is asked for)
        self.size += len(topic) + len(payload)
        self.count += 1
        if self.size > MOST_BYTES or self.count > MOST_MESSAGES:
            self.is_whole = False
            return
        self.came.put((topic, payload))

    def wait_for_broker(self, patience: Seconds) -> None:
        try:
            says = self.broker.get(timeout=patience)
        except queue.Empty:
            says = "The broker did not answer in time. Check its power and the network."
        if says is not None:
            raise BrokerAway(before_a_session(says))

    def next(self, within: float) -> Outgoing | None:
        try:
            return self.came.get(timeout=max(0.0, within))
        except queue.Empty:
            return None
