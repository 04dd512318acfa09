"""`bring` as it is typed, from a folder that stands for a stick."""

from __future__ import annotations

import errno
import json
import os
import signal
import socketserver
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import pytest
from typing_extensions import override

from kap_room.adapters.journal.waiting import Copy
from kap_room.adapters.journal.writer import SqliteJournal
from kap_room.cli.entry import main
from kap_room.engine.ports import Message
from kap_room.link import quick
from kap_room.link.places import find_places
from kap_room.wiring import bringing, copying

SCENE = "name: Evening\nphases: [{name: only, lasts: 50m, playlist: onset}]\n"
PLAYLIST = "name: Onset\ntracks: [{file: tide.flac}]\n"
TIDE = b"the tide " * 30_000
LATER = 100
LONG = 4 * copying.PIECE


@dataclass(frozen=True, slots=True)
class Ended:
    code: int
    says: str
    complains: str


@dataclass(frozen=True)
class Desk:
    folder: Path
    patch: pytest.MonkeyPatch
    screen: pytest.CaptureFixture[str]
    answers: list[str] = field(default_factory=list)

    @property
    def stick(self) -> Path:
        return self.folder / "stick"

    @property
    def home(self) -> Path:
        return self.folder / "room"

    def bring(self, *options: str) -> Ended:
        words = ["kap-room", "bring", str(self.stick), *options]
        self.patch.setattr("sys.argv", words)
        code = main()
        out, err = self.screen.readouterr()
        return Ended(code, out, err)

    def at_a_terminal(self, answer: str) -> None:
        """Somebody sits there, who gives this answer."""
        self.patch.setattr("sys.stdin.isatty", lambda: True)
        self.patch.setattr("builtins.input", lambda _: answer)

    def write(self, name: str, content: str | bytes) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        raw = content if isinstance(content, bytes) else content.encode()
        path.write_bytes(raw)
        return path

    def stamps(self) -> dict[Path, tuple[int, int]]:
        """Of every file and folder: another where it was written anew."""
        return {
            path: (path.stat().st_ino, path.stat().st_mtime_ns)
            for path in self.home.rglob("*")
        }

    def written(self) -> dict[str, bytes]:
        """Every file of the room, whatever its name begins with."""
        files = (path for path in self.home.rglob("*") if path.is_file())
        return {str(path.relative_to(self.home)): path.read_bytes() for path in files}


@pytest.fixture
def desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Desk:
    """A room with nothing in it, and a stick with an evening."""
    monkeypatch.setenv("KAP_ROOM_CONFIG", str(tmp_path / "room" / "room.yaml"))
    monkeypatch.setattr(bringing, "SPARE", 0)
    desk = Desk(tmp_path, monkeypatch, capsys)
    desk.write("room/room.yaml", "room: Test room\n")
    desk.write("stick/room.yaml", "room: Home\nlights: {wall: {speaks: none}}\n")
    desk.write("stick/scenes/evening.yaml", SCENE)
    desk.write("stick/playlists/onset.yaml", PLAYLIST)
    desk.write("stick/music/tide.flac", TIDE)
    return desk


def changed(desk: Desk, name: str, content: str | bytes) -> None:
    """On the stick, and later than what is in the room."""
    path = desk.write(f"stick/{name}", content)
    now = time.time() + LATER
    os.utime(path, (now, now))


def test_an_evening_comes_into_an_empty_room(desk: Desk) -> None:
    """Music, playlist and scene; the room file of another room stays where it is."""
    done = desk.bring()
    assert done.code == 0, done
    assert desk.written() == {
        "room.yaml": b"room: Test room\n",
        "scenes/evening.yaml": SCENE.encode(),
        "playlists/onset.yaml": PLAYLIST.encode(),
        "music/tide.flac": TIDE,
    }
    assert "music      1 new (270 kB)" in done.says
    assert "library scan" in done.complains


def test_a_second_time_nothing_is_done(desk: Desk) -> None:
    """No file is written, not even with the same content."""
    desk.bring()
    before = desk.stamps()
    done = desk.bring()
    assert (done.code, done.complains) == (0, "")
    assert "Everything is here already." in done.says
    assert desk.stamps() == before


