"""Everything about what is chosen: a file, a track of the playlist, or a phase."""

from __future__ import annotations

from textwrap import wrap

from typing_extensions import override

from kap_room.exchange.bookshelf import LibraryRow, PhaseColumn, PlaylistRow
from kap_room.ui.screens.playlists.words import of_library, of_track
from kap_room.ui.theme import CARE, DIM, PLAIN
from kap_room.ui.widgets.panel import Panel, Part, cut, lines
from kap_room.ui.words import one_line

Chosen = LibraryRow | PlaylistRow | PhaseColumn | None


class Details(Panel):
    DEFAULT_CSS = "Details { height: 3; }"

    def __init__(self) -> None:
        super().__init__()
        self._chosen: Chosen = None

    def show(self, chosen: Chosen) -> None:
        self._chosen = chosen
        self.draw()

    @override
    def parts(self) -> tuple[Part, ...]:
        chosen = self._chosen
        if chosen is None:
            return ()
        if isinstance(chosen, PhaseColumn):
            return self._fitted((), chosen.warnings or ("no warnings",))
        if isinstance(chosen, PlaylistRow):
            return self._fitted(of_track(chosen), chosen.says)
        says = chosen.says or chosen.doubt
        return self._fitted(of_library(chosen), (says,) if says else ())

    def _fitted(
        self, known: tuple[str, ...], says: tuple[str, ...]
    ) -> tuple[Part, ...]:
        """What is known, then what wants a look; what does not fit is said to be."""
        width, height = max(20, self.size.width), self.size.height
        rows: list[Part] = [
            (cut(line, width), PLAIN if number == 0 else DIM)
            for number, line in enumerate(known)
        ]
        style = CARE if says != ("no warnings",) else DIM
        told = [line for one in says for line in wrap(one_line(one), width)]
        room = max(0, height - len(rows))
        if len(told) > room and room:
            hint = "   (w: all)"
            told = [*told[: room - 1], cut(told[room - 1], width - len(hint)) + hint]
        rows += [(line, style) for line in told[:room]]
        return lines(*((row,) for row in rows))
