"""What lowers the room beside the order's own fades: silence from anybody, and leaving.

A silence that reached this process holds until the engine has read of it and says
something newer; an order that was on its way when the key was pressed does not lift it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from kap_room.exchange.order import Order
from kap_room.plan.shapes import Fade
from kap_room.plan.units import SILENT, Decibels, Seconds
from kap_room.player.deck import FULL
from kap_room.player.gains import Master

PRESSED_AGAIN: Final = Seconds(0.5)


@dataclass(frozen=True, slots=True)
class Hush:
    silence: Fade | None = None
    revision: int = 0
    """The order that was followed when the silence came."""
    is_news: bool = False
    """Whether no engine has made the silence its own yet."""
    leaving: Fade | None = None
    """The last fade: afterwards the process ends."""

    def gain_at(self, reading: Seconds) -> Decibels:
        fades = [each for each in (self.silence, self.leaving) if each is not None]
        return Decibels(sum(each.gain_at(reading) for each in fades))

    def is_moving_at(self, reading: Seconds) -> bool:
        fades = [each for each in (self.silence, self.leaving) if each is not None]
        return any(each.is_moving_at(reading) for each in fades)

    def has_left_at(self, reading: Seconds) -> bool:
        return self.leaving is not None and reading >= self.leaving.ends


def silenced(hush: Hush, over: Seconds, reading: Seconds, revision: int) -> Hush:
    """To nothing over `over`; pressed again on the way, much sooner."""
    fade = _to_nothing(hush.silence, over, reading)
    return replace(hush, silence=fade, revision=revision, is_news=True)


def _to_nothing(before: Fade | None, over: Seconds, reading: Seconds) -> Fade:
    if before is None:
        return Fade(reading, over, FULL, SILENT)
    here = before.gain_at(reading)
    if here == SILENT:
        return before
    left = before.ends - reading
    over = Seconds(min(over, PRESSED_AGAIN, left))
    return Fade(reading, over, here, SILENT)


def ordered(hush: Hush, order: Order) -> Hush:
    """A newer order knows of the silence: from now on its own fades hold.

    As long as they go to nothing too, both do: where the engine was late, its own has
    hardly begun when this one is nearly over.
    """
    if hush.silence is None or order.revision <= hush.revision:
        return hush
    if any(each.end == SILENT for each in order.master):
        return replace(hush, is_news=False)
    return replace(hush, silence=None, is_news=False)


def leaving(hush: Hush, over: Seconds, reading: Seconds) -> Hush:
    if hush.leaving is not None and hush.leaving.ends <= reading + over:
        return hush
    here = FULL if hush.leaving is None else hush.leaving.gain_at(reading)
    return replace(hush, leaving=Fade(reading, over, here, SILENT))


def master_at(order: Order | None, hush: Hush, reading: Seconds) -> Master:
    fades = () if order is None else order.master
    volume, *others = [each.gain_at(reading) for each in fades] or [FULL]
    return Master(volume, Decibels(sum(others, hush.gain_at(reading))))


def is_moving_at(order: Order | None, hush: Hush, reading: Seconds) -> bool:
    fades = () if order is None else order.master
    return hush.is_moving_at(reading) or any(
        each.is_moving_at(reading) for each in fades
    )
