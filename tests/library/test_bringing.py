"""What a stick holds against what is here: shown before anything is done."""

from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kap_room.library import bringing
from kap_room.library.bringing import Item, Kind, Seen, State

SECOND = 1_000_000_000
HERE = Seen(1000, 50 * SECOND)


def never() -> bool:
    raise AssertionError("both files were read where their stamps left no doubt")


@pytest.mark.parametrize(
    ("there", "state"),
    [
        (Seen(1000, 50 * SECOND), State.SAME),
        (Seen(1000, 52 * SECOND), State.SAME),
        (Seen(1001, 50 * SECOND), State.DIFFERS),
        (Seen(1001, 40 * SECOND), State.DIFFERS),
        (Seen(1001, 60 * SECOND), State.OLDER_HERE),
    ],
)
def test_size_and_time_tell_files_apart_without_reading_them(
    there: Seen, state: State
) -> None:
    """A stick counts in pairs of seconds; what is older here is said."""
    assert bringing.compare(there, HERE, never) is state


def test_a_file_that_is_not_here_is_new() -> None:
    """And nothing is read to find that out."""
    assert bringing.compare(HERE, None, never) is State.NEW


@pytest.mark.parametrize(
    ("equal", "state"), [(True, State.SAME), (False, State.OLDER_HERE)]
)
def test_files_of_one_size_and_two_times_are_read(equal: bool, state: State) -> None:
    """A copy made by hand has the time of the copying."""
    there = Seen(1000, 99 * SECOND)
    assert bringing.compare(there, HERE, lambda: equal) is state


def test_a_page_is_never_believed_by_its_time() -> None:
    """One letter changed within the same two seconds is another playlist."""
    found = bringing.compare(HERE, HERE, lambda: False, by_stamp=False)
    assert found is State.DIFFERS


@pytest.mark.parametrize(
    ("kind", "file", "wanted"),
    [
        (Kind.MUSIC, "onset/tide.FLAC", True),
        (Kind.MUSIC, "onset/rain.ac3", True),
        (Kind.MUSIC, "onset/cover.jpg", False),
        (Kind.MUSIC, "onset/._tide.flac", False),
        (Kind.MUSIC, ".trash/tide.flac", False),
        (Kind.PLAYLISTS, "onset.yaml", True),
        (Kind.PLAYLISTS, "old/onset.yaml", False),
        (Kind.SCENES, "notes.txt", False),
        (Kind.SCENES, ".evening.yaml.swp", False),
    ],
)
def test_music_and_pages_are_wanted_and_nothing_else(
    kind: Kind, file: str, wanted: bool
) -> None:
    """Pictures, notes, and what other systems hide beside them stay there."""
    assert bringing.is_wanted(kind, file) is wanted


@pytest.mark.parametrize(
    "file",
    ["/etc/x.flac", "../x.flac", "a/../../x.flac", "a\\b.flac", "a\x1b[2J.flac", ""],
)
def test_a_name_that_leads_out_or_that_no_playlist_can_name_is_trouble(
    file: str,
) -> None:
    """A terminal obeys none of them either."""
    assert bringing.trouble_with_name(file)


def test_a_name_of_no_alphabet_is_trouble() -> None:
    """Bytes of an old stick that are no UTF-8."""
    assert "UTF-8" in bringing.trouble_with_name("caf\udce9.flac")


@pytest.mark.parametrize("file", ["who?.flac", "a:b.flac", "end./x.flac", "con.mp3"])
def test_a_name_that_another_system_refuses_is_told(file: str) -> None:
    """It is taken, for here it can be written."""
    assert bringing.doubt_about_name(file)
    assert not bringing.trouble_with_name(file)


@pytest.mark.parametrize(
    ("kind", "there", "here", "mistaken"),
    [
        (Kind.MUSIC, ["Tide.flac"], ["tide.flac"], {"Tide.flac": "tide.flac"}),
        (Kind.MUSIC, ["cafe\u0301.mp3"], ["caf\u00e9.mp3"], True),
        (Kind.MUSIC, ["A.mp3", "a.mp3"], [], {"a.mp3": "A.mp3"}),
        (Kind.MUSIC, ["a.mp3"], ["A.mp3", "a.mp3"], {}),
        (Kind.MUSIC, ["a.mp3", "a.flac"], [], {}),
        (Kind.PLAYLISTS, ["a.yml"], ["a.yaml"], {"a.yml": "a.yaml"}),
    ],
)
def test_names_that_some_systems_take_for_one_are_found(
    kind: Kind, there: list[str], here: list[str], mistaken: object
) -> None:
    """Capitals, accents put together otherwise, and two endings of one playlist."""
    found = bringing.collisions(kind, there, here)
    assert bool(found) if mistaken is True else found == mistaken


@given(st.sets(st.text("aAbB/\u00e9e\u0301", min_size=1)), st.sets(st.text("aAbB")))
def test_of_names_that_are_one_name_to_some_system_no_two_are_taken(
    there: set[str], here: set[str]
) -> None:
    """Whatever lies on the stick and here already."""
    mistaken = bringing.collisions(Kind.MUSIC, there, here)
    taken = [file for file in there if file not in mistaken and file not in here]
    keys = [bringing._key(Kind.MUSIC, file) for file in taken]  # noqa: SLF001
    assert len(keys) == len(set(keys))
    assert not set(keys) & {bringing._key(Kind.MUSIC, file) for file in here}  # noqa: SLF001


@given(st.text(max_size=30))
def test_a_name_without_trouble_stays_in_its_folder(file: str) -> None:
    """Whatever it is made of."""
    if bringing.trouble_with_name(file):
        return
    path = PurePosixPath("/music") / file
    assert path.is_relative_to("/music")
    assert ".." not in path.parts


def test_a_difference_is_short_and_obeyed_by_no_terminal() -> None:
    """Two dozen lines, then how many more there are."""
    there = "\n".join(f"line {n} \x1b[2J" for n in range(200))
    told = bringing.difference("name: Onset\n", there, "playlists/onset.yaml")
    assert len(told) == bringing.MOST_DIFF + 1
    assert told[-1].endswith("more lines")
    assert "\x1b" not in "".join(told)


def test_the_summary_counts_each_kind_and_says_how_much_is_to_come() -> None:
    """Sizes as sticks are sold; of what is the same only how many."""
    items = [
        Item(Kind.MUSIC, "a.flac", 1_500_000_000, State.NEW),
        Item(Kind.MUSIC, "b.flac", 20_000_000, State.OLDER_HERE),
        Item(Kind.SCENES, "evening.yaml", 900, State.SAME),
    ]
    assert bringing.summary(items) == (
        "music      1 new (1.5 GB), 1 older here (20 MB)",
        "scenes     1 the same",
    )
