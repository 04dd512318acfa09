"""Pictures of the playlist screen. Look at the difference before accepting one."""

from typing import Protocol

import pytest
from textual.pilot import Pilot

from kap_room.ui.screens.playlists.app import PlaylistsApp
from tests.ui.playlists.listening import Ears
from tests.ui.playlists.shelf import Bench, OneScene, a_library
from tests.ui.room import AT, Clock, RecordingDesk


class Compare(Protocol):
    def __call__(
        self,
        app: PlaylistsApp,
        *,
        terminal_size: tuple[int, int],
        run_before: object,
    ) -> bool: ...


@pytest.mark.parametrize(
    ("size", "keys"),
    [
        ((80, 24), ("right", "right", "down")),
        ((80, 24), ("right", "right", "tab", "down", "x")),
        ((120, 40), ("right", "right", "tab", "down")),
        ((80, 24), ("right", "right", "tab", "tab")),
    ],
    ids=["library-80", "playlist-80", "playlist-120", "phases-80"],
)
def test_the_playlists_look_as_they_did(
    snap_compare: Compare, size: tuple[int, int], keys: tuple[str, ...]
) -> None:
    """Nothing moves by accident: hands and eyes know where it is."""
    shelf = OneScene(Bench(a_library(40)), Ears())
    desk, clock = RecordingDesk(), Clock()
    app = PlaylistsApp(desk, shelf, "sublingual", clock=clock, wall=lambda: AT)

    async def settle(pilot: Pilot[None]) -> None:
        for _ in range(1_000):
            if app.playlists.view is not None:
                break
            await pilot.pause(0.01)
        await pilot.pause()
        await pilot.press(*keys)
        await pilot.pause()

    assert snap_compare(app, terminal_size=size, run_before=settle)
