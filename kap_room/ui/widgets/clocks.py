"""The line of clocks: the body's, the wall's, when it will be over, who is next."""

from __future__ import annotations

from datetime import datetime

from typing_extensions import override

from kap_room.exchange.snapshot import AppointmentView, SessionView
from kap_room.ui.theme import BRIGHT, CARE, DIM, PLAIN
from kap_room.ui.widgets.panel import Panel, Part, cells, cut
from kap_room.ui.words import ends_at, hour_words, is_soon, one_line, since_dose_words


class Clocks(Panel):
    DEFAULT_CSS = "Clocks { height: 1; }"

    def __init__(self, name: str | None = None) -> None:
        super().__init__(name)
        self._session = SessionView()
        self._wall: datetime | None = None
        self._ends: datetime | None = None
        self._next: AppointmentView | None = None

    def show(
        self,
        session: SessionView,
        wall: datetime,
        age: float,
        following: AppointmentView | None = None,
    ) -> None:
        """`age` is how long ago the snapshot came: the body clock never waits."""
        self._session, self._wall = session, wall
        self._next = following if is_soon(following) else None
        self._since = session.since_dose_s
        if self._since is not None:
            self._since += age
        ends_in = session.ends_in_s
        if ends_in is None:
            self._ends = None
        else:
            self._ends = ends_at(wall, ends_in - age, self._ends)
        self.draw()

    @override
    def parts(self) -> tuple[Part, ...]:
        if self._wall is None:
            return ()
        ends = f"ends about {self._ends:%H:%M}" if self._ends else "end open"
        clocks: tuple[Part, ...] = (
            (since_dose_words(self._since), f"bold {BRIGHT}"),
            (f"   {self._wall:%H:%M}", BRIGHT),
            (f"   {ends}", PLAIN),
        )
        clocks += self._next_parts()
        used = sum(len(words) for words, _ in clocks)
        whose = filter(None, (self._session.code, self._session.scene))
        tail = " · ".join(one_line(name) for name in whose)
        room = max(0, self.size.width - used - 3)
        tail = cut(tail, room)
        return (*clocks, (" " * (3 + room - cells(tail)) + tail, DIM))

    def _next_parts(self) -> tuple[Part, ...]:
        """Who comes after this session, and whether they come before its end."""
        if self._next is None:
            return ()
        words = f"   next {hour_words(self._next)}"
        ends_in = self._session.ends_in_s
        if ends_in is not None and ends_in > self._next.in_s:
            return ((f"{words}, too soon", CARE),)
        return ((words, PLAIN),)
