"""What stands above and below the list of this screen."""

from __future__ import annotations

from collections.abc import Container
from textwrap import wrap
from typing import Final

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.widgets import Static
from typing_extensions import override

from kap_room.exchange.learning import ControlsView
from kap_room.ui.screens.controls.keys import TABLE, Key, Step
from kap_room.ui.theme import BRIGHT, CARE, DIM, PLAIN
from kap_room.ui.widgets.field import Words
from kap_room.ui.widgets.panel import Panel, Part, cells, cut, lines
from kap_room.ui.words import one_line

GAP: Final = 2

MOST_ROWS: Final = 4
"""Of what wants a look."""

AT_TIMES: Final = ("^Z", "n", "Tab")
"""Keys that do something only at times, and are not named at others."""


class ControlsHead(Panel):
    """What this is, and what of the devices or the file wants a look."""

    DEFAULT_CSS = "ControlsHead { height: 2; }"

    def __init__(self) -> None:
        super().__init__()
        self._view = ControlsView()

    def show(self, view: ControlsView) -> None:
        self._view = view
        self.draw()

    @override
    def draw(self) -> None:
        self.styles.height = 1 + len(self._wants_a_look())
        super().draw()

    @override
    def parts(self) -> tuple[Part, ...]:
        view = self._view
        strangers = ", ".join(one_line(each) for each in view.strangers)
        here = f"   also plugged in: {strangers}" if strangers else ""
        beside = "   listening" if view.hears else "   not listening"
        first = cut(f"{beside}{here}", self.size.width - len("Controls"))
        return lines(
            (("Controls", f"bold {BRIGHT}"), (first, DIM)),
            *(((row, CARE),) for row in self._wants_a_look()),
        )

    def _wants_a_look(self) -> list[str]:
        """In whole where there is room; an empty row where all is well."""
        width = max(20, self.size.width)
        said = (one_line(each) for each in (*self._view.problems, *self._view.faults))
        rows = [row for each in said for row in wrap(each, width)]
        return rows[:MOST_ROWS] or [" "]


class AboutPress(Panel):
    """What was heard or is chosen, and what it does."""

    DEFAULT_CSS = "AboutPress { height: 3; }"

    def __init__(self) -> None:
        super().__init__()
        self._head, self._says, self._is_care = "", "", False

    def show(self, head: str, says: str = "", *, care: bool = False) -> None:
        self._head, self._says, self._is_care = one_line(head), one_line(says), care
        self.draw()

    @override
    def parts(self) -> tuple[Part, ...]:
        width = max(20, self.size.width)
        rows: list[tuple[Part, ...]] = [((cut(self._head, width), BRIGHT),)]
        style = CARE if self._is_care else DIM
        room = max(1, self.size.height - 1)
        rows += [((row, style),) for row in wrap(self._says, width)[:room]]
        return lines(*rows)


class Filter(Words):
    """The line in which a command is looked for, or written."""

    BINDINGS = [Binding("ctrl+z", "nothing", show=False)]  # noqa: RUF012 - declared so by Textual


class Choosing(Horizontal):
    """The line with its name; not there while nothing is chosen."""

    DEFAULT_CSS = """
    Choosing { height: 1; display: none; }
    Choosing.-open { display: block; }
    Choosing > #choosing-name { width: auto; padding-right: 2; color: $secondary; }
    Choosing > Filter {
        width: 1fr; height: 1; border: none; padding: 0; background: $panel;
    }
    """

    @override
    def compose(self) -> ComposeResult:
        yield Static("what it does", id="choosing-name", markup=False)
        yield Filter()

    @property
    def words(self) -> str:
        return self.query_one(Filter).value

    def open(self) -> None:
        line = self.query_one(Filter)
        line.disabled = False
        line.value = ""
        self.add_class("-open")
        self.screen.set_focus(line)

    def write(self, words: str) -> None:
        line = self.query_one(Filter)
        line.value = words
        line.cursor_position = len(words)

    def close(self) -> None:
        line = self.query_one(Filter)
        line.disabled = True
        self.remove_class("-open")
        self.screen.set_focus(None)


class ControlsKeys(Panel):
    DEFAULT_CSS = "ControlsKeys { height: 2; }"

    def __init__(self) -> None:
        super().__init__()
        self._step = Step.LOOKING
        self._back = ""
        self._usable: Container[str] = ()

    def show(self, step: Step, take_back: str, usable: Container[str]) -> None:
        """Of some keys: those that would do something."""
        self._step, self._back, self._usable = step, take_back, usable
        self.draw()

    @override
    def parts(self) -> tuple[Part, ...]:
        rows: list[list[Part]] = [[]]
        used = 0
        named = (key for key in TABLE[self._step] if not self._is_idle(key))
        for key in named:
            words = self._words(key)
            needed = cells(key.shown) + 1 + cells(words)
            if used and used + GAP + needed > self.size.width:
                rows.append([])
                used = 0
            gap = " " * GAP if used else ""
            rows[-1] += [(gap + key.shown, PLAIN), (f" {words}", DIM)]
            used += len(gap) + needed
        return lines(*map(tuple, rows))

    def _is_idle(self, key: Key) -> bool:
        return key.shown in AT_TIMES and key.shown not in self._usable

    def _words(self, key: Key) -> str:
        if key.shown != "^Z":
            return key.brief
        return cut(f"take back: {one_line(self._back)}", self.size.width // 2)
