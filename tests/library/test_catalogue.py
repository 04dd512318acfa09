"""What was measured is known again, by reader and writer, as long as it is true."""

import os
import sqlite3
from pathlib import Path

import pytest

from kap_room.library.catalogue import Catalogue
from kap_room.library.catalogue_rows import MOST_TRIES
from kap_room.plan.music import Measure
from kap_room.plan.units import SILENT, Decibels, Seconds

TONE = Measure(Seconds(5.0), Decibels(-20.0), Decibels(-12.5))


@pytest.fixture(name="track")
def _track(tmp_path: Path) -> Path:
    file = tmp_path / "tone.flac"
    file.write_bytes(b"tone")
    return file


@pytest.fixture(name="database")
def _database(tmp_path: Path) -> Path:
    return tmp_path / "data/catalogue.db"


def test_a_measure_is_known_to_another_reader(track: Path, database: Path) -> None:
    """One process writes, others read beside it."""
    with Catalogue(database) as reader, Catalogue(database) as writer:
        assert reader.measure_of(track) is None
        writer.store(track, TONE)
        assert reader.measure_of(track) == TONE


@pytest.mark.parametrize(
    "measure",
    [
        Measure(Seconds(3.0), SILENT, SILENT),
        Measure(Seconds(9.0), TONE.loudness, TONE.peak, None, Seconds(3), Seconds(2)),
        Measure(Seconds(0.0), SILENT, SILENT, "There is no sound in it."),
    ],
)
def test_silence_and_problems_are_kept_too(
    track: Path, database: Path, measure: Measure
) -> None:
    """Nobody decodes a broken file every evening."""
    with Catalogue(database) as catalogue:
        catalogue.store(track, measure)
        assert catalogue.measure_of(track) == measure


def test_a_file_that_changed_is_to_be_measured_again(
    track: Path, database: Path
) -> None:
    """Its size tells, or when it was written."""
    with Catalogue(database) as catalogue:
        catalogue.store(track, TONE)
        os.utime(track, ns=(1, 1))
        assert catalogue.measure_of(track) is None
        catalogue.store(track, TONE)
        track.write_bytes(b"another tone")
        assert catalogue.measure_of(track) is None


def test_a_file_replaced_while_it_was_measured_is_not_believed(
    track: Path, database: Path
) -> None:
    """The measure belongs to what was there before."""
    with Catalogue(database) as catalogue:
        stamp = catalogue.begin(track)
        track.write_bytes(b"another tone")
        catalogue.store(track, TONE, stamp)
        assert catalogue.measure_of(track) is None


def test_a_file_that_is_gone_has_no_measure(track: Path, database: Path) -> None:
    """Whatever it once had."""
    with Catalogue(database) as catalogue:
        catalogue.store(track, TONE)
        track.unlink()
        assert catalogue.measure_of(track) is None


def test_a_file_that_keeps_ending_the_worker_is_left_alone(
    track: Path, database: Path
) -> None:
    """Otherwise nothing after it would ever be measured."""
    with Catalogue(database) as catalogue:
        for _ in range(MOST_TRIES - 1):
            catalogue.begin(track)
        assert catalogue.measure_of(track) is None
        catalogue.begin(track)
        found = catalogue.measure_of(track)
    assert found is not None
    assert "ended the program" in str(found.problem)


def test_a_file_that_was_tried_in_vain_counts_anew_when_it_changes(
    track: Path, database: Path
) -> None:
    """Somebody mended it."""
    with Catalogue(database) as catalogue:
        for _ in range(MOST_TRIES):
            catalogue.begin(track)
        track.write_bytes(b"a mended tone")
        assert catalogue.measure_of(track) is None


def test_a_name_in_another_alphabet_is_a_name(tmp_path: Path, database: Path) -> None:
    """A file name is bytes, whatever they mean."""
    track = Path(os.fsdecode(os.fsencode(tmp_path) + b"/t\xf6ne.flac"))
    track.write_bytes(b"tone")
    with Catalogue(database) as catalogue:
        catalogue.store(track, TONE)
        assert catalogue.measure_of(track) == TONE


def test_a_broken_catalogue_is_put_aside_and_begun_anew(
    track: Path, database: Path
) -> None:
    """It can all be measured again; a session cannot wait."""
    database.parent.mkdir()
    database.write_bytes(b"no database at all" * 100)
    with Catalogue(database) as catalogue:
        catalogue.store(track, TONE)
        assert catalogue.measure_of(track) == TONE
    assert database.with_name("broken-catalogue.db").exists()


def test_a_catalogue_of_another_version_is_begun_anew(
    track: Path, database: Path
) -> None:
    """What another program measured, it measured by its own rules."""
    with Catalogue(database) as catalogue:
        catalogue.store(track, TONE)
    connection = sqlite3.connect(database)
    connection.execute("PRAGMA user_version = 999")
    connection.close()
    with Catalogue(database) as catalogue:
        assert catalogue.measure_of(track) is None
