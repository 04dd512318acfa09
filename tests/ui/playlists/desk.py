"""The playlist screen alone, with a hand on its keys and eyes on its rows."""

from collections.abc import Awaitable, Callable

from textual import events
from textual.pilot import Pilot

from kap_room.exchange.bookshelf import Bookshelf
from kap_room.exchange.listening import Listening
from kap_room.ui.screens.playlists.app import PlaylistsApp
from tests.ui.playlists.shelf import Bench, OneScene, a_library
from tests.ui.room import AT, Clock, RecordingDesk


class AtTheDesk:
    def __init__(
        self, pilot: Pilot[None], bench: Bench, desk: RecordingDesk, clock: Clock
    ) -> None:
        self.pilot, self.bench, self.desk, self.clock = pilot, bench, desk, clock
        app = pilot.app
        assert isinstance(app, PlaylistsApp)
        self.app = app

    async def press(self, *keys: str) -> None:
        """Each let go before the next."""
        for key in keys:
            await self.pilot.press(key)
            self.clock.wait(1.0)
        await self.pilot.pause()

    async def type(self, words: str) -> None:
        await self.pilot.press(*("space" if c == " " else c for c in words))
        await self.pilot.pause()

    async def hurry(self, *keys: str) -> None:
        """All on their way before the first has arrived."""
        for key in keys:
            letter = key if len(key) == 1 else None
            self.app.post_message(events.Key(key, letter))
        await self.pilot.pause()

    async def until(self, words: str) -> None:
        """Files are read and written on threads."""
        for _ in range(1_000):
            if words in self.screen:
                return
            await self.pilot.pause(0.01)
        raise AssertionError(f'never showed "{words}":\n{self.screen}')

    @property
    def screen(self) -> str:
        # The picture as cells; the public exports are pictures as markup.
        compositor = self.app.screen._compositor  # noqa: SLF001
        return "\n".join(s.text.rstrip() for s in compositor.render_strips())

    @property
    def asked(self) -> list[tuple[object, ...]]:
        """What was asked of the bench, but for the searches."""
        return [asked for asked in self.bench.asked if asked[0] != "find"]


Story = Callable[[AtTheDesk], Awaitable[None]]


async def tell(
    story: Story,
    bench: Bench | None = None,
    size: tuple[int, int] = (80, 24),
    shelf: Bookshelf | None = None,
    listening: Listening | None = None,
) -> None:
    bench = bench or Bench(a_library())
    desk, clock = RecordingDesk(), Clock()
    given = shelf or OneScene(bench, listening)
    app = PlaylistsApp(desk, given, "sublingual", clock=clock, wall=lambda: AT)
    async with app.run_test(size=size) as pilot:
        here = AtTheDesk(pilot, bench, desk, clock)
        if shelf is None:
            await here.until("in the library")
        await story(here)
