"""The controls: what each press does now, and one more of them taught.

A press is shown and never acted on here; what it does already, the engine does as ever.
Nothing is written before its lines were shown, and nothing at all while a session runs.
"""

from __future__ import annotations

from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Input
from typing_extensions import override

from kap_room.exchange.learning import Learning
from kap_room.exchange.snapshot import Snapshot
from kap_room.plan.units import Seconds
from kap_room.ui.screens.controls.choices import Choice, choices_for, saying_of
from kap_room.ui.screens.controls.keys import Step, controls_bindings
from kap_room.ui.screens.controls.page import KeysPage
from kap_room.ui.screens.controls.panels import (
    AboutPress,
    Choosing,
    ControlsHead,
    ControlsKeys,
    Filter,
)
from kap_room.ui.screens.controls.rows import (
    Item,
    choice_rows,
    heard_words,
    item_rows,
    items_of,
    nothing_yet,
    place_of,
    problem_parts,
    proposal_parts,
)
from kap_room.ui.screens.controls.teaching import TeachingScreen
from kap_room.ui.screens.room import Hands
from kap_room.ui.widgets.field import Field
from kap_room.ui.widgets.listed import Listed
from kap_room.ui.widgets.panel import Part
from kap_room.ui.widgets.said import Said

LOOKS_EVERY: Final = 0.1
"""Seconds. To a hand that presses, this is at once."""

PRESS_IT: Final = "Press the pedal, pad or button: it is shown here."
WHAT_IT_DOES: Final = "What a press does already, it does now as well."


