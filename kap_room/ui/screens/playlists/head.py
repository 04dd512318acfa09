"""The lines above the lists: the scene, the phase in words, what each list shows."""

from __future__ import annotations

from typing_extensions import override

from kap_room.exchange.bookshelf import PhaseColumn, WorkView
from kap_room.ui.screens.playlists.words import head_words, many
from kap_room.ui.theme import BRIGHT, CARE, DIM, PLAIN
from kap_room.ui.widgets.panel import Panel, Part, cut
from kap_room.ui.words import one_line, title


class Head(Panel):
    DEFAULT_CSS = "Head { height: 1; }"

    def __init__(self) -> None:
        super().__init__()
        self._view: WorkView | None = None
        self._heard = ""

    def show(self, view: WorkView | None, heard: str = "") -> None:
        """`heard` is what sounds here at this moment, in words."""
        self._view, self._heard = view, heard
        self.draw()

    @override
    def parts(self) -> tuple[Part, ...]:
        if self._view is None:
            return (("Playlists", f"bold {BRIGHT}"), ("   reading the music", DIM))
        view = self._view
        state = "   not saved" if view.is_changed else ""
        library = f"{many(view.in_library, 'track')} in the library"
        if view.is_reading:
            library = "reading the library"
        known = f"   {self._heard or library}"
        room = self.size.width - len(state) - len(known)
        return (
            (cut(head_words(view), room), f"bold {BRIGHT}"),
            (known, BRIGHT if self._heard else DIM),
            (state, CARE),
        )


class PhaseLine(Panel):
    """The chosen phase in one sentence."""

    DEFAULT_CSS = "PhaseLine { height: 1; }"

    def __init__(self) -> None:
        super().__init__()
        self._phase: PhaseColumn | None = None

    def show(self, phase: PhaseColumn) -> None:
        self._phase = phase
        self.draw()

    @override
    def parts(self) -> tuple[Part, ...]:
        phase = self._phase
        if phase is None:
            return ()
        name = title(one_line(phase.name))
        words = cut(f"   {phase.enough}", self.size.width - len(name))
        style = PLAIN if phase.is_enough else CARE
        return ((name, f"bold {BRIGHT}"), (words, style))


class Line(Panel):
    """One line of words over a list."""

    DEFAULT_CSS = "Line { height: 1; }"

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._row: tuple[Part, ...] = ()

    def show(self, *row: Part) -> None:
        self._row = row
        self.draw()

    @override
    def parts(self) -> tuple[Part, ...]:
        return self._row
