"""Which process is meant. A number alone is soon somebody else's."""

from __future__ import annotations

import os
import re
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_STARTED: Final = 19
"""Place of the start among the fields of /proc/PID/stat that follow the name."""


@dataclass(frozen=True, slots=True)
class Identity:
    pid: int
    start: str
    """When it began, in ticks since the computer did; empty when nobody can say."""

    @property
    def words(self) -> str:
        return f"{self.pid}:{self.start}"

    @property
    def is_alive(self) -> bool:
        """Whether this very process still runs."""
        return bool(self.start) and _start_of(self.pid) == self.start

    @property
    def is_stopped(self) -> bool:
        """Whether a signal holds it still. One under a debugger is in good hands."""
        fields = _fields_of(self.pid)
        return bool(fields) and fields[0] == "T"


def identity_of(pid: int) -> Identity:
    return Identity(pid, _start_of(pid))


def own_identity() -> Identity:
    """The start is made up where the system keeps none: it need only be our own."""
    pid = os.getpid()
    return Identity(pid, _start_of(pid) or f"{time.time():.3f}")


def _start_of(pid: int) -> str:
    fields = _fields_of(pid)
    return "" if not fields or fields[0] in ("Z", "X") else fields[_STARTED]


def _fields_of(pid: int) -> list[str]:
    try:
        told = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace")
    except OSError:
        return []
    # A name may hold spaces and brackets; the last bracket ends it.
    return re.sub(r"^.*\)", "", told, flags=re.DOTALL).split()
