"""Saving: the whole file or none of it, and never over what somebody else wrote."""

import errno
import os
from pathlib import Path

import pytest

from kap_room.library.draft import Draft
from kap_room.library.drafts import begun, kept, opened
from kap_room.library.rewriting import CannotSave, as_read, save
from kap_room.plan.music import Playlist, Track
from kap_room.plan.units import Decibels

TEXT = "# mine\ntracks:\n  - file: a.flac   # one\n"
LONGER = Playlist("onset", (Track("a.flac"), Track("b.flac", Decibels(-2.0))))
LONGER_TEXT = f"{TEXT}  - file: b.flac\n    trim: -2 dB\n"


def onset(folder: Path, text: str = TEXT) -> Path:
    file = folder / "onset.yaml"
    file.write_bytes(text.encode())
    return file


def draft_of(file: Path) -> Draft:
    found = opened(file)
    assert isinstance(found, Draft), found
    return found


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_saved_with_what_was_in_it(tmp_path: Path) -> None:
    """And nothing is left beside it."""
    file = onset(tmp_path)
    assert save(file, LONGER, TEXT) == LONGER_TEXT
    assert file.read_text() == LONGER_TEXT
    assert names_in(tmp_path) == ["onset.yaml"]


def test_a_new_file_gets_its_folder(tmp_path: Path) -> None:
    """The first playlist of a new room has none yet."""
    file = tmp_path / "playlists" / "onset.yaml"
    save(file, LONGER, None)
    assert file.read_text().startswith("tracks:\n  - file: a.flac\n")
    assert file.stat().st_mode & 0o777 == 0o666 & ~_mask()


def _mask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_a_new_file_takes_no_name_that_is_taken(tmp_path: Path) -> None:
    """Whatever is there is somebody's."""
    file = onset(tmp_path)
    with pytest.raises(CannotSave, match="is there already"):
        save(file, LONGER, None)
    assert file.read_text() == TEXT


def test_what_somebody_else_changed_is_not_overwritten(tmp_path: Path) -> None:
    """An editor in another window is a person at work."""
    file = onset(tmp_path, TEXT + "# later\n")
    with pytest.raises(CannotSave, match="changed it since it was opened"):
        save(file, LONGER, TEXT)
    assert file.read_text() == TEXT + "# later\n"


def test_a_file_that_is_gone_is_told(tmp_path: Path) -> None:
    """It is not made anew behind somebody's back."""
    with pytest.raises(CannotSave, match="There is no such file"):
        save(tmp_path / "onset.yaml", LONGER, TEXT)
    assert names_in(tmp_path) == []


def test_the_rights_of_a_file_stay(tmp_path: Path) -> None:
    """A file that others may read stays one."""
    file = onset(tmp_path)
    file.chmod(0o640)
    save(file, LONGER, TEXT)
    assert file.stat().st_mode & 0o777 == 0o640


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    """What it leads to is written, in the same folder."""
    home = onset(tmp_path)
    link = tmp_path / "evening.yaml"
    link.symlink_to(home.name)
    save(link, Playlist("evening", LONGER.tracks), TEXT)
    assert link.is_symlink()
    assert home.read_text() == LONGER_TEXT


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    """No playlist makes the program write elsewhere."""
    (tmp_path / "inside").mkdir()
    outside = onset(tmp_path)
    link = tmp_path / "inside" / "onset.yaml"
    link.symlink_to(outside)
    with pytest.raises(CannotSave, match="leads out of its folder"):
        save(link, LONGER, TEXT)
    assert outside.read_text() == TEXT


def test_a_playlist_without_tracks_is_not_saved(tmp_path: Path) -> None:
    """No session could play it."""
    file = onset(tmp_path)
    with pytest.raises(CannotSave, match="has no track"):
        save(file, Playlist("onset", ()), TEXT)


def test_what_no_reader_would_take_is_not_saved(tmp_path: Path) -> None:
    """The file stays as it was."""
    file = onset(tmp_path)
    with pytest.raises(CannotSave, match="leads out of the music folder"):
        save(file, Playlist("onset", (Track("../a.flac"),)), TEXT)
    assert file.read_text() == TEXT


@pytest.mark.parametrize(
    ("number", "says"),
    [
        (errno.ENOSPC, "The disk is full"),
        (errno.EACCES, "may not be written to"),
        (errno.EROFS, "read-only"),
    ],
)
def test_a_disk_that_refuses_leaves_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, says: str
) -> None:
    """Also when it refuses at the very last moment."""
    file = onset(tmp_path)

    def refuse(_handle: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(CannotSave, match=says):
        save(file, LONGER, TEXT)
    assert file.read_text() == TEXT
    assert names_in(tmp_path) == ["onset.yaml"]


def test_a_folder_that_is_none_is_told() -> None:
    """Somebody wrote a file's name where a folder's belongs."""
    with pytest.raises(CannotSave, match="A part of its path is not a folder"):
        save(Path("/dev/null/onset.yaml"), LONGER, None)


def test_a_save_that_is_taken_back_leaves_no_trace(tmp_path: Path) -> None:
    """Saved, taken back and saved again: the file is what it was, byte for byte."""
    file = onset(tmp_path, "\ufeff" + TEXT.replace("\n", "\r\n"))
    before = file.read_bytes()
    changed = kept(draft_of(file).add([Track("b.flac")]).remove(0))
    assert not changed.is_changed
    assert b"# - file: a.flac   # one" in file.read_bytes()
    again = changed.take_back().take_back()
    assert again.is_changed
    assert not kept(again).is_changed
    assert file.read_bytes() == before


def test_a_draft_begins_where_no_file_is(tmp_path: Path) -> None:
    """It is saved, changed and saved again."""
    draft = begun(tmp_path / "night.yaml", "Night").add([Track("a.flac")])
    draft = kept(kept(draft).intensity(0, 2))
    text = "name: Night\ntracks:\n  - file: a.flac\n    intensity: 2\n"
    assert as_read(draft.path) == draft.read == text


def test_a_wrong_file_opens_as_what_is_wrong_with_it(tmp_path: Path) -> None:
    """With the line, for whoever mends it."""
    found = opened(onset(tmp_path, "tracks:\n  - {file: a.flac, trim: loud}\n"))
    assert not isinstance(found, Draft)
    assert [problem.line for problem in found] == [2]
