"""A whole room in folders of its own: sound server, broker, lamps, keeper and children.

Every process is the real one, started as a therapist's computer starts it, and none of
them can reach a room of the person who runs the tests. Whatever a test leaves behind,
even a player whose keeper was killed, ends with the house: the house knows its own by
the runtime folder in their environment, and touches nobody else.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from kap_room.adapters.journal.reading import entries_in
from kap_room.engine.ports import Entry
from kap_room.link import quick
from tests.adapters.programs import virtual_lamps
from tests.rig.broker import Mosquitto, Spy
from tests.rig.priority import at_once
from tests.rig.sound import PulseRoom

KAP_ROOM = (sys.executable, "-m", "kap_room.cli")

ANSWERS_WITHIN = 40.0
"""Seconds for a whole room to come to life on a busy machine."""

Status = dict[str, Any]
"""What `status --json` prints."""


@dataclass(frozen=True, slots=True)
class Said:
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str


class House:
    """`with House(tmp_path, lamps=("floor",)) as house: house.keep()`.

    Write the files that the test is about before `keep`; a room file is there already.
    """

    def __init__(
        self,
        folder: Path,
        *,
        music: Path | None = None,
        lamps: Sequence[str] = (),
        has_sound: bool = True,
    ) -> None:
        self.folder = folder
        self.music = music or folder / "music"
        self._lamps = tuple(lamps)
        self._things = ExitStack()
        self.sound = PulseRoom(folder, has_server=has_sound)
        self._broker: Mosquitto | None = None
        self._spy: Spy | None = None
        self._runtime = Path()
        self._children: list[subprocess.Popen[bytes]] = []
        self.keeper: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        # A socket's path must be short, and pytest's folders are not.
        short = tempfile.TemporaryDirectory(prefix="kap-room-house-")
        self._runtime = Path(self._things.enter_context(short))
        self._things.callback(self.end_everybody)
        for name in ("scenes", "playlists", "music", "data"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        try:
            self._things.enter_context(self.sound)
            if self._lamps:
                self._light_up()
        except BaseException:
            self._things.close()
            raise
        self.write("room.yaml", self._room_file())
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _fault: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._things.close()

    @property
    def broker(self) -> Mosquitto:
        assert self._broker is not None, "this house has no lamps"
        return self._broker

    @property
    def spy(self) -> Spy:
        assert self._spy is not None, "this house has no lamps"
        return self._spy

    @property
    def env(self) -> dict[str, str]:
        return self.sound.env | {
            "KAP_ROOM_CONFIG": str(self.folder / "room.yaml"),
            "KAP_ROOM_DATA": str(self.folder / "data"),
            "KAP_ROOM_RUNTIME": str(self._runtime),
        }

    @property
    def engine_socket(self) -> Path:
        return self._runtime / "engine.sock"

    @property
    def log(self) -> str:
        """What engine and player told the developers, for a failure's message."""
        with suppress(OSError):
            return (self.folder / "data" / "engine.log").read_text(errors="replace")
        return ""

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    def keep(self) -> subprocess.Popen[bytes]:
        """`kap-room engine` in the foreground of a child; returns when it answers."""
        self.keeper = self.popen("engine")
        self.wait_until(lambda told: told["pids"]["player"] is not None)
        return self.keeper

    def measure(self) -> None:
        """All of the music, beforehand, so that every track begins at its level."""
        files = "".join(f"{file}\n" for file in sorted(self.music.iterdir()))
        catalogue = str(self.folder / "data" / "catalogue.db")
        subprocess.run(
            [
                *(sys.executable, "-m", "kap_room.library.measure"),
                *("--finish", "--catalogue", catalogue),
            ],
            input=files.encode(),
            env=self.env | at_once(),
            stdout=subprocess.DEVNULL,
            check=True,
        )

    def scan(self) -> None:
        """`library scan`, at once and not behind everything else."""
        said = self.run("library", "scan", within=60.0, env=self.env | at_once())
        assert said.code == 0, said

    def popen(self, *words: str) -> subprocess.Popen[bytes]:
        child = subprocess.Popen(
            [*KAP_ROOM, *words],
            env=self.env,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._children.append(child)
        return child

    def run(
        self, *words: str, within: float = 60.0, env: Mapping[str, str] | None = None
    ) -> Said:
        """One `kap-room` command, to its end."""
        done = subprocess.run(
            [*KAP_ROOM, *words],
            env=env or self.env,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=within,
            check=False,
        )
        return Said(done.returncode, done.stdout, done.stderr)

    def send(self, *words: str) -> Said:
        """`kap-room send`, which has to be accepted."""
        said = self.run("send", *words)
        assert said.code == 0, f"send {' '.join(words)}: {said}\n{self.log}"
        return said

    def press(self, *words: str) -> float:
        """As a key in the console does, without a command's start; when it was."""
        line = quick.command_line(list(words))
        pressed = time.monotonic()
        told = json.loads(quick.ask(str(self.engine_socket), line, 10.0))
        assert told["ok"], f"{' '.join(words)}: {told['says']}"
        return pressed

    def start(self, scene: str) -> None:
        said = self.run("start", scene)
        assert said.code == 0, f"start {scene}: {said}\n{self.log}"

    def status(self) -> Status:
        """The snapshot; `OSError` where no engine answers."""
        line = quick.question_line("status")
        told = json.loads(quick.ask(str(self.engine_socket), line, 5.0))
        snapshot: Status = told["snapshot"]
        return snapshot

    def wait_until(
        self, holds: Callable[[Status], object], within: float = ANSWERS_WITHIN
    ) -> Status:
        """The first snapshot of which this is true; engines may come and go."""
        until = time.monotonic() + within
        last: object = "no engine answered"
        is_over = False
        while not is_over:
            # One look follows the end: who was asleep in between has not seen it.
            is_over = time.monotonic() >= until
            with suppress(OSError):
                last = told = self.status()
                if holds(told):
                    return told
            time.sleep(0.02)
        raise AssertionError(f"not so within {within} s: {last}\n{self.log}")

    def pids(self) -> Mapping[str, int]:
        """Keeper, engine and player."""
        pids: dict[str, int] = self.status()["pids"]
        return pids

    def origin(self) -> float:
        """The reading at which the plan's position was 0 (as long as nothing holds).

        By the quickest of some answers: one that waited is of nobody knows when.
        """
        asked = [self._asked_for_origin() for _ in range(5)]
        return min(asked)[1]

    def entries(self, kind: str) -> tuple[Entry, ...]:
        """What the journal holds of this session."""
        session = self.status()["session"]["id"]
        journal = self.folder / "data" / "journal.db"
        return tuple(x for x in entries_in(journal, session) if x.kind == kind)

    def kill(self, who: str) -> int:
        """With -9, and everybody else as it is. Who it was."""
        pid = self.pids()[who]
        os.kill(pid, signal.SIGKILL)
        if self.keeper is not None and self.keeper.pid == pid:
            self.keeper.wait()
        return pid

    def _asked_for_origin(self) -> tuple[float, float]:
        """How long the answer took, and what it says."""
        before = time.monotonic()
        position = float(self.status()["session"]["position_s"])
        after = time.monotonic()
        return after - before, (before + after) / 2 - position

    def _light_up(self) -> None:
        broker = Mosquitto(self.folder / "broker")
        self._broker = self._things.enter_context(broker)
        self._things.enter_context(virtual_lamps(broker.port, *self._lamps))
        self._spy = self._things.enter_context(Spy(broker.port))

    def _room_file(self) -> str:
        lines = ["room: Test room", f"music: {self.music}"]
        if self._lamps:
            lines.append(f"broker: {{host: 127.0.0.1, port: {self.broker.port}}}")
            lines.append("lights:")
        speaks = "speaks: zigbee2mqtt, topic: zigbee2mqtt/"
        lines += [f"  {lamp}: {{{speaks}{lamp}}}" for lamp in self._lamps]
        return "\n".join(lines) + "\n"

    def end_everybody(self) -> None:
        """Whoever lives in this house, with -9, and whom they bring back meanwhile."""
        while inhabitants := self._inhabitants():
            for pid in inhabitants:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            time.sleep(0.01)
        for child in self._children:
            child.wait()

    def _inhabitants(self) -> list[int]:
        mark = f"KAP_ROOM_RUNTIME={self._runtime}".encode()
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                if mark in (folder / "environ").read_bytes().split(b"\0"):
                    found.append(int(folder.name))
        return sorted(found)
