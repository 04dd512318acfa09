"""Acknowledged is durable; what could not be written is kept, and said."""

import contextlib
import queue
import signal
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kap_room.adapters.journal.schema import MIGRATIONS, JournalRefused, prepare
from kap_room.adapters.journal.waiting import Copy, Waiting, Wish
from kap_room.adapters.journal.writer import SqliteJournal
from kap_room.engine.ports import Entry, Message, NotWritten, Written
from kap_room.plan.units import Seconds

SOON = 0.05
"""Seconds between two tries, in place of the journal's own."""


def entry(data: str = "{}", session: str = "one", stream: str = "record") -> Entry:
    told = (Seconds(10.5), Seconds(5.25), None)
    return Entry(session, stream, "NoteWritten", data, "2030-01-02T14:07:00", *told)


class Tray:
    """An inbox that lies open."""

    def __init__(self) -> None:
        self._messages: queue.Queue[Message] = queue.Queue()

    def post(self, message: Message) -> None:
        self._messages.put(message)

    def next(self) -> Message:
        return self._messages.get(timeout=8)

    @property
    def is_empty(self) -> bool:
        return self._messages.empty()


@pytest.fixture
def tray() -> Tray:
    return Tray()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "journal.db"


@pytest.fixture
def opened(path: Path, tray: Tray) -> Iterator[Callable[[], SqliteJournal]]:
    journals: list[SqliteJournal] = []

    def begin() -> SqliteJournal:
        journals.append(SqliteJournal(path, tray, SOON))
        return journals[-1]

    yield begin
    for journal in journals:
        journal.close()


Opened = Callable[[], SqliteJournal]


def test_what_was_written_is_read_back_in_order(opened: Opened, tray: Tray) -> None:
    """Each session by itself, as the values that were given."""
    journal = opened()
    first, second = entry('{"text": "warm"}'), replace(entry(), since_dose=Seconds(60))
    journal.write((first, entry(session="two")), None, None)
    journal.write((second,), None, 7)
    assert tray.next() == Written(7)
    assert journal.entries("one") == (first, second)
    assert journal.entries("two") == (entry(session="two"),)
    assert journal.entries("three") == ()


def test_a_session_goes_on_counting_with_the_next_engine(
    opened: Opened, tray: Tray, path: Path
) -> None:
    """Entries of one session are numbered without a gap, whoever wrote them."""
    for ticket in (1, 2):
        journal = opened()
        journal.write((entry(), entry()), None, ticket)
        assert tray.next() == Written(ticket)
        journal.close()
    with contextlib.closing(sqlite3.connect(path)) as file:
        rows = file.execute("SELECT seq FROM entries ORDER BY seq").fetchall()
    assert rows == [(1,), (2,), (3,), (4,)]


def test_the_newest_checkpoint_is_found_at_the_next_start(
    opened: Opened, tray: Tray
) -> None:
    """And none, where there was none."""
    journal = opened()
    assert journal.last_checkpoint() is None
    journal.write((), '{"at": 1}', None)
    journal.write((entry(),), '{"at": 2}', 1)
    assert tray.next() == Written(1)
    journal.close()
    assert opened().last_checkpoint() == '{"at": 2}'


def test_a_session_keeps_its_own_copy_of_its_files(opened: Opened, tray: Tray) -> None:
    """Whatever is edited or deleted meanwhile."""
    journal = opened()
    scene, playlist = Copy("scene", "dusk", "name: x\n"), Copy("playlist", "a", "b")
    journal.keep_copies("one", (scene, playlist))
    journal.write((entry(),), None, 1)
    assert tray.next() == Written(1)
    assert journal.copies("one") == (playlist, scene)
    assert journal.copies("two") == ()


def test_closing_writes_what_waits(opened: Opened) -> None:
    """The last words of a session are in it."""
    journal = opened()
    for number in range(100):
        journal.write((entry(str(number)),), None, None)
    journal.close()
    assert [e.data for e in journal.entries("one")] == [str(n) for n in range(100)]


