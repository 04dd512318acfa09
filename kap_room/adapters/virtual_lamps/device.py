"""One lamp as a value: a make, the light in it, and what is wrong with both.

Time is handed in and nothing is sent: every method gives the lamp as it is afterwards
and what it says. A lamp easier to live with than real ones would prove nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from kap_room.adapters.virtual_lamps import garbage
from kap_room.adapters.virtual_lamps.bulb import (
    Bulb,
    Command,
    Glow,
    Order,
    PowerOn,
    powered,
)
from kap_room.adapters.virtual_lamps.make import Make, Said, Shown
from kap_room.adapters.virtual_lamps.vices import NONE, Vice, Vices
from kap_room.plan.units import Seconds

REPORTS_EVERY: Final = Seconds(1.0)

LATEST: Final = 2.0
"""Seconds by which a late lamp may be late."""

Turn = tuple["Device", tuple[Said, ...]]


@dataclass(frozen=True, slots=True)
class Device:
    make: Make
    bulb: Bulb
    vices: Vices = NONE
    power_on: PowerOn | None = None
    """None is as its make and its vices have it."""
    has_power: bool = True
    has_greeted: bool = False
    """It has found its broker since it has its power."""
    reports_every: Seconds = REPORTS_EVERY
    spoke: Seconds | None = None
    """When it last spoke of a change that it has still to tell the end of."""
    reviewed: Seconds = Seconds(0.0)
    """When it last told all that it is, unasked."""
    last: Shown | None = None
    """What it said last."""
    before: Shown | None = None
    """What a stale lamp will answer once."""
    spoken: int = 0
    """How often it has spoken."""

    def has(self, vice: Vice) -> bool:
        return vice in self.vices or vice in self.make.habits

    def glow_at(self, reading: Seconds) -> Glow:
        glow = self.bulb.glow_at(reading)
        return glow if self.has_power else Glow(0.0, glow.mired)

    def greets(self, reading: Seconds) -> Turn:
        """It has found its broker."""
        if not self.has_power:
            return self, ()
        device, said = self._review(reading)
        first = () if self.has_greeted or self.make.bridged else self.make.announcement
        device = replace(device, has_greeted=True)
        return device, (*self.make.presence, *first, *said)

    def hears(self, topic: str, payload: bytes, reading: Seconds) -> Turn:
        if not self.has_power or self.has(Vice.FROZEN):
            return self, ()
        shown = self.shown_at(reading)
        heard = self.make.hear(topic, payload, shown)
        device = replace(self, make=heard.make)
        if heard.answers and self.before is not None and self.has(Vice.STALE):
            heard = self.make.hear(topic, payload, self.before)
            device = replace(device, before=None)
        device, said = device.says((*heard.said, *heard.answers))
        for order in heard.orders:
            device, more = device.obeys(order, shown, reading)
            said = (*said, *more)
        return device, said

    def moved(self, order: Order, reading: Seconds) -> Turn:
        """By a hand at the wall, which it always obeys."""
        if not self.has_power:
            return self, ()
        bulb = self.bulb.told(self._as_it_can(order), reading)
        device = replace(self, bulb=bulb, spoke=reading)
        if self.has(Vice.CURT):
            return replace(device, spoke=None), ()
        if self.has(Vice.INTERIM):
            return device.reports(device.shown(bulb.glow_at(reading), reading))
        if self.make.tells_target:
            device = replace(device, spoke=None)
            return device.reports(device.shown(bulb.target, reading))
        return device, ()

    def ticks(self, reading: Seconds) -> Turn:
        """What it says because time has passed."""
        if not self.has_power or self.has(Vice.FROZEN):
            return self, ()
        period = self.make.period
        if period is not None and reading - self.reviewed >= period:
            return self._review(reading)
        if self.spoke is None:
            return self, ()
        is_gliding = self.bulb.is_gliding_at(reading)
        waits = reading - self.spoke < self.reports_every or not self.has(Vice.INTERIM)
        if is_gliding and waits:
            return self, ()
        device = replace(self, spoke=reading if is_gliding else None)
        return device.reports(device.shown(self.bulb.glow_at(reading), reading))

    def without_power(self, reading: Seconds) -> Device:
        bulb = self.bulb.without_power(reading, PowerOn.PREVIOUS)
        return replace(self, bulb=bulb, has_power=False, spoke=None, before=None)

    def with_power(self, reading: Seconds) -> Turn:
        """It has its power again; that it found its broker is another matter."""
        bulb = self.bulb.without_power(reading, self._power_on)
        device = replace(self, bulb=bulb, has_power=True, has_greeted=False)
        if not self.make.bridged or not self.make.announcement:
            return device, ()
        device, said = device.reports(device.shown(bulb.end, reading))
        return device, (*self.make.announcement, *said)

    def obeys(self, order: Order, shown: Shown, reading: Seconds) -> Turn:
        order = self._as_it_can(order)
        bulb = self.bulb.told(order, reading, resumes=self.has(Vice.RESUMES))
        promise = self.shown(bulb.end, reading, kept=bulb.kept)
        device = self
        if not self._ignores_at(reading):
            spoke = None if self._has_told_all else reading
            device = replace(self, bulb=bulb, spoke=spoke, before=shown)
        if self.has(Vice.OPTIMISTIC) and not self.has(Vice.CURT):
            return device.reports(promise)
        return device, ()

    @property
    def _power_on(self) -> PowerOn:
        if self.has(Vice.FULL):
            return PowerOn.FULL
        if self.has(Vice.OFF):
            return PowerOn.OFF
        return self.power_on or self.make.power_on

    @property
    def _has_told_all(self) -> bool:
        """Once it has said what it was told to become, it says no more of it."""
        is_told = self.make.tells_target and not self.has(Vice.INTERIM)
        return is_told or self.has(Vice.CURT)

    def _ignores_at(self, reading: Seconds) -> bool:
        if self.has(Vice.BUSY) and self.bulb.is_gliding_at(reading):
            return True
        return self.has(Vice.BUSY_WARMING) and self.bulb.is_warming_at(reading)

    def _as_it_can(self, order: Order) -> Order:
        if not isinstance(order, Command):
            return order
        if self.has(Vice.COLOURLESS) or self.has(Vice.SWITCH):
            order = replace(order, mired=None)
        if self.has(Vice.SWITCH):
            level = None if order.level is None else 1.0
            order = replace(order, level=level, lasts=Seconds(0.0))
        return order

    def shown_at(self, reading: Seconds) -> Shown:
        """What it answers when it is asked now."""
        glow = self.bulb.glow_at(reading)
        return self.shown(self.bulb.target if self.make.tells_target else glow, reading)

    def shown(self, glow: Glow, reading: Seconds, kept: float | None = None) -> Shown:
        kept = self.bulb.kept if kept is None else kept
        is_on = glow.level > 0
        is_white = self.has(Vice.COLOURLESS) or self.has(Vice.SWITCH)
        return Shown(
            is_on,
            None if self.has(Vice.SWITCH) else (glow.level if is_on else kept),
            None if is_white else glow.mired,
            glowing=self.bulb.glow_at(reading).level,
        )

    def reports(self, shown: Shown) -> Turn:
        said = self.make.report(shown, self.last)
        return replace(self, last=shown).says(said)

    def _review(self, reading: Seconds) -> Turn:
        device = replace(self, reviewed=reading)
        return device.says(device.make.review(device.shown_at(reading)))

    def says(self, said: tuple[Said, ...]) -> Turn:
        if self.has(Vice.SILENT) or self.has(Vice.FROZEN) or not said:
            return self, ()
        count = self.spoken
        if self.has(Vice.TWICE):
            said = tuple(each for each in said for _ in range(2))
        if self.has(Vice.LATE):
            # Spread without chance, so that a test that fails fails again.
            late = Seconds((count * 0.7 + 0.3) % LATEST)
            said = tuple(replace(each, after=late) for each in said)
        if self.has(Vice.GARBAGE):
            said = tuple(x for each in said for x in garbage.before(each, count))
        return replace(self, spoken=count + 1), said


def new_device(
    make: Make, vices: Vices, reading: Seconds, power_on: PowerOn | None = None
) -> Device:
    """A lamp that has just been plugged in."""
    bulb = powered(reading, PowerOn.PREVIOUS)
    device = Device(make, bulb, vices, power_on, reviewed=reading)
    device, _ = device.with_power(reading)
    return replace(device, last=None, spoken=0)
