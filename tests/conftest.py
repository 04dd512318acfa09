"""What every test stands on: a room of its own, and no waiting where none is due.

A test must never read or write the files, sockets or sound of the person who runs
it, so each one gets folders of its own before it begins.
"""

import time
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("room", deadline=None)  # a busy machine is no fault
settings.load_profile("room")

NEVER_WAIT = ("plan", "timeline", "library", "exchange", "rehearsal")
"""Folders whose subject has no clock: a sleep in there hides a defect."""

LONGEST_NAP = 0.05
"""Seconds. Enough to let a thread run, too short to wait for something."""


@pytest.fixture(autouse=True)
def a_room_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAP_ROOM_CONFIG", str(tmp_path / "room.yaml"))
    monkeypatch.setenv("KAP_ROOM_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("KAP_ROOM_RUNTIME", str(tmp_path / "run"))


@pytest.fixture(autouse=True)
def no_waiting(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    tests = Path(__file__).parent
    if request.path.relative_to(tests).parts[0] not in NEVER_WAIT:
        return
    sleep = time.sleep

    def nap(lasts: float) -> None:
        assert lasts <= LONGEST_NAP, "this test sleeps: give it a virtual clock"
        sleep(lasts)

    monkeypatch.setattr(time, "sleep", nap)