def test_the_journal_is_its_owners_alone(opened: Opened, path: Path) -> None:
    """All of its files, and the folder that was made for it."""
    journal = opened()
    journal.write((entry(),), None, None)
    journal.close()
    journal = opened()
    journal.write((entry(),), None, None)
    modes = {stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
    assert modes == {0o600}
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_half_a_character_does_not_hold_up_the_journal(
    opened: Opened, tray: Tray
) -> None:
    """File names in old encodings have them, and SQLite takes none."""
    journal = opened()
    journal.write((entry("caf\udce9"),), "caf\udce9", 1)
    assert tray.next() == Written(1)
    assert journal.entries("one") == (entry("caf?"),)


def test_a_journal_that_is_held_is_told_and_tried_again(
    opened: Opened, tray: Tray, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not saved, and why; then saved, without anybody asking again."""
    monkeypatch.setattr("kap_room.adapters.journal.schema.BUSY", 0.01)
    journal = opened()
    with contextlib.closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN IMMEDIATE")
        journal.write((entry("1"),), None, 1)
        says = (
            "Another program holds the journal: close it. "
            "Notes are kept in memory and not saved yet."
        )
        assert tray.next() == NotWritten(1, says)
        journal.write((entry("2"),), None, 2)
        assert tray.next() == NotWritten(2, says)
        other.rollback()
    assert tray.next() == Written(1)
    assert tray.next() == Written(2)
    assert [e.data for e in journal.entries("one")] == ["1", "2"]
    assert tray.is_empty


def test_a_folder_that_cannot_be_made_stops_no_session(
    opened: Opened, tray: Tray, path: Path
) -> None:
    """The journal begins once the folder can be had."""
    path.parent.write_text("in the way")
    journal = opened()
    assert journal.last_checkpoint() is None
    journal.write((entry(),), None, 1)
    assert isinstance(tray.next(), NotWritten)
    path.parent.unlink()
    assert tray.next() == Written(1)


FULL_DISK = """
import queue, resource, sys
from pathlib import Path
from kap_room.adapters.journal.writer import SqliteJournal
from tests.adapters.test_journal import Tray, entry
tray = Tray()
journal = SqliteJournal(Path(sys.argv[1]), tray, 0.05)
journal.write((entry("before"),), None, 1)
print(tray.next())
ends, most = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, most))
journal.write((entry("x" * 40_000),), None, 2)
print(tray.next())
resource.setrlimit(resource.RLIMIT_FSIZE, (ends, most))
print(tray.next())
print(len(journal.entries("one")))
journal.close()
"""


def in_a_process(program: str, path: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", program, str(path)],
        cwd=Path(__file__).parents[2],
        stdout=subprocess.PIPE,
        text=True,
    )


def test_a_disk_that_takes_no_more_costs_nothing_that_was_said(path: Path) -> None:
    """Told at once, and written as soon as there is room."""
    says, _ = in_a_process(FULL_DISK, path).communicate(timeout=20)
    refusal = (
        "The disk does not take the journal: look at card and cable. "
        "Notes are kept in memory and not saved yet."
    )
    assert says.splitlines() == [
        "Written(ticket=1)",
        f"NotWritten(ticket=2, says='{refusal}')",
        "Written(ticket=2)",
        "2",
    ]


KILLED = """
import sys
from pathlib import Path
from kap_room.adapters.journal.writer import SqliteJournal
from kap_room.engine.ports import Written
from tests.adapters.test_journal import Tray, entry
tray = Tray()
journal = SqliteJournal(Path(sys.argv[1]), tray)
for number in range(100_000):
    journal.write((entry(str(number)),), str(number), number)
    print(tray.next().ticket, flush=True)
