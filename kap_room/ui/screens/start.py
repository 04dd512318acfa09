"""Before a session: who is expected, which scenes there are, and how each was checked.

The next appointment of the day stands on top of the scenes, so that between two people
one Enter is enough. A list that changes by itself never moves a hand's choice.
"""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.widgets import OptionList
from textual.widgets.option_list import Option
from typing_extensions import override

from kap_room.exchange.bookshelf import Bookshelf
from kap_room.exchange.desk import SceneCard, Shelf
from kap_room.exchange.learning import Learning
from kap_room.exchange.snapshot import Snapshot
from kap_room.ui.rows import Row, place_of, rows_of
from kap_room.ui.screens.controls.screen import ControlsScreen
from kap_room.ui.screens.help import HelpScreen
from kap_room.ui.screens.playlists.screen import PlaylistsScreen
from kap_room.ui.screens.room import Hands, RoomScreen
from kap_room.ui.start_keys import start_bindings
from kap_room.ui.widgets.card import Card, StartKeys, Top
from kap_room.ui.widgets.expected import Expected
from kap_room.ui.widgets.field import Field
from kap_room.ui.widgets.said import Said

CODE = "code"


OWN_CODE = "An appointment has its own code word. Choose the scene itself for another."


class Scenes(OptionList):
    """A list without surprises: its keys are those of the line below."""

    ALLOW_SELECT = False


class StartScreen(RoomScreen):
    CSS_PATH = "start.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*start_bindings()]

    def __init__(
        self,
        hands: Hands,
        shelf: Shelf,
        scene: str | None = None,
        bookshelf: Bookshelf | None = None,
        learning: Learning | None = None,
    ) -> None:
        super().__init__(hands)
        self._shelf, self._bookshelf = shelf, bookshelf
        self._learning = learning
        self._over: RoomScreen | None = None
        self._wanted = scene
        self._cards: tuple[SceneCard, ...] | None = None
        self._rows: tuple[Row, ...] = ()
        self._laid: object = None
        """What is seen of the rows in the list."""
        self._at = 0
        """The row that is chosen."""
        self._chosen = scene is not None
        """Whether a hand chose it."""
        self._code = ""

    @override
    def compose(self) -> ComposeResult:
        yield Top()
        yield Expected()
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
        self._lay()
        wall = self.hands.wall()
        booked = self._row.appointment if self._row else None
        code = booked.code if booked else self._code
        self.query_one(Top).show(wall, code or "", engine=here)
        if self.snapshot is not None:
            view = self.snapshot.appointments
            self.query_one(Expected).show(view, wall, ahead=True)
        self.query_one(StartKeys).show()
        self.query_one(Said).tick()

    @override
    def take(self, snapshot: Snapshot | None) -> None:
        """After a session everything is chosen anew, its code word above all."""
        was = self.snapshot.session.id if self.snapshot else None
        if snapshot is not None and snapshot.session.id not in (None, was):
            self._chosen, self._code, self._laid = False, "", None
        super().take(snapshot)
        if self.over is not None:
            self.over.take(snapshot)

    @property
    def over(self) -> RoomScreen | None:
        """The playlists or the controls, while they stand over this screen."""
        shown = self._over
        return shown if shown is not None and shown.is_running else None

    @property
    def _row(self) -> Row | None:
        return self._rows[self._at] if self._at < len(self._rows) else None

    def action_read(self) -> None:
        """Look at the shelf, on a thread: it reads and checks files."""
        self.query_one(Card).show(None, reading=True)
        self.run_worker(self._read, thread=True, exclusive=True, group="shelf")

    def _read(self) -> None:
        cards = self._shelf.scenes()
        self.app.call_from_thread(self._shelve, cards)

    def _shelve(self, cards: tuple[SceneCard, ...]) -> None:
        self._cards, self._laid = cards, None
        self.draw()
        self.query_one(Card).show(self._row.card if self._row else None)

    def _lay(self) -> None:
        """The rows as they should be now; nothing moves where they are so already."""
        if self._cards is None:
            return
        booked = self.snapshot.appointments.next if self.snapshot else None
        rows, key = rows_of(self._cards, booked), self._row.key if self._row else None
        if (looks := [row.looks for row in rows]) == self._laid:
            self._rows = rows
            return
        is_expected = bool(rows) and rows[0].appointment is not None
        on_top = is_expected and not self._chosen
        self._at = 0 if on_top else place_of(rows, key, self._wanted)
        self._rows, self._laid = rows, looks
        scenes = self.query_one(Scenes)
        scenes.clear_options()
        scenes.add_options(Option(row.words, id=row.key) for row in rows)
        if rows:
            scenes.highlighted = self._at
            self.query_one(Card).show(rows[self._at].card)

    def on_option_list_option_highlighted(self) -> None:
        # Where it is by now: the list may have been laid anew meanwhile.
        at = self.query_one(Scenes).highlighted
        if at is None or at >= len(self._rows):
            return
        self._chosen = self._chosen or at != self._at
        self._at = at
        self._wanted = self._rows[at].card.path
        self.query_one(Card).show(self._rows[at].card)
        self.draw()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        row = next((row for row in self._rows if row.key == event.option_id), None)
        if row is None or not self.hands.presses.count("enter"):
            return
        if not row.card.can_start:
            self.say("This scene cannot start until it is mended.", ok=False)
            return
        self.say("Starting")
        self.ask(row.start(self._code))

    def action_help(self) -> None:
        self.app.push_screen(HelpScreen())

    def action_playlists(self) -> None:
        """The music of the scene that is chosen, by the keys of a screen of its own."""
        if self._row is None or self._bookshelf is None:
            self.say("There is no scene whose playlists could be shown.", ok=False)
            return
        path = self._row.card.path
        self._put_over(PlaylistsScreen(self.hands, self._bookshelf, path))

    def action_controls(self) -> None:
        """What each does, and one more of them taught."""
        if self._learning is None:
            self.say("There are no controls here.", ok=False)
        else:
            self._put_over(ControlsScreen(self.hands, self._learning))

    def _put_over(self, screen: RoomScreen) -> None:
        self._over = screen
        screen.take(self.snapshot)
        self.app.push_screen(screen)

    def on_screen_resume(self) -> None:
        """Files may be others than when the scenes were checked."""
        if self._over is not None:
            self._over = None
            self.action_read()

    def action_code(self) -> None:
        if self._row is not None and self._row.appointment is not None:
            self.say(OWN_CODE, ok=False)
            return
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
