"""The processes that hear files side by side for a scan.

Each is the worker that also measures beside a session, with the lowest claim on the
processor. A file that ends its process, or on which it hangs until it ends itself, is
tried again by the next one, and after a few tries the catalogue itself answers for it.
"""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

from kap_room.library.catalogue_rows import ENDED_THE_PROGRAM, MOST_TRIES
from kap_room.library.lines import ONE_CORE, from_line
from kap_room.plan.music import Measure

LOOK_EVERY: Final = 0.2
"""Seconds until a worker that was sent to rest looks whether it may go on."""

GRACE: Final = 3.0
"""Seconds, before a worker that hangs on a file is ended without being asked."""

Answer = tuple[Path, Measure]


class CrewFailed(Exception):  # noqa: N818 - a sentence for a person
    """The catalogue cannot be kept, or no process can be started."""


class Crew:
    """Hears every file once; `answers` says what was found, in the order of it."""

    def __init__(
        self, catalogue: Path, files: Iterable[bytes], most: int, allowed: int
    ) -> None:
        self._catalogue = catalogue
        self._files = deque(files)
        self._left = len(self._files)
        self._children: dict[int, subprocess.Popen[bytes]] = {}
        self._lock = threading.Lock()
        self._over = threading.Event()
        self.allowed = allowed
        """How many may work now. Those above it rest after the file in their hands."""
        self.in_hand: dict[bytes, float] = {}
        """When each file that is heard now was begun. Copy it: threads write to it."""
        self.worked = 0.0
        """Seconds that were spent on those that were heard to their end."""
        self._answers: queue.SimpleQueue[Answer | str] = queue.SimpleQueue()
        self._threads = [
            threading.Thread(target=self._work, args=(number,), daemon=True)
            for number in range(min(most, self._left))
        ]
        for thread in self._threads:
            thread.start()

    @property
    def is_done(self) -> bool:
        return self._left == 0

    def answer(self, within: float) -> Answer | None:
        """The next one; None when none came. Raises `CrewFailed`."""
        try:
            found = self._answers.get(timeout=within)
        except queue.Empty:
            return None
        if isinstance(found, str):
            raise CrewFailed(found)
        self._left -= 1
        return found

    def dismiss(self) -> None:
        """At once. What a file was heard for in vain does not count against it."""
        self._over.set()
        with self._lock:
            for child in self._children.values():
                child.terminate()
        until = time.monotonic() + GRACE
        for thread in self._threads:
            thread.join(max(0.0, until - time.monotonic()))
        with self._lock:
            for child in self._children.values():
                child.kill()
        for thread in self._threads:
            thread.join()

    def _work(self, number: int) -> None:
        """On a thread of its own."""
        try:
            while (path := self._next(number)) is not None:
                self._hear(number, path)
        except (OSError, CrewFailed) as failed:
            if not self._over.is_set():
                self._answers.put(str(failed))
        finally:
            self._end(number)

    def _next(self, number: int) -> bytes | None:
        while not self._over.is_set():
            if number < self.allowed:
                with suppress(IndexError):
                    return self._files.popleft()
                return None
            self._over.wait(LOOK_EVERY)
        return None

    def _hear(self, number: int, path: bytes) -> None:
        began = time.monotonic()
        self.in_hand[path] = began
        try:
            self._heard(number, path)
        finally:
            del self.in_hand[path]
            with self._lock:
                self.worked += time.monotonic() - began

    def _heard(self, number: int, path: bytes) -> None:
        name = os.fsdecode(path)
        for _ in range(MOST_TRIES + 1):
            line = self._asked(number, name)
            if self._over.is_set():
                return
            if line:
                self._answers.put(from_line(line.decode()))
                return
            self._end(number)
        self._answers.put((Path(name), ENDED_THE_PROGRAM))

    def _asked(self, number: int, name: str) -> bytes:
        """The worker's answer; nothing when it ended. Raises `CrewFailed`."""
        child = self._child(number)
        if child is None or child.stdin is None or child.stdout is None:
            return b""
        with suppress(BrokenPipeError):
            child.stdin.write(json.dumps(name).encode() + b"\n")
            child.stdin.flush()
            if line := child.stdout.readline():
                return line
        if child.wait() > 0 and child.stderr is not None:
            told = child.stderr.read().decode(errors="replace").strip()
            raise CrewFailed(told.splitlines()[-1] if told else "A worker ended.")
        return b""

    def _child(self, number: int) -> subprocess.Popen[bytes] | None:
        with self._lock:
            if self._over.is_set():
                return None
            if number not in self._children:
                self._children[number] = self._started()
            return self._children[number]

    def _started(self) -> subprocess.Popen[bytes]:
        module = ("-m", "kap_room.library.measure")
        return subprocess.Popen(
            [sys.executable, *module, "--catalogue", str(self._catalogue)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=os.environ | ONE_CORE,
            process_group=0,  # Ctrl+C is meant for the program above
        )

    def _end(self, number: int) -> None:
        with self._lock:
            child = self._children.pop(number, None)
        if child is None:
            return
        for pipe in (child.stdin, child.stdout, child.stderr):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        child.terminate()
        child.wait()
