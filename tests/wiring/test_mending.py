"""A playlist follows a file that was renamed; what else stands in it stays."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kap_room.library.stocktaking import Moved
from kap_room.wiring.mending import Mended, mend_playlists

WRITTEN = """\
# Kept by hand.
name: Onset
tracks:
  - file: old/tide.flac   # the best of them
    trim: -2 dB
  - {file: 'strings.mp3', tags: [strings]}  # second
  - file: "other.flac"
"""


@pytest.fixture(name="room_file")
def _room_file(tmp_path: Path) -> Path:
    (tmp_path / "music").mkdir()
    (tmp_path / "playlists").mkdir()
    (tmp_path / "playlists" / "onset.yaml").write_text(WRITTEN, "utf-8")
    return tmp_path / "room.yaml"


def mend(room_file: Path, *moves: tuple[str, str]) -> tuple[Mended, ...]:
    music = room_file.parent / "music"
    told = [Moved(music / was, music / now) for was, now in moves]
    return mend_playlists(room_file, music, told)


def text_of(room_file: Path) -> str:
    return (room_file.parent / "playlists" / "onset.yaml").read_text("utf-8")


def test_only_the_name_is_changed(room_file: Path) -> None:
    """Comments, order and quotes of everything else are those of before."""
    told = mend(room_file, ("old/tide.flac", "new/slow tide.flac"))
    assert [(each.was, each.now, each.refused) for each in told] == [
        ("old/tide.flac", "new/slow tide.flac", None)
    ]
    changed = WRITTEN.replace("old/tide.flac", "new/slow tide.flac")
    assert text_of(room_file) == changed


@pytest.mark.parametrize(
    "name", ["one: b.flac", "a, b.flac", "# a.flac", "{a}.flac", "é"]
)
def test_a_name_that_yaml_would_misread_is_put_in_quotes(
    room_file: Path, name: str
) -> None:
    """Also between braces."""
    (told,) = mend(room_file, ("strings.mp3", name))
    assert told.refused is None
    assert name in text_of(room_file)
    assert text_of(room_file).endswith('  - file: "other.flac"\n')


def test_a_playlist_that_names_nothing_of_it_is_not_touched(room_file: Path) -> None:
    """Not even its date."""
    playlist = room_file.parent / "playlists" / "onset.yaml"
    os.utime(playlist, ns=(1, 1))
    assert mend(room_file, ("another.flac", "b.flac")) == ()
    assert playlist.stat().st_mtime_ns == 1


def test_a_playlist_that_is_wrong_is_left_to_its_writer(room_file: Path) -> None:
    """`check` tells what is wrong."""
    playlist = room_file.parent / "playlists" / "onset.yaml"
    playlist.write_text("tracks: nonsense\n", "utf-8")
    assert mend(room_file, ("strings.mp3", "b.mp3")) == ()
    assert playlist.read_text("utf-8") == "tracks: nonsense\n"


def test_a_file_that_left_the_music_folder_is_not_followed(room_file: Path) -> None:
    """No playlist names anything outside."""
    music = room_file.parent / "music"
    left = Moved(music / "strings.mp3", Path("/elsewhere/strings.mp3"))
    assert mend_playlists(room_file, music, [left]) == ()


def test_two_tracks_on_one_line_are_both_renamed(room_file: Path) -> None:
    """And one that took the other's name is not taken for it."""
    playlist = room_file.parent / "playlists" / "onset.yaml"
    playlist.write_text("tracks: [{file: a.flac}, {file: b.flac}] # both\n", "utf-8")
    told = mend(room_file, ("a.flac", "b.flac"), ("b.flac", "a.flac"))
    assert [each.refused for each in told] == [None, None]
    assert text_of(room_file) == ("tracks: [{file: b.flac}, {file: a.flac}] # both\n")


def test_a_name_that_no_playlist_can_hold_keeps_no_other_from_being_mended(
    room_file: Path,
) -> None:
    """It is told with the playlist and what to do; the others follow."""
    strange, plain = mend(
        room_file, ("old/tide.flac", "a\x1b[2J.flac"), ("strings.mp3", "b.mp3")
    )
    assert strange.refused is not None
    assert strange.refused.startswith(str(room_file.parent / "playlists/onset.yaml"))
    assert "Give the file another name" in strange.refused
    assert "\x1b" not in strange.refused
    assert plain.refused is None
    assert text_of(room_file) == WRITTEN.replace("strings.mp3", "b.mp3")
