"""A thousand files as people own them: mixed, tagged, with pictures, some broken."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

import numpy as np
import pytest

from kap_room.library.catalogue import Catalogue, Stamp
from kap_room.library.lines import ONE_CORE
from kap_room.library.stocktaking import Stock
from kap_room.link.places import Places
from kap_room.wiring.scanning import Course, Pace, Progress, Report, scan
from tests.library import formats
from tests.library.formats import KINDS, Kind

BROKEN_EVERY: Final = 25
"""One in so many files is no music, or not all of it is there."""

STEREO: Final = Kind(".flac", "flac", 48_000, sample="s16")


def places_in(folder: Path) -> Places:
    return Places(folder / "room.yaml", folder / "data", folder / "run")


def many(music: Path, count: int) -> int:
    """So many files, each with a sound of its own; returns how many are broken."""
    sorts = tuple(KINDS.values())
    broken = 0
    for number in range(count):
        folder = music / f"folder {number % 20}"
        folder.mkdir(parents=True, exist_ok=True)
        kind = sorts[number % len(sorts)]
        file = folder / f"track {number}{kind.ending}"
        if number % BROKEN_EVERY == BROKEN_EVERY - 1:
            file.write_bytes(np.random.default_rng(number).bytes(20_000))
            broken += 1
        else:
            formats.write(file, formats.tone(2.0, 300.0 + number, kind), kind)
    return broken


def scanned(folder: Path) -> tuple[Report, list[Progress]]:
    told: list[Progress] = []
    music = folder / "music"
    report = scan(places_in(folder), (music,), told.append, Report((music,)))
    return report, told


def claims_about(folder: Path, count: int) -> float:
    """All are known, the broken ones told. The seconds that a second scan took."""
    broken = many(folder / "music", count)
    first, told = scanned(folder)
    assert (first.files, first.heard, len(first.problems)) == (count, count, broken)
    assert all(says.endswith(".") for says in first.problems.values())
    assert (told[-1].done, told[-1].of) == (count, count)
    with Catalogue(places_in(folder).catalogue) as catalogue:
        assert len(catalogue.all_of(folder / "music")) == count
    took = []
    for _ in range(2):  # a busy computer may be late once
        began = time.monotonic()
        again, _ = scanned(folder)
        took.append(time.monotonic() - began)
        assert (again.files, again.heard) == (count, 0)
        assert again.problems == first.problems
    return min(took)


def test_files_of_every_sort_are_scanned(tmp_path: Path) -> None:
    """Two of each, in one folder tree; a second scan is over at once."""
    assert claims_about(tmp_path, 2 * len(KINDS)) < 1.0


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_thousand_files_are_scanned_and_looked_over_in_two_seconds(
    tmp_path: Path,
) -> None:
    """When nothing has changed."""
    assert claims_about(tmp_path, 1000) < 2.0


HEAR: Final = """
import sys, time
from pathlib import Path
from kap_room.library.ear.hear import portrait_of
began = time.process_time()
assert portrait_of(Path(sys.argv[1])).measure.problem is None
print(time.process_time() - began)
"""


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_a_core_hears_a_hundred_times_as_fast_as_it_plays(tmp_path: Path) -> None:
    """48 kHz flac in stereo, by the time that the processor worked for it.

    The best of three: who shares a processor with others works longer for the same.
    """
    noise = np.random.default_rng(1).standard_normal(300 * STEREO.rate)
    loud = (0.05 * noise).astype(np.float32)
    file = formats.write(tmp_path / "a.flac", loud, STEREO)
    worked = [
        float(
            subprocess.run(
                [sys.executable, "-c", HEAR, str(file)],
                env=os.environ | ONE_CORE,
                capture_output=True,
                check=True,
            ).stdout
        )
        for _ in range(3)
    ]
    assert 300.0 / min(worked) > 100.0


def test_a_file_that_ends_its_process_is_given_up(tmp_path: Path) -> None:
    """The others are heard all the same."""
    many(tmp_path / "music", 3)
    hurt = tmp_path / "music" / "folder 1" / "track 1.mp3"
    assert hurt.exists()
    with Catalogue(places_in(tmp_path).catalogue) as catalogue:
        for _ in range(3):
            catalogue.begin(hurt)
    report, _ = scanned(tmp_path)
    assert report.files == 3
    assert list(report.problems) == [hurt]
    assert "ended the program" in report.problems[hurt]


def test_one_worker_is_enough_while_a_session_runs(tmp_path: Path) -> None:
    """Nobody in the room may ever hear that somebody else is at work."""
    many(tmp_path / "music", 6)
    places, workers = places_in(tmp_path), list[int]()

    def tell(progress: Progress) -> None:
        assert progress.beside_a_session
        workers.append(len(at_work_for(places.catalogue)))

    music = tmp_path / "music"
    with engine_that_says("running", places.engine_socket):
        scan(places, (music,), tell, Report((music,)))
    assert max(workers) == 1


def at_work_for(catalogue: Path) -> list[Path]:
    """The processes that measure for it; other tests may have theirs beside it."""
    asked_for = os.fsencode(catalogue)
    told = (words_of(each) for each in Path("/proc").glob("[0-9]*/cmdline"))
    return [path for path, words in told if asked_for in words]


def words_of(path: Path) -> tuple[Path, list[bytes]]:
    try:
        return path, path.read_bytes().split(b"\0")
    except OSError:  # it has ended
        return path, []


@contextmanager
def engine_that_says(state: str, path: Path) -> Iterator[None]:
    """Whoever asks for the status is told this, once a connection."""
    path.parent.mkdir(parents=True)
    answer = json.dumps({"snapshot": {"session": {"state": state}}}).encode() + b"\n"
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))
        server.listen()

        def serve() -> None:
            with suppress(OSError):
                while True:
                    guest, _ = server.accept()
                    with guest:
                        guest.recv(4096)
                        guest.sendall(answer)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield
        server.shutdown(socket.SHUT_RDWR)
    thread.join()


def test_a_disk_that_comes_back_is_known_at_once(tmp_path: Path) -> None:
    """What is gone is told once, and nothing of it is heard again."""
    many(tmp_path / "music", 3)
    scanned(tmp_path)
    away = tmp_path / "music" / "folder 1"
    away.rename(tmp_path / "away")
    gone, _ = scanned(tmp_path)
    once_more, _ = scanned(tmp_path)
    (tmp_path / "away").rename(away)
    back, _ = scanned(tmp_path)
    assert ([each.name for each in gone.gone], once_more.gone) == (["track 1.mp3"], ())
    assert (back.files, back.heard) == (3, 0)
    with Catalogue(places_in(tmp_path).catalogue) as catalogue:
        assert len(catalogue.all_of(tmp_path / "music")) == 3


def test_a_folder_that_may_not_be_read_is_told(tmp_path: Path) -> None:
    """The rest is scanned."""
    many(tmp_path / "music", 2)
    shut = tmp_path / "music" / "folder 1"
    if os.geteuid() == 0:
        pytest.skip("root may read everything")
    shut.chmod(0)
    report, _ = scanned(tmp_path)
    shut.chmod(0o700)
    assert (report.files, list(report.problems)) == (1, [shut])


def test_the_time_left_falls_while_a_long_file_is_heard() -> None:
    """A mix of three hours is begun first, and everything else is done before it."""
    stock = Stock({b"/m/mix": Stamp(900, 0), b"/m/a": Stamp(100, 0)})
    course = Course(stock, [b"/m/mix", b"/m/a"])
    assert (
        course.at(Pace(0.0, 2, {b"/m/mix": 5.0, b"/m/a": 5.0}), beside=False).left
        is None
    )
    course.heard(Path("/m/a"))
    left = [
        course.at(Pace(10.0, 2, {b"/m/mix": heard}), beside=False).left
        for heard in (10.0, 50.0, 80.0)
    ]
    assert left == [80.0, 40.0, 10.0]


def test_nobody_says_how_long_a_file_takes_that_takes_longer_than_it_should() -> None:
    """It was packed more tightly than the others."""
    stock = Stock({b"/m/mix": Stamp(900, 0), b"/m/a": Stamp(100, 0)})
    course = Course(stock, [b"/m/mix", b"/m/a"])
    course.heard(Path("/m/a"))
    assert course.at(Pace(10.0, 2, {b"/m/mix": 200.0}), beside=False).left is None


def test_what_waits_is_shared_among_those_who_work() -> None:
    """With one beside a session it takes twice as long as with two."""
    stock = Stock({f"/m/{n}".encode(): Stamp(100, 0) for n in range(5)})
    course = Course(stock, list(stock.files))
    course.heard(Path("/m/0"))
    assert course.at(Pace(10.0, 2, {}), beside=False).left == 20.0
    assert course.at(Pace(10.0, 1, {}), beside=True).left == 40.0
