"""MIDI ports by mido 1.3 over python-rtmidi 1.5: ALSA, JACK and CoreMIDI, or a network.

python-rtmidi keeps Python's lock while it opens, lists and closes, and its callback
waits for that lock on a thread that a close may be joining: two that wait for each
other. So all of this lives in a process of its own, which may be killed when it hangs.
rtmidi does not tell when a device comes or goes: the names are asked for. A lister is
kept, because mido's own would open a client for every question.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final, Protocol

import mido
import rtmidi
from mido import sockets

from kap_room.adapters.controls.fingers import Said
from kap_room.plan.controls import Kind, Touch

SEQUENCER: Final = Path("/dev/snd/seq")

NETWORK: Final = "network "
"""What stands before the address of a mido port in the network."""

LOOK_EVERY: Final = 0.005
"""How often a network port is looked at: it cannot be waited for."""

CONNECT_EVERY: Final = 1.0

AGAIN_AFTER: Final = 2.0
"""Seconds until MIDI is asked again where none of it answers: that is no cheap try."""

Hears = Callable[[Said], None]

RtMidiFault = rtmidi.RtMidiError


class Port(Protocol):
    """An open input or output."""

    def close(self) -> None: ...
    def send(self, msg: mido.Message) -> None: ...


class Ports:
    """All ports of this computer, by one of rtmidi's ways to them."""

    def __init__(self) -> None:
        name = os.environ.get("MIDO_BACKEND") or _usual_backend()
        self._backend = mido.Backend(name)
        self._api = _API.get(name.partition("/")[2], rtmidi.API_UNSPECIFIED)
        self._inputs: rtmidi.MidiIn | None = None
        self._outputs: rtmidi.MidiOut | None = None
        self._count = 0
        self._again_at = float("-inf")

    def names(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Of inputs and outputs. Nothing where no MIDI answers at all."""
        if time.monotonic() < self._again_at:
            return (), ()
        try:
            if self._inputs is None or self._outputs is None:
                self._inputs = rtmidi.MidiIn(self._api)
                self._outputs = rtmidi.MidiOut(self._api)
            names = tuple(self._inputs.get_ports()), tuple(self._outputs.get_ports())
        except (rtmidi.RtMidiError, RuntimeError, Warning):
            self.close()
            self._again_at = time.monotonic() + AGAIN_AFTER
            return (), ()
        count = len(names[0]) + len(names[1])
        if count < self._count:
            self.close()  # or the server of them all has gone, and lists for ever
        self._count = count
        return names

    def open_input(self, name: str, hears: Hears) -> Port:
        """Raise `OSError` where it has gone again."""

        def heard(message: mido.Message) -> None:
            said = said_by(message)
            if said is not None:
                hears(said)

        return self._backend.open_input(name, callback=heard)

    def open_output(self, name: str) -> Port:
        return self._backend.open_output(name)

    def close(self) -> None:
        """Of the listers; the open ports are their owners'."""
        for lister in (self._inputs, self._outputs):
            if lister is not None:
                with suppress(rtmidi.RtMidiError, RuntimeError):
                    lister.delete()
        self._inputs = self._outputs = None


class NetworkPort:
    """A mido port somewhere else, which is called and never waited for."""

    def __init__(
        self, address: str, hears: Hears, there: Callable[[bool], None]
    ) -> None:
        host, _, port = address.removeprefix(NETWORK).strip().rpartition(":")
        self._address = host, int(port) if port.isdigit() else 0
        self._hears = hears
        self._there = there
        self._port: sockets.SocketPort | None = None
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        if self._port is not None:
            self._port.close()

    def end(self) -> None:
        """It is not called again."""
        self._ended.set()
        self.close()

    def send(self, msg: mido.Message) -> None:
        """Raise `OSError` where nobody is at the other end."""
        if self._port is None:
            raise OSError("nobody answers")
        self._port.send(msg)

    def _run(self) -> None:
        while not self._ended.is_set():
            with suppress(OSError, ValueError, OverflowError):
                self._port = sockets.connect(*self._address)
                self._there(True)  # noqa: FBT003 (it is there)
                self._listen(self._port)
            if self._port is not None:
                self._port = None
                self._there(False)  # noqa: FBT003 (it is not)
            self._ended.wait(CONNECT_EVERY)

    def _listen(self, port: sockets.SocketPort) -> None:
        while not port.closed:
            message = port.receive(block=False)
            if message is None:
                time.sleep(LOOK_EVERY)
            elif (said := said_by(message)) is not None:
                self._hears(said)


def said_by(message: mido.Message) -> Said | None:
    """The message in our words; None for what no finger does."""
    match message.type:
        case "note_on":
            return Said(Kind.NOTE, message.note, message.channel + 1, message.velocity)
        case "note_off":
            return Said(Kind.NOTE, message.note, message.channel + 1, 0)
        case "control_change":
            return Said(Kind.CC, message.control, message.channel + 1, message.value)
        case "program_change":
            return Said(Kind.PROGRAM, message.program, message.channel + 1, 0)
        case _:
            return None


def light(touch: Touch, value: int) -> mido.Message:
    """The message that lights a pad, or puts it out."""
    channel = (touch.channel or 1) - 1
    if touch.kind is Kind.NOTE:
        return mido.Message(
            "note_on", note=touch.number, velocity=value, channel=channel
        )
    return mido.Message(
        "control_change", control=touch.number, value=value, channel=channel
    )


def _usual_backend() -> str:
    if sys.platform == "darwin":
        return "mido.backends.rtmidi/MACOSX_CORE"
    api = "LINUX_ALSA" if SEQUENCER.exists() else "UNIX_JACK"
    return f"mido.backends.rtmidi/{api}"


_API: Final = {
    "LINUX_ALSA": rtmidi.API_LINUX_ALSA,
    "MACOSX_CORE": rtmidi.API_MACOSX_CORE,
    "UNIX_JACK": rtmidi.API_UNIX_JACK,
}
