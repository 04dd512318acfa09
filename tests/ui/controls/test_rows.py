"""The lines of the room file as they are shown before they are agreed to."""

from __future__ import annotations

from kap_room.exchange.learning import Line, Proposal
from kap_room.ui.screens.controls.rows import proposal_parts

LONG = "  pads: {midi: Acme Pads, does: {note 36: silence, note 37: talk, note 3: end}}"


def shown(width: int, *lines: Line) -> list[str]:
    rows = proposal_parts(Proposal("pads", lines), width)
    return ["".join(words for words, _ in row) for row in rows]


def test_a_line_that_is_longer_than_the_screen_is_shown_to_its_end() -> None:
    """What changes often stands there."""
    rows = shown(40, Line(LONG, "+"))
    assert all(len(row) <= 40 for row in rows)
    assert rows[0].startswith("+   pads: {midi")
    assert rows[-1].endswith("3: end}}")
    assert "".join("".join(rows).split()) == f"+{LONG}".replace(" ", "")


def test_each_row_of_a_long_line_stands_under_its_beginning() -> None:
    """Its indent is seen, and its sign stands once."""
    rows = shown(40, Line(LONG, "-"), Line("next: 1"))
    assert [row[:6] for row in rows[1:3]] == ["      "] * 2
    assert rows[-1] == "  next: 1"


def test_a_narrow_screen_shows_a_deep_line_too() -> None:
    """And a word that is longer than it."""
    rows = shown(20, Line(f"{' ' * 30}{'x' * 45}", "+"))
    assert "".join(rows).count("x") == 45
    assert all(len(row) <= 20 for row in rows)


def test_nothing_in_a_line_is_obeyed_by_a_terminal() -> None:
    """A remark may hold anything."""
    assert shown(40, Line("a: b  # \x1b[31m\tc\u2028")) == ["  a: b  #  [31m c"]
