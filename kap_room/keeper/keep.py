"""The keeper's life: start both, watch both, and never give up on either.

A stuck engine is killed and the music never, unless a signal holds it still. A wrong
room file, seen before the engine ever ran, ends everything with its exit code instead
of being tried for ever.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from kap_room.keeper.child import Child
from kap_room.keeper.feed import VARIABLE, Hunger
from kap_room.keeper.identity import own_identity
from kap_room.keeper.lock import RoomHeld, RoomLock
from kap_room.keeper.patience import Patience
from kap_room.keeper.standstill import Standstill
from kap_room.keeper.systemd import Systemd
from kap_room.keeper.wake import Wake

REFUSED: Final = 1
HOPELESS: Final = (1, 2)
"""Exit codes of an engine that starting again does not help: its files are wrong."""


def keep(
    engine: Sequence[str],
    player: Sequence[str],
    lock: Path,
    log: Path | None = None,
    patience: Patience | None = None,
) -> int:
    """The exit code of `kap-room engine`. Runs in the main thread until told to stop.

    The engine finds its end of the feed in KAP_ROOM_FEED (see `feed.Feed`), and both
    find in KAP_ROOM_KEEPER which keeper it was that started them.
    """
    try:
        held = RoomLock(lock)
    except RoomHeld as problem:
        print(problem, file=sys.stderr)  # noqa: T201 - a command's own sentence
        return REFUSED
    except OSError as problem:
        print(f"{lock} cannot be opened: {problem.strerror}.", file=sys.stderr)  # noqa: T201
        return REFUSED
    with Wake() as wake:
        return _Keeper(engine, player, held, log, patience or Patience(), wake).run()


class _Keeper:
    def __init__(  # noqa: PLR0913, PLR0917 - made in one place, just above
        self,
        engine: Sequence[str],
        player: Sequence[str],
        lock: RoomLock,
        log: Path | None,
        patience: Patience,
        wake: Wake,
    ) -> None:
        self._systemd = Systemd()
        self._engine = Child(engine, patience, log)
        self._player = Child(player, patience, log)
        self._lock = lock
        self._patience = patience
        self._wake = wake
        self._hunger: Hunger | None = None
        self._standstill = Standstill()
        self._engine_ran = False
        self._environment = {**os.environ, "KAP_ROOM_KEEPER": own_identity().words}

    def run(self) -> int:
        self._take_over(time.monotonic())
        code = None
        while code is None and not self._wake.must_stop:
            code = self._look(time.monotonic())
            if code is None and not self._wake.must_stop:
                self._wake.sleep(self._pause())
        self._systemd.stopping()
        self._stop(self._engine, self._patience.engine_stops)
        self._stop(self._player, self._patience.player_stops)
        self._lock.release()
        return code or 0

    def _take_over(self, now: float) -> None:
        """What a killed keeper left: its player plays on, its engine is replaced.

        The orphaned engine cannot feed us. Its successor takes the session up from the
        checkpoint, and finds the same player.
        """
        left = {n: c for n, c in self._lock.left_behind.items() if c.is_alive}
        if "engine" in left:
            self._engine.adopt(now, left["engine"])
            self._engine.tell(signal.SIGKILL)
            self._engine_ran = True
        if "player" in left:
            self._player.adopt(now, left["player"])
            self._engine_ran = True

    def _look(self, now: float) -> int | None:
        """One look at everything; an exit code when it is time to stop."""
        self._systemd.alive(now)
        code = self._engine.ended(now)
        if self._hunger is not None:
            self._feed(self._hunger, now)
        if code is not None:
            self._forget_hunger()
            if code == 0 or (code in HOPELESS and not self._engine_ran):
                return code
        self._mind_standstill(now)
        self._player.ended(now)
        if self._player.is_due(now):
            self._player.start(now, self._environment)
            self._record()
        if self._engine.is_due(now):
            self._start_engine(now)
            self._record()
        return None

    def _feed(self, hunger: Hunger, now: float) -> None:
        hunger.look(now)
        if hunger.was_fed:
            self._engine_ran = True
            self._systemd.ready()
        limit = self._patience.food if hunger.was_fed else self._patience.first_food
        if now - hunger.since > limit:
            self._engine.tell(signal.SIGKILL)

    def _mind_standstill(self, now: float) -> None:
        """A player that was stopped is silent soon, and nobody else would know."""
        player = self._player.identity
        stopped = player is not None and player.is_stopped
        if self._standstill.lasts(now, is_stopped=stopped) > self._patience.stopped:
            self._player.tell(signal.SIGKILL)

    def _pause(self) -> float:
        """A child that is stopped wakes its keeper, an adopted one does not."""
        patience = self._patience
        closely = self._standstill.is_seen or self._player.is_adopted
        return min(patience.look, patience.closely) if closely else patience.look

    def _start_engine(self, now: float) -> None:
        self._forget_hunger()
        self._hunger = hunger = Hunger(now)
        environment = {**self._environment, VARIABLE: str(hunger.writes)}
        self._engine.start(now, environment, keep=(hunger.writes,))
        hunger.begun()

    def _forget_hunger(self) -> None:
        if self._hunger is not None:
            self._hunger.close()
            self._hunger = None

    def _record(self) -> None:
        both = {"engine": self._engine.identity, "player": self._player.identity}
        self._lock.record({n: i for n, i in both.items() if i is not None})

    def _stop(self, child: Child, within: float) -> None:
        child.tell(signal.SIGTERM)
        until = time.monotonic() + within
        while child.identity is not None:
            now = time.monotonic()
            if child.ended(now) is not None:
                return
            if now > until:
                child.tell(signal.SIGKILL)
            self._wake.sleep(0.05)
