"""The process that measures music, spoken to by lines. It is niced and may be killed.

A worker that dies on a file is started again for those that are left, and that file
comes last; the catalogue remembers which it was and gives it up after a few tries.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

from kap_room.engine.ports import Inbox, TrackMeasured
from kap_room.library.lines import ONE_CORE, from_line

MOST_DEATHS: Final = 4
"""In a row, without an answer. Then it is no file's fault."""

Worker = subprocess.Popen[str]

_log = logging.getLogger(__name__)


class MeasuringProcess:
    """The port `Measurer`. Started when something is wanted for the first time."""

    def __init__(self, catalogue: Path, inbox: Inbox) -> None:
        self._catalogue = catalogue
        self._inbox = inbox
        self._lock = threading.Lock()
        self._worker: Worker | None = None
        self._waiting: dict[Path, None] = {}
        """In the order in which the worker has them."""
        self._deaths = 0
        self._is_closed = False

    def want(self, files: tuple[Path, ...]) -> None:
        with self._lock:
            self._waiting |= dict.fromkeys(files)
            self._deaths = 0
            worker = self._worker
            if worker is not None and worker.poll() is None:
                _hand_over(worker, files)
            elif worker is None:
                self._start()
            # Else one has just died, and whoever listens to it starts the next.

    def close(self) -> None:
        with self._lock:
            self._is_closed = True
            if self._worker is not None:
                self._worker.terminate()

    def _start(self) -> None:
        command = [sys.executable, "-m", "kap_room.library.measure"]
        command += ["--catalogue", str(self._catalogue)]
        try:
            self._worker = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                env=os.environ | ONE_CORE,
            )
        except OSError as impossible:
            _log.warning("the measuring process does not start: %s", impossible)
            return
        _hand_over(self._worker, self._waiting)
        threading.Thread(target=self._listen, args=(self._worker,), daemon=True).start()

    def _listen(self, worker: Worker) -> None:
        """On a thread of its own: beside what waits, only the inbox may be touched."""
        for line in worker.stdout or ():
            try:
                file, measure = from_line(line)
            except ValueError as strange:
                _log.warning("not a measure: %s", strange)
                continue
            with self._lock:
                self._waiting.pop(file, None)
                self._deaths = 0
            self._inbox.post(TrackMeasured(file, measure))
        worker.wait()
        for pipe in (worker.stdin, worker.stdout):
            with suppress(OSError):
                if pipe is not None:
                    pipe.close()
        self._bury(worker)

    def _bury(self, worker: Worker) -> None:
        with self._lock:
            self._worker = None
            self._deaths += 1
            has_a_reason = worker.returncode >= 0  # it said so, and would again
            if self._is_closed or not self._waiting or has_a_reason:
                return
            if self._deaths > MOST_DEATHS:
                _log.warning("the measuring process ends whatever it is given")
                return
            in_hand = next(iter(self._waiting))
            del self._waiting[in_hand]
            self._waiting[in_hand] = None
            self._start()


def _hand_over(worker: Worker, files: Iterable[Path]) -> None:
    # In quotes: a name may hold an end of line, or bytes of another alphabet.
    lines = [f"{json.dumps(str(file))}\n" for file in files]
    if worker.stdin is not None:
        with suppress(OSError):  # it has just died; the next one is handed them
            worker.stdin.writelines(lines)
            worker.stdin.flush()
