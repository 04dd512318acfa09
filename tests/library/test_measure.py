"""The measuring worker as its engine sees it: a process, lines in, lines out."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kap_room.library.catalogue import Catalogue
from kap_room.library.catalogue_rows import MOST_TRIES
from kap_room.library.lines import as_line, from_line
from kap_room.library.measure import Waiting
from kap_room.plan.music import Measure
from kap_room.plan.units import SILENT, Decibels, Seconds
from tests.library import paper
from tests.rig.priority import at_once
from tests.rig.stuck import stuck

Worker = subprocess.Popen[bytes]

HASTY = ("--patience", "0.5")


def worker_of(database: Path, *options: str, steps_back: bool = False) -> Worker:
    module = (sys.executable, "-m", "kap_room.library.measure")
    return subprocess.Popen(
        [*module, "--catalogue", str(database), *options],
        env=os.environ | ({} if steps_back else at_once()),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


@pytest.fixture(name="worker")
def _worker(tmp_path: Path) -> Iterator[Worker]:
    with worker_of(tmp_path / "catalogue.db") as worker:
        yield worker
        worker.kill()


def ask(worker: Worker, file: Path) -> tuple[Path, Measure]:
    assert worker.stdin is not None
    assert worker.stdout is not None
    worker.stdin.write(os.fsencode(file) + b"\n")
    worker.stdin.flush()
    return from_line(worker.stdout.readline().decode())


def test_each_file_is_answered_by_one_line(worker: Worker, tmp_path: Path) -> None:
    """Also one that is not there."""
    tone = paper.sine(tmp_path / "tone.flac", 2.0)
    file, found = ask(worker, tone)
    assert (file, found.length, found.problem) == (tone, 2.0, None)
    _, missing = ask(worker, tmp_path / "gone.flac")
    assert missing.problem == "There is no such file."


def test_what_was_answered_stands_in_the_catalogue(
    worker: Worker, tmp_path: Path
) -> None:
    """The line is only sent when it does."""
    tone = paper.sine(tmp_path / "tone.flac", 2.0)
    _, found = ask(worker, tone)
    with Catalogue(tmp_path / "catalogue.db") as catalogue:
        assert catalogue.measure_of(tone) == found


def test_the_worker_has_the_lowest_claim_on_the_processor(tmp_path: Path) -> None:
    """The player must never wait for it."""
    with worker_of(tmp_path / "catalogue.db", steps_back=True) as worker:
        ask(worker, tmp_path / "gone.flac")
        assert os.getpriority(os.PRIO_PROCESS, worker.pid) == 19
        worker.kill()


def test_the_worker_ends_with_its_input(worker: Worker, tmp_path: Path) -> None:
    """None outlives its engine."""
    ask(worker, tmp_path / "gone.flac")
    assert worker.stdin is not None
    worker.stdin.close()
    assert worker.wait(30) == 0


def test_the_worker_ends_when_it_is_told_to(worker: Worker, tmp_path: Path) -> None:
    """At once; the catalogue bears it."""
    ask(worker, tmp_path / "gone.flac")
    worker.terminate()
    assert worker.wait(30) == -signal.SIGTERM


def test_the_worker_blames_no_file_for_being_told_to_end(tmp_path: Path) -> None:
    """Else a long one would be given up after three evenings."""
    long = paper.sine(tmp_path / "long.flac", 240.0)
    for _ in range(MOST_TRIES):
        with worker_of(tmp_path / "catalogue.db") as worker:
            begin(worker, long, tmp_path / "catalogue.db")
            worker.terminate()
            assert worker.wait(30) == -signal.SIGTERM
    with Catalogue(tmp_path / "catalogue.db") as catalogue:
        assert catalogue.measure_of(long) is None


def test_a_file_that_was_being_opened_is_not_blamed_either(tmp_path: Path) -> None:
    """FFmpeg lets the word to end fall, and comes back empty-handed."""
    file = paper.sine(tmp_path / "asleep.flac", 2.0)
    database = tmp_path / "catalogue.db"
    with worker_of(database) as worker:
        with stuck(file):
            begin(worker, file, database)
            worker.terminate()
            time.sleep(0.05)
        assert worker.wait(30) == -signal.SIGTERM
    with Catalogue(database) as catalogue:
        assert catalogue.measure_of(file) is None


def test_a_file_that_does_not_answer_ends_the_worker(tmp_path: Path) -> None:
    """Nobody is called out of FFmpeg; after a few tries the catalogue says why."""
    file = paper.sine(tmp_path / "stuck.flac", 2.0)
    database = tmp_path / "catalogue.db"
    with stuck(file):
        for _ in range(MOST_TRIES):
            with worker_of(database, "--finish", *HASTY) as worker:
                said, complaints = worker.communicate(f"{file}\n".encode(), timeout=60)
            ended = (worker.returncode, said, complaints)
            assert ended == (-signal.SIGKILL, b"", b"")
    with worker_of(database) as worker:
        _, found = ask(worker, file)
        worker.kill()
    assert (found.problem or "").startswith("It got no further for a minute")
    with Catalogue(database) as catalogue:
        (listed,) = catalogue.all_of(tmp_path)
    assert listed.measure == found


def test_a_file_that_was_only_away_for_a_while_is_heard(tmp_path: Path) -> None:
    """Its disk was asleep."""
    file = paper.sine(tmp_path / "asleep.flac", 2.0)
    database = tmp_path / "catalogue.db"
    with stuck(file), worker_of(database, "--finish", *HASTY) as worker:
        worker.communicate(f"{file}\n".encode(), timeout=60)
    assert worker.returncode == -signal.SIGKILL
    with worker_of(database) as worker:
        _, found = ask(worker, file)
        worker.kill()
    assert (found.problem, found.length) == (None, 2.0)


def begin(worker: Worker, file: Path, database: Path) -> None:
    """Returns when it is at work on it."""
    assert worker.stdin is not None
    worker.stdin.write(os.fsencode(file) + b"\n")
    worker.stdin.flush()
    while not database.exists():
        time.sleep(0.01)
    with Catalogue(database) as catalogue:
        while not any(not e.done for e in catalogue.entries(file.parent).values()):
            time.sleep(0.001)


def test_a_renamed_file_is_known_by_its_sound(worker: Worker, tmp_path: Path) -> None:
    """Nothing is decoded again."""
    tone = paper.sine(tmp_path / "tone.flac", 2.0)
    ask(worker, tone)
    before, marked = tone.rename(tmp_path / "ton.flac"), Decibels(-7.0)
    mark_the_peak(tmp_path / "catalogue.db", tone, marked)
    _, found = ask(worker, before)
    assert found.peak == marked


def mark_the_peak(database: Path, file: Path, peak: Decibels) -> None:
    """So that a measure that was only looked up is told from one that was taken."""
    connection = sqlite3.connect(database)
    told = (peak, os.fsencode(file))
    connection.execute("UPDATE measures SET peak = ? WHERE path = ?", told)
    connection.commit()
    connection.close()


def test_the_worker_finishes_a_list_when_it_is_asked_to(tmp_path: Path) -> None:
    """A scan hands over a list and waits."""
    files = [tmp_path / f"gone{n}.flac" for n in range(3)]
    listed = b"".join(os.fsencode(file) + b"\n" for file in files)
    with worker_of(tmp_path / "catalogue.db", "--finish") as worker:
        said, complaints = worker.communicate(listed, timeout=60)
    told = [json.loads(line)["file"] for line in said.splitlines()]
    assert (told, complaints) == ([str(file) for file in files], b"")


def test_a_catalogue_that_cannot_be_kept_is_one_line(tmp_path: Path) -> None:
    """A full disk, or a folder that is a file."""
    (tmp_path / "data").write_text("a file")
    with worker_of(tmp_path / "data/catalogue.db") as worker:
        _, complaint = worker.communicate(b"", timeout=60)
    assert (worker.returncode, complaint.count(b"\n")) == (2, 1)


def test_a_file_that_waits_twice_is_measured_once() -> None:
    """A list may be handed over again at any time."""
    waiting = Waiting()
    waiting.listen([b"/a\n", b"/b\n", b"/a\n"])
    order = [waiting.next(finish=True) for _ in range(3)]
    assert order == [Path("/a"), Path("/b"), None]


def test_an_empty_line_forgets_what_waits() -> None:
    """A new list takes the place of the old one."""
    waiting = Waiting()
    waiting.listen([b"/a\n", b"\n", b"/b\n"])
    assert waiting.next(finish=True) == Path("/b")


def test_a_name_that_no_line_can_hold_comes_in_quotes() -> None:
    """An end of line in it, bytes of another alphabet, or a quote at its beginning."""
    names = ["/a\nb.flac", "/t\udcf6ne.flac", '"quoted".flac']
    waiting = Waiting()
    waiting.listen([json.dumps(name).encode() + b"\n" for name in names])
    assert [waiting.next(finish=True) for _ in names] == [Path(n) for n in names]


@pytest.mark.parametrize(
    "measure",
    [
        Measure(Seconds(5.0), Decibels(-20.25), Decibels(-12.5)),
        Measure(
            Seconds(9.0),
            Decibels(-20.25),
            Decibels(-12.5),
            head=Seconds(3.5),
            tail=Seconds(0.25),
        ),
        Measure(Seconds(0.5), SILENT, SILENT, "It is too short."),
    ],
)
def test_a_line_says_what_was_measured(measure: Measure) -> None:
    """It reads back to the same."""
    assert from_line(as_line(Path("/a b.flac"), measure)) == (
        Path("/a b.flac"),
        measure,
    )


@pytest.mark.parametrize("line", ["", "x", "{}", "[]", '{"file": 3}'])
def test_another_line_is_refused(line: str) -> None:
    """Something else wrote to the pipe."""
    with pytest.raises(ValueError, match=r"."):
        from_line(line)
