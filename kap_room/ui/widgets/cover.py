"""What stands in place of the screen when words must not be seen.

And the line of a question that the engine asks; while there is none, of what was given.
"""

from __future__ import annotations

from typing_extensions import override

from kap_room.ui.theme import BRIGHT, DIM, PLAIN
from kap_room.ui.widgets.panel import LABEL, Panel, Part, cut, label
from kap_room.ui.words import length_words, one_line, wants_minutes


class Cover(Panel):
    DEFAULT_CSS = """
    Cover { display: none; height: 1fr; content-align: center middle; }
    """

    def __init__(self, name: str | None = None) -> None:
        super().__init__(name)
        self._away: float | None = None

    def show(self, away: float | None) -> None:
        """How long the therapist has been away; None shows nothing at all."""
        self._away = away
        self.draw()

    @override
    def parts(self) -> tuple[Part, ...]:
        if self._away is None:
            return ()
        return ((f"away {length_words(self._away)}", DIM),)


class Asks(Panel):
    DEFAULT_CSS = "Asks { height: 1; }"

    def __init__(self, name: str | None = None) -> None:
        super().__init__(name)
        self._asks: str | None = None
        self._given = ""

    def show(self, asks: str | None, given: str = "") -> None:
        self._asks, self._given = asks, given
        self.draw()

    @override
    def parts(self) -> tuple[Part, ...]:
        if self._asks is None and not self._given:
            return ()
        if self._asks is None:
            words = cut(self._given, self.size.width - LABEL)
            return (label("given"), (words, PLAIN))
        how = "   type the number, then Enter" if wants_minutes(self._asks) else ""
        return ((one_line(self._asks), f"bold {BRIGHT}"), (how, DIM))
