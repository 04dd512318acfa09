"""MIDI ports by mido 1.3 over python-rtmidi 1.5: ALSA, JACK and CoreMIDI.

python-rtmidi keeps Python's lock while it opens, lists and closes. A callback would
wait for that lock on a thread that the opening or closing waits for: JACK stood still
for seconds when one device was pressed while another was plugged in. So there is no
callback, as mido would have one; what was said lies in rtmidi's own queue until it is
looked for. All of it lives in a process of its own, which may be killed when it hangs.
rtmidi does not tell when a device comes or goes: the names are asked for. A lister is
kept, because mido's own would open a client for every question.
"""

from __future__ import annotations

import os
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Final, Protocol

import mido
import rtmidi

from kap_room.adapters.controls.fingers import Said
from kap_room.plan.controls import Kind, Touch

SEQUENCER: Final = Path("/dev/snd/seq")

AGAIN_AFTER: Final = 2.0
"""Seconds until MIDI is asked again where none of it answers: that is no cheap try."""

QUEUED: Final = 4096
"""Messages of one port that wait until they are looked for: a flood of 0.4 s."""

RtMidiFault = rtmidi.RtMidiError


class Closes(Protocol):
    """A port of any kind."""

    def close(self) -> None: ...


class Port(Closes, Protocol):
    """An open output."""

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

    def open_input(self, name: str) -> InputPort:
        """Raise `OSError` where it has gone again."""
        return InputPort(name, self._api)

    def open_output(self, name: str) -> Port:
        return self._backend.open_output(name)

    def close(self) -> None:
        """Of the listers; the open ports are their owners'."""
        for lister in (self._inputs, self._outputs):
            if lister is not None:
                with suppress(rtmidi.RtMidiError, RuntimeError):
                    lister.delete()
        self._inputs = self._outputs = None


class InputPort:
    """What one device says, in order, for whoever looks often enough."""

    def __init__(self, name: str, api: int) -> None:
        self._port = rtmidi.MidiIn(api, queue_size_limit=QUEUED)
        names = self._port.get_ports()
        if name not in names:
            self._port.delete()
            raise OSError(f"{name} is not there any more")
        self._port.open_port(names.index(name))
        self._read_at = float("-inf")

    def close(self) -> None:
        self._port.close_port()
        self._port.delete()

    def words(self, now: float) -> tuple[tuple[Said, float], ...]:
        """What came since it was looked for, and when, as far as rtmidi knows."""
        came: list[tuple[list[int], float]] = []
        while len(came) < QUEUED and (message := self._port.get_message()) is not None:
            came.append(message)
        words: list[tuple[Said, float]] = []
        later = 0.0
        for said, since in reversed(came):
            word = said_in(said)
            if word is not None:
                words.append((word, max(self._read_at, now - later)))
            later += since
        self._read_at = now
        return tuple(reversed(words))


def said_in(said: list[int]) -> Said | None:
    with suppress(ValueError):  # it is no MIDI
        return said_by(mido.Message.from_bytes(said))
    return None


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
