"""Pictures of the screens. Look at the difference before you accept a new one."""

from typing import Protocol

import pytest
from textual.pilot import Pilot

from kap_room.exchange.snapshot import Snapshot
from kap_room.ui.app import Console
from tests.ui.room import (
    AT,
    IDLE,
    ONSET,
    Clock,
    RecordingDesk,
    TwoScenes,
    read_the_shelf,
)


class Compare(Protocol):
    def __call__(
        self,
        app: Console,
        *,
        terminal_size: tuple[int, int],
        run_before: object,
    ) -> bool: ...


@pytest.mark.parametrize(
    ("shown", "size"),
    [(ONSET, (80, 24)), (ONSET, (120, 40)), (IDLE, (80, 24))],
    ids=["session-80", "session-120", "start-80"],
)
def test_the_screen_looks_as_it_did(
    snap_compare: Compare, shown: Snapshot, size: tuple[int, int]
) -> None:
    """Nothing moves by accident: hands and eyes know where it is."""
    desk = RecordingDesk()
    console = Console(desk, TwoScenes(), clock=Clock(), wall=lambda: AT)

    async def settle(pilot: Pilot[None]) -> None:
        await read_the_shelf(pilot)
        desk.show(shown)
        await pilot.pause()
        await pilot.pause()

    assert snap_compare(console, terminal_size=size, run_before=settle)
