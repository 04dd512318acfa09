"""No playlist of a stranger makes the program read outside the music folder.

A file outside is watched by the kernel: whoever opens it is found out. A pipe would be
waited for, and a door on the network counts who knocks.
"""

from __future__ import annotations

import ctypes
import os
import select
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest
from typing_extensions import override

from kap_room.cli.entry import main
from kap_room.exchange.commands import Start
from kap_room.link.places import find_places
from kap_room.plan.music import Track
from kap_room.wiring.found import find
from kap_room.wiring.loading import load
from tests.rig.door import Door
from tests.rig.house import House
from tests.rig.material import tone, write
from tests.rig.priority import at_once

OPENED, READ = 0x20, 0x01

OUTSIDE = ("link.flac", "away/secret.flac", "zero.flac")
"""Links in the music folder that lead out of it."""

NO_FILES = ("round.flac", "pipe.flac")

LISTS = ("addresses.mp3", "others.mp3", "broadcast.mp3")

NAMES = (*OUTSIDE, *NO_FILES, *LISTS)


class Watched:
    """`with Watched(file) as watched: ...; assert not watched.was_opened`."""

    def __init__(self, *files: Path) -> None:
        self._files = files

    def __enter__(self) -> Self:
        kernel = ctypes.CDLL(None, use_errno=True)
        self._handle = kernel.inotify_init()
        assert self._handle >= 0
        for file in self._files:
            path = os.fsencode(file)
            assert kernel.inotify_add_watch(self._handle, path, OPENED | READ) >= 0
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        os.close(self._handle)

    @property
    def was_opened(self) -> bool:
        return bool(select.select([self._handle], [], [], 0.0)[0])


class Shut(Door):
    """On the network, on this computer alone: whoever knocks is sent away."""

    @override
    def meet(self, guest: socket.socket) -> None:
        guest.close()


@pytest.fixture
def door() -> Iterator[Door]:
    with Shut() as door:
        yield door
        assert door.calls == [], "somebody went into the network"


@pytest.fixture
def secret(tmp_path: Path, door: Door) -> Iterator[Path]:
    """Outside of the music, which is full of ways to it."""
    secret = write(tmp_path / "secret.flac", tone(3, 800))
    with Watched(secret) as watched:
        furnish(tmp_path, secret, door.port)
        yield secret
        assert not watched.was_opened, "somebody read what lies outside"


def furnish(folder: Path, secret: Path, port: int) -> None:
    music = folder / "music"
    music.mkdir(exist_ok=True)
    (music / "link.flac").symlink_to(secret)
    (music / "away").symlink_to(folder)
    (music / "zero.flac").symlink_to("/dev/zero")
    (music / "round.flac").symlink_to(music / "round.flac")
    os.mkfifo(music / "pipe.flac")
    (music / "addresses.mp3").write_text(
        "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:9\n"
        f"#EXTINF:9,\n{secret}\n#EXTINF:9,\nhttp://127.0.0.1:{port}/a.ts\n"
        "#EXT-X-ENDLIST\n"
    )
    (music / "others.mp3").write_text(f"ffconcat version 1.0\nfile '{secret}'\n")
    (music / "broadcast.mp3").write_text(
        "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\n"
        "m=audio 5004 RTP/AVP 0\n"
    )
    tracks = "".join(f"  - file: {name}\n" for name in (*NAMES, "tide.flac"))
    write(music / "tide.flac", tone(30, 400))
    pages = {
        "room.yaml": "room: Test room\n",
        "playlists/strange.yaml": f"name: Strange\ntracks:\n{tracks}",
        "scenes/evening.yaml": "name: Evening\n"
        "phases: [{name: only, lasts: open, playlist: strange}]\n",
    }
    for name, text in pages.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)


def typed(patch: pytest.MonkeyPatch, *words: str) -> int:
    patch.setattr("sys.argv", ["kap-room", *words])
    return main()


