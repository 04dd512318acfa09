"""Listening to one topic until a button speaks there, to learn what it says."""

from __future__ import annotations

import queue
import time
from typing import Final

from kap_room.adapters.broker_line.connection import Connection, Manner
from kap_room.adapters.buttons.hearing import LARGEST, Contact, Press, Sign, hear
from kap_room.adapters.buttons.news import LONG_AGO, Came, Past, hear_news
from kap_room.plan.room import Broker
from kap_room.plan.units import Seconds

MANNER: Final = Manner("learning", qos=0)

CONTACT: Final = "press"
"""What a room file calls a contact that goes down."""


def said_on(broker: Broker, topic: str, within: Seconds) -> str | None:
    """What the next press says, as a room file has it; None where none came."""
    ear = _Ear()
    connection = Connection(broker, [topic], ear, manner=MANNER)
    connection.start()
    try:
        return ear.says.get(timeout=within)
    except queue.Empty:
        return None
    finally:
        connection.close()


class _Ear:
    """Told on the connection's thread."""

    def __init__(self) -> None:
        self.says: queue.Queue[str] = queue.Queue(1)
        self._subscribed = LONG_AGO
        self._past = Past()

    def found(self) -> None:
        self._subscribed = _now()

    def lost(self, says: str) -> None:
        """It is called again."""

    def heard(self, topic: str, payload: bytes, *, kept: bool) -> None:
        del topic
        if len(payload) > LARGEST:
            return
        came = Came(_now(), kept, self._subscribed, LONG_AGO)
        signs, self._past = hear_news(self._past, hear(payload, None), came)
        for sign in signs:
            word = _word_of(sign)
            if word is not None and self.says.empty():
                self.says.put(word)


def _word_of(sign: Sign) -> str | None:
    match sign:
        case Press(ways):
            return ways[0]
        case Contact(down=True):
            return CONTACT
        case _:
            return None


def _now() -> Seconds:
    return Seconds(time.monotonic())
