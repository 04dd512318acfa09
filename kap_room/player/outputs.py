"""Which of the ordered outputs can sound now.

An output that is not there is told of, and the others sound. Where none is there, the
sound server's own choice stands in: a headphone that ran empty must not end the music.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Final

from kap_room.exchange.order import OutputOrder
from kap_room.plan.units import Seconds
from kap_room.player.sinks import AUTO

AGAIN: Final = Seconds(2.0)
"""Until an output that took no sound is tried again, if it is there at all."""


class Outputs:
    """What was ordered, against what there is."""

    def __init__(self) -> None:
        self._ordered: tuple[OutputOrder, ...] = (OutputOrder(),)
        self._there: tuple[str, ...] = ()
        self._gone: dict[str, Seconds] = {}

    def order(self, ordered: Sequence[OutputOrder]) -> None:
        by_sink = {each.sink: each for each in reversed(ordered)}
        self._ordered = tuple(by_sink[each] for each in dict.fromkeys(_sinks(ordered)))

    @property
    def are_named(self) -> bool:
        return any(each.sink != AUTO for each in self._ordered)

    @property
    def are_several(self) -> bool:
        return len(self._ordered) > 1

    def found(self, there: tuple[str, ...], reading: Seconds) -> None:
        """The sinks of the server; one that took no sound may have come to itself."""
        self._there = there
        self._gone = {
            sink: since
            for sink, since in self._gone.items()
            if sink in there and reading < since + AGAIN
        }

    def lost(self, sinks: Collection[str], reading: Seconds) -> None:
        """These took no sound."""
        self._gone.update(dict.fromkeys(sinks, reading))

    def forget(self) -> None:
        self._there, self._gone = (), {}

    @property
    def present(self) -> tuple[OutputOrder, ...]:
        there = tuple(each for each in self._ordered if self._is_there(each.sink))
        return there or (replace(self._ordered[0], sink=AUTO),)

    @property
    def says(self) -> str:
        """A sentence about those that are missing."""
        gone = [x.sink for x in self._ordered if not self._is_there(x.sink)]
        if not gone:
            return ""
        names = " and ".join(f'"{each}"' for each in gone)
        verb = "is" if len(gone) == 1 else "are"
        rest = "The others sound."
        if len(gone) == len(self._ordered):
            rest = "The sound server's own choice stands in."
        return f"The sound output {names} {verb} not there. {rest}"

    def _is_there(self, sink: str) -> bool:
        if sink == AUTO:
            return True
        return sink not in self._gone and (not self._there or sink in self._there)


def _sinks(ordered: Sequence[OutputOrder]) -> list[str]:
    return [each.sink for each in ordered]
