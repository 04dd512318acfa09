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
    """When the sound output complained last."""

    def __init__(self, instance: vlc.Instance) -> None:
        self.reading = Seconds(-math.inf)
        # Kept as long as this object: libVLC calls it without asking.
        self._callback = _LogCallback(self._note)
        vlc.dll.libvlc_log_set(instance, self._callback, None)

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
        self.reading = Seconds(time.monotonic())


def _module(context: int | None) -> bytes | None:
    module, file, line = ctypes.c_char_p(), ctypes.c_char_p(), ctypes.c_uint()
    vlc.dll.libvlc_log_get_context(
        ctypes.c_void_p(context),
        ctypes.byref(module),
        ctypes.byref(file),
        ctypes.byref(line),
    )
    return module.value
