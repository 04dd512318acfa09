"""Sleep until something happened: a child ended, or somebody asked to stop.

Signals only set a flag here. What is done about them is done in the keeper's loop.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
from types import FrameType, TracebackType
from typing import Final, Self

STOPS: Final = (signal.SIGTERM, signal.SIGINT)
WAKES: Final = (signal.SIGCHLD, signal.SIGHUP)
"""SIGHUP is a terminal that closed: the room goes on without it."""


class Wake:
    """Lives in the main thread, for as long as the keeper keeps."""

    def __init__(self) -> None:
        self.must_stop = False
        self._reads, self._writes = os.pipe()
        for end in (self._reads, self._writes):
            os.set_blocking(end, False)

    def __enter__(self) -> Self:
        signal.set_wakeup_fd(self._writes, warn_on_full_buffer=False)
        for number in (*STOPS, *WAKES):
            signal.signal(number, self._note)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for number in (*STOPS, *WAKES):
            signal.signal(number, signal.SIG_DFL)
        signal.set_wakeup_fd(-1)
        os.close(self._reads)
        os.close(self._writes)

    def sleep(self, longest: float) -> None:
        select.select([self._reads], [], [], longest)
        with contextlib.suppress(BlockingIOError):
            os.read(self._reads, 4096)

    def _note(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002
        if number in STOPS:
            self.must_stop = True
