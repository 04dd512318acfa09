"""A bulb, or a group of bulbs, as zigbee2mqtt carries their words.

The bridge publishes a command at once as if it had happened, then what the bulb says
on its way. Availability is in JSON since its version 2, and off unless turned on.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from kap_room.adapters.broker_line.payload import number_in, read_object
from kap_room.adapters.virtual_lamps.bulb import Command, Order, PowerOn, Stop
from kap_room.adapters.virtual_lamps.make import Heard, Said, Shown, in_json, on_off
from kap_room.adapters.virtual_lamps.vices import Vice, Vices
from kap_room.plan.units import Seconds

SCALE: Final = 254

LONGEST: Final = Seconds(6553.0)
"""The radio counts tenths of a second in 16 bits."""


@dataclass(frozen=True, slots=True)
class Zigbee2mqtt:
    topic: str
    groups: tuple[str, ...] = ()
    """Groups that the bulb is in: it hears what they are told."""
    watched: bool = True
    plain: bool = False
    """Availability as a bare word."""
    announced: bool = False
    power_on: PowerOn = PowerOn.FULL
    quality: int = 1
    habits: Vices = frozenset({Vice.OPTIMISTIC, Vice.INTERIM})
    tells_target: bool = False
    bridged: bool = True
    period: Seconds | None = None

    @property
    def ears(self) -> tuple[str, ...]:
        told = tuple(f"{each}/set" for each in (self.topic, *self.groups))
        return (*told, f"{self.topic}/get")

    @property
    def presence(self) -> tuple[Said, ...]:
        return (self._is("online"),) if self.watched else ()

    @property
    def will(self) -> Said | None:
        return self._is("offline") if self.watched else None

    @property
    def announcement(self) -> tuple[Said, ...]:
        if not self.announced:
            return ()
        base, _, name = self.topic.partition("/")
        data = {"friendly_name": name, "ieee_address": "0x0"}
        says = {"type": "device_announce", "data": data}
        return (Said(f"{base}/bridge/event", in_json(says)),)

    def hear(self, topic: str, payload: bytes, shown: Shown) -> Heard:
        says = read_object(payload)
        if topic == f"{self.topic}/get":
            more: dict[str, object] = {"power_on_behavior": _behavior(self.power_on)}
            asks = says is not None and "power_on_behavior" in says
            return Heard(self, answers=(self._state(shown, more if asks else {}),))
        if says is None:
            return Heard(self)
        order = _order(says, shown)
        return Heard(self._minding(says), () if order is None else (order,))

    def report(self, shown: Shown, last: Shown | None) -> tuple[Said, ...]:
        del last
        return (self._state(shown, {}),)

    def review(self, shown: Shown) -> tuple[Said, ...]:
        return (self._state(shown, {}),)

    def _is(self, word: str) -> Said:
        payload = word.encode() if self.plain else in_json({"state": word})
        return Said(f"{self.topic}/availability", payload, kept=True)

    def _minding(self, says: dict[str, object]) -> Zigbee2mqtt:
        wanted = says.get("power_on_behavior")
        known = {"off": PowerOn.OFF, "on": PowerOn.FULL, "previous": PowerOn.PREVIOUS}
        if not isinstance(wanted, str) or wanted not in known:
            return self
        return replace(self, power_on=known[wanted])

    def _state(self, shown: Shown, more: dict[str, object]) -> Said:
        says: dict[str, object] = {"state": on_off(on=shown.on)}
        if shown.level is not None:
            says["brightness"] = max(1, round(shown.level * SCALE))
        if shown.mired is not None:
            says |= {"color_mode": "color_temp", "color_temp": round(shown.mired)}
        return Said(self.topic, in_json(says | {"linkquality": 160} | more))


def _order(says: dict[str, object], shown: Shown) -> Order | None:
    if says.get("brightness_move") in {0, "stop"}:
        return Stop()
    state = says.get("state")
    words = {"ON": True, "OFF": False, "TOGGLE": not shown.on}
    on = words.get(state.upper()) if isinstance(state, str) else None
    brightness = number_in(says.get("brightness"), 0, 255)
    mired = number_in(says.get("color_temp"), 50, 1000)
    if on is None and brightness is not None:
        on = brightness > 0
    if on is None and mired is None:
        return None
    level = None if not brightness else max(1, min(SCALE, round(brightness))) / SCALE
    lasts = number_in(says.get("transition"), 0, LONGEST)
    return Command(on, level, mired, Seconds(lasts or 0.0))


def _behavior(power_on: PowerOn) -> str:
    return {
        PowerOn.FULL: "on",
        PowerOn.PREVIOUS: "previous",
        PowerOn.OFF: "off",
    }[power_on]
