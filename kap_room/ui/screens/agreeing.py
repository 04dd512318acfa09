"""A screen on which a mark can be corrected for a moment, and a turn be agreed to.

What left, right and Enter mean for that time is said on the screen as long as they do,
and is nothing while the words are hidden or a field or dialog is open.
"""

from __future__ import annotations

from typing import Final

from typing_extensions import override

from kap_room.exchange.commands import Command, Seen
from kap_room.exchange.desk import Answer
from kap_room.exchange.snapshot import Snapshot
from kap_room.ui.keys import Act
from kap_room.ui.moment import Moment
from kap_room.ui.presses import Counts
from kap_room.ui.proposed import Standing, proposed
from kap_room.ui.screens.ask import END, AskScreen, Question
from kap_room.ui.screens.room import Hands
from kap_room.ui.screens.writing import WritingScreen
from kap_room.ui.widgets.said import Said
from kap_room.ui.widgets.strip import Strip

CORRECT: Final = "← → a minute  Enter done"
"""For the moments after a mark."""
LATER: Final = 0.01
"""Seconds. A timer may come a little before its time."""


class AgreeingScreen(WritingScreen):
    def __init__(self, hands: Hands) -> None:
        super().__init__(hands)
        self._moment = Moment(hands.clock)
        self._standing = Standing(hands.clock)

    @property
    def is_covered(self) -> bool:
        return self.has_class("-covered")

    def _propose(self, snapshot: Snapshot) -> None:
        """Only what can be read may be agreed to."""
        if self.is_covered or self.is_lost:
            self._moment.close()
        strip, keys = self.query_one(Strip), self._moment.is_open
        elsewhere = self.is_covered or self.has_class("-writing")
        can_be_read = strip.display and self.is_active and not elsewhere
        can_be_read = can_be_read and not (keys or self.is_lost)
        shown = self._standing.see(proposed(snapshot), can_be_read=can_be_read)
        strip.show(snapshot, shown)
        self.query_one(Said).offer(CORRECT if keys else "")

    @override
    def press(self, act: Act, key: str) -> None:
        """A mark is followed by the moments in which it can be corrected."""
        if not isinstance(act.command, Seen) or self.is_covered:
            self._another_key()
            super().press(act, key)
        elif self.counts(act, key):
            number = self._moment.asked()
            self.ask(act.command, lambda answer: self._marked(number, answer))

    @override
    def write(self, purpose: str, begin: str = "") -> None:
        self._moment.close()
        super().write(purpose, begin)

    def _marked(self, number: int, answer: Answer) -> None:
        self._moment.answered(number, ok=answer.ok)
        self.answered(answer)
        self._watch_moment()

    def _watch_moment(self) -> None:
        """It goes when it is over, and not at the next tick."""
        self.draw()
        if self._moment.is_open:
            self.set_timer(self._moment.left + LATER, self.draw)

    def _correct(self, act: Act) -> None:
        """Every press counts; but held on, none of them reaches the music."""
        self.hands.presses.count(act.id, Counts.ALWAYS)
        command = self._moment.move(act.id)
        if command is not None:
            self.ask(command)
            self._watch_moment()

    def _another_key(self) -> None:
        if self._moment.is_open:
            self._moment.close()
            self.draw()

    def _question(self, question: Question) -> None:
        def answered(command: Command | None) -> None:
            if command is not None:
                self.ask(command)

        self.app.push_screen(AskScreen(question), answered)

    def _agree(self) -> None:
        """To what is proposed. Too soon, or just before it comes anyway, is nothing."""
        offer = self.snapshot and self._standing.take(self.snapshot, self.age)
        if not offer:
            return
        if offer.commands:
            self._one_by_one(offer.commands)
            self.draw()
        else:
            self._question(END)

    def _one_by_one(self, commands: tuple[Command, ...]) -> None:
        first, rest = commands[0], commands[1:]

        def answered(answer: Answer) -> None:
            self.answered(answer)
            if not answer.ok:
                self._standing.refused()
            elif rest:
                self._one_by_one(rest)

        self.ask(first, answered)
