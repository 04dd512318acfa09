"""Before a session: does another room speak at the broker under this one's name?

Nothing is announced here, and nothing is left behind.
"""

from __future__ import annotations

import queue
from typing import Final

from kap_room.adapters.broker_line.connection import Connection, Manner
from kap_room.adapters.homeassistant.device import Device
from kap_room.adapters.homeassistant.identity import mark_in
from kap_room.adapters.lamps.commands import command_for
from kap_room.library.check import Finding, Verdict
from kap_room.plan.room import Broker, Room
from kap_room.plan.units import Seconds

ABOUT: Final = "home assistant"

PATIENCE: Final = Seconds(3.0)
"""For the broker's answer."""

KEPT_COMES: Final = Seconds(0.5)
"""What it keeps under a name comes with its answer; from one far away, a bit later."""

MANNER: Final = Manner("checking", qos=0)

NO_BROKER: Final = (
    "It is told nothing: the room file names no broker. "
    'Write one, as in "broker: {host: 127.0.0.1}".'
)

TAKEN: Final = (
    'Another room is called "{}" at the broker, so this one is "{}" there. Give one of '
    "them another name to tell them apart. Where the other is no more, take away what "
    "it left."
)


def check_home(room: Room, device: Device) -> tuple[Finding, ...]:
    """A broker that does not answer is told of with the lamps."""
    if room.broker is None:
        return (Finding(Verdict.DOUBT, ABOUT, NO_BROKER),)
    other = whose(room.broker, device)
    if other is None:
        return ()
    if other != device.mark:
        topics = device.topics
        says = TAKEN.format(topics.room, device.apart.topics.room)
        mends = tuple(_takes_away(room.broker, topic) for topic in topics.kept)
        return (Finding(Verdict.DOUBT, ABOUT, says, mends),)
    says = f'The room is announced as "{device.topics.room}".'
    return (Finding(Verdict.OK, ABOUT, says),)


def whose(broker: Broker, device: Device) -> str | None:
    """The mark of the room that is announced under this name; None where none is."""
    ear = _Ear()
    connection = Connection(broker, [device.topics.config], ear, manner=MANNER)
    connection.start()
    try:
        if ear.lost_because.get(timeout=PATIENCE) is not None:
            return None
        return ear.came.get(timeout=KEPT_COMES)
    except queue.Empty:
        return None
    finally:
        connection.close()


def _takes_away(broker: Broker, topic: str) -> str:
    return f"{command_for(broker, (topic, b''))} -r"


class _Ear:
    """Told on the connection's thread."""

    def __init__(self) -> None:
        self.lost_because: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self.came: queue.SimpleQueue[str] = queue.SimpleQueue()

    def found(self) -> None:
        self.lost_because.put(None)

    def lost(self, says: str) -> None:
        self.lost_because.put(says)

    def heard(self, topic: str, payload: bytes, *, kept: bool) -> None:
        del topic, kept
        mark = mark_in(payload)
        if mark is not None:
            self.came.put(mark)
