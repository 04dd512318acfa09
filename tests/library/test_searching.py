"""Somebody types, and the track they mean is in the list."""

import time
from functools import partial

import pytest

from kap_room.library.listed import Listed
from kap_room.library.searching import Index, Wanted
from kap_room.plan.units import Decibels, Seconds
from tests.library.music import listed
from tests.rig.tries import quickest

TIDE = listed(
    "onset/slow-tide.flac",
    "strings",
    "wordless",
    title="Slow Tide",
    artist="Ólafur Þór",
    album="Æther",
    estimated=2,
    heard="2026-11-01",
)
DRUM = listed(
    "peak/drum.flac",
    "drums",
    title="Big Drum",
    estimated=5,
    length=Seconds(600.0),
    loudness=Decibels(-12.0),
)
BROKEN = listed("peak/broken.flac", length=Seconds(300.0), problem="It is broken.")
ALL = (TIDE, DRUM, BROKEN)


@pytest.mark.parametrize(
    "text",
    [
        "slow",
        "SLOW tide",
        "tide slow",
        "olafur",
        "olafur thor",
        "aether",
        "ÆTHER",
        "stri word",
        "onset/",
        "  tide  ",
    ],
)
def test_words_are_found_in_any_order_case_and_alphabet(text: str) -> None:
    """Anywhere in file, title, artist, album and tags."""
    assert Index(ALL).found(Wanted(text)) == (TIDE,)


def test_no_words_find_everything_in_its_order() -> None:
    """The list as it was."""
    assert Index(ALL).found(Wanted()) == ALL


def test_a_word_that_is_nowhere_finds_nothing() -> None:
    """Nor does a word of which one half ends a title and the other begins an artist."""
    assert Index(ALL).found(Wanted("slow cello")) == ()
    assert Index(ALL).found(Wanted("tideolafur")) == ()


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Wanted(intensity=(1, 3)), (TIDE,)),
        (Wanted(intensity=(5, 5)), (DRUM,)),
        (Wanted(length=(Seconds(300), Seconds(900))), (DRUM,)),
        (Wanted(loudness=(Decibels(-25), Decibels(-15))), (TIDE,)),
        (Wanted(tag="Strings"), (TIDE,)),
        (Wanted(tag="string"), ()),
        (Wanted(not_since="2026-11-01"), (DRUM, BROKEN)),
        (Wanted(not_since="2026-11-02"), ALL),
        (Wanted("drum", intensity=(1, 3)), ()),
    ],
)
def test_a_search_is_narrowed(wanted: Wanted, expected: tuple[Listed, ...]) -> None:
    """A range holds its ends; what cannot sound lies in none; a tag is a whole one."""
    assert Index(ALL).found(wanted) == expected


def test_the_hand_s_intensity_counts_before_the_estimate() -> None:
    """A person listened."""
    calm = listed("a.flac", estimated=5, by_hand=1)
    assert Index((calm,)).found(Wanted(intensity=(1, 1))) == (calm,)


def test_twenty_thousand_tracks_are_searched_while_somebody_types() -> None:
    """Every letter is answered within a tenth of a second."""
    many = [
        listed(f"f {n % 40}/track {n}.flac", "a", "b", title=f"Ólafur {n}")
        for n in range(20_000)
    ]
    index = Index(many)

    def took(text: str) -> float:
        began = time.process_time()
        index.found(Wanted(text, tag="a"))
        return time.process_time() - began

    for text in ("t", "tr", "track 1", "olafur 199", "nothing"):
        assert quickest(partial(took, text), 0.1) < 0.1, text
