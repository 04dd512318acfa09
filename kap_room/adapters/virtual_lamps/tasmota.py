"""A lamp under Tasmota.

Its fades are a slew rate: `Speed` is half-seconds for the whole scale, so that a short
way takes a short time. It reports where a fade will end, and every 300 s all it knows.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from kap_room.adapters.virtual_lamps.bulb import Order, PowerOn
from kap_room.adapters.virtual_lamps.make import Heard, Said, Shown, in_json, on_off
from kap_room.adapters.virtual_lamps.tasmota_console import (
    Console,
    Wish,
    light_in_words,
    runs_of,
)
from kap_room.adapters.virtual_lamps.vices import Vice, Vices
from kap_room.plan.units import Seconds


@dataclass(frozen=True, slots=True)
class Tasmota:
    topic: str
    console: Console = field(default_factory=Console)
    quality: int = 1
    habits: Vices = frozenset({Vice.OPTIMISTIC})
    tells_target: bool = True
    bridged: bool = False
    period: Seconds | None = Seconds(300.0)

    @property
    def ears(self) -> tuple[str, ...]:
        return (f"cmnd/{self.topic}/+",)

    @property
    def presence(self) -> tuple[Said, ...]:
        return (Said(f"tele/{self.topic}/LWT", b"Online", kept=True),)

    @property
    def will(self) -> Said | None:
        return Said(f"tele/{self.topic}/LWT", b"Offline", kept=True)

    @property
    def announcement(self) -> tuple[Said, ...]:
        says = {"Info3": {"RestartReason": "Power On", "BootCount": 7}}
        return (Said(f"tele/{self.topic}/INFO3", in_json(says)),)

    @property
    def power_on(self) -> PowerOn:
        return self.console.power_on

    def hear(self, topic: str, payload: bytes, shown: Shown) -> Heard:
        word = topic.rsplit("/", 1)[-1].lower()
        text = payload.decode("utf-8", "replace").strip()
        if word == "state":
            return Heard(self, answers=(self._result(self._everything(shown)),))
        runs = runs_of(text) if word.startswith("backlog") else [[(word, text)]]
        make = self
        orders: tuple[Order, ...] = ()
        said: tuple[Said, ...] = ()
        for run in runs:
            make, more, replies = make._run(run, shown)
            orders, said = (*orders, *more), (*said, *replies)
        return Heard(make, orders, said=said)

    def report(self, shown: Shown, last: Shown | None) -> tuple[Said, ...]:
        result = self._result(light_in_words(shown))
        if last is not None and last.on == shown.on:
            return (result,)
        power = Said(f"stat/{self.topic}/POWER", on_off(on=shown.on).encode())
        return (result, power)

    def review(self, shown: Shown) -> tuple[Said, ...]:
        says = in_json(self._everything(shown))
        return (Said(f"tele/{self.topic}/STATE", says),)

    def _run(
        self, run: list[tuple[str, str]], shown: Shown
    ) -> tuple[Tasmota, tuple[Order, ...], tuple[Said, ...]]:
        console, wish = self.console, Wish()
        said: tuple[Said, ...] = ()
        for word, text in run:
            console, wish, reply = console.obey(wish, word, text, shown)
            said = said if reply is None else (*said, self._result(reply))
        if wish.is_empty:
            return replace(self, console=console), (), said
        order = console.order(wish, shown)
        return replace(self, console=console.after_a_change), (order,), said

    def _everything(self, shown: Shown) -> dict[str, object]:
        console = self.console
        more: dict[str, object] = {"Fade": on_off(on=console.fade)}
        more |= {"Speed": console.speed, "LedTable": "ON", "UptimeSec": 4242}
        return light_in_words(shown) | more | {"Wifi": {"RSSI": 70, "Signal": -65}}

    def _result(self, says: dict[str, object]) -> Said:
        return Said(f"stat/{self.topic}/RESULT", in_json(says))
