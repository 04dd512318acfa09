"""A screen with playlists in hand: opened, saved, taken back, and left.

What was changed is lost by nothing but a hand that says so.
"""

from __future__ import annotations

from collections.abc import Callable

from kap_room.exchange.bookshelf import Bookshelf, Did, Workbench, WorkView
from kap_room.ui.screens.desk import A_MOMENT, DeskScreen
from kap_room.ui.screens.playlists.pages import LeavingScreen
from kap_room.ui.screens.room import Hands, RoomScreen
from kap_room.ui.widgets.field import Field

FIRST_THE_LINE = "Enter takes the words in the line, Esc leaves them."
STILL_READING = "The playlists are being read."


class WorkScreen(DeskScreen):
    def __init__(self, hands: Hands, shelf: Bookshelf, scene: str) -> None:
        super().__init__(hands)
        self._shelf, self._scene = shelf, scene
        self.bench: Workbench | None = None

    @property
    def view(self) -> WorkView | None:
        return None if self.bench is None else self.bench.view

    @property
    def is_changed(self) -> bool:
        return self.view is not None and self.view.is_changed

    @property
    def writing(self) -> str:
        """What the open line is for; nothing while none is."""
        return self.query_one(Field).purpose

    def open_shelf(self) -> None:
        self.run_worker(self._open, thread=True, exclusive=True, group="shelf")

    def _open(self) -> None:
        opened = self._shelf.open(self._scene)
        self.app.call_from_thread(self.opened, opened)

    def opened(self, opened: Workbench | str) -> None:
        if isinstance(opened, str):
            self.say(opened, ok=False)
            return
        self.bench = opened
        if opened.view.is_reading:
            self.run_worker(self._read, thread=True, exclusive=True, group="library")
        self.draw()

    def _read(self) -> None:
        if self.bench is not None:
            self.bench.read_again()
            self.app.call_from_thread(self.library_read)

    def library_read(self) -> None:
        """What was known of the library may be another now."""
        self.draw()

    def did(self, did: Did) -> None:
        """A change was made, or refused."""
        self.say(did.says, ok=did.ok)
        self.draw()

    def action_take_back(self) -> None:
        if (bench := self.free()) is not None:
            self._did_to_all(bench.take_back())

    def action_save(self) -> None:
        self.save(self._did_to_all)

    def save(self, then: Callable[[Did], None]) -> None:
        if (bench := self.free()) is not None:
            self.say("saving")
            self.on_a_thread(bench.save, then)

    def action_read_again(self) -> None:
        if (bench := self.free()) is not None:
            self.say("reading the library")
            self.on_a_thread(bench.read_again, self._did_to_all)

    def _did_to_all(self, did: Did) -> None:
        """To the playlists, or to what is said of the library."""
        self.library_read()
        self.did(did)

    def free(self) -> Workbench | None:
        """What can be changed now; None where nothing can, and it is said why."""
        if self.bench is None or self.is_busy:
            self.say(STILL_READING if self.bench is None else A_MOMENT)
            return None
        if self.writing:
            # Words in an open line are not in the playlist yet.
            self.say(FIRST_THE_LINE, ok=False)
            return None
        return self.bench

    def action_close(self) -> None:
        """What a hand does out of habit: the open line first, then the screen."""
        self.action_leave()

    def action_leave(self) -> None:
        if self.writing:
            self.query_one(Field).close(keep=False)
        elif self.is_changed:
            self.app.push_screen(LeavingScreen(), self._left)
        else:
            self.leave()

    def _left(self, how: str | None) -> None:
        if how == "save":
            self.save(self._saved)
        elif how == "leave":
            self.leave()

    def _saved(self, did: Did) -> None:
        self.did(did)
        if did.ok:
            self.leave(did.says)

    def leave(self, says: str = "") -> None:
        """Back to where it was opened."""
        self.app.pop_screen()
        if says and isinstance(self.app.screen, RoomScreen):
            self.app.screen.say(says)
