"""The console in a real terminal of 80 columns and 24 lines, and fingers for it."""

from __future__ import annotations

import itertools
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.rig.house import KAP_ROOM, House

_NUMBERS = itertools.count()

DRAWS_WITHIN = 30.0
"""Seconds for a console to open on a busy machine."""


class Terminal:
    """`with Terminal(house) as console: console.wait_for("onset")`.

    tmux under a socket of its own and without anybody's settings; not that of the
    console before it either, whose server may be on its way out. The console is the
    pane's own process, so that it can be killed and nothing else with it.
    """

    def __init__(self, house: House, *words: str) -> None:
        tmux = shutil.which("tmux")
        assert tmux is not None, "tmux is missing; on Debian: apt install tmux"
        own = f"console-{next(_NUMBERS)}"
        self._tmux = [tmux, "-L", own, "-f", os.devnull]
        self._env = house.env | {
            "LANG": "C.UTF-8",
            "TERM": "xterm-256color",
            "TMUX_TMPDIR": house.env["KAP_ROOM_RUNTIME"],
        }
        self._env.pop("TMUX", None)
        self._command = [*KAP_ROOM, *words]
        self._folder = house.folder

    def __enter__(self) -> Self:
        size = ("-x", "80", "-y", "24", "-c", str(self._folder))
        self._ask("new-session", "-d", *size, *self._command)
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _fault: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        subprocess.run(
            [*self._tmux, "kill-server"],
            env=self._env,
            stderr=subprocess.DEVNULL,
            check=False,
        )

    @property
    def pid(self) -> int:
        return int(self._ask("list-panes", "-F", "#{pane_pid}"))

    def screen(self) -> str:
        return self._ask("capture-pane", "-p")

    def press(self, *keys: str) -> None:
        """As tmux names keys: `Space`, `BSpace`, `Enter`, `F2`, `m`."""
        self._ask("send-keys", *keys)

    def type(self, words: str) -> None:
        self._ask("send-keys", "-l", words)

    def wait_for(self, words: str, within: float = DRAWS_WITHIN) -> str:
        """The first screen that shows these words."""
        until = time.monotonic() + within
        is_over = False
        while words not in (shown := self.screen()):
            assert not is_over, f'never showed "{words}":\n{shown}'
            # One look follows the end: who was asleep in between has not seen it.
            is_over = time.monotonic() >= until
            time.sleep(0.03)
        return shown

    def kill(self) -> None:
        """The console, with -9."""
        pid = self.pid
        os.kill(pid, signal.SIGKILL)
        until = time.monotonic() + 5.0
        while Path(f"/proc/{pid}/cmdline").exists():
            assert time.monotonic() < until, "the console does not die"
            time.sleep(0.01)

    def _ask(self, *words: str) -> str:
        done = subprocess.run(
            [*self._tmux, *words],
            env=self._env,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"tmux {words[0]}: {done.stderr}"
        return done.stdout
