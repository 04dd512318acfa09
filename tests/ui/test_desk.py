"""A screen at the desk, and work on a thread that lasts longer than a hand waits."""

import threading

from typing_extensions import override

from kap_room.exchange.bookshelf import Did
from kap_room.ui.app import Console
from kap_room.ui.screens.start import StartScreen
from tests.ui.playlists.shelf import Bench, OneScene, a_library
from tests.ui.room import (
    AT,
    IDLE,
    Clock,
    RecordingDesk,
    Room,
    TwoScenes,
    read_the_shelf,
)


class OnASlowDisk(Bench):
    """Reads until it is told that it has."""

    def __init__(self) -> None:
        super().__init__(a_library())
        self.reads, self.has_read = threading.Event(), threading.Event()

    @override
    def read_again(self) -> Did:
        self.reads.set()
        assert self.has_read.wait(5.0)
        return super().read_again()


async def until(room: Room, words: str) -> None:
    for _ in range(200):
        if words in room.screen:
            return
        await room.pilot.pause(0.01)
    raise AssertionError(f'never showed "{words}":\n{room.screen}')


async def test_a_slow_disk_holds_no_key_up_and_is_asked_for_one_thing() -> None:
    """A second is refused with a word; whoever leaves does not wait for the first."""
    desk, clock, bench = RecordingDesk(), Clock(), OnASlowDisk()
    shelf = OneScene(bench)
    console = Console(desk, TwoScenes(), bookshelf=shelf, clock=clock, wall=lambda: AT)
    async with console.run_test(size=(80, 24)) as pilot:
        room = Room(pilot, desk, clock)
        await read_the_shelf(pilot)
        await room.show(IDLE)
        await room.press("p")
        await until(room, "in the library")
        await room.press("f6")
        assert bench.reads.wait(5.0)
        await room.press("f6")
        await until(room, "Just a moment.")
        await room.press("escape")
        assert isinstance(console.screen, StartScreen)
        bench.has_read.set()
