"""What every test stands on: a room of its own, and no waiting where none is due.

A test must never read or write the files, sockets or sound of the person who runs
it, so each one gets folders of its own before it begins.
"""

import os
import signal
import time
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("room", deadline=None)  # a busy machine is no fault
settings.load_profile("room")

# A shell may start us deaf to Ctrl+C, and then all that we start would be deaf to it.
signal.signal(signal.SIGINT, signal.default_int_handler)

NEVER_WAIT = ("plan", "timeline", "library", "exchange", "rehearsal")
"""Folders whose subject has no clock: a sleep in there hides a defect."""

REAL_TIME = ("adapters", "keeper", "player", "whole")
"""Folders whose tests hear a sound server or watch a broker as the clock goes."""

LONGEST_NAP = 0.05
"""Seconds. Enough to let a thread run, too short to wait for something."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What waits for the clock begins first; then nothing is left to wait for."""
    items.sort(key=lambda item: _room_of(item.path) not in REAL_TIME)


def _room_of(path: Path) -> str:
    return path.relative_to(Path(__file__).parent).parts[0]


@pytest.fixture(autouse=True)
def a_room_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAP_ROOM_CONFIG", str(tmp_path / "room.yaml"))
    monkeypatch.setenv("KAP_ROOM_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("KAP_ROOM_RUNTIME", str(tmp_path / "run"))


@pytest.fixture(autouse=True)
def in_its_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    """A command that steps back behind all others would take the next tests along."""
    monkeypatch.setattr(os, "nice", lambda _: 0)


@pytest.fixture(autouse=True)
def no_waiting(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if _room_of(request.path) not in NEVER_WAIT:
        return
    sleep = time.sleep

    def nap(lasts: float) -> None:
        assert lasts <= LONGEST_NAP, "this test sleeps: give it a virtual clock"
        sleep(lasts)

    monkeypatch.setattr(time, "sleep", nap)
