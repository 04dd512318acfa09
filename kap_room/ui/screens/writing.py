"""A screen with a line to write in: a note, an amount, an answer, a command.

The words stay in the line until the engine says that they are safe.
"""

from __future__ import annotations

from typing import Final

from kap_room.exchange.commands import Amount, Command, Note, SinceDose
from kap_room.exchange.desk import Answer
from kap_room.exchange.words import WordsWrong, parse
from kap_room.plan.units import Seconds
from kap_room.ui.screens.room import RoomScreen
from kap_room.ui.widgets.field import Field
from kap_room.ui.widgets.keys_line import KeysLine
from kap_room.ui.widgets.said import Said
from kap_room.ui.words import LOST

NOTE: Final = "note"
AMOUNT: Final = "amount"
MINUTES: Final = "minutes"
COMMAND: Final = "command"

NAMES: Final = {
    NOTE: "note",
    AMOUNT: "amount of the last dose",
    MINUTES: "minutes since the dose",
    COMMAND: "command",
}


class WritingScreen(RoomScreen):
    @property
    def draft(self) -> str:
        return self.query_one(Field).draft

    def write(self, purpose: str, begin: str = "") -> None:
        # A command that was thought better of must not wait for the next one.
        keeps = purpose != COMMAND
        self.query_one(Field).open(purpose, NAMES[purpose], begin, keeps=keeps)
        self.query_one(KeysLine).show_writing(on=True)
        self.add_class("-writing")
        self.draw()

    def on_field_left(self) -> None:
        self.query_one(KeysLine).show_writing(on=False)
        self.remove_class("-writing")
        self.draw()

    def on_field_entered(self, event: Field.Entered) -> None:
        words = event.words.strip()
        if not words:
            self.query_one(Field).close()
        elif event.purpose == NOTE:
            self._hand_over(Note(words), NOTE, words, "saving")
        elif event.purpose == AMOUNT:
            self._hand_over(Amount(words), AMOUNT, words, "saving")
        elif event.purpose == COMMAND:
            self._command(words)
        elif words.isdecimal():
            minutes = SinceDose(Seconds(60.0 * int(words)))
            self._hand_over(minutes, MINUTES, words, "sent")
        else:
            said = self.query_one(Said)
            said.say("Write the minutes as a number, as in 52.", ok=False)

    def _command(self, words: str) -> None:
        """Whatever has no key of its own, in the words of a script."""
        try:
            command = parse(words.split())
        except WordsWrong as wrong:
            self.query_one(Said).say(str(wrong), ok=False)
        else:
            self._hand_over(command, COMMAND, words, "sent")

    def _hand_over(self, command: Command, purpose: str, words: str, is_: str) -> None:
        def answered(answer: Answer) -> None:
            field = self.query_one(Field)
            if answer.ok:
                field.settle(purpose, words)
                saved = f"saved {self.hands.wall():%H:%M}"
                self.say(saved if purpose == NOTE else answer.says)
            else:
                field.take_again()
                self.say(answer.says or LOST, ok=False)

        self.query_one(Field).wait(is_)
        self.ask(command, answered)
