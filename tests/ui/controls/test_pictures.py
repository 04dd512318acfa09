"""Pictures of the controls. Look at the difference before accepting one."""

from typing import Protocol

import pytest
from textual.pilot import Pilot

from kap_room.ui.app import Console
from tests.ui.controls.learning import HELD, Taught
from tests.ui.controls.telling import hears, sees, write
from tests.ui.room import (
    AT,
    IDLE,
    Clock,
    RecordingDesk,
    Room,
    TwoScenes,
    read_the_shelf,
)


class Compare(Protocol):
    def __call__(
        self, app: Console, *, terminal_size: tuple[int, int], run_before: object
    ) -> bool: ...


@pytest.mark.parametrize(
    ("size", "enters", "words"),
    [
        ((80, 24), 0, "does nothing yet"),
        ((80, 24), 1, "previous-track"),
        ((150, 50), 2, "Enter writes it"),
    ],
    ids=["pressed-80", "choosing-80", "lines-150"],
)
def test_the_controls_look_as_they_did(
    snap_compare: Compare, size: tuple[int, int], enters: int, words: str
) -> None:
    """Nothing moves by accident: hands and eyes know where it is."""
    desk, clock, taught = RecordingDesk(), Clock(), Taught()
    app = Console(desk, TwoScenes(), learning=taught, clock=clock, wall=lambda: AT)

    async def settle(pilot: Pilot[None]) -> None:
        room = Room(pilot, desk, clock)
        await read_the_shelf(pilot)
        await room.show(IDLE)
        await room.press("C")
        await hears(room, taught, HELD)
        for number in range(enters):
            await room.press("enter")
            if not number:
                write(room, "next")
        await sees(room, words)

    assert snap_compare(app, terminal_size=size, run_before=settle)
