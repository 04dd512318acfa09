"""The process that measures music, spoken to by lines. It is niced and may be killed.

A worker that dies on a file is started again for the next list; the catalogue
remembers which file it was and gives it up after a few tries.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import threading
from pathlib import Path

from kap_room.engine.ports import Inbox, TrackMeasured
from kap_room.library.lines import ONE_CORE, from_line

_log = logging.getLogger(__name__)


class MeasuringProcess:
    """The port `Measurer`. Started when something is wanted for the first time."""

    def __init__(self, catalogue: Path, inbox: Inbox) -> None:
        self._catalogue = catalogue
        self._inbox = inbox
        self._worker: subprocess.Popen[str] | None = None

    def want(self, files: tuple[Path, ...]) -> None:
        worker = self._running()
        if worker is None or worker.stdin is None:
            return
        try:
            # In quotes: a name may hold an end of line, or bytes of another alphabet.
            worker.stdin.writelines(f"{json.dumps(str(file))}\n" for file in files)
            worker.stdin.flush()
        except OSError as broken:
            _log.warning("the measuring process went away: %s", broken)
            self._worker = None

    def close(self) -> None:
        if self._worker is not None:
            self._worker.terminate()

    def _running(self) -> subprocess.Popen[str] | None:
        if self._worker is not None and self._worker.poll() is None:
            return self._worker
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
            return None
        listening = threading.Thread(
            target=self._listen, args=(self._worker,), daemon=True
        )
        listening.start()
        return self._worker

    def _listen(self, worker: subprocess.Popen[str]) -> None:
        """On a thread of its own: only the inbox may be touched."""
        for line in worker.stdout or ():
            try:
                file, measure = from_line(line)
            except ValueError as strange:
                _log.warning("not a measure: %s", strange)
                continue
            self._inbox.post(TrackMeasured(file, measure))
