"""Where every hand ends: a bounded way to the engine that no device can fill.

Anybody may ask, from any thread, and never waits. The three of an emergency overtake
whatever stands in line and are never refused for being many. A fader's latest place is
the only one that counts. Of everything else a few wait for a moment, and what has
waited too long is dropped: a command that comes late is one that nobody asked for.
What was dropped is counted, and told once.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Final, Protocol

from kap_room.exchange.commands import Command, SetVolume
from kap_room.exchange.desk import Answer
from kap_room.exchange.words import EMERGENCY, words
from kap_room.plan.units import Seconds

WAITING: Final = 16
"""Commands in line. A hand that presses more often than they are obeyed means less."""

STALE: Final = Seconds(1.0)
"""What has not been obeyed by then is forgotten."""

PACE: Final = Seconds(0.05)
"""Between two commands that are not urgent: twenty a second, from all hands."""

URGENT_PACE: Final = Seconds(0.1)
"""Between two equal commands of an emergency. The first of them never waits."""

APART: Final = Seconds(0.7)
"""As at the console: a pause that tells a second press from a foot that trembles."""

ONCE: Final = frozenset(
    (
        *("lights-up", "arm-light", "walk-light", "talk", "hold", "away"),
        *("keep-track", "next-phase", "previous-phase"),
        *("dose", "booster", "onset", "peak", "returning"),
    )
)
"""Words of which a second right after the first undoes it or goes too far, from
whichever hand: full light instead of soft, the phase after the next."""

QUIET_AGAIN: Final = Seconds(10.0)
"""Without anything dropped for so long, a flood is over."""

MANY: Final = 20
"""So many dropped are no nervous finger any more."""

FLOOD: Final = (
    'The control "{}" sends more than hands can. What is too much is passed over; '
    "silence, ground and lights up still act."
)

_log = logging.getLogger(__name__)


class Obeys(Protocol):
    """The engine's own ear."""

    async def obey(self, command: Command) -> Answer: ...


class Asks(Protocol):
    """What an adapter of a control holds."""

    def ask(self, command: Command, by: str) -> None:
        """From any thread; returns at once. `by` is the control's name."""
        ...


class Tells(Protocol):
    """The line of the controls on the screen. In the engine's loop."""

    def __call__(self, says: str, *, ok: bool) -> None: ...


@dataclass(frozen=True, slots=True)
class _Asked:
    command: Command
    by: str
    at: float


class Asking:
    """Made in the engine's loop; `ask` may be called from everywhere."""

    def __init__(self, host: Obeys, tells: Tells) -> None:
        self._host = host
        self._loop = asyncio.get_running_loop()
        self._flood = _Flood(self._loop, tells)
        self._lock = threading.Lock()
        self._urgent: dict[str, _Asked] = {}
        self._urgent_at: dict[str, float] = {}
        self._asked_at: dict[str, float] = {}
        self._line: deque[_Asked] = deque()
        self._volume: _Asked | None = None
        self._is_called = False
        self._obeyed_at = float("-inf")
        self._obeyed_volume = False
        self._tasks: set[asyncio.Task[None]] = set()

    def ask(self, command: Command, by: str) -> None:
        asked = _Asked(command, by, self._loop.time())
        word = words(command)[0]
        with self._lock:
            urgent = word in EMERGENCY
            taken = not self._is_the_same_press(word, asked.at) and (
                self._takes_urgent(asked) if urgent else self._takes(asked)
            )
            # One call for however many are asked until it comes.
            call = taken and (urgent or not self._is_called)
            self._is_called = self._is_called or (call and not urgent)
        if not taken:
            self._flood.dropped(by)
        if call:
            self._in_loop(self._serve_urgent if urgent else self._serve)

    def _is_the_same_press(self, word: str, now: float) -> bool:
        last = self._asked_at.get(word, float("-inf"))
        self._asked_at[word] = now
        return word in ONCE and now - last < APART

    def _takes_urgent(self, asked: _Asked) -> bool:
        word = words(asked.command)[0]
        last = self._urgent_at.get(word, float("-inf"))
        if word in self._urgent or asked.at - last < URGENT_PACE:
            return False
        self._urgent[word] = asked
        return True

    def _takes(self, asked: _Asked) -> bool:
        if isinstance(asked.command, SetVolume):
            self._volume = asked
            return True
        if len(self._line) >= WAITING:
            return False
        self._line.append(asked)
        return True

    def _in_loop(self, serve: Callable[[], None]) -> None:
        try:
            self._loop.call_soon_threadsafe(serve)
        except RuntimeError:  # its loop is closed: the engine goes
            _log.info("a control was touched after the engine had ended")

    def _serve_urgent(self) -> None:
        now = self._loop.time()
        with self._lock:
            urgent = tuple(self._urgent.values())
            self._urgent_at |= dict.fromkeys(self._urgent, now)
            self._urgent.clear()
        for asked in urgent:
            self._obey(asked)

    def _serve(self) -> None:
        """One command, and again in a moment as long as any is in line."""
        now = self._loop.time()
        with self._lock:
            asked = self._next(now)
            again = bool(self._line) or self._volume is not None
            self._is_called = again
        if again:
            self._loop.call_at(self._obeyed_at + PACE, self._serve)
        if asked is not None:
            self._obey(asked)

    def _next(self, now: float) -> _Asked | None:
        if now - self._obeyed_at < PACE:
            return None
        while self._line and now - self._line[0].at > STALE:
            self._flood.dropped(self._line.popleft().by)
        volume = self._volume
        self._obeyed_volume = volume is not None and (
            not self._line or not self._obeyed_volume
        )
        if self._obeyed_volume:
            self._volume = None
        asked = volume if self._obeyed_volume else None
        if asked is None and self._line:
            asked = self._line.popleft()
        if asked is not None:
            self._obeyed_at = now
        return asked

    def _obey(self, asked: _Asked) -> None:
        task = self._loop.create_task(self._obeyed(asked))
        self._tasks.add(task)  # a loop holds its tasks weakly
        task.add_done_callback(self._tasks.discard)

    async def _obeyed(self, asked: _Asked) -> None:
        answer = await self._host.obey(asked.command)
        if not answer.ok:
            _log.info("%s: refused: %s", asked.by, answer.says)


class _Flood:
    """What was too much, counted; told when it begins and when it is over."""

    def __init__(self, loop: asyncio.AbstractEventLoop, tells: Tells) -> None:
        self._loop = loop
        self._tells = tells
        self._lock = threading.Lock()
        self._count = 0
        self._counted = 0
        self._by = ""

    def dropped(self, by: str) -> None:
        """From any thread."""
        with self._lock:
            self._count += 1
            count = self._count
        if count not in {1, MANY}:
            return
        with suppress(RuntimeError):  # its loop is closed: the engine goes
            if count == MANY:
                self._loop.call_soon_threadsafe(self._begins, by)
            else:
                self._loop.call_soon_threadsafe(self._look_later)

    def _begins(self, by: str) -> None:
        self._by = by
        self._tells(FLOOD.format(by), ok=False)

    def _look_later(self) -> None:
        self._counted = self._count
        self._loop.call_later(QUIET_AGAIN, self._look)

    def _look(self) -> None:
        if self._count != self._counted:
            self._look_later()
            return
        if self._count >= MANY:
            says = f'The control "{self._by}" is quiet again. {self._count} presses '
            self._tells(f"{says}were passed over.", ok=True)
        self._count = 0
