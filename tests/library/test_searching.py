"""Somebody types, and the track they mean is in the list."""

import time

import pytest

from kap_room.library.catalogued import Catalogued
from kap_room.library.searching import Index, Wanted, found
from kap_room.plan.music import Measure
from kap_room.plan.units import SILENT, Decibels, Seconds
from tests.library.music import catalogued, character

TIDE = catalogued(
    "onset/slow-tide.flac",
    title="Slow Tide",
    artist="Ólafur Þór",
    album="Æther",
    tags=("strings", "wordless"),
    character=character(2),
    heard="2026-11-01",
)
DRUM = catalogued(
    "peak/drum.flac",
    title="Big Drum",
    tags=("drums",),
    character=character(5),
    measure=Measure(Seconds(600.0), Decibels(-12.0), Decibels(-1.0)),
)
BROKEN = catalogued(
    "peak/broken.flac", measure=Measure(Seconds(0.0), SILENT, SILENT, "It is broken.")
)
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
    assert found(ALL, Wanted(text)) == (TIDE,)


def test_no_words_find_everything_in_its_order() -> None:
    """The list as it was."""
    assert found(ALL, Wanted()) == ALL


def test_a_word_that_is_nowhere_finds_nothing() -> None:
    """Nor does a word of which one half ends a title and the other begins an artist."""
    assert found(ALL, Wanted("slow cello")) == ()
    assert found(ALL, Wanted("tideolafur")) == ()


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
def test_a_search_is_narrowed(wanted: Wanted, expected: tuple[Catalogued, ...]) -> None:
    """A range holds its ends; what cannot sound lies in none; a tag is a whole one."""
    assert found(ALL, wanted) == expected


def test_the_hand_s_intensity_counts_before_the_estimate() -> None:
    """A person listened."""
    calm = catalogued("a.flac", character=character(5), by_hand=1)
    assert found((calm,), Wanted(intensity=(1, 1))) == (calm,)


def test_twenty_thousand_tracks_are_searched_while_somebody_types() -> None:
    """Every letter is answered within a tenth of a second."""
    many = [
        catalogued(f"f {n % 40}/track {n}.flac", title=f"Ólafur {n}", tags=("a", "b"))
        for n in range(20_000)
    ]
    index = Index(many)
    took = []
    for text in ("t", "tr", "track 1", "olafur 199", "nothing"):
        began = time.process_time()
        index.found(Wanted(text, tag="a"))
        took.append(time.process_time() - began)
    assert max(took) < 0.1
