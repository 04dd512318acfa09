"""What another player's list names, looked for in the music folder."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kap_room.library.catalogued import Catalogued
from kap_room.library.finding_again import Finder, Found, How, Lost
from kap_room.library.m3u.entry import Entry
from kap_room.plan.music import Measure
from kap_room.plan.units import Decibels, Seconds


@pytest.fixture
def music(tmp_path: Path) -> Path:
    folder = tmp_path / "music"
    for file in ("onset/low.flac", "onset/wide.flac", "peak/low.flac", "tide.opus"):
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_bytes(b"sound")
    return folder


def known(
    music: Path, file: str, length: float = 300.0, title: str = "", content: str = ""
) -> Catalogued:
    measure = Measure(Seconds(length), Decibels(-20.0), Decibels(-6.0))
    return Catalogued(
        file, music / file, measure, title=title, artist="A", content=content
    )


def catalogue(music: Path) -> tuple[Catalogued, ...]:
    return (
        known(music, "onset/low.flac", 300.0, "Low strings", "one"),
        known(music, "onset/wide.flac", 300.0, "Wide wind", "two"),
        known(music, "peak/low.flac", 420.0, "Low", "three"),
        known(music, "tide.opus", 200.0, "Slow tide", "four"),
    )


def look(
    music: Path,
    where: str,
    title: str = "",
    length: float | None = None,
    sound: str = "",
) -> Found | Lost:
    seconds = None if length is None else Seconds(length)
    entry = Entry(1, where, title, seconds, sound=sound)
    return Finder((music,), catalogue(music)).find(entry, music.parent / "lists")


def file_of(found: Found | Lost) -> str:
    assert isinstance(found, Found), found
    return found.track.file


@pytest.mark.parametrize(
    "where",
    [
        "../music/onset/low.flac",
        "{music}/onset/low.flac",
        "file://{music}/onset/low.flac",
        "file://localhost{music}/onset/low%2Eflac",
        "..\\music\\onset\\low.flac",
        "../music/onset/low%2Eflac",
    ],
)
def test_a_file_that_is_there_is_itself(music: Path, where: str) -> None:
    """However its path is written."""
    found = look(music, where.replace("{music}", str(music)))
    assert isinstance(found, Found)
    assert (found.track.file, found.how) == ("onset/low.flac", How.THERE)


@pytest.mark.parametrize(
    "where",
    [
        "C:\\Users\\Someone\\Music\\Onset\\LOW.FLAC",
        "/media/stick/onset/low.flac",
        "file:///D:/onset/low.flac",
    ],
)
def test_a_path_of_another_computer_is_found_by_its_folders(
    music: Path, where: str
) -> None:
    """Of two files of that name the one in the folder of that name."""
    found = look(music, where)
    assert isinstance(found, Found)
    assert (found.track.file, found.how) == ("onset/low.flac", How.NAME)


def test_its_sound_says_more_than_its_name(music: Path) -> None:
    """It was renamed, and another file has its old name now."""
    found = look(music, "/old/onset/wide.flac", sound="four")
    assert isinstance(found, Found)
    assert (found.track.file, found.how) == ("tide.opus", How.SOUND)


def test_another_kind_of_file_is_found_where_it_is_as_long(music: Path) -> None:
    """The same recording as an mp3, which has no sound in common with it."""
    assert file_of(look(music, "/x/wide.mp3", length=301.0)) == "onset/wide.flac"
    assert isinstance(look(music, "/x/wide.mp3", length=150.0), Lost)
    assert isinstance(look(music, "/x/wide.mp3"), Lost)


def test_a_title_and_its_length_find_a_track(music: Path) -> None:
    """A title alone does not: there are many of one name."""
    found = look(music, "/x/01.mp3", "a - slow tide", 199.0)
    assert isinstance(found, Found)
    assert (found.track.file, found.how) == ("tide.opus", How.TITLE)
    assert isinstance(look(music, "/x/01.mp3", "A - Slow tide"), Lost)


def test_a_length_says_which_of_two_files_of_a_name_it_is(music: Path) -> None:
    """Neither is guessed without it."""
    assert file_of(look(music, "/x/low.flac", length=420.0)) == "peak/low.flac"
    lost = look(music, "/x/low.flac")
    assert isinstance(lost, Lost)
    assert lost.says == (
        '"/x/low.flac" could be "onset/low.flac" or "peak/low.flac". Write which.'
    )


def test_a_file_of_the_right_name_and_a_wrong_length_is_another(music: Path) -> None:
    """Every album has a first track of the same name."""
    assert isinstance(look(music, "/x/wide.flac", length=200.0), Lost)


@pytest.mark.parametrize(
    "where",
    [
        "http://example.org/low.flac",
        "HTTPS://example.org/onset/low.flac",
        "smb://host/onset/low.flac",
        "file://host/onset/low.flac",
    ],
)
def test_an_address_is_refused_even_where_a_file_has_its_name(
    music: Path, where: str
) -> None:
    """No list makes the room ask another computer for anything."""
    lost = look(music, where)
    assert isinstance(lost, Lost)
    assert "Only files in the music folder can be played." in lost.says


@pytest.mark.parametrize(
    "where", ["../private.flac", "{out}", "file://{out}", "%2E%2E/private.flac"]
)
def test_a_file_outside_the_music_folder_is_never_named(
    music: Path, where: str
) -> None:
    """It is there, and might be anything."""
    outside = music.parent / "private.flac"
    outside.write_bytes(b"private")
    lost = look(music, where.replace("{out}", str(outside)))
    assert isinstance(lost, Lost)
    assert "lies outside the music folder" in lost.says


def test_a_link_that_leads_out_of_the_music_folder_is_never_named(music: Path) -> None:
    """Not by its path, and not as a file that the catalogue once knew."""
    outside = music.parent / "private.flac"
    outside.write_bytes(b"private")
    (music / "tide.opus").unlink()
    (music / "tide.opus").symlink_to(outside)
    assert isinstance(look(music, "../music/tide.opus"), Lost)
    assert isinstance(look(music, "x", sound="four"), Lost)


PARTS = (
    "..",
    ".",
    "",
    "music",
    "onset",
    "low.flac",
    "tide.opus",
    "out",
    "private.flac",
    "%2e%2e",
    "%2F",
    "%00",
    "~",
    "C:",
    "file:",
)


@given(
    st.lists(st.sampled_from(PARTS), max_size=7),
    st.sampled_from(("/", "\\", "//")),
    st.booleans(),
)
@settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=(HealthCheck.function_scoped_fixture,),
)
def test_no_path_of_any_kind_leads_out_of_the_music_folder(
    music: Path, parts: list[str], between: str, is_whole: bool
) -> None:
    """With a link in the music folder that leads out of it, too."""
    if not (music / "out").is_symlink():
        (music / "out").symlink_to(music.parent)
        (music.parent / "private.flac").write_bytes(b"private")
    where = between.join(parts)
    found = look(music, f"{music}{between}{where}" if is_whole else where)
    if isinstance(found, Found):
        assert (music / found.track.file).resolve().is_relative_to(music.resolve())
        assert (music / found.track.file).read_bytes() == b"sound"


def test_a_link_inside_the_music_folder_is_followed(music: Path) -> None:
    """The playlist names the file that it leads to."""
    (music / "link.opus").symlink_to("tide.opus")
    assert file_of(look(music, "../music/link.opus")) == "tide.opus"


def test_a_file_that_is_gone_is_not_found_by_what_was_known_of_it(music: Path) -> None:
    """The catalogue is as old as the last scan."""
    (music / "tide.opus").unlink()
    assert isinstance(look(music, "tide.opus", sound="four"), Lost)


@pytest.mark.parametrize("where", ["\udc80", "a" * 5000, "%00", ".", "..", "/"])
def test_a_path_that_is_none_is_lost_in_a_sentence(music: Path, where: str) -> None:
    """Nothing that somebody wrote ends the program."""
    lost = look(music, where)
    assert isinstance(lost, Lost)
    assert lost.says.endswith(".")


def test_copies_of_one_sound_are_one_track(music: Path) -> None:
    """Which of them is taken makes no difference to anybody."""
    (music / "copy").mkdir()
    (music / "copy/low.flac").write_bytes(b"sound")
    one, *others = catalogue(music)
    copy = replace(one, file="copy/low.flac")
    finder = Finder((music,), (one, copy, *others[:1]))
    found = finder.find(Entry(1, "/x/low.flac"), music)
    assert file_of(found) == "onset/low.flac"


def test_an_address_that_is_none_is_lost_in_our_own_words(music: Path) -> None:
    """With what stands in the list."""
    lost = look(music, "file://[")
    assert isinstance(lost, Lost)
    assert lost.says == '"file://[" is no address of a file.'
