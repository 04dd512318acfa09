"""A MIDI world of one's own: JACK with its dummy driver, and devices to plug into it.

The ports are real ones, as a program finds them where no sound card and no ALSA is. The
server has a name of its own, so that no other JACK of this computer is touched.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import mido
import rtmidi

BACKEND = "mido.backends.rtmidi/UNIX_JACK"

LONGEST_START = 15.0


class Jack:
    """`with Jack() as jack: pedal = jack.plug("FS-1")`."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="kap-room-jack-")
        self.name = Path(self._folder.name).name
        self._server: subprocess.Popen[bytes] | None = None
        self._plugged: list[Plugged] = []
        self._before: dict[str, str | None] = {}

    @property
    def env(self) -> dict[str, str]:
        """For programs that shall find these devices."""
        return {"JACK_DEFAULT_SERVER": self.name, "MIDO_BACKEND": BACKEND}

    def __enter__(self) -> Self:
        # In step with everybody: otherwise a busy computer loses what is a moment late.
        self._server = subprocess.Popen(
            [
                *("jackd", "-n", self.name, "--no-realtime", "--no-mlock", "--sync"),
                *("-d", "dummy", "-r", "48000", "-p", "1024"),
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        # Its library asks the environment, and so the devices of this process find it.
        self._before = {key: os.environ.get(key) for key in self.env}
        os.environ.update(self.env)
        until = time.monotonic() + LONGEST_START
        while not self._answers():
            assert self._server.poll() is None, "jackd ended at once"
            assert time.monotonic() < until, "jackd does not answer"
            time.sleep(0.05)
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _fault: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self.pull_all()
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
        self._folder.cleanup()

    def plug(self, name: str, *, has_lights: bool = False) -> Plugged:
        """A device is there from now on."""
        plugged = Plugged(name, has_lights=has_lights)
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

    def __init__(self, name: str, *, has_lights: bool) -> None:
        backend = mido.Backend(BACKEND)
        self._out: mido.Port | None = backend.open_output(
            name, virtual=True, client_name=name
        )
        self.told: list[mido.Message] = []
        """What it was told to light, in order."""
        self._in = None
        if has_lights:
            self._in = backend.open_input(
                name,
                virtual=True,
                client_name=f"{name} lights",
                callback=self.told.append,
            )

    def pull(self) -> None:
        """Its cable comes out."""
        for port in (self._out, self._in):
            if port is not None:
                port.close()
        self._out = self._in = None

    def send(self, kind: str, **values: int) -> float:
        """One message; when it was sent."""
        assert self._out is not None, "it is not plugged in"
        sent = time.monotonic()
        self._out.send(mido.Message(kind, **values))
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
