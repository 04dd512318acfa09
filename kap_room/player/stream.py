"""What a voice's stream at the sound server has played, and moving what it has in hand.

Where in its file a voice truly is, libVLC does not know: its stream begins when the
server lets it, and at PipeWire only where the next some thousand samples do. Asked
often, the server tells that to a millisecond: it counts in pieces, and who asks just
after one was counted is told best. What was written and not yet played can be moved by
single samples, which outputs that shall sound together need, and nobody hears of a
voice that is muted.

All of it over libPulse, which libVLC has loaded, and under the lock of libVLC's own
loop. That is kept for seconds while the end of a file is played. So it is done aside,
and nobody waits for it.
"""

from __future__ import annotations

import ctypes
import threading
import time
from collections.abc import Callable
from typing import Final

from kap_room.plan.units import Seconds
from kap_room.player.plugin import Output, Own, is_known

ENOUGH: Final = 24
"""Looks. The best of them misses the truth by a millisecond or so."""

RECENT: Final = Seconds(0.6)
"""So long a look counts. Before, a piece may have been lost since."""

STALE: Final = Seconds(0.5)
"""An answer so old, or one by a clock that was set meanwhile, counts for nothing."""

SOONEST: Final = Seconds(-0.5)
"""Nothing is heard so long before it was meant to be: then libVLC has thrown away what
was in hand and begun to count anew, and the server has not."""

MOST: Final = Seconds(2.0)
"""Who is further off than that was looked at wrongly, and stays where it is."""

WIDE: Final = 8
"""Bytes of an address. On narrower computers a time may have one of two lengths."""

READY: Final = 2
"""A stream's state: the server knows of it."""

RELATIVE: Final = 0
"""To where it would write next (PA_SEEK_RELATIVE)."""


class _Timing(ctypes.Structure):
    """libPulse's word about a stream (pa_timing_info)."""

    _fields_ = (
        ("seconds", ctypes.c_long),
        ("microseconds", ctypes.c_long),
        ("synchronized", ctypes.c_int),
        ("sink", ctypes.c_uint64),
        ("source", ctypes.c_uint64),
        ("transport", ctypes.c_uint64),
        ("playing", ctypes.c_int),
        ("is_write_unsure", ctypes.c_int),
        ("write", ctypes.c_int64),
        ("is_read_unsure", ctypes.c_int),
        ("read", ctypes.c_int64),
    )


def _loaded() -> ctypes.CDLL | None:
    pointer = ctypes.c_void_p
    if ctypes.sizeof(pointer) < WIDE:
        return None
    try:
        pulse = ctypes.CDLL("libpulse.so.0")
        for name in ("lock", "unlock"):
            getattr(pulse, f"pa_threaded_mainloop_{name}").argtypes = (pointer,)
            getattr(pulse, f"pa_threaded_mainloop_{name}").restype = None
        pulse.pa_stream_get_state.argtypes = (pointer,)
        pulse.pa_stream_get_timing_info.argtypes = (pointer,)
        pulse.pa_stream_get_timing_info.restype = ctypes.POINTER(_Timing)
        pulse.pa_stream_get_sample_spec.argtypes = (pointer,)
        pulse.pa_stream_get_sample_spec.restype = pointer
        pulse.pa_bytes_per_second.argtypes = pulse.pa_frame_size.argtypes = (pointer,)
        pulse.pa_bytes_per_second.restype = pulse.pa_frame_size.restype = (
            ctypes.c_size_t
        )
        pulse.pa_stream_update_timing_info.argtypes = (pointer, pointer, pointer)
        pulse.pa_stream_update_timing_info.restype = pointer
        pulse.pa_operation_unref.argtypes = (pointer,)
        pulse.pa_stream_write.argtypes = (
            *(pointer, ctypes.c_char_p, ctypes.c_size_t, pointer),
            *(ctypes.c_int64, ctypes.c_int),
        )
    except (OSError, AttributeError):
        return None
    return pulse


_pulse: Final = _loaded()

_Deed = Callable[[ctypes.CDLL, Own, int, Seconds], None]


