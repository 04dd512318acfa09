"""A room with a sound server of its own, and ears in it.

    with PulseRoom(tmp_path) as room:
        process = subprocess.Popen([...], env=room.env)
        ...
        recording = room.stop_recording()
    assert recording.falls_below(-60, after=pressed) - pressed < 3.2

The server is private: its runtime folder, cookie and home are the test's. The ears are
attached as long as the server lives: without them a null sink is lazy by seconds, and
volumes set soon after a start are lost.
"""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np

from tests.rig.hearing import CHANNELS, RATE, Recording

LONGEST_START = 10.0

PIECE = 1920
"""Bytes read at once: 5 ms of two channels of 32 bits."""


class PulseRoom:
    """A PulseAudio of one's own with a null sink called `room`, and a recorder on it.

    `env` is the environment for programs that shall sound in this room. With
    `has_server=False` there is none until `start_server`.
    """

    def __init__(self, folder: Path, *, has_server: bool = True) -> None:
        self._folder = folder / "sound"
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._socket = self._folder / "native"
        self._server: subprocess.Popen[bytes] | None = None
        self._ears: dict[str, Ears] = {}
        self._modules: dict[str, str] = {}
        self._has_server = has_server

    @property
    def env(self) -> dict[str, str]:
        own = str(self._folder)
        return {
            **os.environ,
            "HOME": own,
            "PULSE_COOKIE": f"{own}/cookie",
            "PULSE_RUNTIME_PATH": own,
            "PULSE_SERVER": f"unix:{self._socket}",
            "XDG_CONFIG_HOME": own,
            "XDG_RUNTIME_DIR": own,
        }

    def __enter__(self) -> Self:
        if self._has_server:
            self.start_server()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.kill_server()

    def start_server(self) -> None:
        """Start it, attach the ears, and wait until they hear."""
        # The ears come in before anybody else can: until they listen, a null sink
        # renders seconds ahead, and what begins then is heard too late or not at all.
        entrance = self._folder / "entrance"
        entrance.unlink(missing_ok=True)
        self._socket.unlink(missing_ok=True)
        self._server = subprocess.Popen(
            [
                *("pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1"),
                *("--log-level=error", "-L"),
                f"module-native-protocol-unix auth-anonymous=1 socket={entrance}",
                *("-L", f"module-null-sink sink_name=room rate={RATE}"),
            ],
            env=self.env,
            stderr=subprocess.DEVNULL,
        )
        wait_for(entrance.exists, LONGEST_START)
        env = {**self.env, "PULSE_SERVER": f"unix:{entrance}"}
        self._ears["room"] = Ears("room", env)
        self._ears["room"].wait()
        entrance.rename(self._socket)

    def add_sink(self, name: str) -> None:
        """Another place to sound, as headphones are that come within reach."""
        # Ears need a second to come in, so they sit behind it and stay when it goes.
        behind = f"behind-{name}"
        if name not in self._ears:
            said = (f"sink_name={behind}", f"rate={RATE}")
            self._control("load-module", "module-null-sink", *said)
            self._ears[name] = Ears(behind, self.env)
            self._ears[name].wait()
        front = (f"sink_name={name}", f"master={behind}")
        loaded = self._control("load-module", "module-remap-sink", *front)
        self._modules[name] = loaded.strip()

    def remove_sink(self, name: str) -> None:
        """As headphones go that ran empty; what they heard so far is kept."""
        self._control("unload-module", self._modules.pop(name))

    def pid(self) -> int:
        assert self._server is not None, "no sound server runs in this room"
        return self._server.pid

    def kill_server(self) -> None:
        """As a crash would; what was recorded so far is gone with it."""
        for ears in self._ears.values():
            ears.stop()
        self._ears.clear()
        self._modules.clear()
        if self._server is not None:
            self._server.kill()
            self._server.wait()
            self._server = None

    def recording(self, sink: str = "room") -> Recording:
        """What was heard so far; the ears stay."""
        assert self._ears, "no sound server runs in this room"
        return self._ears[sink].recording()

    def stop_recording(self, sink: str = "room") -> Recording:
        """The same, a quarter second later, so that nothing is on its way any more."""
        time.sleep(0.25)
        return self.recording(sink)

    def _control(self, *words: str) -> str:
        return subprocess.run(
            ["pactl", *words], env=self.env, capture_output=True, text=True, check=True
        ).stdout


class Ears:
    """A recorder on a sink's monitor that keeps everything in memory."""

    def __init__(self, sink: str, env: dict[str, str]) -> None:
        self._process = subprocess.Popen(
            [
                *("parec", f"--device={sink}.monitor", "--raw", "--latency-msec=10"),
                *("--format=float32le", f"--rate={RATE}", f"--channels={CHANNELS}"),
            ],
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._pieces: list[bytes] = []
        self._heard = 0
        self._begins = float("inf")
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def wait(self) -> None:
        wait_for(lambda: self._heard > RATE * 4 * CHANNELS // 10, LONGEST_START)

    def stop(self) -> None:
        self._process.kill()
        self._process.wait()
        self._thread.join()
        if self._process.stdout is not None:
            self._process.stdout.close()

    def recording(self) -> Recording:
        samples = np.frombuffer(b"".join(self._pieces), dtype="<f4")
        whole = len(samples) // CHANNELS * CHANNELS
        return Recording(samples[:whole].reshape(-1, CHANNELS), self._begins)

    def _listen(self) -> None:
        assert self._process.stdout is not None
        while piece := os.read(self._process.stdout.fileno(), PIECE):
            self._pieces.append(piece)
            self._heard += len(piece)
            # A piece can come late and never early: of all guesses at the reading of
            # the first sample, the earliest is right.
            guess = time.monotonic() - self._heard / (4 * CHANNELS * RATE)
            self._begins = min(self._begins, guess)


def wait_for(holds: Callable[[], object], longest: float) -> None:
    """Until `holds()` is true; a test that waits longer than `longest` has failed."""
    ends = time.monotonic() + longest
    while not holds():
        assert time.monotonic() < ends, f"not so within {longest} s"
        time.sleep(0.01)
