"""One file in the place of another, whatever it is that a person keeps."""

import errno
import os
import stat
from pathlib import Path

import pytest

from kap_room.library.rewriting import (
    CannotSave,
    as_read,
    save_text,
    tried_out,
    with_entry,
)

TEXT = "room: Garden   # the big one\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "room.yaml"
    path.write_text(TEXT)
    return path


def test_one_key_more_stands_below_what_a_person_wrote(file: Path) -> None:
    """With their comments, and not over a later hand."""
    read = as_read(file)
    new = with_entry(read, ("buttons", "door"), {"press": "lights up"})
    save_text(file, new, read)
    assert file.read_text() == f"{read}buttons:\n  door: {{press: lights up}}\n"
    with pytest.raises(CannotSave, match="changed it since"):
        save_text(file, new, read)


def test_its_folder_is_on_the_disk_as_well(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name is kept by its folder: a pulled plug would bring the old file back."""
    kept: list[bool] = []
    really = os.fsync

    def noticed(handle: int) -> None:
        kept.append(stat.S_ISDIR(os.fstat(handle).st_mode))
        really(handle)

    monkeypatch.setattr(os, "fsync", noticed)
    save_text(file, "room: Attic\n", TEXT)
    assert kept == [False, True]


def test_a_file_that_may_not_be_written_is_not_replaced(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever took the right to write away had a reason; its folder has no say."""
    file.chmod(0o444)
    # The superuser, as whom tests may run, is always told that he may.
    monkeypatch.setattr(os, "access", lambda path, _mode: path != file)
    with pytest.raises(CannotSave, match="It may not be written"):
        save_text(file, "room: Attic\n", TEXT)
    assert file.read_text() == TEXT


def test_a_disk_that_nobody_may_write_is_called_so(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No permission of the file is to blame, and changing one would not help."""
    really = os.statvfs(file)
    flags = really.f_flag | os.ST_RDONLY
    locked = os.statvfs_result((*really[:8], flags, *really[9:]))
    monkeypatch.setattr(os, "access", lambda path, _mode: path != file)
    monkeypatch.setattr(os, "statvfs", lambda _path: locked)
    with pytest.raises(CannotSave, match="The disk is read-only"):
        save_text(file, "room: Attic\n", TEXT)


def test_a_file_that_is_mounted_by_itself_is_told_so(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As for a container: such a file cannot be replaced, its folder can."""

    def busy(*_names: object) -> None:
        raise OSError(errno.EBUSY, os.strerror(errno.EBUSY))

    monkeypatch.setattr(os, "replace", busy)
    with pytest.raises(CannotSave, match="Mount the folder"):
        save_text(file, "room: Attic\n", TEXT)
    assert os.listdir(file.parent) == [file.name]  # noqa: PTH208 (names, not paths)


@pytest.mark.parametrize("read", [TEXT, None])
def test_a_link_that_leads_round_in_a_circle_is_told(
    file: Path, read: str | None
) -> None:
    """Also where a person bent it while something was to be saved."""
    file.unlink()
    file.symlink_to(file.name)
    with pytest.raises(CannotSave, match="in a circle"):
        save_text(file, "room: Attic\n", read)
    with pytest.raises(CannotSave, match="in a circle"), tried_out(file, TEXT):
        pass
