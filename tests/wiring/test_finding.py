"""The library is searched while a session runs: quickly, and never with an error."""

import time
from pathlib import Path

import pytest

from kap_room.library.catalogue import Catalogue, Stamp
from kap_room.library.portrait import Labels, Portrait
from kap_room.link.places import Places
from kap_room.plan.music import Measure
from kap_room.plan.units import SILENT, Decibels, Seconds
from kap_room.wiring.finding import NOT_SCANNED, Library
from tests.wiring.shelved import a_file, a_room

MEASURE = Measure(Seconds(200.0), Decibels(-20.0), Decibels(-6.0))


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return a_room(tmp_path)


def test_names_come_before_folders_and_tags(places: Places) -> None:
    """What one types is most likely what it is called."""
    a_file(places, "bells/rain.flac")
    a_file(places, "a/two bells.flac")
    a_file(places, "z/bells.flac", intensity=2)
    a_file(places, "other/wind.flac", tags=("bells",))
    hits = Library(places).find("bells", 3)
    assert [hit.called for hit in hits.best[:2]] == ["bells", "two bells"]
    assert hits.best[0].intensity == 2
    assert hits.in_all == 4


def test_what_a_scan_finds_meanwhile_is_found(places: Places) -> None:
    """The index is not older than the catalogue."""
    library = Library(places, every=0.0)
    assert library.find("", 8).says == NOT_SCANNED
    a_file(places, "new.flac")
    assert [hit.file for hit in library.find("new", 8).best] == ["new.flac"]
    a_file(places, "newer.flac")
    assert library.find("new", 8).in_all == 2


def test_what_cannot_sound_is_not_offered(places: Places) -> None:
    """Enter would only be refused."""
    path = a_file(places, "broken.flac")
    with Catalogue(places.catalogue) as catalogue:
        broken = Measure(Seconds(0.0), SILENT, SILENT, "It is empty.")
        catalogue.store(path, broken)
    assert Library(places).find("broken", 8).best == ()


def test_a_broken_catalogue_is_a_sentence(places: Places) -> None:
    """And the session goes on."""
    places.catalogue.mkdir()
    assert "cannot be read" in Library(places).find("a", 8).says


def test_a_letter_costs_little_with_twenty_thousand_tracks(places: Places) -> None:
    """Once they were read; the screen waits for neither."""
    file = a_file(places, "one.flac")
    with Catalogue(places.catalogue) as catalogue:
        catalogue._connection.execute("BEGIN")  # noqa: SLF001 - or it takes a minute
        for number in range(20_000):
            one = file.with_name(f"{number}.flac")
            labels = Labels(f"Track {number}", "Somebody", "Somewhere", "ambient")
            portrait = Portrait(MEASURE, labels=labels, content=str(number))
            catalogue.store(one, portrait, Stamp(1, number))
        catalogue._connection.execute("COMMIT")  # noqa: SLF001 - as above
    library = Library(places)
    library.find("", 8)
    taken = []
    for words in ("t", "tr", "track 19", "somebody 777"):
        began = time.perf_counter()
        assert library.find(words, 8).best
        taken.append(time.perf_counter() - began)
    assert min(taken) < 0.1
