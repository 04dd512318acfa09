"""The measuring process beside a session, whose files may be anything."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kap_room.adapters.measurer import MeasuringProcess
from kap_room.engine.ports import TrackMeasured
from kap_room.library.catalogue import Catalogue
from tests.adapters.lamps.postbox import Postbox
from tests.bench.processes import children_of
from tests.library import paper
from tests.rig.priority import at_once
from tests.rig.stuck import stuck


@pytest.fixture(name="inbox")
def _inbox() -> Postbox:
    return Postbox()


@pytest.fixture(name="measurer")
def _measurer(
    tmp_path: Path, inbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> Iterator[MeasuringProcess]:
    for name, value in at_once().items():
        monkeypatch.setenv(name, value)
    measurer = MeasuringProcess(tmp_path / "catalogue.db", inbox)
    yield measurer
    measurer.close()


def test_the_others_are_measured_when_one_file_ends_the_worker(
    measurer: MeasuringProcess, inbox: Postbox, tmp_path: Path
) -> None:
    """Without being wanted again, and before that file is tried once more."""
    hangs = paper.sine(tmp_path / "hangs.flac", 2.0)
    good = paper.sine(tmp_path / "good.flac", 2.0)
    with stuck(hangs):
        measurer.want((hangs, good))
        has_begun(tmp_path / "catalogue.db", hangs)
        worker = children_of(os.getpid())["kap_room.library.measure"]
        os.kill(worker, signal.SIGKILL)
        assert inbox.has_anything(20.0)
    (told,) = inbox.posted
    assert isinstance(told, TrackMeasured)
    assert (told.file, told.measure.problem) == (good, None)


def has_begun(database: Path, file: Path) -> None:
    until = time.monotonic() + 20.0
    while time.monotonic() < until:
        if database.exists():
            with Catalogue(database) as catalogue:
                if os.fsencode(file) in catalogue.entries(file.parent):
                    return
        time.sleep(0.05)
    raise AssertionError(f"{file} was not begun")