def test_nothing_is_measured_where_no_music_came(desk: Desk) -> None:
    """Whoever asked for it is told."""
    desk.bring()
    done = desk.bring("--scan")
    assert (done.code, done.says.splitlines()[-1]) == (0, "Everything is here already.")
    assert done.complains == "No music came: there is nothing new to measure.\n"


def test_without_anybody_to_ask_nothing_is_replaced(desk: Desk) -> None:
    """Nor is anything else taken; what differs is shown, and how to go on."""
    desk.bring()
    before = desk.written()
    changed(desk, "playlists/onset.yaml", PLAYLIST.replace("Onset", "Slow onset"))
    desk.write("stick/music/new.flac", b"new")
    refused = desk.bring()
    assert refused.code == 1
    assert "1 file here would be replaced" in refused.complains
    assert "--yes" in refused.complains
    assert "older here  playlists/onset.yaml" in refused.says
    assert "+name: Slow onset" in refused.says
    assert desk.written() == before


@pytest.mark.parametrize(("answer", "replaces"), [("y", True), ("n", False)])
def test_at_a_terminal_one_answer_decides(
    desk: Desk, answer: str, replaces: bool
) -> None:
    """A no takes what is new all the same."""
    desk.bring()
    changed(desk, "music/tide.flac", b"another tide")
    desk.write("stick/music/new.flac", b"new")
    desk.at_a_terminal(answer)
    assert desk.bring().code == 0
    assert desk.written()["music/new.flac"] == b"new"
    assert (desk.written()["music/tide.flac"] == b"another tide") is replaces


def test_yes_answers_beforehand_and_json_tells_it_to_a_program(desk: Desk) -> None:
    """Each file with its state, and whether it was taken."""
    desk.bring()
    changed(desk, "music/tide.flac", b"another tide")
    done = desk.bring("--yes", "--json")
    told = json.loads(done.says)
    assert done.code == 0
    states = {each["file"]: (each["state"], each["taken"]) for each in told["files"]}
    assert states == {
        "tide.flac": ("older here", True),
        "onset.yaml": ("the same", False),
        "evening.yaml": ("the same", False),
    }


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("playlists/onset.yaml", "name: Onset\ntrack: []\n", "onset.yaml:2: track"),
        ("playlists/out.yaml", "tracks: [{file: ../../x}]\n", "out.yaml:1:"),
        ("scenes/evening.yaml", SCENE.replace("onset", "onsett"), "Did you mean"),
        ("scenes/binary.yaml", "\0\0", "zero bytes"),
    ],
)
def test_one_wrong_page_and_nothing_is_taken(
    desk: Desk, name: str, text: str, says: str
) -> None:
    """Exit 2, with file and line, before the first file is copied."""
    desk.write(f"stick/{name}", text)
    wrong = desk.bring("--yes")
    assert wrong.code == 2
    assert says in wrong.complains
    assert list(desk.written()) == ["room.yaml"]


def test_no_link_is_followed_and_no_device_opened(desk: Desk) -> None:
    """A pipe would be waited for; the room's own secrets are not to be had this way."""
    secret = desk.write("secret.flac", b"secret")
    (desk.stick / "music" / "link.flac").symlink_to(secret)
    (desk.stick / "music" / "folder").symlink_to(desk.folder)
    (desk.stick / "music" / "round").symlink_to(desk.stick / "music")
    (desk.stick / "scenes" / "away.yaml").symlink_to("/etc/hostname")
    os.mkfifo(desk.stick / "music" / "pipe.flac")
    os.mkfifo(desk.stick / "playlists" / "pipe.yaml")
    done = desk.bring()
    assert done.code == 0
    assert done.complains.count("is a link. It is not followed.") == 4
    assert done.complains.count("is not a file. It is not taken.") == 2
    assert len(desk.written()) == 4