class ControlsScreen(TeachingScreen):
    CSS_PATH = "controls.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*controls_bindings()]

    def __init__(self, hands: Hands, learning: Learning) -> None:
        super().__init__(hands, learning)
        self._items: tuple[Item, ...] = ()
        self._at = 0
        """Which row of the list, whatever stands in it at this step."""
        self._heard_at: Seconds | None = None
        """The last touch that was shown."""

    @override
    def compose(self) -> ComposeResult:
        yield ControlsHead()
        yield Listed("controls")
        yield AboutPress()
        yield Said(self.hands.clock)
        yield Choosing()
        yield Field()
        yield ControlsKeys()

    @override
    def on_mount(self) -> None:
        self._looks = self.set_interval(LOOKS_EVERY, self._look)
        self.see()

    def on_screen_resume(self) -> None:
        self._looks.resume()
        if not self.has_session:
            self.learning.listen()

    def on_screen_suspend(self) -> None:
        """Something stands over it, or a session has begun."""
        self._looks.pause()
        self.learning.rest()

    def on_unmount(self) -> None:
        self.learning.rest()

    @override
    def take(self, snapshot: Snapshot | None) -> None:
        super().take(snapshot)
        if self.is_mounted and self.has_session and self.step is not Step.LOOKING:
            self.back_to_list()

    def _look(self) -> None:
        if self.learning.view is not self.view:
            self.see()

    @override
    def see(self) -> None:
        """A new press is chosen, and moves nothing while something is being taught."""
        self.view = self.learning.view
        self._items = items_of(self.view)
        touch = self.view.touch
        if touch is not None and touch.at != self._heard_at:
            self._heard_at, self.refusal = touch.at, ""
            if self.step is Step.LOOKING:
                self.row_key = (touch.pressed.control, touch.pressed.press)
        if self.step is Step.LOOKING:
            at = place_of(self._items, self.row_key)
            last = max(0, len(self._items) - 1)
            self._at = min(self._at, last) if at is None else at
        self.draw()

    @property
    @override
    def item(self) -> Item | None:
        return self._items[self._at] if 0 <= self._at < len(self._items) else None

    @property
    def _choices(self) -> tuple[Choice, ...]:
        if self.pressed is None:
            return ()
        typed = self.query_one(Choosing).words
        return choices_for(self.pressed, self.view.named, typed)

    @override
    def draw(self) -> None:
        self.query_one(ControlsHead).show(self.view)
        back = self.view.take_back
        self.query_one(ControlsKeys).show(self.step, back, self.usable)
        self.query_one(Said).tick()
        match self.step:
            case Step.LOOKING:
                self._draw_controls()
            case Step.CHOOSING:
                self._draw_choices()
            case Step.AGREEING:
                self._draw_lines()

    def _draw_controls(self) -> None:
        item = self.item
        if item is None and self.view.problems:
            width = max(20, self._listed.size.width)
            self._draw_parts(problem_parts(self.view.problems, width))
        else:
            rows = item_rows(self._items)
            self._listed.show(len(self._items), rows, at=self._at, in_hand=True)
        if item is None or item.pressed is None:
            self._say_of(PRESS_IT, WHAT_IT_DOES)
            return
        row = item.row
        if row is None:
            nothing = nothing_yet(item.pressed, self._items)
            self._say_of(heard_words(item.pressed), nothing)
            return
        of = ", by its ready-made map" if row.is_ready_made else ""
        says = row.doubt or saying_of(row.does)
        does = f"{row.does}{of}. {says}"
        self._say_of(heard_words(item.pressed), does, care=bool(row.doubt))

    def _draw_choices(self) -> None:
        choices, pressed = self._choices, self.pressed
        self._listed.show(len(choices), choice_rows(choices), at=self._at, in_hand=True)
        self._at = self._listed.at
        if pressed is not None:
            key = (pressed.control, pressed.press)
            rows = (item.row for item in self._items if item.key == key)
            row = next((row for row in rows if row is not None), None)
            nothing = nothing_yet(pressed, self._items)
            now = nothing if row is None else f"Now: {row.does}."
            self._say_of(heard_words(pressed), now)

    def _draw_lines(self) -> None:
        proposal = self.proposal
        if proposal is None:
            return
        width = max(20, self._listed.size.width)
        self._draw_parts(proposal_parts(proposal, width))
        name = " n gives it another name." if self.is_new else ""
        self._say_of(proposal.says, f"Enter writes it into the room file.{name}")

    def _draw_parts(self, parts: tuple[tuple[Part, ...], ...]) -> None:
        self._listed.show(
            len(parts), lambda at, _width: parts[at], at=self._at, in_hand=False
        )

    @property
    def _listed(self) -> Listed:
        return self.query_one(Listed)

    def _say_of(self, head: str, says: str, *, care: bool = False) -> None:
        """What was refused stands in its place, until the next key."""
        about = self.query_one(AboutPress)
        about.show(head, self.refusal or says, care=care or bool(self.refusal))

    @override
    def turned(self) -> None:
        self._at, self.refusal = 0, ""
        self.draw()

    def action_choose(self, by: int) -> None:
        """Another row; lines that are only read move with it."""
        self.refusal = ""
        self._at = max(0, self._at + by)
        self.draw()
        self._at = self._listed.at
        if self.step is Step.LOOKING and self.item is not None:
            self.row_key = self.item.key
            self.draw()

    def action_enter(self) -> None:
        if not self.is_let_go() or not self.may_change():
            return
        item = self.item
        if self.step is Step.AGREEING:
            self.agree()
        elif item is None or item.pressed is None:
            self.say(PRESS_IT)
        else:
            self._at = 0
            self.teach(item.pressed)
            self.draw()

    def on_input_changed(self, event: Input.Changed) -> None:
        if isinstance(event.input, Filter):
            event.stop()
            self.turned()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        if not isinstance(event.input, Filter):
            return
        event.stop()
        choices = self._choices
        if not choices or not self.is_let_go():
            return
        choice = choices[min(self._at, len(choices) - 1)]
        if choice.is_whole:
            self.mean(choice.words)
        else:
            self.query_one(Choosing).write(choice.words)

    def action_help(self) -> None:
        self.app.push_screen(KeysPage())

    def action_close(self) -> None:
        self.action_leave()

    def action_leave(self) -> None:
        """One step back; from the list to where it was opened."""
        if self.query_one(Field).is_open:
            self.query_one(Field).close(keep=False)
        elif self.step is Step.LOOKING:
            self.app.pop_screen()
        else:
            self.back_to_list()
