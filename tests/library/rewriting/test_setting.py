"""One key set in a room file: nothing else in it is touched."""

from pathlib import Path

import pytest

from kap_room.library.rewriting import CannotSave, with_entry

ROOT = Path(__file__).parents[3]

ROOM = """\
# this room, these lamps
room: Garden room
music: ~/Music/kap   # the big disk
lights:
  ceiling: {speaks: zigbee2mqtt, topic: zigbee2mqtt/ceiling}
  floor:   {speaks: tasmota, topic: floorlamp}   # by the bed
# who works here
therapists: [Sam, Noor]
"""


def test_a_value_is_set_in_its_place() -> None:
    """As a person would change it."""
    new = with_entry(ROOM, ("lights", "floor", "topic"), "lamp2")
    assert new == ROOM.replace("floorlamp", "lamp2")


def test_a_new_lamp_comes_behind_the_others() -> None:
    """In braces, where they are short; comments stay."""
    lamp: dict[str, str] = {"speaks": "wled", "topic": "wled/shelf"}
    new = with_entry(ROOM, ("lights", "shelf"), {**lamp})
    line = "# who works"
    added = "  shelf: {speaks: wled, topic: wled/shelf}\n"
    assert new == ROOM.replace(line, added + line)


def test_a_group_that_is_not_there_is_made() -> None:
    """All the way down."""
    new = with_entry(ROOM, ("controls", "pads", "note 36"), {"press": "silence"})
    assert new == (f"{ROOM}controls:\n  pads:\n    note 36: {{press: silence}}\n")


def test_a_list_is_added_to() -> None:
    """In its brackets, or on a line of its own."""
    new = with_entry(ROOM, ("therapists", 2), "Kim")
    assert new == ROOM.replace("[Sam, Noor]", "[Sam, Noor, Kim]")
    buttons = "buttons:\n  - topic: a   # door\n    press: silence\n# end\n"
    wanted = {"topic": "b/1", "press": "lights up"}
    line = "  - topic: b/1\n    press: lights up\n"
    assert with_entry(buttons, ("buttons", 1), {**wanted}) == buttons.replace(
        "# end", f"{line}# end"
    )


@pytest.mark.parametrize(
    ("text", "new"),
    [
        ("{}\n", "room: Attic\n"),
        ("{}", "room: Attic\n"),
        ("\ufeff{ }\r\n", "\ufeffroom: Attic\r\n"),
        ("# mine\n\n{}  # so far\n# end\n", "# mine\n\n# so far\nroom: Attic\n# end\n"),
    ],
    ids=["alone", "cut short", "from another editor", "remarks"],
)
def test_a_file_of_empty_braces_is_begun_in_their_place(text: str, new: str) -> None:
    """Below them nothing could be read; every remark stays."""
    assert with_entry(text, ("room",), "Attic") == new


@pytest.mark.parametrize("text", ["--- {}\n", "{\n  # so far\n}\n"])
def test_odd_braces_are_left_to_a_person(text: str) -> None:
    """It is not said that a line cannot be read which nobody has written."""
    with pytest.raises(CannotSave, match="only a person can change it"):
        with_entry(text, ("room",), "Attic")


def test_empty_braces_are_opened() -> None:
    """They stood there to be filled; what is more than a line gets its lines."""
    new = with_entry("a: 1\nb: {}\nc: 2\n", ("b", "pad", "does", "note 36"), "talk")
    assert new == "a: 1\nb:\n  pad:\n    does: {note 36: talk}\nc: 2\n"


def test_a_value_becomes_a_group() -> None:
    """And what has a colon in it gets its quotes."""
    new = with_entry("a: 1\nb: 2   # two\n", ("a",), {"x": "m: n", "y": ["1", "2"]})
    assert new == 'a:\n  x: "m: n"\n  y: [1, 2]\nb: 2   # two\n'


def test_the_room_that_is_laid_out_keeps_all_that_it_says() -> None:
    """It is the first that anybody has, and most of it are comments."""
    text = (ROOT / "kap_room/library/room_example.yaml").read_text("utf-8")
    new = with_entry(text, ("therapists",), ["Kim"])
    assert new == text.replace("therapists: []", "therapists: [Kim]")


def test_something_in_the_way_is_told() -> None:
    """A word is no group to put a key into."""
    with pytest.raises(CannotSave, match="A single value stands where x belongs"):
        with_entry(ROOM, ("room", "x"), "y")


def test_a_broken_file_is_told_with_its_line() -> None:
    """And is left alone."""
    with pytest.raises(CannotSave, match="Line 2"):
        with_entry("a: 1\nb: [2\n", ("a",), "3")


@pytest.mark.parametrize("text", ["", "# my room\n", "# my room"])
def test_a_file_that_says_nothing_yet_begins_with_it(text: str) -> None:
    """Below its comments."""
    above = "# my room\n" if text else ""
    assert with_entry(text, ("a", "b"), "c") == f"{above}a: {{b: c}}\n"


def test_a_file_that_says_nothing_yet_goes_on_as_its_lines_end() -> None:
    """An editor of another system would show two kinds of lines."""
    assert with_entry("# my room\r\n", ("a",), "b") == "# my room\r\na: b\r\n"
    assert with_entry("# 1\r\n# 2", ("a",), "b") == "# 1\r\n# 2\r\na: b\r\n"


def test_a_group_that_goes_leaves_its_comments_or_stays() -> None:
    """What cannot be kept is not thrown away."""
    text = "a:\n  b: 1   # why\n  e: 5\nc: 2\n"
    with pytest.raises(CannotSave, match="only a person can change it"):
        with_entry(text, ("a",), "3")
    assert with_entry(text, ("a",), {"d": "1"}) == (
        "a:\n  d: 1\n  # b: 1   # why\nc: 2\n"
    )


@pytest.mark.parametrize("odd", ["\x85", "\u2028", "\u2029"])
def test_an_odd_end_of_a_line_is_read_and_never_written(odd: str) -> None:
    """A page copied from the web may hold one, and no editor shows it."""
    new = with_entry(f"# one{odd}room: A\n", ("music",), "~/M")
    assert new == f"# one{odd}room: A\nmusic: ~/M\n"
    new = with_entry(f"room: A{odd}# last", ("music",), "~/M")
    assert new == f"room: A{odd}music: ~/M\n# last"


@pytest.mark.parametrize(
    ("text", "new"),
    [
        ("room: A\ngroups: &g {}\n", "room: A\ngroups:\n  a: [c]\n"),
        ("room: A\ngroups: &g  # none\n  {}\n", None),
        ("groups: &g {b: [d]}  # both\n", "groups: &g {b: [d], a: [c]}  # both\n"),
        ("groups: {b: &g [d]}\n", "groups: {b: &g [d], a: [c]}\n"),
        ("groups: &g\n  b: [d]\n", "groups: &g\n  b: [d]\n  a: [c]\n"),
        ("&r\ngroups:\n  b: [d]\n", "&r\ngroups:\n  b: [d]\n  a: [c]\n"),
        ("&r {}\n", None),
    ],
)
def test_a_name_given_to_a_group_breaks_nothing(text: str, new: str | None) -> None:
    """It is of no use here; the group is changed beside it, or left to a person."""
    if new is not None:
        assert with_entry(text, ("groups", "a"), ["c"]) == new
        return
    with pytest.raises(CannotSave, match="only a person"):
        with_entry(text, ("groups", "a"), ["c"])
