"""What somebody types to search the library, and what is looked for then."""

from datetime import date

import pytest

from kap_room.library.searching import Wanted
from kap_room.wiring.search_words import NEVER, Asked, asked_of

TODAY = date(2026, 11, 22)


def asked(words: str) -> Asked:
    return asked_of(words, TODAY)


def test_words_are_words_that_must_be_found() -> None:
    """Nothing is needed but letters."""
    assert asked("slow tide").wanted == Wanted("slow tide")


def test_all_filters_go_together_with_words() -> None:
    """In any order, each told in words."""
    found = asked("i:2-4 drone len:<6m tag:wordless lufs:>-30 unheard:30d")
    wanted = found.wanted
    assert wanted.text == "drone"
    assert wanted.intensity == (2, 4)
    assert wanted.length is not None
    assert wanted.length[1] == 360.0
    assert wanted.tag == "wordless"
    assert wanted.loudness is not None
    assert wanted.loudness[0] == -30.0
    assert wanted.not_since == "2026-10-23"
    assert found.says == (
        "intensity 2 to 4",
        "under 6:00",
        "tag wordless",
        "over -30 LUFS",
        "not heard for 30 days",
    )
    assert not found.doubt


@pytest.mark.parametrize(
    ("words", "span"),
    [
        ("i:3", (3, 3)),
        ("i:<3", (1, 2)),
        ("i:>3", (4, 5)),
        ("i:2..3", (2, 3)),
        ("intensity:2-5", (2, 5)),
    ],
)
def test_intensity_is_one_a_span_or_a_side(words: str, span: tuple[int, int]) -> None:
    """As people write them."""
    assert asked(words).wanted.intensity == span


@pytest.mark.parametrize(
    ("words", "span"),
    [
        ("len:4m-8m", (240.0, 480.0)),
        ("len:4-8", (240.0, 480.0)),
        ("len:>5:30", (330.0, 86400.0)),
        ("len:90s..2m", (90.0, 120.0)),
    ],
)
def test_lengths_are_minutes_where_nothing_else_is_said(
    words: str, span: tuple[float, float]
) -> None:
    """A playlist counts in minutes."""
    assert asked(words).wanted.length == span


def test_loudness_below_zero_has_dots_between() -> None:
    """A dash is its sign."""
    assert asked("lufs:-30..-20").wanted.loudness == (-30.0, -20.0)


def test_a_tag_of_several_words_stands_in_quotes() -> None:
    """Also while the second quote is still missing."""
    assert asked('tag:"slow piano" x').wanted.tag == "slow piano"
    assert asked('tag:"slow pi').wanted.tag == "slow pi"


def test_never_heard_is_a_filter() -> None:
    """Whatever the day is."""
    assert asked("unheard:ever").wanted.not_since == NEVER


@pytest.mark.parametrize(
    "words",
    ["i:", "i:7", "i:4-2", "len:", "len:soon", "len:5m", "lufs:x", "unheard:", "tag:"],
)
def test_what_is_not_understood_is_left_out_and_told(words: str) -> None:
    """While it is being typed nothing jumps; the rest is searched for."""
    found = asked(f"{words} tide")
    assert found.wanted == Wanted("tide")
    assert found.doubt.startswith(words)


def test_other_colons_are_letters() -> None:
    """A title may have one."""
    assert asked("Part:two").wanted == Wanted("Part:two")
