"""Names for voices, so that none is made as loud as another was.

PipeWire remembers the last volume by name, and makes the next voice of that name as
loud, over the muted start that it asked for. So no two voices that live have the same
name, here or in another player, and a name comes again only once it is remembered as
silent. The names are few and always the same, because none is ever forgotten.

Nobody waits for any of this: a voice that is wanted before its name is ready takes it.
"""

from __future__ import annotations

import functools
import os
import socket
import threading
import time
from collections.abc import Callable
from itertools import count
from typing import Final

from kap_room.player.remembered import remember_silent

PROGRAM: Final = "kap-room"
"""What a mixer shows."""

FIRST: Final = 2
"""Names made ready as soon as the player starts, which may be the heir of one that was
killed in mid-music: one deck at two outputs."""

ALL: Final = 6
"""And a little later: another deck at both, and two who follow soon."""

LATER: Final = 1.0
"""Seconds. Each takes a hundredth of a second of a processor that has work to do until
the player is heard."""

MOST_PLAYERS: Final = 16


class Own:
    """The name of this player among all that live, for as long as it does."""

    def __init__(self) -> None:
        self._held = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.name = next(filter(self._is_free, _players()), f"{PROGRAM}.0")

    def close(self) -> None:
        self._held.close()

    def _is_free(self, name: str) -> bool:
        try:
            # An address without a file: it goes with the process, however that ends.
            self._held.bind(f"\0{name}.of.{os.getuid()}")
        except OSError:
            return False
        return True


class Names:
    """Of one player. `silence` makes a name ready, and says whether it is."""

    def __init__(
        self, own: Own, silence: Callable[[str], bool], later: float = LATER
    ) -> None:
        self._own = own
        self._later = later
        self._silence = silence
        self._lock = threading.Lock()
        self._taken: set[int] = set()
        self._ready: set[int] = set()

    def take(self) -> str:
        """The first that is ready, or else the first that nobody has."""
        with self._lock:
            ready = min(self._ready, default=None)
            number = next(x for x in count(1) if x not in self._taken)
            number = number if ready is None else ready
            self._taken.add(number)
            self._ready.discard(number)
        name = self._name(number)
        if ready is None:
            # At the same time as the file is opened, which takes longer.
            _aside(lambda: self._silence(name))
        return name

    def give_back(self, name: str) -> None:
        """Once nothing sounds under it. May wait for the sound server."""
        is_ready = self._silence(name)
        number = _number_of(name)
        with self._lock:
            self._taken.discard(number)
            if is_ready:
                self._ready.add(number)

    def put_back(self, name: str) -> None:
        """One under which nothing ever sounded."""
        with self._lock:
            self._taken.discard(_number_of(name))

    def make_ready(self) -> None:
        """The first names, those first that are taken first, and aside."""
        _aside(self._make_ready)

    def _make_ready(self) -> None:
        for number in range(1, ALL + 1):
            if number == FIRST + 1:
                time.sleep(self._later)
            if not self._silence(self._name(number)):
                return  # there is no PipeWire, and no need
            with self._lock:
                if number not in self._taken:
                    self._ready.add(number)

    def _name(self, number: int) -> str:
        return f"{self._own.name}.{number}"


def _players() -> list[str]:
    return [f"{PROGRAM}.{number}" for number in range(1, MOST_PLAYERS + 1)]


def _number_of(name: str) -> int:
    return int(name.rpartition(".")[2])


def _aside(do: Callable[[], object]) -> None:
    threading.Thread(target=do, name="name", daemon=True).start()


@functools.cache
def names() -> Names:
    """The player's: what the server calls its voices goes by process as well."""
    return Names(Own(), remember_silent)
