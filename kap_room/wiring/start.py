"""Bringing a room to life: the keeper with its engine and player, in the background."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from kap_room.keeper.keep import REFUSED, keep
from kap_room.link.places import Places
from kap_room.link.quick import ask, question_line

ANSWERS_WITHIN: Final = 15.0
"""Seconds for an engine to answer; a Raspberry Pi that just booted takes most of it."""

LOOK_EVERY: Final = 0.05


class NoEngine(Exception):  # noqa: N818 - a sentence for a person
    """No engine answers; the sentence says why and what to do."""


def run_keeper(places: Places) -> int:
    """What `kap-room engine` does, until it is told to stop. Returns the exit code."""
    engine = (sys.executable, "-m", "kap_room.wiring.engine")
    player = (
        sys.executable,
        "-m",
        "kap_room.player",
        "--socket",
        str(places.player_socket),
    )
    told = _size(places.log)
    code = keep(engine, player, places.lock, places.log)
    if code == REFUSED and _size(places.log) > told:
        # The engine's own words went into its log, where nobody at a prompt looks.
        print(_last_words(places.log), file=sys.stderr)  # noqa: T201
    return code


def _size(log: Path) -> int:
    return log.stat().st_size if log.exists() else 0


def answers(places: Places) -> bool:
    try:
        return bool(ask(str(places.engine_socket), question_line("status"), 2.0))
    except OSError:
        return False


def ensure_engine(places: Places) -> None:
    """Have an engine answer, starting a keeper where none does. Raises `NoEngine`."""
    if answers(places):
        return
    places.make_data()
    keeper = in_background(
        (sys.executable, "-m", "kap_room.wiring.keeper"), places.log, {}
    )
    until = time.monotonic() + ANSWERS_WITHIN
    while time.monotonic() < until:
        if answers(places):
            return
        if keeper.poll() is not None:
            raise NoEngine(_last_words(places.log))
        time.sleep(LOOK_EVERY)
    raise NoEngine(f"The engine does not answer. {places.log} tells more.")


def in_background(
    command: tuple[str, ...], log: Path, env: Mapping[str, str]
) -> subprocess.Popen[bytes]:
    """A process that the end of this one, or of its terminal, does not touch."""
    descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=descriptor,
            stderr=descriptor,
            env={**os.environ, **env},
            start_new_session=True,
        )
    finally:
        os.close(descriptor)


def _last_words(log: Path) -> str:
    try:
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        lines = []
    return lines[-1] if lines else f"The engine ended at once. See {log}."
