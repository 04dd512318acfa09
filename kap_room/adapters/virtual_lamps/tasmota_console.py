"""The commands of Tasmota, as far as they move or describe a light.

`Fade2` and `Speed2` hold for the next change of light alone. In a Backlog a command
that follows `NoDelay` belongs to the change before it; any other begins a change of its
own, for which those two count no longer.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from kap_room.adapters.virtual_lamps.bulb import Command, Order, PowerOn, Stop
from kap_room.adapters.virtual_lamps.make import Shown, on_off
from kap_room.plan.units import Seconds

SCALE: Final = 100

COOLEST: Final = 153
WARMEST: Final = 500
"""Mired."""

SLOWEST: Final = 40
"""Half-seconds for the whole scale."""

DIGITS: Final = 4

MOST: Final = 30
"""Commands that a Backlog holds; more are dropped."""

STATES: Final = {"0": PowerOn.OFF, "1": PowerOn.FULL, "3": PowerOn.PREVIOUS}

Reply = dict[str, object]


@dataclass(frozen=True, slots=True)
class Wish:
    """The change of light that a run of commands adds up to."""

    on: bool | None = None
    level: float | None = None
    mired: float | None = None
    stops: bool = False

    @property
    def is_empty(self) -> bool:
        return self == Wish()


@dataclass(frozen=True, slots=True)
class Console:
    """What was set, and what it leads to."""

    stays_off: bool = False
    """SetOption20: a level alone does not turn it on."""
    fixed: bool = False
    """SetOption117: Speed is the length of any fade."""
    fade: bool = False
    speed: int = 1
    fade_once: bool | None = None
    speed_once: int | None = None
    power_on: PowerOn = PowerOn.PREVIOUS
    """PowerOnState."""

    def obey(self, wish: Wish, word: str, text: str, shown: Shown) -> Done:
        """One command; what it replies is None where only the light will tell."""
        match word:
            case "fade" | "fade2" | "speed" | "speed2":
                return self._about_fades(wish, word, text)
            case "setoption20":
                console = replace(self, stays_off=_turn(text, self.stays_off))
                return console, wish, {"SetOption20": on_off(on=console.stays_off)}
            case "setoption117":
                console = replace(self, fixed=_turn(text, self.fixed))
                return console, wish, {"SetOption117": on_off(on=console.fixed)}
            case "poweronstate":
                power_on = STATES.get(text, self.power_on)
                console = replace(self, power_on=power_on)
                return console, wish, {"PowerOnState": _number_of(power_on)}
            case _:
                return self, *self._about_light(wish, word, text, shown)

    def order(self, wish: Wish, shown: Shown) -> Order:
        if wish.stops:
            return Stop()
        return Command(wish.on, wish.level, wish.mired, self._lasts(wish, shown))

    @property
    def after_a_change(self) -> Console:
        return replace(self, fade_once=None, speed_once=None)

    def _about_fades(self, wish: Wish, word: str, text: str) -> Done:
        number = _number(text)
        slow = None if number is None else min(SLOWEST, number)
        match word:
            case "fade":
                console = replace(self, fade=_turn(text, self.fade))
                return console, wish, {"Fade": on_off(on=console.fade)}
            case "fade2":
                console = replace(self, fade_once=_turn(text, self.fade))
                return console, wish, {"Fade2": on_off(on=console.fade_once is True)}
            case "speed":
                console = replace(self, speed=slow or self.speed)
                return console, wish, {"Speed": console.speed}
            case _:
                console = replace(self, speed_once=None if text == "!" else slow)
                return console, wish, {"Speed2": console.speed_once or console.speed}

    def _about_light(
        self, wish: Wish, word: str, text: str, shown: Shown
    ) -> tuple[Wish, Reply | None]:
        value = _number(text)
        stays_off = self.stays_off and not shown.on
        match word:
            case "dimmer" if text:
                return _dimmed(wish, text, stays_off=stays_off), None
            case "ct" if value is not None and COOLEST <= value <= WARMEST:
                on = wish.on if stays_off else True
                return replace(wish, on=on, mired=float(value)), None
            case "power" | "power0" | "power1" if text:
                return replace(wish, on=_turn(text, shown.on)), None
            case "dimmer" | "ct" | "power" | "power1" | "color":
                return wish, light_in_words(shown)
            case _:
                return wish, {"Command": "Unknown", "Input": f"{word} {text}"[:60]}

    def _lasts(self, wish: Wish, shown: Shown) -> Seconds:
        fades = self.fade if self.fade_once is None else self.fade_once
        speed = self.speed if self.speed_once is None else self.speed_once
        if not fades or speed == 0:
            return Seconds(0.0)
        if self.fixed:
            return Seconds(speed * 0.5)
        level = wish.level if wish.level is not None else shown.level or 0.0
        way = abs((0.0 if wish.on is False else level) - shown.glowing)
        if wish.mired is not None and shown.mired is not None:
            way = max(way, abs(wish.mired - shown.mired) / (WARMEST - COOLEST))
        return Seconds(speed * 0.5 * way)


Done = tuple[Console, Wish, Reply | None]


def runs_of(backlog: str) -> list[list[tuple[str, str]]]:
    """The commands of a Backlog, those together that are one change of light."""
    runs: list[list[tuple[str, str]]] = []
    is_joined = False
    for each in backlog.split(";")[:MOST]:
        word, _, text = each.strip().partition(" ")
        if word.lower() == "nodelay":
            is_joined = True
        elif word:
            command = (word.lower(), text.strip())
            if runs and is_joined:
                runs[-1].append(command)
            else:
                runs.append([command])
            is_joined = False
    return runs


def light_in_words(shown: Shown) -> Reply:
    says: Reply = {"POWER": on_off(on=shown.on)}
    if shown.level is not None:
        says["Dimmer"] = round(shown.level * SCALE)
    if shown.mired is not None:
        says["CT"] = round(shown.mired)
    return says


def _dimmed(wish: Wish, text: str, *, stays_off: bool) -> Wish:
    if text == "!":
        return replace(wish, stops=True)
    value = _number(text)
    if value is None:
        return wish
    if value == 0:
        return replace(wish, on=False)
    on = wish.on if stays_off else True
    return replace(wish, on=on, level=min(SCALE, value) / SCALE)


def _number_of(power_on: PowerOn) -> int:
    return next(int(number) for number, each in STATES.items() if each is power_on)


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) <= DIGITS else None


def _turn(text: str, now: bool) -> bool:  # noqa: FBT001
    words = {"1": True, "on": True, "true": True, "0": False, "off": False}
    words |= {"false": False, "2": not now, "toggle": not now}
    return words.get(text.lower(), now)