"""


def test_a_note_that_was_acknowledged_survives_a_kill(path: Path) -> None:
    """Killed the instant after; what was said to be saved is saved (R1)."""
    process = in_a_process(KILLED, path)
    assert process.stdout is not None
    for _ in range(200):
        process.stdout.readline()
    process.send_signal(signal.SIGKILL)
    rest = process.stdout.read().split("\n")
    acknowledged = int(rest[-2]) if len(rest) > 1 else 199
    process.wait()
    process.stdout.close()
    journal = SqliteJournal(path, Tray())
    kept = [int(e.data) for e in journal.entries("one")]
    checkpoint = journal.last_checkpoint()
    journal.close()
    assert kept[: acknowledged + 1] == list(range(acknowledged + 1))
    assert checkpoint == str(kept[-1])


def test_a_newer_journal_is_refused_and_left_alone(path: Path) -> None:
    """What is in it may mean something that this version would destroy."""
    prepare(path, (*MIGRATIONS, "CREATE TABLE later (x)"))
    before = path.read_bytes()
    with pytest.raises(JournalRefused, match="written by a newer kap-room"):
        SqliteJournal(path, Tray())
    assert path.read_bytes() == before


def test_an_older_journal_is_changed_on_a_copy(
    opened: Opened, path: Path, tray: Tray
) -> None:
    """The old file stays beside it, whole."""
    journal = opened()
    journal.write((entry("old"),), None, 1)
    tray.next()
    journal.close()
    prepare(path, (*MIGRATIONS, "ALTER TABLE entries ADD COLUMN mood TEXT"))
    aside = path.with_name("journal.db.version-1")
    for file, version in ((path, 2), (aside, 1)):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        with contextlib.closing(sqlite3.connect(file)) as kept:
            assert kept.execute("PRAGMA user_version").fetchone() == (version,)
            assert kept.execute("SELECT data FROM entries").fetchone() == ("old",)


def test_a_migration_that_fails_leaves_the_journal_as_it_was(
    opened: Opened, path: Path, tray: Tray
) -> None:
    """It was only ever a copy that broke."""
    journal = opened()
    journal.write((entry("old"),), None, 1)
    tray.next()
    journal.close()
    with pytest.raises(sqlite3.OperationalError):
        prepare(path, (*MIGRATIONS, "DROP TABLE entries; NONSENSE"))
    assert opened().entries("one") == (entry("old"),)


def test_a_file_that_is_no_journal_is_refused(path: Path) -> None:
    """It is not overwritten: it might be somebody's."""
    path.parent.mkdir()
    path.write_text("precious " * 1000)
    with pytest.raises(JournalRefused, match="damaged or no journal"):
        SqliteJournal(path, Tray())
    assert path.read_text().startswith("precious")


def test_memory_is_bounded_and_words_are_kept_longest() -> None:
    """The record of the room goes first, the oldest of it first."""
    waiting = Waiting(most=10)
    words = Wish((entry("words", stream="process"),), None, 1)
    waiting.add(words)
    for number in range(50):
        waiting.add(Wish((entry(str(number)),), None, 2 + number))
    taken = waiting.take()
    assert taken[0] == words
    assert [e.data for w in taken[1:] for e in w.entries] == [
        str(n) for n in range(41, 50)
    ]


def test_checkpoints_do_not_add_up_while_the_disk_is_full() -> None:
    """Only the newest of them says anything."""
    waiting = Waiting()
    waiting.add(Wish((entry("words"),), "0", 1))
    for number in range(1, 50):
        waiting.add(Wish(checkpoint=str(number)))
        waiting.put_back(waiting.take())
    assert waiting.take() == (Wish((entry("words"),), None, 1), Wish(checkpoint="49"))


def test_what_was_put_back_comes_before_what_came_since() -> None:
    """The order of a session is the order in which it happened."""
    waiting = Waiting()
    waiting.add(Wish((entry("1"),)))
    waiting.add(Wish((entry("2"),)))
    taken = waiting.take()
    waiting.add(Wish((entry("3"),)))
    waiting.put_back(taken)
    assert [e.data for w in waiting.take() for e in w.entries] == ["1", "2", "3"]


def test_nobody_is_named_in_the_journal(opened: Opened, path: Path) -> None:
    """The file says so to whoever opens it."""
    opened().close()
    with contextlib.closing(sqlite3.connect(path)) as file:
        (text,) = file.execute("SELECT text FROM about").fetchone()
    assert "Nobody is named in here" in text
