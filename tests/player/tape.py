"""Files that sound on a virtual clock: the player's pure half without libVLC."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from kap_room.exchange.order import Order
from kap_room.plan.units import Decibels, Seconds, amplitude
from kap_room.player.deck import Heard
from kap_room.player.follow import follow
from kap_room.player.gains import Master
from kap_room.player.mix import mixed
from kap_room.player.obey import obey
from kap_room.player.table import Table, hear

TICK = 0.02
OPENING = 0.06
"""How long a file takes until it plays."""


@dataclass(frozen=True)
class Tape:
    """One file: what it says of its length, and what is true."""

    length: float
    really: float | None = None
    opening: float = OPENING

    def heard(self, since: float, begins: float, now: float) -> Heard:
        position = begins + max(0.0, now - since - self.opening)
        true = self.length if self.really is None else self.really
        state = "opening" if now < since + self.opening else "playing"
        if position >= true:
            state = "over" if true > 0 else "failed"
        up = Seconds(since + self.opening)
        heard = Heard(state, Seconds(now), Seconds(position), Seconds(self.length))
        return replace(heard, ups={} if now < up else {"auto": up})


@dataclass
class Room:
    """A table, the files it finds, and a clock that is moved by hand."""

    tapes: Mapping[str, Tape]
    table: Table = field(default_factory=Table)
    now: float = 100.0
    master: float = 0.0
    volume: float = 0.0

    def obey(self, order: Order) -> None:
        self.table = obey(self.table, order, Seconds(self.now))

    def tick(self, passed: float = TICK) -> None:
        self.now += passed
        reading = Seconds(self.now)
        heard = {
            each.name: self.tapes.get(each.order.file, Tape(0.0, 0.0)).heard(
                each.opened, each.order.begins, self.now
            )
            for each in self.table.decks
            if each.opened is not None
        }
        table = follow(hear(self.table, heard, reading), reading)
        self.table = mixed(table, self._master, reading, still=True)

    @property
    def _master(self) -> Master:
        return Master(Decibels(self.volume), Decibels(self.master))

    def run(self, seconds: float) -> Iterator[Table]:
        ends = self.now + seconds
        while self.now < ends:
            self.tick()
            yield self.table

    def pass_by(self, seconds: float) -> Table:
        for _ in self.run(seconds):
            pass
        return self.table

    @property
    def power(self) -> float:
        """What is heard, all decks together; 1 is the programme level."""
        return sum(amplitude(each.gain) ** 2 for each in self.table.decks)

    @property
    def sounding(self) -> list[str]:
        return [each.name for each in self.table.decks if not each.is_nothing]
