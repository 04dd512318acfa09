"""One lamp or group told one soft change, to see that it obeys, and then left alone.

As everywhere a rise from dark begins low: some bulbs told to fade from off begin where
they were before. What it answers is said; a lamp that does not answer is looked at.
"""

from __future__ import annotations

import queue
import time
from dataclasses import dataclass, field
from typing import Final

from kap_room.adapters.lamps.dialects import dialect_of, problem_with
from kap_room.adapters.lamps.mqtt import MqttLights
from kap_room.adapters.lamps.offstage import before_a_session
from kap_room.engine.ports import BrokerFound, BrokerLost, LampSaid, Message
from kap_room.plan.look import Light
from kap_room.plan.room import Lamp, Room
from kap_room.plan.units import Level, Seconds

OVER: Final = Seconds(4.0)
LOW: Final = Level(0.01)
BEGINS: Final = Seconds(0.6)
"""How long a lamp that was dark has to begin."""

ANSWERS: Final = Seconds(1.5)
"""For the first word, and after the change for the last."""

BROKER_ANSWERS: Final = Seconds(3.0)


class CannotTry(Exception):  # noqa: N818 (it is the answer)
    """Why nothing was tried, as a sentence."""


@dataclass(frozen=True, slots=True)
class Tried:
    """What one lamp answered."""

    lamp: Lamp
    level: Level | None
    """None when it did not say."""
    is_asked: bool
    """False for a make that tells nothing when it is asked."""


def try_light(
    room: Room, name: str, level: Level, over: Seconds = OVER
) -> tuple[Tried, ...]:
    """Raise `CannotTry` where the broker is away or a lamp cannot be spoken to."""
    if room.broker is None:
        raise CannotTry("The room file names no broker, so no lamp can be reached.")
    names = room.groups.get(name, (name,))
    lamps = tuple(lamp for lamp in room.lamps if lamp.name in names)
    for says in filter(None, map(problem_with, lamps)):
        raise CannotTry(says)
    post = _Post()
    lights = MqttLights(
        room.broker, lamps, post, groups=room.group_lamps, members=room.groups
    )
    targets = (name,) if name in room.group_lamps else tuple(one.name for one in lamps)
    lights.start()
    try:
        post.wait_for_broker()
        return _try(lights, post, lamps, targets, Light(level), over)
    finally:
        lights.close()


def _try(  # noqa: PLR0913, PLR0917 (a sentence with six words)
    lights: MqttLights,
    post: _Post,
    lamps: tuple[Lamp, ...],
    targets: tuple[str, ...],
    light: Light,
    over: Seconds,
) -> tuple[Tried, ...]:
    post.listen(ANSWERS, until_said=lamps)
    # A lamp that does not say what it is may be bright: it is not taken down first.
    is_dark = all(post.levels.get(lamp.name) == 0.0 for lamp in lamps)
    if is_dark and light.level:
        _show(lights, targets, Light(min(LOW, light.level)), Seconds(0.5))
        post.listen(BEGINS)
    post.levels.clear()
    _show(lights, targets, light, over)
    post.listen(over)
    post.levels.clear()
    for lamp in lamps:
        lights.ask(lamp.name)
    post.listen(ANSWERS, until_said=lamps)
    return tuple(
        Tried(lamp, post.levels.get(lamp.name, post.last.get(lamp.name)), _asked(lamp))
        for lamp in lamps
    )


def _show(
    lights: MqttLights, targets: tuple[str, ...], light: Light, over: Seconds
) -> None:
    for target in targets:
        if not lights.show(target, light, over):
            raise CannotTry("The broker went away. Nothing more was sent.")


def _asked(lamp: Lamp) -> bool:
    return dialect_of(lamp).get_message(lamp) is not None


@dataclass(slots=True)
class _Post:
    """An inbox that can be waited at."""

    came: queue.SimpleQueue[Message] = field(default_factory=queue.SimpleQueue)
    levels: dict[str, Level] = field(default_factory=dict)
    last: dict[str, Level] = field(default_factory=dict)

    def post(self, message: Message) -> None:
        self.came.put(message)

    def wait_for_broker(self) -> None:
        try:
            while True:
                match self.came.get(timeout=BROKER_ANSWERS):
                    case BrokerFound():
                        return
                    case BrokerLost(says):
                        raise CannotTry(before_a_session(says))
                    case _:
                        pass
        except queue.Empty:
            raise CannotTry("The broker did not answer in time.") from None

    def listen(self, length: Seconds, until_said: tuple[Lamp, ...] = ()) -> None:
        until = time.monotonic() + length
        while not until_said or any(o.name not in self.levels for o in until_said):
            try:
                word = self.came.get(timeout=max(0.0, until - time.monotonic()))
            except queue.Empty:
                return
            if isinstance(word, LampSaid) and word.level is not None:
                self.levels[word.lamp] = self.last[word.lamp] = word.level
