"""Memory that is given back. Nothing here may fail: where it cannot be said, so be it.

libVLC reads each file through a buffer of 12 MB. The C library learns from the first of
them to keep such buffers for later, in a heap per thread, and the player grows by one
of them whenever a track's threads meet a heap that has none to spare.
"""

from __future__ import annotations

import contextlib
import ctypes
from typing import Final

MMAP_THRESHOLD: Final = -3
ARENA_MAX: Final = -8
"""As the C library's header has them."""

LARGE: Final = 256 * 1024
"""Bytes. What is larger goes back to the system when it is freed."""

HEAPS: Final = 2
"""For a dozen threads that mostly wait."""


def be_thrifty() -> None:
    """Before libVLC is loaded: what was learned before is not unlearned."""
    with contextlib.suppress(OSError, AttributeError):  # another C library
        mallopt = ctypes.CDLL(None).mallopt
        mallopt(MMAP_THRESHOLD, LARGE)
        mallopt(ARENA_MAX, HEAPS)
