"""Our own small programs, run as the demo runs them: each a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True)
class Program:
    process: subprocess.Popen[str]
    said: dict[str, object]
    """Its one line, which it prints when it is ready."""

    def end(self) -> int:
        """Ask it to go, and wait until it has."""
        self.process.terminate()
        return self.process.wait(timeout=15.0)


@contextmanager
def running(module: str, *arguments: str) -> Iterator[Program]:
    process = subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdout is not None
        try:
            yield Program(process, json.loads(process.stdout.readline()))
        finally:
            process.kill()


@contextmanager
def virtual_lamps(port: int, *lamps: str) -> Iterator[Program]:
    module = "kap_room.adapters.virtual_lamps"
    with running(module, "--port", str(port), *lamps) as program:
        yield program


@contextmanager
def embedded_broker(port: int = 0) -> Iterator[tuple[Program, int]]:
    with running("kap_room.adapters.broker", "--port", str(port)) as program:
        found = program.said["port"]
        assert isinstance(found, int)
        yield program, found
