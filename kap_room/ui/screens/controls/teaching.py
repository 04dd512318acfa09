"""A screen on which a press is taught something else, step by step, or taken out."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from kap_room.exchange.desk import Answer
from kap_room.exchange.learning import Learning, Pressed, Proposal
from kap_room.ui.screens.controls.asking import AskingScreen
from kap_room.ui.screens.controls.keys import Step
from kap_room.ui.screens.controls.panels import Choosing
from kap_room.ui.screens.controls.rows import Item
from kap_room.ui.screens.room import Hands
from kap_room.ui.widgets.field import Field

NOT_WRITTEN: Final = "It is not in the room file."
BY_ITSELF: Final = "It says by itself how it was pressed: press it so."
NAME: Final = "name"


class TeachingScreen(AskingScreen):
    def __init__(self, hands: Hands, learning: Learning) -> None:
        super().__init__(hands, learning)
        self.step = Step.LOOKING
        self.row_key = ("", "")
        """Which row is chosen, wherever it stands."""
        self.pressed: Pressed | None = None
        """What is being taught; None where something is taken out."""
        self.proposal: Proposal | None = None
        self._does = ""
        self.refusal = ""
        """Why something cannot be, in whole, until the next key."""

    @property
    def item(self) -> Item | None:
        """The row that is chosen."""
        return None

    def see(self) -> None:
        """What is there now."""

    def turned(self) -> None:
        """Another press of the same thing is meant."""

    def is_let_go(self) -> bool:
        """Held on, a key must not run through all that is asked."""
        self.refusal = ""
        if self.hands.presses.count("enter"):
            return True
        self.add("Enter counted once: let go, then press again")
        return False

    @property
    def is_new(self) -> bool:
        """Whether it is taught on a control that the room file does not have yet."""
        return self.pressed is not None and not self.pressed.is_known

    @property
    def usable(self) -> tuple[str, ...]:
        """Keys that would do something now and not at other times."""
        has_ways = self.pressed is not None and bool(self.pressed.others)
        keys = {"^Z": bool(self.view.take_back), "n": self.is_new, "Tab": has_ways}
        return tuple(key for key, is_usable in keys.items() if is_usable)

    def teach(self, pressed: Pressed) -> None:
        self.pressed, self.step = pressed, Step.CHOOSING
        self.query_one(Choosing).open()

    def mean(self, does: str) -> None:
        self._does = does
        self._propose()

    def action_other_way(self) -> None:
        pressed = self.pressed
        if self.step is not Step.CHOOSING or pressed is None:
            return
        if not pressed.others:
            self.say(BY_ITSELF)
            return
        ways = pressed.others
        at = ways.index(pressed.press) if pressed.press in ways else 0
        press = ways[(at + 1) % len(ways)]
        self.pressed = replace(pressed, press=press)
        self.turned()

    def _propose(self) -> None:
        pressed, does = self.pressed, self._does
        if pressed is not None and self.may_change():
            self.on_a_thread(
                lambda: self.learning.proposed(pressed, does), self._proposed
            )

    def action_remove(self) -> None:
        item = self.item
        if self.step is not Step.LOOKING or not self.may_change() or item is None:
            return
        if item.control is None or (item.pressed is not None and item.row is None):
            self.say(NOT_WRITTEN, ok=False)
            return
        name = item.control.name
        press = None if item.pressed is None else item.pressed.press
        self.pressed = None
        self.on_a_thread(lambda: self.learning.without(name, press), self._proposed)

    def _proposed(self, proposal: Proposal | str) -> None:
        if self.has_session:
            self.back_to_list()
            return
        if isinstance(proposal, str):
            self.refuse(proposal)
            return
        self.proposal, self.step = proposal, Step.AGREEING
        self.query_one(Choosing).close()
        self.draw()

    def agree(self) -> None:
        proposal = self.proposal
        if proposal is not None:
            self.on_a_thread(lambda: self.learning.write(proposal), self._written)

    def _written(self, answer: Answer) -> None:
        if answer.ok and self.pressed is not None:
            self.row_key = (self.pressed.control, self.pressed.press)
        self.back_to_list()
        self._told(answer)

    def action_take_back(self) -> None:
        if self.step is Step.LOOKING and self.may_change():
            self.on_a_thread(self.learning.take_back, self._told)

    def _told(self, answer: Answer) -> None:
        if answer.ok:
            self.say(answer.says)
        else:
            self.refuse(answer.says)

    def refuse(self, says: str) -> None:
        """A sentence that one line may not hold, in the place of what was said last."""
        self.refusal = says
        self.say("")
        self.draw()

    def action_name(self) -> None:
        if self.step is Step.AGREEING and self.is_new and self.pressed is not None:
            field = self.query_one(Field)
            field.open(NAME, "what the room file calls it", self.pressed.control)

    def on_field_entered(self, event: Field.Entered) -> None:
        self.hands.presses.count("enter")
        name = " ".join(event.words.split())
        self.query_one(Field).close(keep=False)
        if name and self.pressed is not None:
            self.pressed = replace(self.pressed, control=name)
            self._propose()

    def back_to_list(self) -> None:
        self.step, self.proposal = Step.LOOKING, None
        self.query_one(Choosing).close()
        self.query_one(Field).close(keep=False)
        self.see()
