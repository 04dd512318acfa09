"""The lamps of a room, over MQTT: translate, send, report. No ramp, no policy.

Every callback comes on the connection's thread and only posts to the inbox. Nothing is
retained, nothing is queued: what cannot be sent now is refused, and when the broker is
back the engine says what should be.
"""

from __future__ import annotations

from collections.abc import Iterable

from kap_room.adapters.lamps.connection import Connection
from kap_room.adapters.lamps.dialect import (
    Answers,
    BridgeAnswers,
    Dialect,
    Glows,
    Joined,
    Outgoing,
    Word,
)
from kap_room.adapters.lamps.dialects import dialect_of
from kap_room.adapters.lamps.health import Health
from kap_room.engine.ports import (
    BrokerFound,
    BrokerLost,
    Inbox,
    LampFound,
    LampLost,
    LampSaid,
)
from kap_room.plan.look import Light
from kap_room.plan.room import Broker, Lamp
from kap_room.plan.units import Seconds


class MqttLights:
    """The port `Lights`. A lamp that nobody could speak to is a `LampError` here."""

    def __init__(self, broker: Broker, lamps: Iterable[Lamp], inbox: Inbox) -> None:
        self._inbox = inbox
        self._lamps: dict[str, tuple[Lamp, Dialect]] = {
            lamp.name: (lamp, dialect_of(lamp)) for lamp in lamps
        }
        self._speakers = _speakers(self._lamps)
        self._health = dict.fromkeys(self._lamps, Health())
        self._connection = Connection(broker, tuple(self._speakers), self)

    def start(self) -> None:
        """Look for the broker from now on; whether it is there, the inbox hears."""
        self._connection.start()

    def show(self, lamp: str, light: Light, over: Seconds) -> bool:
        """Send one step, at once; False when it cannot be sent. Nothing is queued."""
        if lamp not in self._lamps:
            return False
        known, dialect = self._lamps[lamp]
        message = dialect.set_message(known, light, over)
        return self._connection.is_there if message is None else self._send(message)

    def ask(self, lamp: str) -> bool:
        """Ask what it is; its answer is a `LampSaid`. False when it cannot be asked."""
        if lamp not in self._lamps:
            return False
        known, dialect = self._lamps[lamp]
        message = dialect.get_message(known)
        return message is not None and self._send(message)

    def close(self) -> None:
        self._connection.close()

    def found(self) -> None:
        # What was known before the broker went may have changed meanwhile.
        self._health = dict.fromkeys(self._lamps, Health())
        self._inbox.post(BrokerFound())
        for lamp in self._lamps:
            self.ask(lamp)

    def lost(self, says: str) -> None:
        self._inbox.post(BrokerLost(says))

    def heard(self, topic: str, payload: bytes, *, kept: bool) -> None:
        for lamp in self._speakers.get(topic, ()):
            known, dialect = self._lamps[lamp]
            word = dialect.hear(known, topic, payload)
            # A light that the broker kept may be of yesterday; a lamp that is there
            # answers when it is asked. That it is there, and since when, is kept.
            if word is None or (kept and isinstance(word, Glows | Joined)):
                continue
            self._take(lamp, word)

    def _take(self, lamp: str, word: Word) -> None:
        before = self._health[lamp]
        after = self._health[lamp] = before.after(word)
        is_new = after.found is not None and after.found != before.found
        if is_new or (isinstance(word, Joined) and after.found):
            self._inbox.post(LampFound(lamp) if after.found else LampLost(lamp))
        match word:
            case Glows(level, warmth):
                self._inbox.post(LampSaid(lamp, level, warmth))
            case Answers(yes=True) | BridgeAnswers(yes=True) | Joined():
                self.ask(lamp)
            case _:
                pass

    def _send(self, message: Outgoing) -> bool:
        return self._connection.send(*message)


def _speakers(lamps: dict[str, tuple[Lamp, Dialect]]) -> dict[str, tuple[str, ...]]:
    """The lamps that each topic speaks of; a bridge speaks of many."""
    speakers: dict[str, tuple[str, ...]] = {}
    for name, (lamp, dialect) in lamps.items():
        for topic in dialect.topics(lamp):
            speakers[topic] = (*speakers.get(topic, ()), name)
    return speakers
