"""One output that plays what it is given, without minding how late it seems to be.

Before every block libVLC asks the sound server how much is still to be heard, and takes
the answer for true. A busy computer that does not let the server run for a few tenths
of a second makes it a wrong one: libVLC then throws away all that the server has in
hand, more than a second of music, and plays nothing for as long, from full to nothing
and back to full. Nobody was late. A file that is read by this computer's clock needs no
such correction: what is in hand would see a sound card that runs a ten-thousandth too
fast through three hours. So the question is taken away, which libVLC's core knows how
to live without.

The same answers put outputs that sound together out of step by 30 to 40 ms. Two sound
cards do run apart, by as much in ten minutes at worst; but each track begins in step.

Where anything is not as it was throughout 3.0, nothing is touched.
"""

from __future__ import annotations

import ctypes
from typing import Final

PLUGIN: Final = b"libpulse_plugin."
"""The only output whose way of asking is known."""


class _Output(ctypes.Structure):
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


class _Place(ctypes.Structure):
    """What the loader knows of an address."""

    _fields_ = (
        ("file", ctypes.c_char_p),
        ("base", ctypes.c_void_p),
        ("symbol", ctypes.c_char_p),
        ("address", ctypes.c_void_p),
    )


def steady(output: int) -> bool:
    """Before it plays. False when it is not as expected, and goes on asking."""
    found = _Output.from_address(output)
    own = (found.start, found.stop, found.time_get, found.play, found.flush)
    if not all(_is_of_the_plugin(each) for each in own):
        return False
    found.time_get = None
    return True


def _is_of_the_plugin(address: int | None) -> bool:
    if address is None:
        return False
    place = _Place()
    try:
        is_known = ctypes.CDLL(None).dladdr(
            ctypes.c_void_p(address), ctypes.byref(place)
        )
    except AttributeError:  # another C library
        return False
    return bool(is_known) and PLUGIN in (place.file or b"")
