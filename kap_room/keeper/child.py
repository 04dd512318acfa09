"""One process of the room: started, watched, and started again when it ends.

Each is in a session of its own, so that no terminal that closes or interrupts reaches
it. What it started itself ends with it: two measurers or brokers would be in each
other's way.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from kap_room.keeper.identity import Identity, identity_of
from kap_room.keeper.patience import Patience

FIRST_PAUSE: Final = 0.25
"""Seconds before the second start in a row; it doubles with each after that."""

LARGEST_LOG: Final = 5_000_000
"""Bytes. One older log is kept beside it, and the card never fills."""

GONE: Final = 255
"""The exit code of a process that was not ours to wait for."""


class Child:
    """`now` is always a reading of the monotonic clock."""

    def __init__(
        self, command: Sequence[str], patience: Patience, log: Path | None
    ) -> None:
        self._command = tuple(command)
        self._patience = patience
        self._log = log
        self._process: subprocess.Popen[bytes] | None = None
        self._adopted: Identity | None = None
        self._begun = 0.0
        self._deaths = 0
        self._again_at = 0.0

    @property
    def identity(self) -> Identity | None:
        if self._process is not None:
            return identity_of(self._process.pid)
        return self._adopted

    @property
    def is_adopted(self) -> bool:
        """Nobody tells of what happens to it."""
        return self._adopted is not None

    def is_due(self, now: float) -> bool:
        return self.identity is None and now >= self._again_at

    def start(
        self, now: float, environment: Mapping[str, str], keep: Sequence[int] = ()
    ) -> None:
        """`keep` are the descriptors that it inherits."""
        self._begun = now
        output = self._open_log()
        try:
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                env=environment,
                pass_fds=keep,
                start_new_session=True,
            )
        except OSError:  # no memory, no program: it may be there in a moment
            self._plan_next_start(now)
        finally:
            if output is not None:
                os.close(output)

    def adopt(self, now: float, orphan: Identity) -> None:
        """Watch over one that a keeper before us had started."""
        self._begun = now
        self._adopted = orphan

    def ended(self, now: float) -> int | None:
        """Its exit code, told once; None while it runs or waits to be started."""
        code = self._exit_code()
        if code is None:
            return None
        self._process = self._adopted = None
        self._plan_next_start(now)
        return code

    def tell(self, what: signal.Signals) -> None:
        """Send a signal to it alone; SIGKILL reaches all that it started too."""
        identity = self.identity
        if identity is None:
            return
        with contextlib.suppress(OSError):
            if what is signal.SIGKILL:
                os.killpg(identity.pid, what)
            else:
                os.kill(identity.pid, what)

    def _exit_code(self) -> int | None:
        if self._adopted is not None:
            return None if self._adopted.is_alive else GONE
        if self._process is None:
            return None
        look = os.WEXITED | os.WNOHANG | os.WNOWAIT
        if os.waitid(os.P_PID, self._process.pid, look) is None:
            return None
        # It is still known by its number, so the group is certainly its own.
        with contextlib.suppress(OSError):
            os.killpg(self._process.pid, signal.SIGKILL)
        return self._process.wait()

    def _plan_next_start(self, now: float) -> None:
        """At once after a good while; ever later when it dies at birth."""
        if now - self._begun >= self._patience.well:
            self._deaths = 0
        pause = FIRST_PAUSE * 2 ** (self._deaths - 1) if self._deaths else 0.0
        self._again_at = now + min(pause, self._patience.longest_pause)
        self._deaths = min(self._deaths + 1, 16)

    def _open_log(self) -> int | None:
        if self._log is None:
            return None
        with contextlib.suppress(OSError):
            if self._log.stat().st_size > LARGEST_LOG:
                self._log.replace(self._log.with_name(self._log.name + ".1"))
        try:
            flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC
            return os.open(self._log, flags, 0o600)
        except OSError:  # a full card costs the log, not the room
            return os.open(os.devnull, os.O_WRONLY | os.O_CLOEXEC)
