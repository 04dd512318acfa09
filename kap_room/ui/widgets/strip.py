"""The phases as a strip, as wide as they are long.

Under it where we are in the present one, what comes next, when, and why.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from typing_extensions import override

from kap_room.exchange.snapshot import Snapshot, StripView
from kap_room.ui.theme import BRIGHT, CARE, DIM, FAINT, PLAIN
from kap_room.ui.widgets.panel import Panel, Part, cut, lines, pad
from kap_room.ui.words import next_words, one_line, phase_words, title

OPEN_COUNTS: Final = 600.0
"""How long an open phase is drawn, at most: nobody knows its length."""
GAP: Final[Part] = (" ", "")
NAME_NEEDS: Final = 11
"""Cells that a short phase is given if there is room, so that its name can be read."""


def widths(phases: tuple[StripView, ...], width: int) -> tuple[int, ...]:
    """Cells for each phase, by length, with one cell between two."""
    known = [p.lasts_s for p in phases if p.lasts_s is not None]
    opened = min(OPEN_COUNTS, sum(known) / len(known)) if known else OPEN_COUNTS
    lengths = [max(1.0, opened if p.lasts_s is None else p.lasts_s) for p in phases]
    room = max(len(phases), width - len(phases) + 1)
    least = min(NAME_NEEDS, room // len(phases))
    whole = sum(lengths)
    cells = [max(least, int(room * length / whole)) for length in lengths]
    while sum(cells) > room:
        cells[cells.index(max(cells))] -= 1
    cells[cells.index(max(cells))] += room - sum(cells)
    return tuple(cells)


class Strip(Panel):
    DEFAULT_CSS = "Strip { height: 4; }"

    def __init__(self, name: str | None = None) -> None:
        super().__init__(name)
        self._snapshot = Snapshot()
        self._wall: datetime | None = None

    def show(self, snapshot: Snapshot, wall: datetime) -> None:
        self._snapshot, self._wall = snapshot, wall
        self.draw()

    @override
    def parts(self) -> tuple[Part, ...]:
        phases, width = self._snapshot.phases, self.size.width
        if not phases or width <= 0 or self._wall is None:
            return ()
        cells = widths(phases, width)
        return lines(self._names(cells), self._bar(cells), self._now(), self._next())

    def _names(self, cells: tuple[int, ...]) -> tuple[Part, ...]:
        row: list[Part] = []
        for phase, width in zip(self._snapshot.phases, cells, strict=True):
            style = (
                f"bold {BRIGHT}" if phase.is_now else FAINT if phase.is_past else DIM
            )
            name = cut(one_line(phase.name), width)
            row += [(pad(name, width), style), GAP]
        return tuple(row[:-1])

    def _bar(self, cells: tuple[int, ...]) -> tuple[Part, ...]:
        row: list[Part] = []
        for phase, width in zip(self._snapshot.phases, cells, strict=True):
            done = width if phase.is_past else self._done(width) if phase.is_now else 0
            over, under = (BRIGHT, DIM) if phase.is_now else (FAINT, FAINT)
            row += [("━" * done, over), ("─" * (width - done), under), GAP]
        return tuple(row[:-1])

    def _done(self, width: int) -> int:
        now = self._snapshot.phase
        if now is None:
            return 0
        if now.remaining_s is None:
            return 1
        whole = max(1.0, now.position_s + now.remaining_s)
        return min(width, max(1, round(width * now.position_s / whole)))

    def _now(self) -> tuple[Part, ...]:
        phase, state = self._snapshot.phase, self._snapshot.session.state
        if state == "ended":
            return (("The session has ended", f"bold {BRIGHT}"),)
        if phase is None:
            return ()
        said = state if state in ("held", "grounded") else ""
        return (
            (title(phase.name), f"bold {BRIGHT}"),
            (f"   {phase_words(phase)}", PLAIN),
            (f"   {said}", f"bold {CARE}"),
        )

    def _next(self) -> tuple[Part, ...]:
        phase, session = self._snapshot.phase, self._snapshot.session
        if session.state == "ended":
            return (("Enter goes back to the scenes", PLAIN),)
        if phase is None or self._wall is None:
            return ()
        return ((next_words(phase, session, self._wall), PLAIN),)
