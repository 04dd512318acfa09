"""Three programs that play two files one after the other, asked for the same things."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from typing_extensions import override

from tests.rig.house import House
from tests.rig.sound import PulseRoom, wait_for

CROSSFADE = 4

SCENE = f"""
name: Peers
phases:
  - {{name: all of it, lasts: 2h, playlist: both, crossfade: {CROSSFADE}s}}
"""
MPD_CONF = """
music_directory "{music}"
playlist_directory "{home}"
db_file "{home}/db"
log_file "{home}/log"
state_file "{home}/state"
bind_to_address "{home}/mpd.sock"
auto_update "no"
filesystem_charset "UTF-8"
audio_output {{
  type "pulse"
  name "room"
  mixer_type "software"
}}
"""


class Program(ABC):
    """`with KapRoom(folder, files) as program: program.play()`."""

    name: str
    room: PulseRoom

    @abstractmethod
    def __enter__(self) -> Self: ...

    @abstractmethod
    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _fault: BaseException | None,
        _trace: TracebackType | None,
    ) -> None: ...

    @abstractmethod
    def play(self) -> None:
        """From the first file."""

    @abstractmethod
    def quieter(self) -> None:
        """By about 20 dB, as it is done there."""

    @abstractmethod
    def louder(self) -> None:
        """Back again."""

    @abstractmethod
    def stop(self) -> None: ...

    @property
    @abstractmethod
    def pids(self) -> dict[str, int]:
        """By what they do: `decides` and `sounds` may be the same."""

    def kill(self, part: str) -> None:
        os.kill(self.pids[part], signal.SIGKILL)


class KapRoom(Program):
    name = "kap-room"

    def __init__(self, folder: Path, files: Sequence[Path]) -> None:
        self._files = files
        self._house = House(folder, music=files[0].parent)

    @override
    def __enter__(self) -> Self:
        house = self._house.__enter__()
        self.room = house.sound
        tracks = "".join(f"  - file: {file.name}\n" for file in self._files)
        house.write("playlists/both.yaml", f"name: Both\ntracks:\n{tracks}")
        house.write("scenes/peers.yaml", SCENE)
        house.measure()
        house.keep()
        return self

    @override
    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _fault: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._house.__exit__(_kind, _fault, _trace)

    @override
    def play(self) -> None:
        self._house.start("peers")

    @override
    def quieter(self) -> None:
        self._house.press("talk")

    @override
    def louder(self) -> None:
        self._house.press("talk")

    @override
    def stop(self) -> None:
        self._house.press("silence")

    @override
    @property
    def pids(self) -> dict[str, int]:
        pids = self._house.pids()
        return {"decides": pids["engine"], "sounds": pids["player"]}


class _Alone(Program):
    """One process that decides and sounds."""

    def __init__(self, folder: Path, files: Sequence[Path]) -> None:
        folder.mkdir(parents=True)
        self._folder = folder
        self._files = files
        self.room = PulseRoom(folder)
        self._process: subprocess.Popen[bytes] | None = None

    @override
    def __enter__(self) -> Self:
        self.room.__enter__()
        self._process = self._begun()
        return self

    @override
    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _fault: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
        self.room.__exit__(_kind, _fault, _trace)

    @abstractmethod
    def _begun(self) -> subprocess.Popen[bytes]: ...

    @override
    @property
    def pids(self) -> dict[str, int]:
        assert self._process is not None
        return {"decides": self._process.pid, "sounds": self._process.pid}


class Mpd(_Alone):
    name = "MPD"

    @staticmethod
    def is_missing() -> bool:
        return shutil.which("mpd") is None or shutil.which("mpc") is None

    @override
    def _begun(self) -> subprocess.Popen[bytes]:
        said = MPD_CONF.format(home=self._folder, music=self._files[0].parent)
        file = self._folder / "mpd.conf"
        file.write_text(said)
        process = subprocess.Popen(
            ["mpd", "--no-daemon", str(file)],
            env=self.room.env,
            stdin=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        wait_for((self._folder / "mpd.sock").exists, 10.0)
        self._mpc("update", "--wait")
        self._mpc("crossfade", str(CROSSFADE))
        self._mpc("add", *(file.name for file in self._files))
        return process

    @override
    def play(self) -> None:
        self._mpc("volume", "100")
        self._mpc("play", "1")

    @override
    def quieter(self) -> None:
        self._mpc("volume", "50")

    @override
    def louder(self) -> None:
        self._mpc("volume", "100")

    @override
    def stop(self) -> None:
        self._mpc("stop")

    def _mpc(self, *words: str) -> None:
        host = f"--host={self._folder / 'mpd.sock'}"
        quiet = subprocess.DEVNULL
        subprocess.run(["mpc", host, *words], check=False, stdout=quiet, stderr=quiet)


class BareVlc(_Alone):
    name = "bare libVLC"

    @override
    def _begun(self) -> subprocess.Popen[bytes]:
        module = "tests.bench.peers_bare_vlc"
        return subprocess.Popen(
            [sys.executable, "-m", module, *map(str, self._files)],
            env=self.room.env,
            stdin=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )

    @override
    def play(self) -> None:
        self._say("play")

    @override
    def quieter(self) -> None:
        self._say("volume 46")  # libVLC's volume is cubic: 60 log10 of it

    @override
    def louder(self) -> None:
        self._say("volume 100")

    @override
    def stop(self) -> None:
        self._say("stop")

    def _say(self, words: str) -> None:
        assert self._process is not None
        assert self._process.stdin is not None
        self._process.stdin.write(f"{words}\n".encode())
        self._process.stdin.flush()
