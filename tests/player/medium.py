"""A medium that hangs: every read of one file waits until it is let go.

The kernel asks a listener before it lets anybody read, and the listener here may stop
to answer. Only root may listen, and not every kernel has it.
"""

from __future__ import annotations

import ctypes
import os
import select
import struct
import threading
from pathlib import Path
from types import TracebackType
from typing import Final, Self

ASKED: Final = 0x04 | 0x01
"""A listener whom the kernel asks; its descriptor is not inherited."""

ADD: Final = 0x01
READS: Final = 0x00020000
HERE: Final = -100

QUESTION: Final = struct.Struct("=IBBHQii")
"""Its length, four words of no use here, which file, and who asks."""

MAY: Final = 1


class Medium:
    """`with Medium(file) as medium:` from before anybody opens the file."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._listens = -1
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._answer, daemon=True)

    def __enter__(self) -> Self:
        kernel = ctypes.CDLL(None, use_errno=True)
        self._listens = kernel.fanotify_init(ASKED, os.O_RDONLY)
        if self._listens < 0:
            raise PermissionError(ctypes.get_errno(), "nobody may listen here")
        path, mask = os.fsencode(self._file), ctypes.c_uint64(READS)
        if kernel.fanotify_mark(self._listens, ADD, mask, HERE, path):
            os.close(self._listens)
            raise PermissionError(ctypes.get_errno(), "nobody may listen here")
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.hang()
        # Whoever still waits may read now.
        os.close(self._listens)

    def hang(self) -> None:
        """From here on nobody gets an answer."""
        self._over.set()
        self._thread.join()

    def _answer(self) -> None:
        while not self._over.is_set():
            if select.select([self._listens], [], [], 0.05)[0]:
                self._let(os.read(self._listens, 1 << 16))

    def _let(self, questions: bytes) -> None:
        for asked in QUESTION.iter_unpack(questions):
            file = asked[5]
            os.write(self._listens, struct.pack("=iI", file, MAY))
            os.close(file)


def can_hang(folder: Path) -> bool:
    """Whether this can be had here."""
    probe = folder / "probe"
    probe.touch()
    try:
        with Medium(probe):
            return True
    except (OSError, AttributeError):
        return False
