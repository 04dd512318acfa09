"""What libVLC's log says about the sound server: the only honest witness.

When the server is gone, libVLC goes on saying Playing and its time advances. Its log
does not lie. The callback runs on libVLC's own threads: it may do nothing but note a
reading, and must never call libVLC back.
"""

from __future__ import annotations

import ctypes
import math
import time
from typing import Final

import vlc

from kap_room.plan.units import Seconds

ERROR: Final = 4
"""libVLC's level for what went wrong; everything else is passed over unread."""

MODULES: Final = (b"pulse", b"vlcpulse")

NEVER: Final = Seconds(-math.inf)

NO_OUTPUT: Final = b"failed to create audio output"

_LogCallback: Final = ctypes.CFUNCTYPE(
    None,
    ctypes.c_void_p,
    ctypes.c_int,
    ctypes.c_void_p,
    ctypes.c_char_p,
    ctypes.c_void_p,
)


class Complaints:
    """When each sound output complained last."""

    def __init__(self, instance: vlc.Instance) -> None:
        self._readings: dict[int, Seconds] = {}
        # Kept as long as this object: libVLC calls it without asking.
        self._callback = _LogCallback(self._note)
        vlc.dll.libvlc_log_set(instance, self._callback, None)

    def since(self, reading: Seconds, output: int | None) -> bool:
        """Whether it complained after this reading. None is whichever did."""
        if output is not None:
            return self._readings.get(output, NEVER) > reading
        return max([*self._readings.values()], default=NEVER) > reading

    def _note(
        self,
        _data: int | None,
        level: int,
        context: int | None,
        text: bytes | None,
        _arguments: int | None,
    ) -> None:
        if level != ERROR or text is None:
            return
        if text != NO_OUTPUT and _module(context) not in MODULES:
            return
        self._readings[_speaker(context)] = Seconds(time.monotonic())


def _module(context: int | None) -> bytes | None:
    module, file, line = ctypes.c_char_p(), ctypes.c_char_p(), ctypes.c_uint()
    vlc.dll.libvlc_log_get_context(
        ctypes.c_void_p(context),
        ctypes.byref(module),
        ctypes.byref(file),
        ctypes.byref(line),
    )
    return module.value


def _speaker(context: int | None) -> int:
    """Which of libVLC's objects said it."""
    name, header, number = ctypes.c_char_p(), ctypes.c_char_p(), ctypes.c_size_t()
    vlc.dll.libvlc_log_get_object(
        ctypes.c_void_p(context),
        ctypes.byref(name),
        ctypes.byref(header),
        ctypes.byref(number),
    )
    return number.value
