"""What a room has left at a broker, on disk, so that all of it can be taken away.

Written before anything is announced: a computer that loses its power in between knows
one topic too many, never one too few. A room that got another name, a broker at another
place and a key that was taken out of the room file are found here.
"""

from __future__ import annotations

import json
import logging
import os
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kap_room.plan.room import Broker

FILE: Final = "announced.json"

LARGEST: Final = 65_536
"""Bytes. A few hundred are usual."""

_PATHS: Final = ("password_file", "ca_file", "certificate_file", "key_file")

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Left:
    """Topics on which one broker keeps something of ours."""

    broker: Broker
    topics: tuple[str, ...]

    def is_at(self, broker: Broker) -> bool:
        """The same broker, however one proves to it who one is."""
        here, there = self.broker, broker
        return (here.host, here.port) == (there.host, there.port)


class Remembered:
    """The file in the data folder. One that cannot be read is as none."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / FILE
        self._lock = threading.Lock()

    def read(self) -> tuple[Left, ...]:
        try:
            if self._file.stat().st_size > LARGEST:
                return ()
            found: object = json.loads(self._file.read_text("utf-8"))
        except (OSError, ValueError, RecursionError):
            return ()
        entries = found if isinstance(found, list) else []
        return tuple(left for left in map(_read, entries) if left is not None)

    def _write(self, lefts: tuple[Left, ...]) -> None:
        """Whole or not at all; a full disk is told to the log alone."""
        kept = [left for left in lefts if left.topics]
        try:
            if not kept:
                with suppress(FileNotFoundError):
                    self._file.unlink()
                return
            self._replace(json.dumps([_written(left) for left in kept], indent=1))
        except OSError as fault:
            _log.warning("%s cannot be written: %s", self._file, fault)

    def add(self, left: Left) -> None:
        """Safe from any thread, as is `forget`."""
        with self._lock:
            lefts = self.read()
            here = [each for each in lefts if each.is_at(left.broker)]
            topics = dict.fromkeys(t for each in (*here, left) for t in each.topics)
            others = tuple(each for each in lefts if not each.is_at(left.broker))
            self._write((*others, Left(left.broker, tuple(topics))))

    def forget(self, gone: Left) -> None:
        with self._lock:
            self._write(tuple(_without(left, gone) for left in self.read()))

    def _replace(self, text: str) -> None:
        fresh = self._file.with_suffix(".new")
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT, 0o600), "w") as opened:
            opened.truncate()
            opened.write(text)
            opened.flush()
            os.fsync(opened.fileno())
        fresh.replace(self._file)


def _without(left: Left, gone: Left) -> Left:
    if not left.is_at(gone.broker):
        return left
    return Left(left.broker, tuple(t for t in left.topics if t not in gone.topics))


def _written(left: Left) -> dict[str, object]:
    broker = left.broker
    return {
        "host": broker.host,
        "port": broker.port,
        "username": broker.username,
        "tls": broker.tls,
        **{key: _text(getattr(broker, key)) for key in _PATHS},
        "topics": list(left.topics),
    }


def _read(entry: object) -> Left | None:
    if not isinstance(entry, dict):
        return None
    host, port, topics = entry.get("host"), entry.get("port"), entry.get("topics")
    if not isinstance(host, str) or not isinstance(port, int):
        return None
    if not isinstance(topics, list):
        return None
    paths = {key: _path(entry, key) for key in _PATHS}
    name = entry.get("username")
    broker = Broker(
        host,
        port,
        name if isinstance(name, str) else None,
        paths["password_file"],
        entry.get("tls") is True,
        paths["ca_file"],
        paths["certificate_file"],
        paths["key_file"],
    )
    return Left(broker, tuple(topic for topic in topics if isinstance(topic, str)))


def _path(entry: Mapping[str, object], key: str) -> Path | None:
    value = entry.get(key)
    return Path(value) if isinstance(value, str) else None


def _text(path: Path | None) -> str | None:
    return None if path is None else str(path)
