"""Before a session: does the broker answer, does every lamp, and how is it set up?

The same connection and dialects as in a session, so that what is found here is what
will be found then. Nothing is switched: lamps are only asked.
"""

from __future__ import annotations

import queue
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from kap_room.adapters.lamps.commands import command_for
from kap_room.adapters.lamps.dialects import dialect_of, problem_with
from kap_room.adapters.lamps.grouping import check_groups
from kap_room.adapters.lamps.mqtt import MqttLights
from kap_room.adapters.lamps.offstage import before_a_session
from kap_room.adapters.lamps.settings.every import remarks_on
from kap_room.adapters.lamps.settings.setting import Mend, Remark
from kap_room.engine.ports import (
    BrokerFound,
    BrokerLost,
    LampFound,
    LampLost,
    LampSaid,
    Message,
    PartSaid,
)
from kap_room.library.check import Finding, Verdict
from kap_room.plan.room import Broker, Lamp, Room
from kap_room.plan.units import Seconds

PATIENCE: Final = Seconds(2.0)
"""A lamp on a quiet radio answers in a tenth of this."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What came while everybody was asked."""

    broker: str | None = "The broker did not answer in time. Check its power."
    """Why it cannot be reached; None when it answered."""
    said: Mapping[str, LampSaid] = field(default_factory=dict)
    found: frozenset[str] = frozenset()
    lost: frozenset[str] = frozenset()
    doubt: str | None = None
    """What the broker does not let us hear."""

    def is_settled(self, lamp: Lamp) -> bool:
        """Nothing more is to be waited for."""
        if is_asked(lamp):
            return lamp.name in self.said
        return lamp.name in self.found | self.lost | self.said.keys()


def check_lamps(room: Room, wait: Seconds = PATIENCE) -> tuple[Finding, ...]:
    """Findings on the broker, if there is to be one, and on each lamp."""
    strange = {lamp.name: says for lamp in room.lamps if (says := problem_with(lamp))}
    lamps = tuple(lamp for lamp in room.lamps if lamp.name not in strange)
    known = tuple(
        Finding(Verdict.WRONG, f"lamp {name}", says) for name, says in strange.items()
    )
    if room.broker is None:
        return known + tuple(_without_broker(lamp) for lamp in lamps)
    heard = ask_lamps(room.broker, lamps, wait)
    if heard.broker is not None:
        return (*known, Finding(Verdict.WRONG, "broker", heard.broker))
    told = {lamp.name: _about(lamp, heard, wait) for lamp in lamps}
    there = [lamp for lamp in lamps if told[lamp.name].verdict is not Verdict.WRONG]
    remarks = remarks_on(room.broker, there, wait)
    findings = [_of_broker(heard)]
    for name, finding in told.items():
        findings.append(finding)
        findings += [_of_remark(room.broker, name, r) for r in remarks.get(name, ())]
    return (*known, *findings, *check_groups(room, wait))


def ask_lamps(
    broker: Broker, lamps: tuple[Lamp, ...], wait: Seconds = PATIENCE
) -> Heard:
    """Ask all of them at once what they are, and listen for as long as it takes."""
    post = _Post(queue.SimpleQueue())
    lights = MqttLights(broker, lamps, post)
    lights.start()
    try:
        return _listen(post, lamps, wait)
    finally:
        lights.close()


def is_asked(lamp: Lamp) -> bool:
    """Some makes tell only of a change; whether they are there, their broker keeps."""
    return dialect_of(lamp).get_message(lamp) is not None


@dataclass(frozen=True, slots=True)
class _Post:
    """An inbox that can be waited at."""

    came: queue.SimpleQueue[Message]

    def post(self, message: Message) -> None:
        self.came.put(message)


def _listen(post: _Post, lamps: tuple[Lamp, ...], wait: Seconds) -> Heard:
    until = time.monotonic() + wait
    heard = Heard()
    while heard.broker is not None or not all(map(heard.is_settled, lamps)):
        match _next(post, until):
            case BrokerFound():
                # The lamps have been asked this moment; their time begins now.
                until = time.monotonic() + wait
                heard = Heard(broker=None)
            case BrokerLost(says):
                return Heard(broker=before_a_session(says))
            case PartSaid(_, says, ok):
                doubt = None if ok else before_a_session(says)
                heard = replace(heard, doubt=doubt)
            case LampFound(lamp):
                found, lost = heard.found | {lamp}, heard.lost - {lamp}
                heard = replace(heard, found=found, lost=lost)
            case LampLost(lamp):
                found, lost = heard.found - {lamp}, heard.lost | {lamp}
                heard = replace(heard, found=found, lost=lost)
            case LampSaid(lamp) as word:
                heard = replace(heard, said={**heard.said, lamp: word})
            case None:
                break
            case _:
                pass
    return heard


def _next(post: _Post, until: float) -> Message | None:
    """The next message, or None when the time is up."""
    try:
        return post.came.get(timeout=max(0.0, until - time.monotonic()))
    except queue.Empty:
        return None


def _of_broker(heard: Heard) -> Finding:
    if heard.doubt is not None:
        return Finding(Verdict.DOUBT, "broker", heard.doubt)
    return Finding(Verdict.OK, "broker", "The broker answers.")


def _about(lamp: Lamp, heard: Heard, wait: Seconds) -> Finding:
    about = f"lamp {lamp.name}"
    said = heard.said.get(lamp.name)
    if lamp.name in heard.lost:
        says = "It is reported lost. Check its power."
        return Finding(Verdict.WRONG, about, says)
    if said is not None:
        level = "" if said.level is None else f" It is at {said.level:.0%}."
        return Finding(Verdict.OK, about, f"It answers.{level}")
    if is_asked(lamp):
        says = (
            f"It did not answer within {wait:g} s. Check its power, and its topic "
            f'"{lamp.topic}" in the room file.'
        )
        return Finding(Verdict.WRONG, about, says)
    if lamp.name in heard.found:
        says = "It is there. How bright it is, its kind tells only when that changes."
        return Finding(Verdict.OK, about, says)
    if lamp.speaks == "homeassistant" and lamp.availability_topic is None:
        says = (
            "Whether it is there cannot be asked without an availability topic. "
            f"Try it: kap-room lights try {lamp.name} 20%"
        )
        return Finding(Verdict.DOUBT, about, says)
    says = (
        "Nobody says that it is there. Check its power, and its topic "
        f'"{lamp.topic}" in the room file.'
    )
    return Finding(Verdict.WRONG, about, says)


def _of_remark(broker: Broker, lamp: str, remark: Remark) -> Finding:
    verdict = Verdict.OK if remark.ok else Verdict.DOUBT
    mends = tuple(_command(broker, mend) for mend in remark.mends)
    return Finding(verdict, f"lamp {lamp}", remark.says, mends)


def _command(broker: Broker, mend: Mend) -> str:
    return mend if isinstance(mend, str) else command_for(broker, mend)


def _without_broker(lamp: Lamp) -> Finding:
    says = (
        "It cannot be reached: the room file names no broker. "
        'Write one, as in "broker: {host: 127.0.0.1}".'
    )
    return Finding(Verdict.WRONG, f"lamp {lamp.name}", says)
