"""A file that was given another name is the same track, with all that is said of it."""

from pathlib import Path

import pytest
from hypothesis import given, settings

from kap_room.library.rewriting import CannotSave, renamed
from kap_room.library.rewriting.reading import playlist_in
from tests.library.rewriting import hands

FILE = Path("x.yaml")


def test_a_name_is_changed_where_it_stands() -> None:
    """Beside its comment, in its quotes, and as often as it is there."""
    text = """\
tracks:
  - file: a.flac   # Tom's
    trim: -2 dB
  - {file: 'a.flac'}
  # about b
  - {file: b.flac, tags: [a.flac]}
"""
    new = text.replace("file: a.flac", "file: in/c, d.flac")
    new = new.replace("'a.flac'", "'in/c, d.flac'")
    assert renamed(text, {"a.flac": "in/c, d.flac"}) == new


def test_two_names_may_change_places() -> None:
    """Each is looked for in what was there before."""
    text = "tracks: [{file: a}, {file: b}]\n"
    assert renamed(text, {"a": "b", "b": "a"}) == "tracks: [{file: b}, {file: a}]\n"


def test_what_is_no_playlist_is_told() -> None:
    """Nothing is put into it."""
    with pytest.raises(CannotSave):
        renamed("tracks: a\n", {"a": "b"})


@settings(max_examples=30, deadline=None)
@given(hands.playlists())
def test_any_playlist_says_the_same_of_the_new_name(
    written: tuple[str, list[str]],
) -> None:
    """Renamed and renamed back, it is what it was but for quotes."""
    text, comments = written
    names = {name: f"new {number}: x" for number, name in enumerate(hands.FILES)}
    try:
        before = playlist_in(text, FILE)
    except CannotSave:
        return  # a few end before they begin
    new = renamed(text, names)
    after = playlist_in(new, FILE)
    assert [t.file for t in after.tracks] == [names[t.file] for t in before.tracks]
    assert all(comment in new for comment in comments)
    back = renamed(new, {now: was for was, now in names.items()})
    assert playlist_in(back, FILE) == before


def test_the_last_line_needs_no_end() -> None:
    """A comment may stand on it all the same."""
    assert renamed("tracks: [{file: a}] # a", {"a": "b"}) == "tracks: [{file: b}] # a"
