"""Listening to every MIDI port for a while: which there are, and what is pressed.

By the same process as in a session, so that a port that hangs costs no more than the
patience of whoever asked.
"""

from __future__ import annotations

import os
import selectors
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Final

from kap_room.adapters.controls.fingers import HIGHEST, Said
from kap_room.adapters.controls.lines import (
    Heard,
    Line,
    Listed,
    read_line,
    wanted_line,
)
from kap_room.adapters.controls.midi import COMMAND, LONGEST_LINE, end
from kap_room.adapters.controls.names import NETWORK, begins_like
from kap_room.plan.controls import Kind, Touch
from kap_room.plan.units import Seconds

ANSWERS_WITHIN: Final = Seconds(10.0)

LOOKS_EVERY: Final = 0.2
"""Seconds between two looks whether anybody still listens."""

FAR: Final = 24
"""Of 127: so far no knob trembles."""

SUSTAIN: Final = 64


def ports_there(within: Seconds = ANSWERS_WITHIN) -> tuple[str, ...] | None:
    """The names of the inputs; None where nobody could be asked."""
    with listened(within) as lines:
        for line in lines:
            if isinstance(line, Listed):
                return line.ports
    return None


def is_there(port: str, ports: tuple[str, ...]) -> bool | None:
    """Whether a control's device is among them; None where that cannot be known."""
    if port.startswith(NETWORK):
        return None
    return any(begins_like(name, port) for name in ports)


@contextmanager
def listened(
    within: Seconds, is_over: Callable[[], bool] = lambda: False
) -> Iterator[Iterator[Line]]:
    """Everything that is said at any port, for so long at most."""
    # What it has to say where its library is missing is for nobody's terminal.
    child = subprocess.Popen(
        COMMAND,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield _lines(child, time.monotonic() + within, is_over)
    finally:
        end(child)
        if child.stdout is not None:
            child.stdout.close()


def _lines(
    child: subprocess.Popen[bytes], until: float, is_over: Callable[[], bool]
) -> Iterator[Line]:
    if child.stdin is None or child.stdout is None:
        return
    with suppress(BrokenPipeError):
        child.stdin.write(wanted_line((), all_ports=True))
        child.stdin.flush()
    rest = b""
    with selectors.DefaultSelector() as ready:
        ready.register(child.stdout, selectors.EVENT_READ)
        while (left := until - time.monotonic()) > 0.0 and not is_over():
            if not ready.select(min(left, LOOKS_EVERY)):
                continue
            text = os.read(child.stdout.fileno(), LONGEST_LINE)
            if not text:
                return
            *lines, rest = (rest + text).split(b"\n")
            rest = rest[:LONGEST_LINE]
            for line in lines:
                if (told := read_line(line)) is not None:
                    yield told


def touched(heard: Heard, before: dict[tuple[Kind, int], int]) -> Touch | None:
    """The control that a hand means by it; None where it is let go, or trembles.

    `before` keeps what each knob last said: a fader is meant once it has moved a way.
    """
    said: Said = heard.said
    if said.kind is not Kind.CC:
        pressed = said.value > 0 or said.kind is Kind.PROGRAM
        return Touch(said.kind, said.number) if pressed else None
    first = before.setdefault((said.kind, said.number), said.value)
    if said.value < HIGHEST and abs(said.value - first) < FAR:
        return None
    return Touch(Kind.PEDAL if said.number == SUSTAIN else Kind.CC, said.number)