def test_a_folder_that_is_a_link_is_not_followed(desk: Desk) -> None:
    """Not even the folder of the scenes itself."""
    (desk.stick / "scenes").rename(desk.folder / "elsewhere")
    (desk.stick / "scenes").symlink_to(desk.folder / "elsewhere")
    assert "is a link" in desk.bring().complains
    assert "scenes/evening.yaml" not in desk.written()


def test_nothing_is_written_through_a_link_of_the_room(desk: Desk) -> None:
    """A folder of the music that leads elsewhere is no place for what comes."""
    (desk.folder / "elsewhere").mkdir()
    (desk.home / "music").mkdir()
    (desk.home / "music" / "onset").symlink_to(desk.folder / "elsewhere")
    (desk.home / "music" / "tide.flac").symlink_to(desk.folder / "elsewhere" / "x")
    desk.write("stick/music/onset/tide.flac", TIDE)
    done = desk.bring("--yes")
    assert "music/onset/tide.flac would land outside" in done.complains
    assert "music/tide.flac is here, and is not a file" in done.complains
    assert list((desk.folder / "elsewhere").iterdir()) == []


def test_a_disk_that_is_too_small_takes_nothing(desk: Desk) -> None:
    """And what sessions need of it stays free."""
    desk.patch.setattr(bringing, "SPARE", 1 << 60)
    full = desk.bring()
    assert full.code == 1
    assert "There is no room for" in full.complains
    assert list(desk.written()) == ["room.yaml"]


def at_the_second_piece(desk: Desk, does: Callable[[], None]) -> None:
    """In the midst of the long file, whatever the disk makes of time."""
    real, long = os.write, []

    def write(handle: int, what: bytes) -> int:
        written = real(handle, what)
        if written == copying.PIECE:
            long.append(written)
            if len(long) == 2:
                does()
        return written

    desk.patch.setattr(os, "write", write)


def test_a_stick_pulled_out_midway_leaves_what_is_whole(desk: Desk) -> None:
    """Exit 3 and a sentence; the file on its way is gone, and comes the next time."""
    desk.write("stick/music/a.flac", b"first")
    tide = desk.write("stick/music/tide.flac", bytes(LONG))
    at_the_second_piece(desk, lambda: os.truncate(tide, 5))
    gone = desk.bring()
    assert gone.code == 3
    assert "Whole so far: 1 file." in gone.complains
    assert set(desk.written()) == {"room.yaml", "music/a.flac"}
    desk.write("stick/music/tide.flac", TIDE)
    assert desk.bring().code == 0
    assert desk.written()["music/tide.flac"] == TIDE


def test_a_disk_that_gives_back_something_else_is_found_out(desk: Desk) -> None:
    """The file that was here before stays."""
    desk.bring()
    changed(desk, "music/tide.flac", b"another tide")
    real = os.write
    desk.patch.setattr(os, "write", lambda to, what: real(to, bytes(len(what))))
    failed = desk.bring("--yes")
    assert failed.code == 3
    assert "gives back something else" in failed.complains
    assert desk.written()["music/tide.flac"] == TIDE
    assert len(desk.written()) == 4


def test_a_disk_that_fills_up_leaves_what_is_whole(desk: Desk) -> None:
    """Somebody else may have written to it meanwhile."""

    def full(handle: int, what: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), handle, what)

    desk.patch.setattr(os, "write", full)
    failed = desk.bring()
    assert failed.code == 3
    assert "No space left on device. Whole so far: 0 files." in failed.complains
    assert list(desk.written()) == ["room.yaml"]


def test_interrupted_it_leaves_no_half_file(desk: Desk) -> None:
    """Ctrl+C in the midst of a copy: exit 130, and the next one does the rest."""
    desk.write("stick/music/a.flac", b"first")
    desk.write("stick/music/tide.flac", bytes(LONG))
    at_the_second_piece(desk, lambda: signal.raise_signal(signal.SIGINT))
    stopped = desk.bring()
    assert stopped.code == 130
    assert "Interrupted. Whole so far: 1 file." in stopped.complains
    assert set(desk.written()) == {"room.yaml", "music/a.flac"}
    assert desk.bring().code == 0
    assert len(desk.written()["music/tide.flac"]) == LONG


