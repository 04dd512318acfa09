"""MIDI ports that come and go at one client of JACK, as at a real computer they do.

rtmidi has a client for each port, and JACK stands still for seconds when one of them
leaves in the wrong moment: what was pressed then would seem lost by whoever listened.
The library is asked itself, for nothing else offers ports without clients.
"""

from __future__ import annotations

import ctypes
import queue
import threading
from ctypes import byref, c_char_p, c_int, c_size_t, c_uint32, c_ulong, c_void_p
from typing import Protocol

MIDI = b"8 bit raw midi"
READS, WRITES = 1, 2
"""What a port does, seen from JACK's client."""

NO_SERVER_OF_ITS_OWN = 1

NAME = b"midi-bridge"
"""As PipeWire calls the one that has the ports of all devices."""

RUNS = ctypes.CFUNCTYPE(c_int, c_uint32, c_void_p)


class _Event(ctypes.Structure):
    _fields_ = (
        ("time", c_uint32),
        ("size", c_size_t),
        ("said", ctypes.POINTER(ctypes.c_ubyte)),
    )


class Hears(Protocol):
    def hears(self, said: bytes) -> None: ...


class Cable:
    """One port, while it is there."""

    def __init__(self, port: int, hears: Hears | None) -> None:
        self.port = port
        self.hears = hears
        self._said: queue.SimpleQueue[bytes] = queue.SimpleQueue()

    def send(self, said: bytes) -> None:
        self._said.put(said)

    def is_taken(self) -> bool:
        """Whether JACK has all that was sent."""
        return self._said.empty()

    def waiting(self) -> list[bytes]:
        return [self._said.get() for _ in range(self._said.qsize())]


class Cables:
    """The computer's side of all of them."""

    def __init__(self) -> None:
        self._jack = _library()
        self._lock = threading.Lock()
        self._there: list[Cable] = []
        self._client: int | None = self._jack.jack_client_open(
            NAME, NO_SERVER_OF_ITS_OWN, None
        )
        assert self._client, "JACK takes nobody"
        self._runs = RUNS(self._run)  # held, for JACK holds it no more than by address
        self._jack.jack_set_process_callback(self._client, self._runs, None)
        self._jack.jack_activate(self._client)

    def close(self) -> None:
        self._jack.jack_client_close(self._client)

    def from_device(self, name: str) -> Cable:
        return self._plug(name, WRITES, None)

    def to_device(self, name: str, hears: Hears) -> Cable:
        return self._plug(name, READS, hears)

    def pull(self, cable: Cable) -> None:
        with self._lock:
            self._there.remove(cable)
        self._jack.jack_port_unregister(self._client, cable.port)

    def _plug(self, name: str, does: int, hears: Hears | None) -> Cable:
        port = self._jack.jack_port_register(self._client, name.encode(), MIDI, does, 0)
        assert port, f"JACK has no port {name}"
        cable = Cable(port, hears)
        with self._lock:
            self._there.append(cable)
        return cable

    def _run(self, frames: int, _: int | None) -> int:
        """On JACK's thread, in each of its periods."""
        with self._lock:
            for cable in self._there:
                place = self._jack.jack_port_get_buffer(cable.port, frames)
                if cable.hears is None:
                    self._write(cable, place)
                else:
                    self._read(cable.hears, place)
        return 0

    def _write(self, cable: Cable, place: int) -> None:
        self._jack.jack_midi_clear_buffer(place)
        for said in cable.waiting():
            self._jack.jack_midi_event_write(place, 0, said, len(said))

    def _read(self, hears: Hears, place: int) -> None:
        for number in range(self._jack.jack_midi_get_event_count(place)):
            event = _Event()
            if not self._jack.jack_midi_event_get(byref(event), place, number):
                hears.hears(bytes(event.said[: event.size]))


def _library() -> ctypes.CDLL:
    jack = ctypes.CDLL("libjack.so.0")
    for name, gives, takes in (
        ("jack_client_open", c_void_p, (c_char_p, c_int, c_void_p)),
        ("jack_client_close", c_int, (c_void_p,)),
        ("jack_activate", c_int, (c_void_p,)),
        ("jack_set_process_callback", c_int, (c_void_p, RUNS, c_void_p)),
        (
            "jack_port_register",
            c_void_p,
            (c_void_p, c_char_p, c_char_p, c_ulong, c_ulong),
        ),
        ("jack_port_unregister", c_int, (c_void_p, c_void_p)),
        ("jack_port_get_buffer", c_void_p, (c_void_p, c_uint32)),
        ("jack_midi_clear_buffer", None, (c_void_p,)),
        ("jack_midi_event_write", c_int, (c_void_p, c_uint32, c_char_p, c_size_t)),
        ("jack_midi_get_event_count", c_uint32, (c_void_p,)),
        ("jack_midi_event_get", c_int, (c_void_p, c_void_p, c_uint32)),
    ):
        function = getattr(jack, name)
        function.restype, function.argtypes = gives, takes
    return jack
