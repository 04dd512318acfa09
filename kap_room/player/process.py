"""The player's life: read, decide, mix, send, report. The only file that asks the time.

Fifty times a second while some gain moves, four times a second otherwise.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from kap_room.exchange import PROTOCOL
from kap_room.exchange.plain import Field, UnreadableError
from kap_room.exchange.wire import order_from_plain, order_to_plain, report_to_plain
from kap_room.plan.units import Seconds
from kap_room.player import hush as hushes
from kap_room.player.choir import Choir
from kap_room.player.door import Door, Guest, as_line
from kap_room.player.follow import follow
from kap_room.player.hush import Hush
from kap_room.player.mix import is_restless, mixed
from kap_room.player.obey import obey
from kap_room.player.table import Table, hear
from kap_room.player.telling import Health, essence, told
from kap_room.player.watchdog import Watchdog

MOVING: Final = Seconds(0.02)
RESTING: Final = Seconds(0.25)
REPORT: Final = Seconds(1.0)

STANDSTILL: Final = Seconds(0.5)
"""A tick that comes so late may mean that the process was stopped."""

FAREWELL: Final = Seconds(2.0)
"""The fade when the process is asked to end."""

STRANGER: Final = Seconds(3.0)
"""The fade when an engine speaks another protocol: a player of its age must come."""

LONELY: Final = Seconds(30.0)
"""The fade when there was no engine for too long, unless told otherwise."""

LONGEST_SILENCE: Final = 60.0


@dataclass(frozen=True, slots=True)
class Means:
    """What the process was given."""

    choir: Choir
    door: Door
    watchdog: Watchdog
    alone: Seconds
    """How long it goes on without an engine."""
    leaving: Seconds = LONELY
    """How long it fades when that is over."""


class Player:
    def __init__(self) -> None:
        self._table = Table()
        self._hush = Hush()
        self._is_asked_to_end = False
        self._is_lonely = False
        self._was_stopped = False
        self._nudge: Callable[[], None] = _nobody
        self._told: object = None
        self._told_at = Seconds(0.0)
        self._alone_since = self._last = now()
        self._health = Health("ok", os.getpid())

    def end(self) -> None:
        """From a signal: fade out, then leave."""
        self._is_asked_to_end = True
        self._nudge()

    def let_go(self) -> None:
        """From a signal: the process was stopped, for however short a time."""
        self._was_stopped = True
        self._nudge()

    def greeting(self) -> Mapping[str, object]:
        """What a new guest reads first: enough to take up where another left."""
        order = self._table.order
        report = told(self._table, self._own_health, now())
        return {
            "protocol": PROTOCOL,
            "report": report_to_plain(report),
            "order": None if order is None else order_to_plain(order),
        }

    def live(self, means: Means) -> None:
        means.choir.on_stray = self._nudge = means.door.nudge
        wait = MOVING
        while True:
            for guest, line in means.door.wait(wait):
                self._read(guest, line)
            means.watchdog.beat()
            reading = now()
            self._mind_standstill(means.choir, reading)
            self._mind_company(means, reading)
            self._mind_the_server(means.choir, reading)
            self._play(means.choir, reading)
            self._report(means.door, reading)
            if self._has_ended(reading):
                return
            due = means.choir.due(reading) - now()
            wait = Seconds(max(0.0, min(self._pause(reading), due)))

    def _read(self, guest: Guest, line: bytes) -> None:
        try:
            self._obey(guest, Field("message", json.loads(line)))
        except (UnreadableError, ValueError, RecursionError) as problem:
            says = str(problem) if isinstance(problem, UnreadableError) else "No JSON."
            guest.send(as_line({"protocol": PROTOCOL, "refused": says}))

    def _obey(self, guest: Guest, message: Field) -> None:
        reading = now()
        if message.key("protocol").value != PROTOCOL:
            self._hush = hushes.leaving(self._hush, STRANGER, reading)
            return
        silence = message.key("silence", None)
        if not silence.is_null:
            over = Seconds(min(LONGEST_SILENCE, silence.key("over").length()))
            revision = self._revision
            self._hush = hushes.silenced(self._hush, over, reading, revision)
        plain = message.key("order", None)
        if plain.is_null:
            return
        order = order_from_plain(plain.value)
        guest.is_engine = True
        if order.revision >= self._revision:
            self._hush = hushes.ordered(self._hush, order)
            self._table = obey(self._table, order, reading)

    @property
    def _revision(self) -> int:
        return 0 if self._table.order is None else self._table.order.revision

    def _mind_company(self, means: Means, reading: Seconds) -> None:
        if self._is_asked_to_end:
            self._hush = hushes.leaving(self._hush, FAREWELL, reading)
        elif means.door.has_engine:
            self._alone_since = reading
            if self._is_lonely:
                self._hush = replace(self._hush, leaving=None)
            self._is_lonely = False
        elif reading > self._alone_since + means.alone and not self._is_lonely:
            self._is_lonely = True
            self._hush = hushes.leaving(self._hush, means.leaving, reading)

    def _mind_standstill(self, choir: Choir, reading: Seconds) -> None:
        """The whole process was stopped: what sounded broke off, and would be back."""
        stood = self._was_stopped or reading - self._last > STANDSTILL
        self._last, self._was_stopped = reading, False
        if stood and choir.mute_after_standstill(reading):
            self._table = self._table.fading_in_again(up=reading)

    def _mind_the_server(self, choir: Choir, reading: Seconds) -> None:
        if self._table.order is not None:
            choir.sound_at(self._table.order.outputs, reading)
        if choir.watch(reading):
            choir.start_afresh()
            self._table = self._table.fading_in_again(up=None)
        self._health = replace(self._health, sound=choir.sound, says=choir.says)

    @property
    def _own_health(self) -> Health:
        return replace(self._health, silenced=self._hush.is_news)

    def _play(self, choir: Choir, reading: Seconds) -> None:
        order = self._table.order
        table = hear(self._table, choir.heard(reading), reading)
        table = follow(table, reading)
        master = hushes.master_at(order, self._hush, reading)
        still = not hushes.is_moving_at(order, self._hush, reading)
        self._table = mixed(table, master, reading, still=still, outputs=choir.outputs)
        choir.agree_with(self._table, reading)

    def _report(self, door: Door, reading: Seconds) -> None:
        report = told(self._table, self._own_health, reading)
        news = essence(report)
        if news == self._told and reading < self._told_at + REPORT:
            return
        self._told, self._told_at = news, reading
        door.tell({"protocol": PROTOCOL, "report": report_to_plain(report)})

    def _has_ended(self, reading: Seconds) -> bool:
        if self._hush.leaving is None:
            return False
        nothing = all(each.is_nothing for each in self._table.decks)
        return nothing or self._hush.has_left_at(reading)

    def _pause(self, reading: Seconds) -> Seconds:
        order = self._table.order
        moving = hushes.is_moving_at(order, self._hush, reading)
        if moving or is_restless(self._table, reading):
            return MOVING
        fades = () if order is None else order.master
        coming = [each.starts - reading for each in fades if each.starts > reading]
        return Seconds(min([RESTING, *coming]))


def _nobody() -> None:
    """Nobody waits yet."""


def now() -> Seconds:
    return Seconds(time.monotonic())
