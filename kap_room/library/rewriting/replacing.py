"""A file replaced as a whole or not at all, and never one that somebody else changed.

The new text stands beside the old one and on the disk before it takes its name: a full
disk or a pulled plug leaves the file as it was.
"""

from __future__ import annotations

import errno
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Final

from kap_room.library.problems import plain
from kap_room.library.rewriting.reading import BOM, CannotSave
from kap_room.library.text import Unreadable, text_of

OURS: Final = 0o600
ANYBODYS: Final = 0o666
"""As any new file: what the person's own habits (umask) leave of it."""

_FULL: Final = "The disk is full. Nothing was changed; make room and save again."
_NOT_IN_THERE: Final = "Its folder may not be written to. Allow that and save again."
_READ_ONLY: Final = "The disk is read-only. Make it writable and save again."
_REASONS: Final = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EACCES: _NOT_IN_THERE,
    errno.EPERM: _NOT_IN_THERE,
    errno.EROFS: _READ_ONLY,
    errno.EBUSY: "It is mounted by itself. Mount the folder that it is in instead.",
    errno.ELOOP: "It is a link that leads round in a circle.",
    errno.ENAMETOOLONG: "Its name is too long.",
    errno.ENOTDIR: "A part of its path is not a folder.",
    errno.EEXIST: "A part of its path is not a folder.",
    errno.EIO: "The disk answers with an error. Copy what matters to another one.",
}


def as_read(path: Path) -> str:
    """The text of a file as `save` wants it back. Raise `Unreadable` without one."""
    text = text_of(path)
    with path.open("rb") as file:
        return BOM + text if file.read(3) == BOM.encode() else text


def save_text(path: Path, text: str, read: str | None) -> None:
    """What the text says was judged before; `read` is None where no file may be yet.

    Raise `CannotSave` where the file stays as it was.
    """
    with _in_words(path):
        home = _home_of(path)
        _refuse_what_changed(path, home, read)
        _refuse_what_may_not_be_written(path, home)
        _replace(home, text.encode(), fresh=read is None)


@contextmanager
def tried_out(path: Path, text: str) -> Iterator[Path]:
    """The text beside the file as long as somebody looks whether it reads.

    Whoever is asked for a change should not agree to one that cannot be saved: raise
    `CannotSave` where nothing can be written there.
    """
    with _in_words(path):
        home = _home_of(path)
        _refuse_what_may_not_be_written(path, home)
        home.parent.mkdir(parents=True, exist_ok=True)
        with _beside(home, OURS) as (beside, file):
            file.write(text.encode())
            file.flush()
            yield beside


@contextmanager
def _in_words(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as wrong:
        reason = _REASONS.get(wrong.errno or 0, f"{wrong.strerror or wrong}.")
        raise not_saved(path, reason) from None


def not_saved(path: Path, says: str) -> CannotSave:
    return CannotSave(f"{plain(str(path))} was not saved: {says}")


def _home_of(path: Path) -> Path:
    """Where its bytes are: a link is followed, but not out of the folder."""
    if not path.is_symlink():
        return path
    home = Path(os.path.realpath(path))
    if home.is_symlink():  # not even the disk comes to an end of it
        raise not_saved(path, _REASONS[errno.ELOOP])
    if home.is_relative_to(path.parent.resolve()):
        return home
    raise not_saved(path, "It is a link that leads out of its folder.")


def _refuse_what_changed(path: Path, home: Path, read: str | None) -> None:
    if read is None:
        if os.path.lexists(path) or os.path.lexists(home):
            raise not_saved(path, "A file of this name is there already.")
        return
    try:
        there = text_of(home)
    except Unreadable as wrong:
        raise not_saved(path, wrong.says) from None
    if there != read.removeprefix(BOM):
        raise not_saved(
            path,
            "Somebody changed it since it was opened here. Open it again, or save this "
            "under another name.",
        )


def _refuse_what_may_not_be_written(path: Path, home: Path) -> None:
    """A folder would let a file be replaced that may not be written."""
    if home.exists() and not os.access(home, os.W_OK):
        if os.statvfs(home).f_flag & os.ST_RDONLY:
            raise not_saved(path, _READ_ONLY)
        raise not_saved(path, "It may not be written: its permissions do not allow it.")


def _replace(home: Path, content: bytes, *, fresh: bool) -> None:
    home.parent.mkdir(parents=True, exist_ok=True)
    with _beside(home, ANYBODYS if fresh else OURS) as (beside, file):
        if not fresh:
            _take_after(home, file.fileno())
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
        if fresh:
            _name_it_unless_taken(beside, home)
        else:
            beside.replace(home)
    _keep_names(home.parent)


@contextmanager
def _beside(home: Path, rights: int) -> Iterator[tuple[Path, IO[bytes]]]:
    """A file of a name that nobody looks for; gone afterwards, whatever happens."""
    name = home.with_name(f".kap-room-{secrets.token_hex(8)}")
    handle = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, rights)
    try:
        with open(handle, "wb") as file:  # noqa: PTH123 (a handle, not a path)
            yield name, file
    finally:
        name.unlink(missing_ok=True)


def _take_after(home: Path, handle: int) -> None:
    """With the rights of the file that it replaces, and its owner where we may."""
    before = home.stat()
    for owner in (before.st_uid, -1):  # the group alone, where its owner is another
        with suppress(OSError):
            os.fchown(handle, owner, before.st_gid)
            break
    os.fchmod(handle, stat.S_IMODE(before.st_mode))


def _name_it_unless_taken(beside: Path, home: Path) -> None:
    try:
        os.link(beside, home)
    except FileExistsError:
        raise not_saved(home, "A file of this name is there already.") from None
    except OSError:  # a stick that knows no second name for a file
        if home.exists():
            raise not_saved(home, "A file of this name is there already.") from None
        beside.replace(home)


def _keep_names(folder: Path) -> None:
    """A name is on the disk only when its folder is."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
