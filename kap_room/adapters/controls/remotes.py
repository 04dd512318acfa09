"""Listening to every button at the broker for a while, to learn what they say.

On a connection of its own, so that neither the lamps nor the buttons of a session stand
in line behind it. What floods is looked at a little and no more.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Sequence
from typing import Final

from kap_room.adapters.broker_line.connection import Connection, Manner
from kap_room.adapters.buttons.anywhere import (
    BrokerIs,
    Spoke,
    bridges_of,
    is_of_a_hand,
    topics_of,
)
from kap_room.adapters.buttons.hearing import LARGEST, Spoken, hear
from kap_room.adapters.buttons.news import LONG_AGO, Came, Past, hear_news
from kap_room.plan.controls import MqttButton
from kap_room.plan.room import Broker, Room
from kap_room.plan.units import Seconds

MANNER: Final = Manner("learning", qos=0)

MOST: Final = 500
"""Topics that are remembered. A house has some dozens of buttons."""

WINDOW: Final = Seconds(0.1)

CALM: Final = 50
"""Messages in a window that are looked at: a hand makes one or two."""


Tells = Callable[[Spoke | BrokerIs], None]


class Remotes:
    """Everything that buttons say, or what is said on one topic alone."""

    def __init__(self, room: Room, tells: Tells, topic: str | None = None) -> None:
        self._tells = tells
        self._only = topic
        self._bridges: Collection[str] = bridges_of(room)
        buttons = [each for each in room.controls if isinstance(each, MqttButton)]
        self._fields = {each.topic: each.field for each in buttons}
        self._pasts: dict[str, Past] = {}
        self._subscribed = LONG_AGO
        self._window, self._count = LONG_AGO, 0
        topics: Sequence[str] = topics_of(room) if topic is None else (topic,)
        broker = room.broker or Broker()
        self._doubt = ""
        """What the broker does not let us hear."""
        self._connection = Connection(
            broker, topics, self, manner=MANNER, doubts=self.doubt
        )

    def start(self) -> None:
        self._connection.start()

    def close(self) -> None:
        self._connection.close()

    def found(self) -> None:
        self._subscribed = _now()
        self._tells(BrokerIs(self._doubt))

    def lost(self, says: str) -> None:
        self._tells(BrokerIs(says))

    def doubt(self, says: str, *, ok: bool) -> None:
        self._doubt = "" if ok else says
        self._tells(BrokerIs(self._doubt))

    def heard(self, topic: str, payload: bytes, *, kept: bool) -> None:
        """On the connection's thread."""
        now = _now()
        if len(payload) > LARGEST or not self._is_calm(now):
            return
        spoken = hear(payload, self._fields.get(topic))
        is_named = topic == self._only or topic in self._fields
        if not is_named and not self._may_be_one(topic, spoken):
            return
        came = Came(now, kept, self._subscribed, LONG_AGO)
        past = self._pasts.get(topic, Past())
        signs, self._pasts[topic] = hear_news(past, spoken, came)
        if signs:
            self._tells(Spoke(topic, signs))

    def _is_calm(self, now: Seconds) -> bool:
        if now - self._window >= WINDOW:
            self._window, self._count = now, 0
        self._count += 1
        return self._count <= CALM

    def _may_be_one(self, topic: str, spoken: Spoken) -> bool:
        """A button of which the room file does not know."""
        has_room = topic in self._pasts or len(self._pasts) < MOST
        return has_room and is_of_a_hand(topic, spoken, self._bridges)


def _now() -> Seconds:
    return Seconds(time.monotonic())
