"""The console, a guest in the room: closing or killing it changes nothing.

It is handed a desk and a shelf, shows snapshots and sends commands.

No sound, no flash, no movement may come from here, whatever happens.
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
from kap_room.exchange.desk import Desk, Shelf
from kap_room.exchange.finding import Finding
from kap_room.exchange.learning import Learning
from kap_room.exchange.snapshot import Snapshot
from kap_room.ui.keys import BY_ID, anywhere_bindings
from kap_room.ui.presses import Clock, Presses
from kap_room.ui.screens.playlists.screen import PlaylistsScreen
from kap_room.ui.screens.room import Hands, RoomScreen
from kap_room.ui.screens.session import SessionScreen
from kap_room.ui.screens.start import StartScreen
from kap_room.ui.theme import EMBER

TICK: Final = 1.0
"""Seconds. The clocks of the screen show minutes, its lengths seconds."""

START: Final = "start"
SESSION: Final = "session"
AT_REST: Final = ("idle", "ended")


def _now() -> datetime:
    return datetime.now().astimezone()


class Console(App[None], inherit_bindings=False):
    TITLE = "kap-room"
    DEFAULT_MODE = START
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        *anywhere_bindings(),
        Binding("ctrl+c", "interrupt", show=False, priority=True),
        Binding("ctrl+q", "leave", show=False, priority=True),
    ]

    def __init__(  # noqa: PLR0913 - what a console is handed, one by one
        self,
        desk: Desk,
        shelf: Shelf,
        scene: str | None = None,
        bookshelf: Bookshelf | None = None,
        *,
        finding: Finding | None = None,
        learning: Learning | None = None,
        clock: Clock = time.monotonic,
        wall: Callable[[], datetime] = _now,
    ) -> None:
        super().__init__()
        self.register_theme(EMBER)
        self.theme = EMBER.name
        self.animation_level = "none"
        self._desk = desk
        self._snapshot: Snapshot | None = None
        self._has_been_asked = False
        hands = Hands(desk, Presses(clock), clock, wall)
        self.start = StartScreen(hands, shelf, scene, bookshelf, learning)
        self.session = SessionScreen(hands, finding)
        self.add_mode(START, lambda: self.start)
        self.add_mode(SESSION, lambda: self.session)

    def on_mount(self) -> None:
        self.set_interval(TICK, self.tick)
        self.run_worker(self._watch(), group="watch")

    async def _watch(self) -> None:
        """Follow the room; when the engine goes, wait for it."""
        while True:
            async for snapshot in self._desk.snapshots():
                await self.take(snapshot)
            await self.take(None)
            await asyncio.sleep(TICK)

    async def take(self, snapshot: Snapshot | None) -> None:
        if snapshot is not None:
            self._snapshot = snapshot
            state = snapshot.session.state
            if state == "idle":
                await self._turn_to(START)
            elif state not in AT_REST:
                await self._turn_to(SESSION)
        self.start.take(snapshot)
        self.session.take(snapshot)

    async def _turn_to(self, mode: str) -> None:
        if self.current_mode != mode:
            await self.switch_mode(mode)

    def tick(self) -> None:
        # While the console closes, a screen is there a little longer than its parts.
        with suppress(NoMatches):
            self.room.draw()

    @property
    def room(self) -> RoomScreen:
        """The main screen that is shown, whatever stands over it."""
        if self.current_mode == SESSION:
            return self.session
        return self.start.over or self.start

    @override
    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        del parameters
        return action != "press_outside" or not isinstance(self.focused, Input)

    def action_press_anywhere(self, name: str, key: str) -> None:
        self.room.press(BY_ID[name], key)

    def action_press_outside(self, name: str, key: str) -> None:
        self.room.press(BY_ID[name], key)

    async def action_scenes(self) -> None:
        """Back to the scenes, after the end."""
        await self._turn_to(START)

    async def action_interrupt(self) -> None:
        """What a hand does out of habit must not lose words: in a field, close it."""
        if isinstance(self.focused, Input):
            await self.run_action("screen.close")
        else:
            self.action_leave()

    def action_leave(self) -> None:
        """Close the console, and never the session."""
        if (unsaved := self._unsaved()) and not self._has_been_asked:
            self._has_been_asked = True
            self.room.say(unsaved)
            return
        self.exit(message=self._farewell())

    def _unsaved(self) -> str:
        """Words or a playlist that are nowhere else, and how to keep them."""
        if self.session.is_mounted and self.session.draft:
            return "A note is not saved: n to finish it, q again to leave it."
        over = self.start.over
        if isinstance(over, PlaylistsScreen) and over.is_changed:
            return "The playlists are not saved: ^S saves them, ^Q again leaves them."
        return ""

    def _farewell(self) -> str:
        snapshot = self._snapshot
        if snapshot is None or snapshot.session.state in AT_REST:
            return "The console is closed."
        return "The console is closed; the session goes on. kap-room opens it again."

    @override
    def bell(self) -> None:
        """Nothing here may make a sound."""

    @override
    def copy_to_clipboard(self, text: str) -> None:
        """A clipboard is read by other programs; nothing of a session goes there."""
        del text


def run_console(  # noqa: PLR0913 - what a console is handed, one by one
    desk: Desk,
    shelf: Shelf,
    scene: str | None = None,
    bookshelf: Bookshelf | None = None,
    *,
    finding: Finding | None = None,
    learning: Learning | None = None,
) -> None:
    """Show the room until the therapist closes the console."""
    # Without the mouse the terminal keeps its own, and nothing is touched by chance.
    console = Console(desk, shelf, scene, bookshelf, finding=finding, learning=learning)
    console.run(mouse=False)
