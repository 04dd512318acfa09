"""The phases as a strip, as wide as they are long, planned and as they came.

Under it where we are in the present one, what comes next, when, and why. A turn that
is proposed stands in these two rows, where the eye already is.
"""

from __future__ import annotations

from typing import Final

from typing_extensions import override

from kap_room.exchange.snapshot import Snapshot
from kap_room.ui.proposed import Proposed
from kap_room.ui.theme import BRIGHT, CARE, DIM, FAINT, PLAIN
from kap_room.ui.widgets.panel import Panel, Part, cells, cut, lines, pad
from kap_room.ui.widgets.strip_cells import (
    Stretch,
    bar,
    beyond_words,
    stretch,
    widths,
)
from kap_room.ui.words import coming_words, one_line, phase_words, title

GAP: Final[Part] = (" ", "")


class Strip(Panel):
    DEFAULT_CSS = "Strip { height: 4; }"

    def __init__(self, name: str | None = None) -> None:
        super().__init__(name)
        self._snapshot = Snapshot()
        self._proposed: Proposed | None = None

    def show(self, snapshot: Snapshot, proposed: Proposed | None = None) -> None:
        self._snapshot, self._proposed = snapshot, proposed
        self.draw()

    @override
    def parts(self) -> tuple[Part, ...]:
        phases, width = self._snapshot.phases, self.size.width
        if not phases or width <= 0:
            return ()
        lengths = tuple(stretch(one, self._snapshot.phase) for one in phases)
        across = widths(tuple(one.drawn for one in lengths), width)
        return lines(
            self._names(lengths, across),
            self._bar(lengths, across),
            self._now(),
            self._next(),
        )

    def _names(
        self, lengths: tuple[Stretch, ...], across: tuple[int, ...]
    ) -> tuple[Part, ...]:
        row: list[Part] = []
        for phase, of, width in zip(
            self._snapshot.phases, lengths, across, strict=True
        ):
            style = (
                f"bold {BRIGHT}" if phase.is_now else FAINT if phase.is_past else DIM
            )
            name = one_line(phase.name)
            said = beyond_words(of, width - min(cells(name), width // 2))
            name = cut(name, width - len(said))
            row += [(name, style), (pad(said, width - cells(name)), DIM), GAP]
        return tuple(row[:-1])

    def _bar(
        self, lengths: tuple[Stretch, ...], across: tuple[int, ...]
    ) -> tuple[Part, ...]:
        row: list[Part] = []
        for phase, of, width in zip(
            self._snapshot.phases, lengths, across, strict=True
        ):
            done, rest = bar(phase, of, width)
            over, under = (BRIGHT, DIM) if phase.is_now else (FAINT, FAINT)
            row += [(done, over), (rest, under), GAP]
        return tuple(row[:-1])

    def _now(self) -> tuple[Part, ...]:
        phase, state = self._snapshot.phase, self._snapshot.session.state
        if state == "ended":
            return (("The session has ended", f"bold {BRIGHT}"),)
        if self._proposed is not None:
            return ((cut(self._proposed.head, self.size.width), f"bold {BRIGHT}"),)
        if phase is None:
            return ()
        said = state if state in ("held", "grounded") else ""
        return (
            (title(phase.name), f"bold {BRIGHT}"),
            (f"   {phase_words(phase)}", PLAIN),
            (f"   {said}", f"bold {CARE}"),
        )

    def _next(self) -> tuple[Part, ...]:
        offer, width = self._proposed, self.size.width
        if self._snapshot.session.state == "ended":
            return (("Enter goes back to the scenes", PLAIN),)
        if offer is None:
            is_asked = self._snapshot.proposal is not None
            said = coming_words(self._snapshot.coming, is_asked=is_asked)
            return ((cut(said, width), PLAIN),)
        room = width - len(offer.rest) - len("Enter ") - 3
        enter = cut(offer.enter, room)
        return (
            ("Enter ", f"bold {BRIGHT}"),
            (enter, BRIGHT),
            (f"   {offer.rest}", PLAIN),
        )
