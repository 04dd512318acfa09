"""libVLC's output to PulseAudio as it lies in memory, for what libVLC has no word for.

Throughout 3.0 it is the same. Whoever reaches into it looks first whether this is the
plugin, and leaves anything else alone.
"""

from __future__ import annotations

import ctypes
from typing import Final

PLUGIN: Final = b"libpulse_plugin."
"""The only output whose way of asking is known."""


class Output(ctypes.Structure):
    """An audio output as plugins for 3.0 see it, as far as is needed."""

    _fields_ = (
        ("kind", ctypes.c_char_p),
        ("header", ctypes.c_char_p),
        ("flags", ctypes.c_int),
        ("force", ctypes.c_bool),
        ("instance", ctypes.c_void_p),
        ("parent", ctypes.c_void_p),
        ("own", ctypes.c_void_p),
        ("start", ctypes.c_void_p),
        ("stop", ctypes.c_void_p),
        ("time_get", ctypes.c_void_p),
        ("play", ctypes.c_void_p),
        ("pause", ctypes.c_void_p),
        ("flush", ctypes.c_void_p),
    )


class Own(ctypes.Structure):
    """What the plugin keeps for itself, as far as is needed.

    Between a start and a stop there is a stream; all of it is the loop's to guard.
    """

    _fields_ = (
        ("stream", ctypes.c_void_p),
        ("context", ctypes.c_void_p),
        ("loop", ctypes.c_void_p),
        ("trigger", ctypes.c_void_p),
        ("volume", ctypes.c_uint32 * 33),
        ("meant", ctypes.c_int64),
    )


class _Place(ctypes.Structure):
    """What the loader knows of an address."""

    _fields_ = (
        ("file", ctypes.c_char_p),
        ("base", ctypes.c_void_p),
        ("symbol", ctypes.c_char_p),
        ("address", ctypes.c_void_p),
    )


def is_known(output: Output) -> bool:
    """Whether all that it does is done by the plugin."""
    own = (output.start, output.stop, output.play, output.pause, output.flush)
    return all(_is_of_the_plugin(each) for each in own)


def _is_of_the_plugin(address: int | None) -> bool:
    if address is None:
        return False
    place = _Place()
    try:
        is_found = ctypes.CDLL(None).dladdr(
            ctypes.c_void_p(address), ctypes.byref(place)
        )
    except AttributeError:  # another C library
        return False
    return bool(is_found) and PLUGIN in (place.file or b"")
