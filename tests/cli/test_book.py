"""`book` as it is typed: words, JSON and exit codes, with no engine anywhere."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kap_room.cli.entry import main
from kap_room.link.places import find_places
from kap_room.timeline.diary import Fate
from kap_room.wiring.appointments import table_of

WAITS = """
name: Slow evening
phases:
  - {name: arrival, lasts: open, ends on: dose, playlist: soft}
  - {name: rest, lasts: 50m, playlist: soft}
"""
RUNS = "name: At once\nphases: [{name: only, lasts: 50m, playlist: soft}]\n"
ASKS = """
name: Whoever asks
phases:
  - {name: arrival, lasts: open, ends on: dose, playlist: soft}
  - {name: peak, lasts: 20m, turn: ask, waits: 15m, playlist: soft}
  - {name: rest, lasts: 5m, turn: ask, waits: open, playlist: soft}
"""
BROKEN = "name: Broken\nphases: [{name: only, lasts: 50, playlist: soft}]\n"

DAY = f"{datetime.now(UTC) + timedelta(days=30):%Y-%m-%d}"
TEN, ELEVEN, FOUR = f"{DAY} 10:00", f"{DAY} 11:00", f"{DAY} 16:00"


@dataclass(frozen=True, slots=True)
class Ended:
    code: int
    says: str
    complains: str


@dataclass(frozen=True)
class Desk:
    patch: pytest.MonkeyPatch
    screen: pytest.CaptureFixture[str]

    def book(self, *typed: str) -> Ended:
        self.patch.setattr("sys.argv", ["kap-room", "book", *typed])
        code = main()
        out, err = self.screen.readouterr()
        return Ended(code, out, err)

    def booked(self) -> list[dict[str, object]]:
        found: list[dict[str, object]] = json.loads(self.book("list", "--json").says)
        return found


@pytest.fixture
def desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Desk:
    """A room with scenes that wait, that run, that ask, and one that is wrong."""
    monkeypatch.setenv("KAP_ROOM_CONFIG", str(tmp_path / "room.yaml"))
    monkeypatch.setenv("KAP_ROOM_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("KAP_ROOM_RUNTIME", str(tmp_path / "run"))
    files = {
        "room.yaml": f"room: Test room\nmusic: {tmp_path}\n",
        "soft.flac": "",
        "playlists/soft.yaml": "name: soft\ntracks: [{file: soft.flac}]\n",
        "scenes/slow.yaml": WAITS,
        "scenes/runs.yaml": RUNS,
        "scenes/asks.yaml": ASKS,
        "scenes/broken.yaml": BROKEN,
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    return Desk(monkeypatch, capsys)


def test_an_appointment_is_booked_and_listed(desk: Desk, tmp_path: Path) -> None:
    """With its code word, on the clock of this room."""
    done = desk.book("add", TEN, "slow", "--code", "heron", "--therapist", "Sam")
    assert (done.code, done.complains) == (0, "")
    assert f"{TEN}  Slow evening, for heron, until about {ELEVEN}." in done.says
    (one,) = desk.booked()
    at = datetime.fromisoformat(str(one.pop("at")))
    assert at == datetime.fromisoformat(TEN).astimezone()
    assert str(one.pop("name")) in done.says
    assert one == {
        "scene": "Slow evening",
        "path": str(tmp_path / "scenes" / "slow.yaml"),
        "length_s": 3600.0,
        "code": "heron",
        "therapist": "Sam",
        "fate": "booked",
        "without": [],
    }
    assert f"booked   {TEN}  Slow evening, for heron" in desk.book("list").says


@pytest.mark.parametrize("scene", ["slow", "runs", "asks"])
def test_a_booking_takes_as_long_as_the_rehearsal(desk: Desk, scene: str) -> None:
    """Who comes next is let in no sooner than the plan lets this one out."""
    assert desk.book("add", TEN, scene).code == 0
    desk.patch.setattr("sys.argv", ["kap-room", "rehearse", scene, "--json"])
    assert main() == 0
    rehearsed = json.loads(desk.screen.readouterr().out)["length_s"]
    assert desk.booked()[0]["length_s"] == rehearsed


def test_what_the_person_must_not_hear_is_booked_with_them(desk: Desk) -> None:
    """A word that means nothing is told; one that leaves no music is refused."""
    done = desk.book("add", TEN, "slow", "--without", "drums", "--without", "hymns/")
    assert done.code == 0
    assert 'Without "drums" leaves nothing out' in done.complains
    assert desk.booked()[0]["without"] == ["drums", "hymns/"]
    assert "for somebody, without drums, hymns/" in desk.book("list").says
    refused = desk.book("add", ELEVEN, "slow", "--without", "soft.flac")
    assert (refused.code, len(desk.booked())) == (2, 1)


def test_two_that_overlap_are_refused(desk: Desk) -> None:
    """With who has the room until when; the next may come when that is over."""
    desk.book("add", TEN, "slow", "--code", "heron")
    refused = desk.book("add", f"{DAY} 10:59", "runs", "--code", "wren")
    assert refused.code == 1
    assert refused.complains == (
        f"heron has the room from {TEN} to {ELEVEN}. "
        "Choose another time, or cancel that one.\n"
    )
    assert desk.book("add", ELEVEN, "runs", "--code", "wren").code == 0


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ((TEN, "broken"), "broken.yaml"),
        ((TEN, "slwo"), 'Did you mean "slow"?'),
        (("tomorrow", "slow"), "Write it as in 2026-11-23 10:00."),
        ((TEN, "slow", "--code", "Anna Meier"), "never a name"),
    ],
)
def test_what_is_wrong_books_nothing(
    desk: Desk, typed: tuple[str, ...], says: str
) -> None:
    """A file, a scene, a time, a name: exit 2 and a sentence."""
    ended = desk.book("add", *typed)
    assert ended.code == 2
    assert says in ended.complains
    assert "Traceback" not in ended.complains
    assert desk.booked() == []


def test_what_is_past_is_refused(desk: Desk) -> None:
    """Nobody comes then."""
    refused = desk.book("add", "2020-01-01 10:00", "slow")
    assert (refused.code, refused.complains) == (1, "2020-01-01 10:00 is past.\n")


def test_a_scene_that_does_not_wait_is_booked_and_said_so(desk: Desk) -> None:
    """It cannot be begun ahead of time."""
    done = desk.book("add", TEN, "runs")
    assert done.code == 0
    assert "begins when you begin it" in done.complains


@pytest.mark.parametrize("by", ["name", "code", "time"])
def test_one_is_cancelled_and_its_time_is_free(desk: Desk, by: str) -> None:
    """By its name, its code word or its time."""
    desk.book("add", TEN, "slow", "--code", "heron")
    (one,) = desk.booked()
    which = {"name": str(one["name"]), "code": "heron", "time": TEN}[by]
    assert desk.book("cancel", which).code == 0
    assert desk.booked() == []
    assert desk.book("add", TEN, "slow").code == 0


def test_what_is_not_booked_is_not_cancelled(desk: Desk) -> None:
    """Exit 1, and where to look."""
    refused = desk.book("cancel", "heron")
    assert refused.code == 1
    assert "book list" in refused.complains


def test_one_of_two_with_a_code_word_must_be_named(desk: Desk) -> None:
    """The same person comes twice."""
    desk.book("add", TEN, "slow", "--code", "heron")
    desk.book("add", FOUR, "slow", "--code", "heron")
    refused = desk.book("cancel", "heron")
    assert refused.code == 1
    assert TEN in refused.complains
    assert FOUR in refused.complains
    assert len(desk.booked()) == 2


def test_a_session_that_has_begun_is_not_cancelled(desk: Desk) -> None:
    """It is ended, by whoever is in the room."""
    desk.book("add", TEN, "slow", "--code", "heron")
    table = table_of(find_places())
    table.settle(table.all()[0].name, Fate.BEGUN)
    refused = desk.book("cancel", "heron")
    assert refused.code == 1
    assert "has begun" in refused.complains


def test_somebody_may_say_that_the_clock_is_right(desk: Desk) -> None:
    """The time that they agree to is said, and kept for the engine."""
    said = desk.book("clock-is-right")
    assert said.code == 0
    assert f"It is {datetime.now().astimezone():%Y-%m-%d}" in said.says
    assert table_of(find_places()).confirmed() is not None


def test_a_book_that_is_none_is_a_sentence(desk: Desk, tmp_path: Path) -> None:
    """With what to do."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "appointments.db").write_bytes(b"a letter, no book " * 99)
    refused = desk.book("list")
    assert refused.code == 1
    assert "Move it aside" in refused.complains
