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
import socket
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np

from tests.rig.hearing import CHANNELS, RATE, Recording, Samples

LONGEST_START = 30.0

LONGEST_LAG = 5.0

SOUNDS = -60.0
"""dB below full scale. Nothing that tests play is as low by itself."""

EVEN, MOVES = 1.0, 3.0
"""Seconds, and decibels: any fade moves by more than that in so long, noise by less."""

FRAME = 4 * CHANNELS
"""Bytes of one moment: 32 bits of each channel."""

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
        wait_for(lambda: is_open(entrance), LONGEST_START)
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
        """The same, a quarter second later, so that nothing is on its way any more.

        Where the recorder had to wait for its turn, later still.
        """
        asked = time.monotonic()
        time.sleep(0.25)
        ears = self._ears[sink]
        while ears.ends < asked and time.monotonic() < asked + LONGEST_LAG:
            time.sleep(0.01)
        return self.recording(sink)

    def forget(self) -> None:
        """What was heard so far: a recording begins with what comes from here on."""
        for ears in self._ears.values():
            ears.forget()

    def wait_for_music(self, within: float = 20.0) -> None:
        """Until something sounds here, and neither rises nor falls.

        A fade begins when the player has opened its file, which a busy computer may be
        long about; what the screen says of it is what is planned.
        """
        wait_for(self._is_even, within)

    def _is_even(self) -> bool:
        time.sleep(0.05)
        _, levels = self._ears["room"].lately(EVEN).levels(window=0.25, hop=0.05)
        if not len(levels):
            return False
        return float(levels.min()) > SOUNDS and float(np.ptp(levels)) < MOVES

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
        self._lock = threading.Lock()
        self._pieces: list[bytes] = []
        self._heard = self._forgotten = 0
        self._begins = float("inf")
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def wait(self) -> None:
        wait_for(lambda: self._heard > RATE * FRAME // 10, LONGEST_START)

    def stop(self) -> None:
        self._process.kill()
        self._process.wait()
        self._thread.join()
        if self._process.stdout is not None:
            self._process.stdout.close()

    @property
    def ends(self) -> float:
        """The reading of the last sample that came."""
        return self._begins + self._heard / (FRAME * RATE)

    def recording(self) -> Recording:
        with self._lock:
            pieces, begins = tuple(self._pieces), self._begins
            begins += self._forgotten / (FRAME * RATE)
        return Recording(_samples_of(b"".join(pieces)), begins)

    def lately(self, seconds: float) -> Recording:
        """The end of it, without the work that the whole of it is."""
        with self._lock:
            pieces, ends = tuple(self._pieces), self.ends
        needed, heard = round(seconds * RATE) * FRAME, sum(map(len, pieces))
        tail, place = 0, len(pieces)
        while place and tail < needed:
            place -= 1
            tail += len(pieces[place])
        # Pieces end anywhere, and a sample begins where its frame does.
        samples = _samples_of(b"".join(pieces[place:])[(tail - heard) % FRAME :])
        return Recording(samples, ends - len(samples) / RATE)

    def forget(self) -> None:
        with self._lock:
            heard = b"".join(self._pieces)
            whole = len(heard) // FRAME * FRAME
            self._pieces = [heard[whole:]]
            self._forgotten += whole

    def _listen(self) -> None:
        assert self._process.stdout is not None
        while piece := os.read(self._process.stdout.fileno(), PIECE):
            now = time.monotonic()
            with self._lock:
                self._pieces.append(piece)
                self._heard += len(piece)
                # A piece can come late and never early: of all guesses at the reading
                # of the first sample, the earliest is right.
                guess = now - self._heard / (RATE * FRAME)
                self._begins = min(self._begins, guess)


def _samples_of(heard: bytes) -> Samples:
    samples = np.frombuffer(heard[: len(heard) // FRAME * FRAME], dtype="<f4")
    return samples.reshape(-1, CHANNELS)


def wait_for(holds: Callable[[], object], longest: float) -> None:
    """Until `holds()` is true; a test that waits longer than `longest` has failed."""
    ends = time.monotonic() + longest
    is_over = False
    while not holds():
        assert not is_over, f"not so within {longest} s"
        # One look follows the end: who stood still in between has not seen it.
        is_over = time.monotonic() >= ends
        time.sleep(0.01)


def is_open(path: Path) -> bool:
    """Whether somebody lets in who comes to this socket; its file is there before."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        return probe.connect_ex(str(path)) == 0
