"""What a scan finds in a folder without opening a file, and what it makes of it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kap_room.library.catalogue import Entry, Stamp
from kap_room.library.stocktaking import (
    Moved,
    Stock,
    back_in,
    gone_from,
    look_through,
    moved,
    to_hear,
    whereabouts,
)

SIZE = Stamp(1, 1)


def names(stock: Stock, home: Path) -> set[str]:
    return {os.path.relpath(os.fsdecode(path), home) for path in stock.files}


def known(*names: str, gone: bool = False, done: bool = True) -> dict[bytes, Entry]:
    """Each holds the sound that the first letter of its name says."""
    return {n.encode(): Entry(SIZE, done, gone, n.rpartition("/")[2][0]) for n in names}


def stock_of(*names: str) -> Stock:
    return Stock({name.encode(): SIZE for name in names})


@pytest.fixture(name="home")
def _home(tmp_path: Path) -> Path:
    home = tmp_path / "music"
    (home / "deep" / "deeper").mkdir(parents=True)
    for name in ("a.flac", "deep/b.MP3", "deep/deeper/c.opus"):
        (home / name).write_bytes(b"x")
    return home


def test_music_is_found_in_every_folder(home: Path) -> None:
    """Whatever the case of its ending."""
    found = names(look_through(home), home)
    assert found == {"a.flac", "deep/b.MP3", "deep/deeper/c.opus"}


def test_pictures_lists_and_hidden_files_are_passed_over(home: Path) -> None:
    """Also what another computer has left behind as ._a.flac."""
    (home / ".hidden").mkdir()
    for name in ("cover.jpg", "list.m3u8", "._a.flac", ".hidden/d.flac"):
        (home / name).write_bytes(b"x")
    assert len(look_through(home).files) == 3


def test_a_circle_of_links_has_an_end(home: Path) -> None:
    """What it leads to is found by itself."""
    (home / "deep" / "round").symlink_to(home, target_is_directory=True)
    (home / "self").symlink_to(home / "self")
    assert len(look_through(home).files) == 3


def test_nothing_outside_the_folder_is_found(home: Path, tmp_path: Path) -> None:
    """Whatever a link says."""
    (tmp_path / "else").mkdir()
    (tmp_path / "else" / "private.flac").write_bytes(b"x")
    (home / "out").symlink_to(tmp_path / "else", target_is_directory=True)
    (home / "out.flac").symlink_to(tmp_path / "else" / "private.flac")
    assert len(look_through(home).files) == 3


def test_what_is_no_file_is_passed_over(home: Path) -> None:
    """A pipe called music would keep everybody waiting."""
    os.mkfifo(home / "pipe.flac")
    (home / "folder.flac").mkdir()
    assert len(look_through(home).files) == 3


def test_a_name_is_bytes(home: Path) -> None:
    """Of another alphabet, or with an end of line in it."""
    for name in (b"t\xf6ne.flac", b"a\nline.flac"):
        Path(os.fsdecode(os.fsencode(home) + b"/" + name)).write_bytes(b"x")
    assert len(look_through(home).files) == 5


def test_only_what_is_new_or_changed_is_heard() -> None:
    """Or was begun and never finished; the largest first."""
    stock = stock_of("same", "new", "begun")
    stock.files[b"larger"] = Stamp(9, 9)
    entries = known("same", "larger") | known("begun", done=False)
    assert to_hear(stock, entries) == (b"larger", b"begun", b"new")


def test_what_is_not_there_any_more_is_gone_and_may_come_back() -> None:
    """It is told once."""
    entries = known("a", "b") | known("c", "d", gone=True)
    stock = stock_of("a", "c")
    assert gone_from(stock, entries) == (b"b",)
    assert back_in(stock, entries) == (b"c",)


def test_what_lies_in_a_folder_that_cannot_be_looked_into_is_not_gone() -> None:
    """A disk that stutters is no reason to forget."""
    stock = Stock({}, {b"/m/deep": "it cannot be read"})
    assert gone_from(stock, known("/m/deep/a", "/m/deeper")) == (b"/m/deeper",)


@pytest.mark.parametrize(
    ("before", "there", "expected"),
    [
        (known("/a1"), ("/a2",), [("/a1", "/a2")]),
        (known("/a1", "/b1"), ("/a1", "/b1"), []),
        (known("/a1"), ("/b1",), []),
        (known("/a1"), ("/a2", "/x/a1"), [("/a1", "/x/a1")]),
        (known("/a1", "/a2"), ("/a2",), [("/a1", "/a2")]),
        (known("/a1", gone=True), ("/a2",), [("/a1", "/a2")]),
        (known("/a1", gone=True) | known("/a2"), ("/a2",), []),
    ],
)
def test_a_sound_that_is_elsewhere_was_moved(
    before: dict[bytes, Entry], there: tuple[str, ...], expected: list[tuple[str, str]]
) -> None:
    """The copy that kept its name, of several; and it is told once."""
    stock = stock_of(*there)
    found = moved(stock, before, before | known(*there))
    assert [(str(each.was), str(each.now)) for each in found] == expected


def test_where_a_sound_is_now_is_known_for_good() -> None:
    """It was told long ago; a playlist may name the old place still."""
    entries = known("new/a.flac") | known("old/a.flac", "b.flac", gone=True)
    stock = stock_of("new/a.flac")
    assert moved(stock, entries, entries) == ()
    assert whereabouts(stock, entries) == (
        Moved(Path("old/a.flac"), Path("new/a.flac")),
    )
