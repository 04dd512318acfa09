"""What was measured is known again, by reader and writer, as long as it is true."""

import os
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kap_room.library.catalogue import Catalogue
from kap_room.library.catalogue_rows import MOST_TRIES
from kap_room.library.catalogue_tables import mend
from kap_room.plan.music import Measure
from kap_room.plan.units import SILENT, Decibels, Seconds
from tests.library.music import SIZE, portrait

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


MUSIC = Path("/music")


@pytest.fixture(name="catalogue")
def _catalogue(database: Path) -> Iterator[Catalogue]:
    with Catalogue(database) as catalogue:
        yield catalogue


def test_all_of_a_folder_is_listed_by_name(catalogue: Catalogue) -> None:
    """And nothing beside it, however alike its name."""
    for name in ("b/one.flac", "a/two.flac"):
        catalogue.store(MUSIC / name, portrait(len(name)), SIZE)
    catalogue.store(Path("/music2/other.flac"), portrait(), SIZE)
    assert [each.file for each in catalogue.all_of(MUSIC)] == [
        "a/two.flac",
        "b/one.flac",
    ]


def test_what_was_stored_is_listed_whole(catalogue: Catalogue) -> None:
    """Measure, character, labels, and its genre among the tags."""
    told = replace(portrait(3), missing=Seconds(65.0))
    catalogue.store(MUSIC / "a.flac", told, SIZE)
    (listed,) = catalogue.all_of(MUSIC)
    assert (listed.measure, listed.character) == (told.measure, told.character)
    assert (listed.title, listed.artist) == (told.labels.title, told.labels.artist)
    assert (listed.tags, listed.content) == (("ambient",), told.content)
    assert listed.starts_inside is True
    assert listed.missing == 65.0


def test_a_list_says_the_same_in_fewer_words(catalogue: Catalogue, track: Path) -> None:
    """Of what sounds and what does not, was heard, was spoken of, or given up."""
    home = track.parent
    for number, name in enumerate(("a.flac", "b/c.flac", "silent.flac")):
        catalogue.store(home / name, portrait(number), SIZE)
    catalogue.store(home / "silent.flac", Measure(Seconds(3.0), SILENT, SILENT), SIZE)
    broken = Measure(Seconds(0.0), SILENT, SILENT, "There is no sound in it.")
    catalogue.store(home / "broken.ogg", broken, SIZE)
    catalogue.say_by_hand(home / "a.flac", intensity=5, tags=["deep"])
    catalogue.heard([home / "b/c.flac"], "2026-11-20")
    for _ in range(MOST_TRIES):
        catalogue.begin(track)
    catalogue.store(home / "gone.flac", portrait(9), SIZE)
    catalogue.mark([bytes(home / "gone.flac")], gone=True)
    listed, whole = catalogue.list_of(home), catalogue.all_of(home)
    assert len(listed) == 5
    for short, one in zip(listed, whole, strict=True):
        assert (short.file, short.called) == (one.file, one.called)
        assert (short.artist, short.album) == (one.artist, one.album)
        assert (short.tags, short.heard) == (one.tags, one.heard)
        assert short.missing == one.missing
        assert (short.intensity, short.by_hand) == (one.intensity, one.by_hand)
        assert short.problem == one.measure.problem
        if one.measure.problem is None:
            assert short.length == one.measure.length
            assert short.loudness == one.measure.loudness


def test_what_a_hand_said_follows_the_sound_to_another_name(
    catalogue: Catalogue,
) -> None:
    """A folder was tidied; nobody has to listen to it all again."""
    catalogue.store(MUSIC / "old.flac", portrait(1), SIZE)
    assert catalogue.say_by_hand(MUSIC / "old.flac", intensity=5, tags=["deep"])
    catalogue.store(MUSIC / "new.flac", portrait(1), SIZE)
    one = catalogue.one(MUSIC / "new.flac")
    assert one is not None
    assert (one.by_hand, one.intensity, one.tags) == (5, 5, ("deep", "ambient"))


def test_a_hand_takes_back_what_it_said(catalogue: Catalogue) -> None:
    """Then the estimate counts again; the tags were not spoken of."""
    path = MUSIC / "a.flac"
    catalogue.store(path, portrait(1), SIZE)
    catalogue.say_by_hand(path, intensity=5, tags=["deep"])
    catalogue.say_by_hand(path, intensity=None)
    one = catalogue.one(path)
    assert one is not None
    assert (one.by_hand, one.intensity) == (None, 2)
    assert one.tags == ("deep", "ambient")


def test_nothing_is_said_of_a_file_that_nobody_knows(catalogue: Catalogue) -> None:
    """There is no sound to hang it on."""
    assert not catalogue.say_by_hand(MUSIC / "unknown.flac", intensity=3)


