"""One line of a list that another player keeps, and what stands above it."""

from __future__ import annotations

from dataclasses import dataclass

from kap_room.plan.music import Order, RunsOut, Track
from kap_room.plan.units import Seconds


@dataclass(frozen=True, slots=True)
class Entry:
    line: int
    """From 1, of the path itself."""
    where: str
    """A path, relative or not, of this system or another; or an address."""
    title: str = ""
    """As in `Somebody - Something`."""
    length: Seconds | None = None
    """In whole seconds, as such lists have it."""
    kept: Track | None = None
    """What a playlist of ours said of it; its file is only a name here."""
    sound: str = ""
    """The hash of its sound, where we wrote the list."""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something in a list that could not be taken as it is."""

    line: int
    says: str


@dataclass(frozen=True, slots=True)
class ForeignList:
    entries: tuple[Entry, ...]
    name: str = ""
    order: Order = Order.AS_WRITTEN
    when_it_runs_out: RunsOut = RunsOut.CONTINUE
    remarks: tuple[Remark, ...] = ()
