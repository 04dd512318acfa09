"""One lamp at a broker, our side of it, and what was heard of it: a row of a table."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from kap_room.adapters.lamps.mqtt import MqttLights
from kap_room.adapters.virtual_lamps.bulb import PowerOn
from kap_room.engine.ports import BrokerFound, LampFound, LampLost, LampSaid
from kap_room.plan.look import Light
from kap_room.plan.room import Broker
from kap_room.plan.units import Kelvin, Level, Seconds
from tests.adapters.lamps.postbox import Postbox
from tests.rig.broker import wait_until
from tests.rig.lamps import Lamps, RiggedLamp, Told

STEP_OF = 0.011
"""A hundredth of full: the coarsest scale that any of them has."""


@dataclass(frozen=True)
class Desk:
    lamp: RiggedLamp
    lights: MqttLights
    inbox: Postbox

    @property
    def name(self) -> str:
        return self.lamp.lamp.name

    def show(
        self, level: float | None, kelvin: float | None = None, *, over: float
    ) -> Told:
        """One step; the first message of it that the lamp heard."""
        before = len(self.lamp.commands)
        light = Light(
            None if level is None else Level(level),
            None if kelvin is None else Kelvin(kelvin),
        )
        assert self.lights.show(self.name, light, Seconds(over))
        assert wait_until(lambda: len(self.lamp.commands) > before, 5.0)
        return self.lamp.commands[before]

    def glows(self, level: float, within: float = 5.0) -> bool:
        return wait_until(lambda: abs(self.lamp.glow.level - level) <= STEP_OF, within)

    def will_glow(self, level: float) -> bool:
        """Whether that is where it ends, if it is told nothing more."""
        ends = self.lamp.glow_at(time.monotonic() + 600.0)
        return abs(ends.level - level) <= STEP_OF

    def ask(self) -> bool:
        return self.lights.ask(self.name)

    def says(self, level: float, within: float = 5.0, *, by: float = STEP_OF) -> bool:
        """Whether the room came to hear that the lamp is at this level."""
        return wait_until(lambda: self._last_level_is(level, by), within)

    @property
    def is_lost(self) -> bool:
        return LampLost(self.name) in self.inbox.posted

    def was_lost(self, within: float = 5.0) -> bool:
        return self.inbox.has(LampLost(self.name), within)

    def was_found(self, within: float = 5.0) -> bool:
        return self.inbox.has(LampFound(self.name), within)

    @property
    def levels_said(self) -> list[float]:
        said = [x for x in self.inbox.posted if isinstance(x, LampSaid)]
        return [x.level for x in said if x.level is not None]

    def settles(self, quiet: float = 0.06) -> None:
        """Everything that is on its way has come: nothing new for a moment."""
        seen: list[int] = [-1]

        def is_quiet() -> bool:
            count, seen[0] = seen[0], len(self.inbox.posted)
            time.sleep(quiet)
            return count == len(self.inbox.posted)

        assert wait_until(is_quiet, 3.0)

    def _last_level_is(self, level: float, by: float) -> bool:
        said = self.levels_said
        return bool(said) and abs(said[-1] - level) <= by


@contextmanager
def desk(port: int, lamp: str) -> Iterator[Desk]:
    """`lamp` is a name, a dialect and its vices, as in `floor:tasmota:late+twice`."""
    with Lamps(port, lamp, power_on=PowerOn.FULL, reports_every=0.2) as lamps:
        inbox = Postbox()
        lights = MqttLights(Broker(port=port), lamps.lamps, inbox)
        lights.start()
        try:
            assert inbox.has(BrokerFound())
            made = Desk(lamps[lamp.partition(":")[0]], lights, inbox)
            made.settles()
            yield made
        finally:
            lights.close()


Opened = Callable[[str], Desk]
"""By its dialect and vices."""