def test_the_last_session_in_which_it_was_heard_is_known(catalogue: Catalogue) -> None:
    """An older one that is told later does not count."""
    path = MUSIC / "a.flac"
    catalogue.store(path, portrait(1), SIZE)
    catalogue.heard([path, MUSIC / "unknown.flac"], "2026-11-20")
    catalogue.heard([path], "2026-10-01")
    assert [each.heard for each in catalogue.all_of(MUSIC)] == ["2026-11-20"]


def test_the_same_sound_is_found_wherever_it_lies(catalogue: Catalogue) -> None:
    """A copy under another name."""
    for name in ("a.flac", "b.flac"):
        catalogue.store(MUSIC / name, portrait(7), SIZE)
    found = catalogue.by_content(portrait(7).content)
    assert [each.path.name for each in found] == ["a.flac", "b.flac"]
    assert catalogue.by_content("") == ()


def test_what_is_gone_is_not_listed_and_comes_back_as_it_was(
    catalogue: Catalogue,
) -> None:
    """A stick is put in again tomorrow."""
    path = MUSIC / "a.flac"
    catalogue.store(path, portrait(1), SIZE)
    catalogue.mark([bytes(path)], gone=True)
    assert catalogue.all_of(MUSIC) == ()
    catalogue.mark([bytes(path)], gone=False)
    assert len(catalogue.all_of(MUSIC)) == 1


def test_an_interruption_does_not_count_as_a_try(
    track: Path, catalogue: Catalogue
) -> None:
    """The file was not to blame."""
    for _ in range(MOST_TRIES):
        catalogue.begin(track)
        catalogue.forgive(track)
    assert catalogue.measure_of(track) is None


@pytest.mark.parametrize("version", [0, 3, 999])
def test_what_a_hand_said_survives_every_version(database: Path, version: int) -> None:
    """What was measured is measured anew; a person is not asked twice."""
    path = MUSIC / "a.flac"
    with Catalogue(database) as catalogue:
        catalogue.store(path, portrait(1), SIZE)
        catalogue.say_by_hand(path, intensity=4, tags=["deep"])
        catalogue.heard([path], "2026-11-20")
    connection = sqlite3.connect(database)
    connection.execute(f"PRAGMA user_version = {version}")
    connection.close()
    with Catalogue(database) as catalogue:
        assert catalogue.all_of(MUSIC) == ()
        catalogue.store(path, portrait(1), SIZE)
        one = catalogue.one(path)
    assert one is not None
    assert (one.by_hand, one.tags[0], one.heard) == (4, "deep", "2026-11-20")


def test_what_a_hand_said_is_read_out_of_a_broken_catalogue(database: Path) -> None:
    """As far as it is legible. The broken one is kept, and never written over."""
    for _ in range(2):
        _fill_and_break(database)
        mend(database)
    with Catalogue(database) as catalogue:
        catalogue.store(MUSIC / "a.flac", portrait(1), SIZE)
        one = catalogue.one(MUSIC / "a.flac")
    assert one is not None
    assert one.by_hand == 4
    assert database.with_name("broken-catalogue.db").exists()
    assert database.with_name("broken-2-catalogue.db").exists()


def test_a_broken_catalogue_of_an_older_program_does_not_lose_it_either(
    database: Path,
) -> None:
    """It shows when the old measures are thrown away."""
    _fill_and_break(database)
    connection = sqlite3.connect(database)
    connection.execute("PRAGMA user_version = 2")
    connection.close()
    with Catalogue(database) as catalogue:
        catalogue.store(MUSIC / "a.flac", portrait(1), SIZE)
        one = catalogue.one(MUSIC / "a.flac")
    assert one is not None
    assert one.by_hand == 4


def test_a_whole_catalogue_is_left_as_it_is(database: Path) -> None:
    """Nothing is measured again because somebody looked."""
    mend(database)
    with Catalogue(database) as catalogue:
        catalogue.store(MUSIC / "a.flac", portrait(1), SIZE)
    mend(database)
    with Catalogue(database) as catalogue:
        assert len(catalogue.all_of(MUSIC)) == 1


def _fill_and_break(database: Path) -> None:
    """A card lost the page on which the measures begin."""
    with Catalogue(database) as catalogue:
        for number in range(300):
            catalogue.store(MUSIC / f"{number}.flac", portrait(number), SIZE)
        catalogue.say_by_hand(MUSIC / "1.flac", intensity=4)
    connection = sqlite3.connect(database)
    asked = "SELECT rootpage FROM sqlite_schema WHERE name = 'measures'"
    (root,) = connection.execute(asked).fetchone()
    (size,) = connection.execute("PRAGMA page_size").fetchone()
    connection.close()
    with database.open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(b"\xff" * size)


def test_a_name_with_every_byte_is_listed(catalogue: Catalogue) -> None:
    """A file name is bytes, whatever they mean."""
    path = MUSIC / os.fsdecode(b"t\xf6ne \n.flac")
    catalogue.store(path, portrait(1), SIZE)
    assert [each.path for each in catalogue.all_of(MUSIC)] == [path]
