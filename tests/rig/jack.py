"""A MIDI world of one's own: JACK with its dummy driver, and devices to plug into it.

The ports are real ones, as a program finds them where no sound card and no ALSA is. The
server has a name of its own, so that no other JACK of this computer is touched. Whoever
leaves JACK may make all of it stand still for seconds; so the devices are ports that
come and go at one who stays, as those of a real computer do.
"""

from __future__ import annotations

import fcntl
import os
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Self

import mido
import rtmidi

from tests.rig.cables import Cable, Cables

MOST = 3
"""Servers at once, of all tests that run side by side. JACK has no more than eight."""

BACKEND = "mido.backends.rtmidi/UNIX_JACK"

LONGEST_START = 15.0

LONGEST_STILL = 5.0

PATIENCE = "100"
"""Milliseconds. Its own are 500."""


def _free_name() -> tuple[IO[str], str]:
    """A name for a server, and the lock by which it is nobody else's.

    JACK has room for eight names, and frees that of a server which was killed for the
    same name alone: with a new one each time, the next server ends at once some day.
    """
    while True:
        for number in range(MOST):
            name = f"kap-room-{number}"
            path = Path(tempfile.gettempdir()) / f"{name}-{os.geteuid()}.lock"
            lock = path.open("w", encoding="utf-8")
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                lock.close()
            else:
                return lock, name
        time.sleep(0.1)


class Jack:
    """`with Jack() as jack: pedal = jack.plug("FS-1")`."""

    def __init__(self) -> None:
        self._lock, self.name = _free_name()
        self._server: subprocess.Popen[bytes] | None = None
        self._cables: Cables | None = None
        self._plugged: list[Plugged] = []
        self._before: dict[str, str | None] = {}

    @property
    def env(self) -> dict[str, str]:
        """For programs that shall find these devices."""
        return {"JACK_DEFAULT_SERVER": self.name, "MIDO_BACKEND": BACKEND}

    def __enter__(self) -> Self:
        # In step with everybody: otherwise a busy computer loses what is a moment late.
        # It stands still for ten times its patience when somebody vanishes.
        self._server = subprocess.Popen(
            [
                *("jackd", "-n", self.name, "--no-realtime", "--no-mlock", "--sync"),
                *("-t", PATIENCE, "-d", "dummy", "-r", "48000", "-p", "1024"),
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=(self._lock.fileno(),),  # as long as it lives, the name is taken
        )
        # Its library asks the environment, and so the devices of this process find it.
        self._before = {key: os.environ.get(key) for key in self.env}
        os.environ.update(self.env)
        until = time.monotonic() + LONGEST_START
        while not self._answers():
            assert self._server.poll() is None, "jackd ended at once"
            assert time.monotonic() < until, "jackd does not answer"
            time.sleep(0.05)
        self._cables = Cables()
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _fault: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self.pull_all()
        if self._cables is not None:
            self._cables.close()
        for key, value in self._before.items():
            os.environ.pop(key)
            if value is not None:
                os.environ[key] = value
        if self._server is not None:
            self._server.terminate()
            try:
                self._server.wait(5.0)
            except subprocess.TimeoutExpired:
                self._server.kill()
                self._server.wait()
        self._lock.close()

    def plug(self, name: str, *, has_lights: bool = False) -> Plugged:
        """A device is there from now on."""
        assert self._cables is not None, "jackd does not run"
        plugged = Plugged(self._cables, name, has_lights=has_lights)
        self._plugged.append(plugged)
        return plugged

    def pull_all(self) -> None:
        while self._plugged:
            self._plugged.pop().pull()

    def _answers(self) -> bool:
        with suppress(rtmidi.RtMidiError, RuntimeError):
            lister = rtmidi.MidiIn(rtmidi.API_UNIX_JACK)
            lister.get_ports()
            lister.delete()
            return True
        return False


class Plugged:
    """One device, as it is at the computer: pressed here, heard there."""

    def __init__(self, cables: Cables, name: str, *, has_lights: bool) -> None:
        self._cables = cables
        self.told: list[mido.Message] = []
        """What it was told to light, in order."""
        self._out: Cable | None = cables.from_device(name)
        self._in = cables.to_device(f"{name} lights", self) if has_lights else None

    def pull(self) -> None:
        """Its cable comes out."""
        for cable in (self._out, self._in):
            if cable is not None:
                self._cables.pull(cable)
        self._out = self._in = None

    def hears(self, said: bytes) -> None:
        self.told.append(mido.Message.from_bytes(said))

    def send(self, kind: str, **values: int) -> float:
        """One message; when it was sent.

        Where JACK stands still for a moment, the next one waits: two that leave in the
        same period were said at the same time.
        """
        sent = self.pour(kind, **values)
        assert self._out is not None
        while not self._out.is_taken() and time.monotonic() - sent < LONGEST_STILL:
            time.sleep(0.001)
        return sent

    def pour(self, kind: str, **values: int) -> float:
        """The same, and waits for nobody."""
        assert self._out is not None, "it is not plugged in"
        sent = time.monotonic()
        self._out.send(bytes(mido.Message(kind, **values).bytes()))
        return sent

    def press(self, note: int, lasts: float = 0.04, velocity: int = 64) -> float:
        """A pad, down and up again; when it went down."""
        pressed = self.send("note_on", note=note, velocity=velocity)
        time.sleep(lasts)
        self.send("note_off", note=note)
        return pressed

    def step(self, lasts: float = 0.04) -> float:
        """A foot on a sustain pedal; when it went down."""
        stepped = self.send("control_change", control=64, value=127)
        time.sleep(lasts)
        self.send("control_change", control=64, value=0)
        return stepped
