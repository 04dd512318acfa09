"""A hand at the screen of the controls, and what it sees there."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from kap_room.exchange.learning import Pressed
from kap_room.exchange.snapshot import Snapshot
from kap_room.ui.app import Console
from kap_room.ui.screens.controls.screen import ControlsScreen
from kap_room.ui.widgets.field import Words
from tests.ui.controls.learning import Taught
from tests.ui.room import (
    AT,
    IDLE,
    Clock,
    RecordingDesk,
    Room,
    TwoScenes,
    read_the_shelf,
)

Story = Callable[[Room, Taught], Awaitable[None]]


async def tell(
    story: Story,
    taught: Taught | None = None,
    size: tuple[int, int] = (80, 24),
    shown: Snapshot | None = IDLE,
) -> None:
    desk, clock, taught = RecordingDesk(), Clock(), taught or Taught()
    console = Console(desk, TwoScenes(), learning=taught, clock=clock, wall=lambda: AT)
    desk.show(shown)
    async with console.run_test(size=size) as pilot:
        room = Room(pilot, desk, clock)
        await read_the_shelf(pilot)
        await room.press("C")
        await until(room, lambda: is_open(room))
        await story(room, taught)


async def until(room: Room, holds: Callable[[], bool]) -> None:
    """Devices are heard, and files read and written, beside the screen."""
    for _ in range(1_000):
        if holds():
            return
        await room.pilot.pause(0.01)
    raise AssertionError(room.screen)


async def hears(room: Room, taught: Taught, pressed: Pressed) -> None:
    """What the screen would look at a moment later."""
    taught.press(pressed)
    screen = room.console.screen
    assert isinstance(screen, ControlsScreen)
    screen.see()
    await room.pilot.pause()


async def sees(room: Room, *words: str) -> None:
    def are_seen() -> bool:
        screen = room.screen
        return all(word in screen for word in words)

    await until(room, are_seen)


def is_open(room: Room) -> bool:
    return isinstance(room.console.screen, ControlsScreen)


def listens(taught: Taught) -> bool:
    return taught.listens


def marked(room: Room) -> tuple[str, str]:
    screen = room.console.screen
    assert isinstance(screen, ControlsScreen)
    assert screen.item is not None
    return screen.item.key


async def agree(room: Room, words: str) -> None:
    """To what the marked press shall do, up to the lines of the room file."""
    await room.press("enter")
    write(room, words)
    await room.press("enter")
    await sees(room, "Enter writes it")


def write(room: Room, words: str) -> None:
    """Into the line that is open, all at once."""
    line = room.console.screen.focused
    assert isinstance(line, Words)
    line.insert_text_at_cursor(words)