@pytest.mark.usefixtures("secret")
def test_a_session_passes_all_of_them_over() -> None:
    """With a sentence for each; the one piece of music is what there is to hear."""
    loaded = load(Start("evening"), find_places())
    problems = {
        name: measure.problem or ""
        for name, home in loaded.homes.items()
        if (measure := loaded.measures.get(home)) is not None
    }
    assert set(problems) == set(NAMES)
    assert all(name in problem for name, problem in problems.items())
    assert all("leads out" in problems[name] for name in OUTSIDE[:2])
    assert all("list of other files" in problems[name] for name in LISTS)


@pytest.mark.usefixtures("secret")
@pytest.mark.parametrize("name", NAMES)
def test_none_of_them_is_listened_to(name: str) -> None:
    """At the desk the same holds as in the room."""
    assert isinstance(find(Track(name), find_places()), str)


@pytest.mark.usefixtures("secret")
def test_the_check_and_the_scan_open_none_of_them(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """And neither waits for a pipe."""
    typed(monkeypatch, "check", "evening")
    assert "link.flac" in capsys.readouterr().out
    for name, value in at_once().items():
        monkeypatch.setenv(name, value)
    typed(monkeypatch, "library", "scan")
    typed(monkeypatch, "playlist", "check", "strange")


def test_a_list_of_another_player_leads_nowhere(
    tmp_path: Path,
    secret: Path,
    door: Door,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Whole paths, ways up, addresses and devices: each is told, and none is taken."""
    ways = (
        *(str(secret), f"file://{secret}", "../secret.flac", "music/../secret.flac"),
        *(f"http://127.0.0.1:{door.port}/a.mp3", "\\\\server\\share\\a.mp3"),
        *("/dev/zero", "/proc/self/environ", *OUTSIDE, *NO_FILES),
    )
    listed = tmp_path / "music" / "strange.m3u8"
    listed.write_text("#EXTM3U\n" + "".join(f"{way}\n" for way in (*ways, "tide.flac")))
    typed(monkeypatch, "playlist", "import", str(listed), "--name", "taken")
    assert str(capsys.readouterr().err).count("strange.m3u8:") == len(ways)
    taken = (tmp_path / "playlists" / "taken.yaml").read_text()
    assert "tide.flac" in taken
    assert "secret" not in taken
    assert "http" not in taken


@pytest.mark.parametrize(
    "name",
    [
        *("/etc/hostname", "~/x.flac", "../secret.flac", "a/../../secret.flac"),
        *("file:///etc/hostname", "http://127.0.0.1/a.mp3", "C:/x.flac", "a\\b.flac"),
    ],
)
@pytest.mark.usefixtures("secret")
def test_a_name_that_leads_out_is_refused_with_its_line(
    tmp_path: Path,
    name: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """No session begins with it."""
    page = f"name: Strange\ntracks:\n  - file: {name}\n"
    (tmp_path / "playlists" / "strange.yaml").write_text(page)
    assert typed(monkeypatch, "check", "evening") == 2
    assert "strange.yaml:3: tracks[1].file:" in capsys.readouterr().err


def test_a_stick_brings_nothing_from_outside(
    tmp_path: Path, secret: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its links stay there; what calls itself music comes, and is never played."""
    room = tmp_path / "other"
    monkeypatch.setenv("KAP_ROOM_CONFIG", str(room / "room.yaml"))
    assert typed(monkeypatch, "bring", str(tmp_path)) == 0
    came = {path.name for path in (room / "music").iterdir()}
    assert came == {*LISTS, "tide.flac"}
    assert secret.exists()


@pytest.mark.slow
def test_a_room_that_plays_them_all_opens_one(
    tmp_path_factory: pytest.TempPathFactory, door: Door
) -> None:
    """The real engine and player, with nothing measured before."""
    folder = tmp_path_factory.mktemp("house")
    secret = write(folder / "secret.flac", tone(3, 800))
    with House(folder) as house, Watched(secret) as watched:
        furnish(folder, secret, door.port)
        house.keep()
        house.start("evening")
        sounds = house.wait_until(lambda told: told["sound"]["state"] == "playing")
        assert sounds["sound"]["track"]["file"] == "tide.flac"
        refused = house.run("send", "play-next", "addresses.mp3")
        assert (refused.code, "list of other files" in refused.err) == (1, True)
        assert house.run("send", "play-next", "link.flac").code == 1
        time.sleep(1.0)
        assert not watched.was_opened
