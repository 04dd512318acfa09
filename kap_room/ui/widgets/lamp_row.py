"""The lamps under a hand: one is chosen, and keys change it.

What is chosen is told by a mark and in words, because in the dark, and to many eyes,
two colours are one. A command goes out at the first press; those that follow gather,
so that a key held down sends a few of them and not thirty a second.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

from textual import events
from textual.binding import BindingType
from textual.message import Message
from typing_extensions import override

from kap_room.exchange.commands import Command
from kap_room.exchange.snapshot import LampView
from kap_room.plan.units import Level
from kap_room.ui.lamp_hand import ALL, LampHand
from kap_room.ui.lamp_keys import lamp_bindings
from kap_room.ui.presses import Clock
from kap_room.ui.widgets.lamp_cells import CELL, cell_of, chosen_words, window
from kap_room.ui.widgets.panel import Panel, Part, lines

GATHER: Final = 0.5
"""Seconds. A lamp takes 4 s to its level: this is felt as at once."""

LEAVES_AFTER: Final = 30.0
"""Seconds without a key. Forgotten, the row would take the next `r` for a lamp."""


class LampRow(Panel, can_focus=True):
    DEFAULT_CSS = "LampRow { display: none; height: 5; }"
    BINDINGS: ClassVar[list[BindingType]] = [*lamp_bindings()]

    @dataclass
    class Asked(Message):
        """A lamp should become something; `answered` wants to be told what came."""

        name: str
        command: Command

    class Left(Message):
        """The keys mean again what they always do."""

    def __init__(self, clock: Clock, name: str | None = None) -> None:
        super().__init__(name)
        self._clock = clock
        self._hand = LampHand()
        self._touched = 0.0
        self._resting = True
        """Whether nothing is on its way or too lately sent."""
        self._answer_due = False

    def show(self, lamps: Mapping[str, LampView]) -> None:
        self._hand.see(lamps)
        if self.has_focus and self._clock() - self._touched >= LEAVES_AFTER:
            self.action_leave()
        self.draw()

    def enter(self) -> None:
        self._touched = self._clock()
        # Not `focus`, which waits: the next key must find the row open already.
        self.screen.set_focus(self)
        self.draw()

    def action_leave(self) -> None:
        if self.has_focus:
            self.screen.set_focus(None)

    def on_blur(self, event: events.Blur) -> None:
        del event
        self.post_message(self.Left())

    def action_choose(self, by: int) -> None:
        self._hand.choose(by)
        self._go_on()

    def action_change(self, up: bool) -> None:  # noqa: FBT001 - of a binding
        self._hand.change(self._clock(), up=up)
        self._go_on()

    def action_put(self, tens: int) -> None:
        self._hand.put(Level(tens / 10), self._clock())
        self._go_on()

    def action_give_back(self) -> None:
        self._hand.give_back(self._hand.chosen)
        self._go_on()

    def action_give_all_back(self) -> None:
        self._hand.give_back(ALL)
        self._go_on()

    def answered(self, name: str, *, ok: bool) -> None:
        """The engine has it. One after another, so that none overtakes another."""
        self._answer_due = False
        if not ok:
            self._hand.forget(name)
        self._go_on()

    def _go_on(self) -> None:
        self._touched = self._clock() if self.has_focus else self._touched
        self._send()
        self.draw()

    def _send(self) -> None:
        if not self._resting or self._answer_due:
            return
        taken = self._hand.take()
        if taken is None:
            return
        self._resting, self._answer_due = False, True
        self.post_message(self.Asked(*taken))
        self.set_timer(GATHER, self._rested)

    def _rested(self) -> None:
        self._resting = True
        self._send()

    @override
    def parts(self) -> tuple[Part, ...]:
        hand, width = self._hand, self.size.width
        places, across = hand.places, max(1, self.size.width // CELL)
        height = max(1, self.size.height - 1)
        first, last = window(len(places), places.index(hand.chosen), across, height)
        head = chosen_words(hand, self._clock(), width)
        rows = [
            tuple(
                part
                for name in places[start : min(start + across, last)]
                for part in cell_of(name, hand)
            )
            for start in range(first, last, across)
        ]
        return lines(head, *rows)
