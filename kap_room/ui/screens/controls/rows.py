"""What stands in the list of this screen: controls, commands, or lines of a file.

Pure: each list is some rows, each row some words and their style.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Final

from kap_room.exchange.learning import (
    ControlRow,
    ControlsView,
    Pressed,
    PressRow,
    Proposal,
)
from kap_room.exchange.words import EMERGENCY, verb_of
from kap_room.ui.screens.controls.choices import Choice, saying_of
from kap_room.ui.theme import BRIGHT, CARE, DIM, PLAIN
from kap_room.ui.widgets.listed import RowOf
from kap_room.ui.widgets.panel import Part, cut, pad
from kap_room.ui.words import one_line

PRESS: Final = 24
"""Cells of a press, as in `note 36 double on channel 10`."""
DOES: Final = 18

NOTHING_YET: Final = "does nothing yet"

THERE: Final = {True: "there", False: "not there", None: ""}


@dataclass(frozen=True, slots=True)
class Item:
    """One row of the list of controls."""

    pressed: Pressed | None = None
    """None on the first row of a control."""
    control: ControlRow | None = None
    row: PressRow | None = None
    """None of what was heard and does nothing yet."""

    @property
    def key(self) -> tuple[str, str]:
        """What it is, whatever its place is."""
        if self.pressed is not None:
            return self.pressed.control, self.pressed.press
        return (self.control.name if self.control else ""), ""


def items_of(view: ControlsView) -> tuple[Item, ...]:
    items: list[Item] = []
    heard = None if view.touch is None else view.touch.pressed
    for control in view.controls:
        items.append(Item(control=control))
        items += [Item(row.pressed, control, row) for row in control.presses]
        if heard is not None and heard.is_known and heard.control == control.name:
            known = {row.pressed.press for row in control.presses}
            items += [Item(heard, control)] if heard.press not in known else []
    if heard is not None and not heard.is_known:
        items.insert(0, Item(heard))
    return tuple(items)


def place_of(items: Sequence[Item], key: tuple[str, str]) -> int | None:
    return next((at for at, item in enumerate(items) if item.key == key), None)


def item_rows(items: Sequence[Item]) -> RowOf:
    def row(at: int, width: int) -> tuple[Part, ...]:
        item = items[at]
        if item.pressed is None:
            return _control(item.control, width) if item.control else ()
        return _press(item, width)

    return row


def choice_rows(choices: Sequence[Choice]) -> RowOf:
    def row(at: int, width: int) -> tuple[Part, ...]:
        choice = choices[at]
        words = pad(cut(choice.words, PRESS - 1), PRESS)
        return ((words, PLAIN), (cut(choice.says, width - PRESS), DIM))

    return row


def problem_parts(problems: Sequence[str], width: int) -> tuple[tuple[Part, ...], ...]:
    """What is to be mended first, in whole sentences."""
    rows = (row for one in problems for row in wrap(one_line(one), width))
    return tuple(((row, CARE),) for row in rows)


def proposal_parts(proposal: Proposal, width: int) -> tuple[tuple[Part, ...], ...]:
    """The lines as they would be, then what should be known first."""
    styles = {"+": BRIGHT, "-": CARE}
    rows: list[tuple[Part, ...]] = []
    for line in proposal.lines:
        style = styles.get(line.sign, DIM)
        for at, words in enumerate(_in_rows(line.words, width - 2)):
            sign = " " if at else line.sign
            rows.append(((f"{sign} {words}", style),))
    for doubt in proposal.doubts:
        rows.append(((" ", ""),))
        rows += [((words, CARE),) for words in wrap(one_line(doubt), width)]
    return tuple(rows)


def heard_words(pressed: Pressed) -> str:
    """As in `pads, Acme Pads: note 36 long   (MIDI)`."""
    device = "" if pressed.device == pressed.control else f"{pressed.control}, "
    kind = "MIDI" if pressed.key == "midi" else pressed.where
    return f"{device}{pressed.device}: {pressed.press}   ({kind})"


def nothing_yet(pressed: Pressed, items: Sequence[Item]) -> str:
    """What is said of a press without a meaning; or that it can have none."""
    plain = (pressed.control, pressed.others[0]) if pressed.others else None
    for item in items:
        if item.row is not None and item.key == plain:
            word = verb_of(item.row.does.split())
            if word in EMERGENCY and pressed.press != pressed.others[0]:
                return f"{word} acts at once on it, so it knows no other press."
    return "It does nothing yet."


def _control(control: ControlRow, width: int) -> tuple[Part, ...]:
    of = f"   map {control.map}" if control.map else ""
    where = f"MIDI {control.where}" if control.is_midi else control.where
    there = THERE[control.is_there]
    name = cut(one_line(control.name), width)
    room = max(0, width - len(name) - len(there) - 6)
    beside = cut(f"   {one_line(where)}{of}", room)
    style = CARE if control.is_there is False else PLAIN
    return ((name, f"bold {BRIGHT}"), (beside, DIM), (f"   {there}", style))


def _press(item: Item, width: int) -> tuple[Part, ...]:
    pressed, row = item.pressed, item.row
    press = f"  {one_line(pressed.press if pressed else '')}"
    if row is None:
        if pressed is not None and not pressed.is_known:
            press = f"  {one_line(pressed.device)}: {press.strip()}"
        words = cut(press, width - len(NOTHING_YET) - 3)
        return ((pad(words, PRESS), BRIGHT), (f"  {NOTHING_YET}", DIM))
    words = pad(cut(press, PRESS - 1), PRESS)
    does = pad(cut(one_line(row.does), DOES - 1), DOES)
    says = row.doubt or saying_of(row.does)
    says = cut(one_line(says), width - PRESS - DOES)
    return ((words, PLAIN), (does, PLAIN), (says, CARE if row.doubt else DIM))


def _in_rows(words: str, width: int) -> list[str]:
    """A line of the file with its indent, and nothing that a terminal would obey."""
    plain = "".join(c if c.isprintable() else " " for c in words).rstrip()
    bare = plain.lstrip()
    indent = plain[: min(len(plain) - len(bare), width // 2)]
    rows = wrap(
        bare,
        width,
        initial_indent=indent,
        subsequent_indent=f"{indent}    ",
        break_on_hyphens=False,
    )
    return [cut(row, width) for row in rows or [""]]
