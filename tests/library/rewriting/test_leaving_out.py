"""A key is taken out, and nothing that somebody wrote beside it."""

from __future__ import annotations

import pytest

from kap_room.library.rewriting.leaving_out import without_entry
from kap_room.library.rewriting.reading import CannotSave

ROOM = """\
# our room
music: music  # on the large disk
controls:
  pedal:  # left of the chair
    does:
      press: talk
      hold: silence
  pads:
    does: {press: hold}
"""


def test_one_press_goes_and_every_remark_stays() -> None:
    """Of the others nothing moves."""
    left = without_entry(ROOM, ("controls", "pedal", "does", "hold"))
    assert left == ROOM.replace("      hold: silence\n", "")


def test_a_group_that_is_left_empty_goes_with_its_last_entry() -> None:
    """A control that does nothing would be a mistake in the file."""
    left = without_entry(ROOM, ("controls", "pads", "does", "press"))
    assert left == ROOM[: ROOM.index("  pads:")]


@pytest.mark.parametrize(
    "text",
    [ROOM, "controls:\nmusic: a\n", "controls: {}\nmusic: a\n", "controls: 0\na: b\n"],
    ids=["others", "nothing", "none", "a number"],
)
def test_where_nothing_stands_nothing_is_taken(text: str) -> None:
    """Also where a group is empty already, or is no group."""
    assert without_entry(text, ("controls", "bell")) == text


def test_the_last_thing_of_a_file_is_left_to_a_person() -> None:
    """An empty file is no room."""
    with pytest.raises(CannotSave, match="Delete it yourself"):
        without_entry("controls: {bell: {at: a}}\n", ("controls", "bell"))
