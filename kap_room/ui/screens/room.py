"""What the main screens share: snapshots come in, commands go out.

A command never waits for the one before: silence must not stand in line behind a note.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from textual.screen import Screen

from kap_room.exchange.commands import Command
from kap_room.exchange.desk import Answer, Desk
from kap_room.exchange.snapshot import Snapshot
from kap_room.ui.keys import Act
from kap_room.ui.presses import Clock, Presses
from kap_room.ui.widgets.said import Said
from kap_room.ui.words import LOST

Answered = Callable[[Answer], None]


@dataclass(frozen=True, slots=True)
class Hands:
    """What a screen is given to work with."""

    desk: Desk
    presses: Presses
    clock: Clock
    wall: Callable[[], datetime]


class RoomScreen(Screen[None]):
    """A screen that looks at the room."""

    AUTO_FOCUS = ""
    ESCAPE_TO_MINIMIZE = False

    def __init__(self, hands: Hands) -> None:
        super().__init__()
        self.hands = hands
        self.snapshot: Snapshot | None = None
        self.is_lost = False
        self._came = 0.0

    @property
    def age(self) -> float:
        """How long ago the snapshot came."""
        return max(0.0, self.hands.clock() - self._came)

    def take(self, snapshot: Snapshot | None) -> None:
        """The room as it is now; None while the engine does not answer."""
        self.is_lost = snapshot is None
        if snapshot is not None:
            self.snapshot, self._came = snapshot, self.hands.clock()
        if self.is_mounted:
            self.draw()

    def on_mount(self) -> None:
        self.draw()

    def draw(self) -> None:
        """Show what is known, once more. What did not change is not drawn."""

    def say(self, words: str, *, ok: bool = True) -> None:
        """A calm line."""
        self.query_one(Said).say(words, ok=ok)

    def add(self, aside: str) -> None:
        """Beside it."""
        self.query_one(Said).add(aside)

    def press(self, act: Act, key: str) -> None:
        """One event of a key whose act is a command."""
        if not self.counts(act, key):
            return
        if act.command is not None:
            self.ask(act.command)

    def counts(self, act: Act, key: str) -> bool:
        if self.hands.presses.count(key, act.counts):
            return True
        self.add(f"{act.word} counted once: let go, then press again")
        return False

    def ask(self, command: Command, then: Answered | None = None) -> None:
        async def asked() -> None:
            (then or self.answered)(await self.hands.desk.send(command))

        self.run_worker(asked(), group="asked")

    def answered(self, answer: Answer) -> None:
        words = answer.says or (LOST if answer.lost else "")
        self.say(words, ok=answer.ok)
