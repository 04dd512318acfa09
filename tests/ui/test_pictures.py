"""Pictures of the screens. Look at the difference before you accept a new one."""

from dataclasses import replace
from typing import Protocol

import pytest
from textual.pilot import Pilot

from kap_room.exchange.snapshot import LampView, Snapshot
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
from tests.ui.test_agreeing import over


class Compare(Protocol):
    def __call__(
        self,
        app: Console,
        *,
        terminal_size: tuple[int, int],
        run_before: object,
    ) -> bool: ...


LAMPS = {
    name: LampView(level, warmth, health, by_hand=by_hand)
    for name, level, warmth, health, by_hand in (
        ("ceiling", 0.2, 2200.0, "ok", False),
        ("floor", 0.05, 2000.0, "ok", True),
        ("shelf", 0.6, 2700.0, "ok", False),
        ("bed", None, None, "lost", False),
        ("desk", 0.01, 1800.0, "ok", False),
        ("window corner", 0.35, 2700.0, "unknown", False),
        ("wall left", 1.0, 2200.0, "ok", True),
        ("wall right", 0.15, 2000.0, "ok", False),
    )
}
LIT = replace(ONSET, lights=LAMPS)


@pytest.mark.parametrize(
    ("shown", "size", "keys"),
    [
        (ONSET, (80, 24), ()),
        (ONSET, (120, 40), ()),
        (IDLE, (80, 24), ()),
        (over(), (80, 24), ()),
        (LIT, (80, 24), ("k", "right", "right")),
    ],
    ids=["session-80", "session-120", "start-80", "proposed-80", "lamps-80"],
)
def test_the_screen_looks_as_it_did(
    snap_compare: Compare,
    shown: Snapshot,
    size: tuple[int, int],
    keys: tuple[str, ...],
) -> None:
    """Nothing moves by accident: hands and eyes know where it is."""
    desk = RecordingDesk()
    console = Console(desk, TwoScenes(), clock=Clock(), wall=lambda: AT)

    async def settle(pilot: Pilot[None]) -> None:
        await read_the_shelf(pilot)
        desk.show(shown)
        await pilot.pause()
        await pilot.press(*keys)
        await pilot.pause()

    assert snap_compare(console, terminal_size=size, run_before=settle)
