"""The lamps of a room, over MQTT: translate, send, report. No ramp, no policy.

Every callback comes on a thread of the connection's and only posts to the inbox.
Nothing is retained, nothing is queued: what cannot be sent now is refused, and when the
broker is back the engine says what should be.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Mapping
from typing import Final

from kap_room.adapters.broker_line.connection import Connection
from kap_room.adapters.broker_line.payload import LARGEST
from kap_room.adapters.lamps.asking import Asking
from kap_room.adapters.lamps.dialect import (
    Answers,
    BridgeAnswers,
    Dialect,
    Glows,
    Joined,
    Outgoing,
    Step,
    Word,
)
from kap_room.adapters.lamps.dialects import dialect_of
from kap_room.adapters.lamps.gathering import Gathering
from kap_room.adapters.lamps.health import Health
from kap_room.adapters.lamps.known import Known
from kap_room.adapters.lamps.telling import light_within
from kap_room.engine.ports import (
    BrokerFound,
    BrokerLost,
    Inbox,
    LampFound,
    LampLost,
    LampSaid,
    PartSaid,
)
from kap_room.plan.look import Light
from kap_room.plan.room import Broker, Lamp
from kap_room.plan.units import Seconds

BROKER: Final = "broker"
"""Its line of health."""

_NONE: Final[Mapping[str, tuple[str, ...]]] = {}
_NO_GROUPS: Final[Mapping[str, Lamp]] = {}


class MqttLights:
    """The port `Lights`. A lamp that nobody could speak to is a `LampError` here.

    `groups` are those that their bridge knows as one, and `members` the lamps in each.
    """

    def __init__(
        self,
        broker: Broker,
        lamps: Iterable[Lamp],
        inbox: Inbox,
        *,
        groups: Mapping[str, Lamp] = _NO_GROUPS,
        members: Mapping[str, tuple[str, ...]] = _NONE,
    ) -> None:
        self._inbox = inbox
        self._lamps = {lamp.name: (lamp, dialect_of(lamp)) for lamp in lamps}
        # A lamp's own name wins. A group is not listened to: it has no word of its own.
        self._tells = {
            **{name: (lamp, dialect_of(lamp)) for name, lamp in groups.items()},
            **self._lamps,
        }
        self._members = {
            name: tuple(one for one in members.get(name, ()) if one in self._lamps)
            for name in groups
        }
        self._speakers = _speakers(self._lamps)
        self._health = dict.fromkeys(self._lamps, Health())
        self._asking = Asking(self.ask, _now)
        # Told on the engine's thread, heard on the connection's.
        self._lock = threading.Lock()
        self._known = dict.fromkeys(self._tells, Known())
        bridges = _bridges(self._lamps)
        self._gathering = Gathering(self._hear, self._missed, bridges)
        topics = tuple(self._speakers)
        self._connection = Connection(broker, topics, self, doubts=self._doubt)

    def start(self) -> None:
        """Look for the broker from now on; whether it is there, the inbox hears."""
        self._connection.start()

    def show(self, lamp: str, light: Light, over: Seconds) -> bool:
        """Send one step, at once; False when it cannot be sent. Nothing is queued."""
        if lamp not in self._tells:
            return False
        known, dialect = self._tells[lamp]
        now = _now()
        with self._lock:
            step = Step(light, over, self._known[lamp].light_at(now))
            message = dialect.set_message(known, step)
            if message is None:
                return self._connection.is_there
            within = light_within(known, step, dialect.warmths(known))
            # Before it is sent: the lamp may answer at once, on the other thread.
            before = self._told(lamp, step, within, now)
        if self._send(message):
            return True
        with self._lock:
            self._known.update(before)
        return False

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

    def _doubt(self, says: str, *, ok: bool) -> None:
        """Lamps are told what they should be; what they say is not heard."""
        self._inbox.post(PartSaid(BROKER, says, ok))

    def heard(self, topic: str, payload: bytes, *, kept: bool) -> None:
        # Also a topic that nobody asked for is something that a broker may send.
        if topic in self._speakers and len(payload) <= LARGEST:
            self._gathering.heard(topic, payload, kept=kept)

    def _hear(self, topic: str, payload: bytes, kept: bool) -> None:  # noqa: FBT001 (called as a callback)
        for lamp in self._speakers.get(topic, ()):
            known, dialect = self._lamps[lamp]
            word = dialect.hear(known, topic, payload)
            if word is None or (kept and not self._believes(lamp, word)):
                continue
            self._take(lamp, word, kept=kept)

    def _missed(self, topic: str) -> None:
        """Something was said there that nobody heard: who may have said it is asked."""
        for lamp in self._speakers.get(topic, ()):
            self._asking.want(lamp)

    def _believes(self, lamp: str, word: Word) -> bool:
        """A word that the broker kept: that a lamp is there, and since when, is kept.

        A light that was kept may be of yesterday, and a lamp that is there answers when
        it is asked. Of one that is there and cannot be asked, it is all that is known
        until it is told something.
        """
        match word:
            case Joined():
                return False
            case Glows():
                if self._can_ask(lamp) or self._known[lamp].was_told:
                    return False
                return self._health[lamp].announced is True
            case _:
                return True

    def _can_ask(self, lamp: str) -> bool:
        known, dialect = self._lamps[lamp]
        return dialect.get_message(known) is not None

    def _take(self, lamp: str, word: Word, *, kept: bool) -> None:
        before = self._health[lamp]
        after = self._health[lamp] = before.after(word, _now(), kept=kept)
        is_new = after.found is not None and after.found != before.found
        if is_new or (isinstance(word, Joined) and after.found):
            self._inbox.post(LampFound(lamp) if after.found else LampLost(lamp))
        if before.bridge is False and isinstance(word, Glows | Joined) and after.bridge:
            self._ask_beside(lamp)
        match word:
            case Glows():
                self._take_light(lamp, word)
            case Joined():
                self._asking.want(lamp)
            case Answers(yes=True) | BridgeAnswers(yes=True) if after != before:
                # A kept word is no news: it was asked when the broker was found.
                if not kept:
                    self._asking.want(lamp)
            case _:
                pass

    def _ask_beside(self, lamp: str) -> None:
        """Its bridge is there after all: the first that shows it speaks for none."""
        known, dialect = self._lamps[lamp]
        beside = {x for t in dialect.bridge(known) for x in self._speakers[t]} - {lamp}
        if all(self._health[one].bridge is False for one in beside):
            for one in beside:
                self._asking.want(one)

    def _take_light(self, lamp: str, word: Glows) -> None:
        can_ask = self._can_ask(lamp)
        with self._lock:
            before = self._known[lamp]
            if not can_ask:
                word = before.resumed(word)
            known = before.said(word, _now())
            self._known[lamp] = known
        meant = known.as_wanted(word)
        if not meant.white or meant.warmth is not None:
            said = LampSaid(lamp, meant.level, meant.warmth, coloured=meant.coloured)
            self._inbox.post(said)
        # It was off, and somebody may have turned it on. Asked once: not all say more.
        if known.is_in_doubt_after(word, before):
            self._asking.want(lamp)

    def _told(
        self, lamp: str, step: Step, within: Light, now: Seconds
    ) -> dict[str, Known]:
        """Remember it, of a group for all that are in it; what was known before."""
        names = (lamp, *self._members.get(lamp, ()))
        before = {name: self._known[name] for name in names}
        for name, known in before.items():
            self._known[name] = known.told(step.light, within, step.over, now)
        return before

    def _send(self, message: Outgoing) -> bool:
        return self._connection.send(*message)


def _speakers(
    lamps: Mapping[str, tuple[Lamp, Dialect]],
) -> dict[str, tuple[str, ...]]:
    """The lamps that each topic speaks of; a bridge speaks of many."""
    speakers: dict[str, tuple[str, ...]] = {}
    for name, (lamp, dialect) in lamps.items():
        for topic in dialect.topics(lamp):
            speakers[topic] = (*speakers.get(topic, ()), name)
    return speakers


def _bridges(lamps: Mapping[str, tuple[Lamp, Dialect]]) -> frozenset[str]:
    """Where bridges speak."""
    return frozenset(t for lamp, speaks in lamps.values() for t in speaks.bridge(lamp))


def _now() -> Seconds:
    return Seconds(time.monotonic())
