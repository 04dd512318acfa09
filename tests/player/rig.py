"""A real player process in a room, and an engine's end of its socket."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

from kap_room.exchange import PROTOCOL
from kap_room.exchange.order import DeckOrder, DeckReport, Order, PlayerReport
from kap_room.exchange.wire import order_to_plain, report_from_plain
from kap_room.plan.units import Decibels, Seconds
from tests.rig.sound import PulseRoom, is_open, wait_for

PATIENCE = 20.0
"""Seconds that a busy computer may take; what is awaited comes at once."""


class Line:
    """One connection to the player, as an engine or anybody has it."""

    def __init__(self, path: Path) -> None:
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._socket.connect(str(path))
        self.reports: list[PlayerReport] = []
        self.messages: list[dict[str, object]] = []
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()
        self._revision = 0

    def order(self, order: Order) -> Order:
        """Send it under the next revision."""
        self._revision += 1
        order = replace(order, revision=self._revision)
        self.say({"protocol": PROTOCOL, "order": order_to_plain(order)})
        return order

    def silence(self, over: float = 3.0) -> float:
        self.say({"protocol": PROTOCOL, "silence": {"over": over}})
        return time.monotonic()

    def say(self, message: object) -> None:
        self.write(json.dumps(message).encode() + b"\n")

    def write(self, line: bytes) -> None:
        self._socket.sendall(line)

    def wait_for(
        self, holds: Callable[[PlayerReport], object], longest: float = PATIENCE
    ) -> PlayerReport:
        """The first report from now on of which this is true, the newest included."""
        # Not the newest alone: while nobody looks here, several may come.
        begins = max(0, len(self.reports) - 1)
        found = list[PlayerReport]()

        def seen() -> bool:
            found.extend(filter(holds, self.reports[begins:]))
            return bool(found)

        wait_for(seen, longest)
        return found[0]

    def close(self) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join()

    def _listen(self) -> None:
        for line in self._socket.makefile("rb"):
            message = json.loads(line)
            self.messages.append(message)
            if "report" in message:
                self.reports.append(report_from_plain(message["report"]))


class PlayerRig:
    """`with PlayerRig(room, folder) as player: line = player.connect()`."""

    def __init__(self, room: PulseRoom, folder: Path, *options: str) -> None:
        self.path = folder / "player.sock"
        self._lines: list[Line] = []
        self.process = subprocess.Popen(
            [
                *(sys.executable, "-m", "kap_room.player"),
                *("--socket", str(self.path), *options),
            ],
            env=room.env,
            stderr=subprocess.PIPE,
        )

    def __enter__(self) -> Self:
        wait_for(self._answers, PATIENCE)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for line in self._lines:
            line.close()
        self.process.kill()
        self.process.wait()
        if self.process.stderr is not None:
            self.process.stderr.close()

    def connect(self) -> Line:
        line = Line(self.path)
        self._lines.append(line)
        return line

    def leave(self, line: Line) -> None:
        self._lines.remove(line)
        line.close()

    def signal(self, number: signal.Signals) -> float:
        os.kill(self.process.pid, number)
        return time.monotonic()

    def _answers(self) -> bool:
        assert self.process.poll() is None, "the player ended at once"
        return is_open(self.path)


def deck(name: str, file: Path, starts: float = 0.0, rise: float = 3.0) -> DeckOrder:
    """At its own level; what else an order may say is said with `replace`."""
    return DeckOrder(
        name, str(file), Decibels(0), Decibels(3), Seconds(starts), Seconds(rise)
    )


def of(report: PlayerReport, name: str) -> DeckReport | None:
    return next((each for each in report.decks if each.deck == name), None)


def lag_of(report: PlayerReport, name: str) -> float:
    """Its reading less the position in the file: the same as long as it plays on."""
    found = of(report, name)
    assert found is not None, f"{name} is not on any deck"
    return report.reading - found.position


def rose(report: PlayerReport, name: str) -> float:
    """The reading at which it began to rise."""
    found = of(report, name)
    assert found is not None, f"{name} is not on any deck"
    assert found.rose is not None, f"{name} has not begun"
    return found.rose


def is_sounding(name: str) -> Callable[[PlayerReport], bool]:
    def holds(report: PlayerReport) -> bool:
        found = of(report, name)
        return found is not None and found.state == "sounding"

    return holds