class Stream:
    """Of an output that outlives it; once closed it says and does nothing."""

    def __init__(self, output: int) -> None:
        found = Output.from_address(output)
        # Not by the lock of the loop: that one goes with the output.
        self._lock = threading.Lock()
        self._own = Own.from_address(found.own) if is_known(found) else None
        self._begun: tuple[tuple[float, float], ...] = ()
        """When it was looked at, and what it said."""
        self._meant = 0.0
        self._moved = 0.0
        self._looking: threading.Thread | None = None

    @property
    def is_known(self) -> bool:
        """Whether it can be asked at all."""
        return _pulse is not None and self._own is not None

    @property
    def begun(self) -> Seconds | None:
        """The reading at which its first sample was played, as far as that is known.

        What was put before it since has been played by then as well.
        """
        looks = self._begun
        if len(looks) < ENOUGH:
            return None
        begun = min(begun for _, begun in looks)
        if begun < self._meant + SOONEST:
            return None
        return Seconds(begun + self._moved)

    @property
    def meant(self) -> Seconds:
        """The reading at which libVLC wanted its first sample to be played."""
        return Seconds(self._meant)

    def look(self, reading: Seconds) -> None:
        """Take in what was answered since, and ask again."""
        if self._looking is None or not self._looking.is_alive():
            self._looking = self._aside(self._look, reading)

    def delay(self, by: Seconds) -> None:
        """Whatever is written from now on; what is in hand is played before, as it is.

        Earlier by dropping the last of what is in hand, if there is as much.
        """
        if abs(by) <= MOST:
            self._aside(self._delay, by)

    def close(self) -> None:
        """Before its MediaPlayer is stopped. May wait for the end of a file."""
        with self._lock:
            self._own, self._begun = None, ()

    def _aside(self, do: _Deed, argument: Seconds) -> threading.Thread:
        thread = threading.Thread(
            target=self._guarded, args=(do, argument), name="look", daemon=True
        )
        thread.start()
        return thread

    def _guarded(self, do: _Deed, argument: Seconds) -> None:
        with self._lock:
            if _pulse is None or self._own is None:
                return
            loop = self._own.loop
            _pulse.pa_threaded_mainloop_lock(loop)
            try:
                stream = self._own.stream
                # Before, libPulse would end the process that asks of what it plays.
                if stream and _pulse.pa_stream_get_state(stream) == READY:
                    do(_pulse, self._own, stream, argument)
            finally:
                _pulse.pa_threaded_mainloop_unlock(loop)

    def _look(
        self, pulse: ctypes.CDLL, own: Own, stream: int, reading: Seconds
    ) -> None:
        asked = pulse.pa_stream_update_timing_info(stream, None, None)
        if asked:
            pulse.pa_operation_unref(asked)
        told = pulse.pa_stream_get_timing_info(stream)
        if not told or not told.contents.playing or told.contents.is_read_unsure:
            return
        timing = told.contents
        a_second = pulse.pa_bytes_per_second(pulse.pa_stream_get_sample_spec(stream))
        wall = time.time() - time.monotonic()
        answered = timing.seconds + timing.microseconds / 1e6 - wall
        # Nothing is meant to be played just after what was written was thrown away.
        if own.meant > 0 and abs(answered - reading) < STALE:
            meant = own.meant / 1e6
            if self._meant not in {0.0, meant}:
                # It was thrown away, and counts from another beginning than the server.
                self._own, self._begun = None, ()
                return
            played = timing.read / a_second - timing.sink / 1e6
            recent = [x for x in self._begun if x[0] > reading - RECENT]
            self._begun = (*recent, (reading, answered - played))
            self._meant = meant

    def _delay(self, pulse: ctypes.CDLL, _own: Own, stream: int, by: Seconds) -> None:
        spec = pulse.pa_stream_get_sample_spec(stream)
        frame = pulse.pa_frame_size(spec)
        size = round(abs(by) * pulse.pa_bytes_per_second(spec) / frame) * frame
        if by > 0:
            back, silence = 0, bytes(size)
        else:
            # Nothing cannot be written.
            back, silence = -size - frame, bytes(frame)
        said = pulse.pa_stream_write(
            stream, silence, len(silence), None, back, RELATIVE
        )
        if said >= 0:
            self._moved += by
