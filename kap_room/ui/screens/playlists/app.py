"""The playlist screen by itself: at home, where there may be no engine and no room.

Where an engine does run on this computer, the emergency keys reach it as everywhere.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import ClassVar, Final

from textual.app import App
from textual.binding import Binding, BindingType
from textual.css.query import NoMatches
from textual.widgets import Input
from typing_extensions import override

from kap_room.exchange.bookshelf import Bookshelf
from kap_room.exchange.desk import Desk
from kap_room.exchange.snapshot import Snapshot
from kap_room.ui.keys import BY_ID, anywhere_bindings
from kap_room.ui.presses import Clock, Presses
from kap_room.ui.screens.playlists.screen import PlaylistsScreen
from kap_room.ui.screens.room import Hands
from kap_room.ui.theme import EMBER

TICK: Final = 1.0
PLAYLISTS: Final = "playlists"


def _now() -> datetime:
    return datetime.now().astimezone()


class _Alone(PlaylistsScreen):
    @override
    def leave(self, says: str = "") -> None:
        self.app.exit(message=says or None)


class PlaylistsApp(App[None], inherit_bindings=False):
    TITLE = "kap-room"
    DEFAULT_MODE = PLAYLISTS
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        *anywhere_bindings(),
        Binding("ctrl+c,ctrl+q", "leave", show=False, priority=True),
    ]

    def __init__(
        self,
        desk: Desk,
        shelf: Bookshelf,
        scene: str,
        *,
        clock: Clock = time.monotonic,
        wall: Callable[[], datetime] = _now,
    ) -> None:
        super().__init__()
        self.register_theme(EMBER)
        self.theme = EMBER.name
        self.animation_level = "none"
        self._desk = desk
        hands = Hands(desk, Presses(clock), clock, wall)
        self.playlists = _Alone(hands, shelf, scene)
        self.add_mode(PLAYLISTS, lambda: self.playlists)

    def on_mount(self) -> None:
        self.set_interval(TICK, self.tick)
        self.run_worker(self._watch(), group="watch")

    async def _watch(self) -> None:
        """Whether a session runs beside; None while no engine answers."""
        while True:
            async for snapshot in self._desk.snapshots():
                self._take(snapshot)
            await asyncio.sleep(TICK)

    def _take(self, snapshot: Snapshot | None) -> None:
        self.playlists.take(snapshot)

    def tick(self) -> None:
        # While it closes, a screen is there a little longer than its parts.
        with suppress(NoMatches):
            self.playlists.draw()

    @override
    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        del parameters
        return action != "press_outside" or not isinstance(self.focused, Input)

    def action_press_anywhere(self, name: str, key: str) -> None:
        self.playlists.press(BY_ID[name], key)

    def action_press_outside(self, name: str, key: str) -> None:
        self.playlists.press(BY_ID[name], key)

    def action_leave(self) -> None:
        if self.screen is self.playlists:
            self.playlists.action_close()

    @override
    def bell(self) -> None:
        """Nothing here may make a sound."""

    @override
    def copy_to_clipboard(self, text: str) -> None:
        """A clipboard is read by other programs."""
        del text


def run_playlists(desk: Desk, shelf: Bookshelf, scene: str) -> None:
    """Until the hand leaves it."""
    PlaylistsApp(desk, shelf, scene).run(mouse=False)
