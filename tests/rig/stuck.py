"""A file that does not answer, as on a disk that has gone to sleep for good.

The kernel keeps whoever opens it waiting for as long as a lease on it is held, up to
`/proc/sys/fs/lease-break-time` (45 s). Those who ask not to wait are told so.
"""

from __future__ import annotations

import fcntl
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def stuck(path: Path) -> Iterator[None]:
    """Nobody may have it open."""
    # The kernel asks by this signal to give it back, and most programs end by it.
    before = signal.signal(signal.SIGIO, signal.SIG_IGN)
    handle = os.open(path, os.O_RDWR)
    try:
        fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_WRLCK)
        yield
    finally:
        os.close(handle)
        signal.signal(signal.SIGIO, before)