def test_what_was_left_by_a_power_cut_is_swept_away(desk: Desk) -> None:
    """It has no name that anybody gave it."""
    name = f"music/{copying.BEGINS}x{copying.ENDS}"
    desk.write(f"room/{name}", b"half")
    desk.bring()
    assert name not in desk.written()


class Engine(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    """One in whose room a session runs."""

    daemon_threads = True

    def __init__(self, session: object) -> None:
        self.told = {"protocol": quick.PROTOCOL, "snapshot": {"session": session}}
        super().__init__(str(find_places().engine_socket), Answer)

    @override
    def __enter__(self) -> Self:
        threading.Thread(target=self.serve_forever, args=(0.01,)).start()
        return self

    @override
    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()


class Answer(socketserver.StreamRequestHandler):
    @override
    def handle(self) -> None:
        assert isinstance(self.server, Engine)
        self.rfile.readline()
        self.wfile.write(json.dumps(self.server.told).encode() + b"\n")


class Tray:
    def post(self, message: Message) -> None:
        """Nobody reads it here."""


def keep_copies(session: str) -> None:
    """Of its playlist, as an engine does when a session begins."""
    places = find_places()
    places.make_data()
    journal = SqliteJournal(places.journal, Tray())
    journal.keep_copies(session, [Copy("playlist", "onset", PLAYLIST)])
    journal.close()


def test_music_of_a_running_session_waits_and_is_named(desk: Desk) -> None:
    """Everything else comes, also another sound that the session does not play."""
    desk.write("stick/music/other.flac", b"other")
    desk.bring()
    changed(desk, "music/tide.flac", b"another tide")
    changed(desk, "music/other.flac", b"another other")
    changed(desk, "playlists/onset.yaml", PLAYLIST + "# softer\n")
    keep_copies("one")
    with Engine({"state": "held", "id": "one"}):
        waits = desk.bring("--yes")
    assert waits.code == 1
    assert "tide.flac is used by the session that runs" in waits.complains
    assert desk.written()["music/tide.flac"] == TIDE
    assert desk.written()["music/other.flac"] == b"another other"
    assert desk.written()["playlists/onset.yaml"].endswith(b"# softer\n")


def test_where_nobody_can_say_what_a_session_plays_all_its_music_waits(
    desk: Desk,
) -> None:
    """An engine of another time, or a journal that is no more."""
    desk.bring()
    changed(desk, "music/tide.flac", b"another tide")
    with Engine({"state": "running", "id": "unheard of"}):
        assert desk.bring("--yes").code == 1
    assert desk.written()["music/tide.flac"] == TIDE


@pytest.mark.parametrize(
    ("where", "says"),
    [
        ("nowhere", "is not a folder. Is the stick in?"),
        ("room/empty", "holds none of the folders"),
        ("room", "is this room's own folder"),
    ],
)
def test_a_folder_with_nothing_to_bring_is_a_sentence(
    desk: Desk, where: str, says: str
) -> None:
    """Exit 2: the argument is wrong."""
    desk.bring()
    (desk.home / "empty").mkdir()
    desk.patch.setattr("sys.argv", ["kap-room", "bring", str(desk.folder / where)])
    code = main()
    assert code == 2
    assert says in desk.screen.readouterr().err


def test_two_at_once_are_one_after_the_other(desk: Desk) -> None:
    """The second is told to wait."""
    with bringing.alone(find_places()):
        refused = desk.bring()
    assert refused.code == 1
    assert "already" in refused.complains


def test_the_name_of_a_stick_moves_no_cursor(desk: Desk) -> None:
    """Whoever formatted it chose that name."""
    stick = desk.stick.rename(desk.folder / "stick\x1b]0;mine\x07")
    desk.patch.setattr("sys.argv", ["kap-room", "bring", str(stick)])
    assert main() == 0
    told = "".join(desk.screen.readouterr())
    assert "From " in told
    assert "\x1b" not in told
