"""Any lamp that speaks the JSON schema of Home Assistant's MQTT lights."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kap_room.adapters.broker_line.payload import number_in, read_object
from kap_room.adapters.virtual_lamps.bulb import Command, PowerOn
from kap_room.adapters.virtual_lamps.make import (
    Heard,
    Said,
    Shown,
    in_json,
    on_off,
    whole,
)
from kap_room.adapters.virtual_lamps.vices import Vice, Vices
from kap_room.plan.units import Seconds

SCALE: Final = 255

LONGEST: Final = Seconds(3600.0)


@dataclass(frozen=True, slots=True)
class HomeAssistant:
    state_topic: str
    command_topic: str
    availability_topic: str | None = None
    power_on: PowerOn = PowerOn.PREVIOUS
    quality: int = 1
    habits: Vices = frozenset({Vice.OPTIMISTIC})
    tells_target: bool = False
    announcement: tuple[Said, ...] = ()
    bridged: bool = False
    period: Seconds | None = None

    @property
    def ears(self) -> tuple[str, ...]:
        return (self.command_topic,)

    @property
    def presence(self) -> tuple[Said, ...]:
        topic = self.availability_topic
        return () if topic is None else (Said(topic, b"online", kept=True),)

    @property
    def will(self) -> Said | None:
        topic = self.availability_topic
        return None if topic is None else Said(topic, b"offline", kept=True)

    def hear(self, topic: str, payload: bytes, shown: Shown) -> Heard:
        del topic, shown
        says = read_object(payload)
        on = (
            None
            if says is None
            else {"ON": True, "OFF": False}.get(str(says.get("state")))
        )
        if says is None or on is None:
            # The schema asks for "state" in every command.
            return Heard(self)
        brightness = number_in(says.get("brightness"), 1, SCALE)
        mired = number_in(says.get("color_temp"), 50, 1000)
        lasts = number_in(says.get("transition"), 0, LONGEST)
        level = None if brightness is None else brightness / SCALE
        return Heard(self, (Command(on, level, mired, Seconds(lasts or 0.0)),))

    def report(self, shown: Shown, last: Shown | None) -> tuple[Said, ...]:
        del last
        says: dict[str, object] = {"state": on_off(on=shown.on)}
        if shown.on and shown.level is not None:
            says |= {
                "color_mode": "brightness",
                "brightness": whole(shown.level, SCALE),
            }
        if shown.on and shown.mired is not None:
            says |= {"color_mode": "color_temp", "color_temp": round(shown.mired)}
        return (Said(self.state_topic, in_json(says)),)

    def review(self, shown: Shown) -> tuple[Said, ...]:
        return self.report(shown, None)
