"""Pictures of the controls. Look at the difference before accepting one."""

from typing import Protocol

import pytest
from textual.pilot import Pilot

from kap_room.ui.app import Console
from tests.ui.controls.learning import HELD, Taught
from tests.ui.room import AT, IDLE, Clock, RecordingDesk, TwoScenes, read_the_shelf


class Compare(Protocol):
    def __call__(
        self, app: Console, *, terminal_size: tuple[int, int], run_before: object
    ) -> bool: ...


@pytest.mark.parametrize(
    ("size", "keys"),
    [
        ((80, 24), ()),
        ((80, 24), ("enter", "n", "e", "x", "t")),
        ((150, 50), ("enter", "n", "e", "x", "t", "enter")),
    ],
    ids=["pressed-80", "choosing-80", "lines-150"],
)
def test_the_controls_look_as_they_did(
    snap_compare: Compare, size: tuple[int, int], keys: tuple[str, ...]
) -> None:
    """Nothing moves by accident: hands and eyes know where it is."""
    desk, clock, taught = RecordingDesk(), Clock(), Taught()
    app = Console(desk, TwoScenes(), learning=taught, clock=clock, wall=lambda: AT)

    async def settle(pilot: Pilot[None]) -> None:
        await read_the_shelf(pilot)
        desk.show(IDLE)
        await pilot.pause()
        await pilot.press("C")
        taught.press(HELD)
        await pilot.pause(0.3)
        for key in keys:
            await pilot.press(key)
            clock.wait(1.0)
        await pilot.pause(0.3)

    assert snap_compare(app, terminal_size=size, run_before=settle)
