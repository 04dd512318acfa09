"""Before a session: which scenes there are, and what the check says of each."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import OptionList
from textual.widgets.option_list import Option
from typing_extensions import override

from kap_room.exchange.commands import Start
from kap_room.exchange.desk import SceneCard, Shelf
from kap_room.ui.screens.help import HelpScreen
from kap_room.ui.screens.room import Hands, RoomScreen
from kap_room.ui.widgets.card import Card, StartKeys, Top
from kap_room.ui.widgets.field import Field
from kap_room.ui.widgets.said import Said
from kap_room.ui.words import one_line, title

CODE = "code"


class Scenes(OptionList):
    """A list without surprises: its keys are those of the line below."""

    ALLOW_SELECT = False


class StartScreen(RoomScreen):
    CSS_PATH = "start.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "code", "code word", show=False),
        Binding("escape", "close", show=False),
        Binding("question_mark", "help", "all keys", show=False),
        Binding("f6", "read", "read again", show=False),
        Binding("q", "app.leave", "quit", show=False),
    ]

    def __init__(self, hands: Hands, shelf: Shelf, scene: str | None = None) -> None:
        super().__init__(hands)
        self._shelf = shelf
        self._wanted = scene
        self._cards: tuple[SceneCard, ...] | None = None
        self._code = ""

    @override
    def compose(self) -> ComposeResult:
        yield Top()
        with Horizontal(id="scenes"):
            yield Scenes()
            yield Card()
        yield Said(self.hands.clock)
        yield Field()
        yield StartKeys()

    @override
    def on_mount(self) -> None:
        self.query_one(Scenes).focus()
        self.draw()
        self.action_read()

    @override
    def draw(self) -> None:
        here = self.snapshot is not None and not self.is_lost
        self.query_one(Top).show(self.hands.wall(), self._code, engine=here)
        self.query_one(StartKeys).show()
        self.query_one(Said).tick()

    @override
    def say(self, words: str, *, ok: bool = True) -> None:
        self.query_one(Said).say(words, ok=ok)

    @override
    def add(self, aside: str) -> None:
        self.query_one(Said).add(aside)

    def action_read(self) -> None:
        """Look at the shelf, on a thread: it reads and checks files."""
        self.query_one(Card).show(None, reading=True)
        self.run_worker(self._read, thread=True, exclusive=True, group="shelf")

    def _read(self) -> None:
        cards = self._shelf.scenes()
        self.app.call_from_thread(self._shelve, cards)

    def _shelve(self, cards: tuple[SceneCard, ...]) -> None:
        self._cards = cards
        scenes = self.query_one(Scenes)
        names = [card.name for card in cards]
        scenes.clear_options()
        scenes.add_options(Option(title(one_line(name))) for name in names)
        at = (card for card in cards if self._wanted in (card.name, card.path))
        chosen = next(at, cards[0] if cards else None)
        if chosen is not None:
            scenes.highlighted = cards.index(chosen)
        self.query_one(Card).show(chosen)

    def on_option_list_option_highlighted(
        self, event: OptionList.OptionHighlighted
    ) -> None:
        if self._cards:
            card = self._cards[event.option_index]
            self._wanted = card.path
            self.query_one(Card).show(card)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        if self._cards is None or not self.hands.presses.count("enter"):
            return
        card = self._cards[event.option_index]
        if not card.can_start:
            self.say("This scene cannot start until it is mended.", ok=False)
            return
        self.say("Starting")
        self.ask(Start(card.path, code=self._code or None))

    def action_help(self) -> None:
        self.app.push_screen(HelpScreen())

    def action_code(self) -> None:
        self.query_one(Field).open(CODE, "code word", self._code)

    def action_close(self) -> None:
        self.query_one(Field).close(keep=False)

    def on_field_left(self) -> None:
        self.query_one(Scenes).focus()

    def on_field_entered(self, event: Field.Entered) -> None:
        self.hands.presses.count("enter")
        words = event.words.split()
        if len(words) > 1:
            self.say("A code is one word, and never a name.", ok=False)
            return
        self._code = words[0] if words else ""
        self.query_one(Field).close(keep=False)
        self.draw()
