"""What we asked a broker to let us hear, and whether it has said that it will.

A broker is there for us when it listens on our behalf: what others say before that is
never heard. It is waited for no longer than a moment, because light and sound are not
to stand still for an answer that never comes. Time is handed in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from paho.mqtt.client import Client

from kap_room.adapters.broker_line.faults import says_of_deafness
from kap_room.plan.room import Broker
from kap_room.plan.units import Seconds

PATIENCE: Final = Seconds(1.0)
"""An answer takes one round trip. With an attempt every half second, a broker that is
back is still told of within two (L5)."""

MOST_EARLY: Final = 1_000
"""Messages that may come before the answer: a broker may begin with what it kept."""

Hears = Callable[[str, bytes, bool], None]


class Subscription:
    """One for each connection; everything on its thread."""

    def __init__(self, topics: Sequence[str], qos: int, hears: Hears) -> None:
        self._topics, self._qos = tuple(topics), qos
        self._hears = hears
        self._number: int | None = None
        self._asked_at: Seconds | None = None
        self._is_answered = not topics
        self._refused: tuple[str, ...] = ()
        self._early: list[tuple[str, bytes, bool]] | None = []

    def ask(self, client: Client, now: Seconds) -> None:
        """Once the broker has answered our greeting."""
        self._asked_at = now
        if self._topics:
            asked = [(topic, self._qos) for topic in self._topics]
            _, self._number = client.subscribe(asked)

    def answer(self, number: int, refused: Iterable[bool]) -> None:
        """What it says to each topic."""
        if number == self._number and not self._is_answered:
            self._is_answered = True
            said = zip(self._topics, refused, strict=False)
            self._refused = tuple(topic for topic, is_refused in said if is_refused)

    def heard(self, topic: str, payload: bytes, old: bool) -> None:  # noqa: FBT001 (called as a callback)
        if self._early is None:
            self._hears(topic, payload, old)
        elif len(self._early) < MOST_EARLY:
            self._early.append((topic, payload, old))

    def catch_up(self) -> None:
        """Tell what came before whoever listens knew of a broker."""
        early, self._early = self._early or [], None
        for heard in early:
            self._hears(*heard)

    @property
    def is_answered(self) -> bool:
        return self._is_answered

    def wait(self, now: Seconds) -> Seconds | None:
        """How long to wait for the answer from now on; None before it is asked."""
        if self._asked_at is None:
            return None
        left = 0.0 if self._is_answered else self._asked_at + PATIENCE - now
        return Seconds(max(0.0, left))

    def says(self, broker: Broker) -> str | None:
        """What cannot be heard, as a sentence; None where all of it can."""
        if not self._is_answered:
            return says_of_deafness(broker, ())
        return says_of_deafness(broker, self._refused) if self._refused else None
