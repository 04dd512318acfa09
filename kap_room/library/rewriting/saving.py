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
from kap_room.library.rewriting.playlist import rewritten
from kap_room.library.rewriting.reading import BOM, CannotSave, playlist_in
from kap_room.library.rewriting.whole import written
from kap_room.library.text import LARGEST, Unreadable, text_of
from kap_room.plan.music import Playlist

OURS: Final = 0o600
ANYBODYS: Final = 0o666
"""As any new file: what the person's own habits (umask) leave of it."""

_REASONS: Final = {
    errno.ENOSPC: "The disk is full. Nothing was changed; make room and save again.",
    errno.EDQUOT: "The disk is full. Nothing was changed; make room and save again.",
    errno.EACCES: "Its folder may not be written to. Save it somewhere else.",
    errno.EPERM: "Its folder may not be written to. Save it somewhere else.",
    errno.EROFS: "The disk is read-only. Save it somewhere else.",
    errno.ENAMETOOLONG: "Its name is too long.",
    errno.ENOTDIR: "A part of its path is not a folder.",
    errno.EEXIST: "A part of its path is not a folder.",
    errno.EIO: "The disk answers with an error. Save it somewhere else.",
}


def as_read(path: Path) -> str:
    """The text of a file as `save` wants it back. Raise `Unreadable` without one."""
    text = text_of(path)
    with path.open("rb") as file:
        return BOM + text if file.read(3) == BOM.encode() else text


def save(
    path: Path, playlist: Playlist, read: str | None, begun: str | None = None
) -> str:
    """Write the playlist into its file and return the text that stands there now.

    `read` is the text as it was read, None where no file may be there yet. `begun` is
    the text to go on from where that is an older one: what was saved and then taken
    back leaves no trace. Raise `CannotSave` where the file stays as it was.
    """
    if not playlist.tracks:
        raise _cannot(path, "It has no track. Add one before it is saved.")
    try:
        text = _text_for(path, playlist, read if begun is None else begun)
    except ValueError as wrong:
        raise _cannot(path, str(wrong)) from None
    if playlist_in(text, path) != playlist:
        raise _cannot(path, "It would not read as what is on the screen.")
    save_text(path, text, read)
    return text


def save_text(path: Path, text: str, read: str | None) -> None:
    """The same for any file that a person keeps, such as a room file.

    What it says was judged before. Raise `CannotSave` where it stays as it was.
    """
    try:
        home = _home_of(path)
        _refuse_what_changed(path, home, read)
        _replace(home, text.encode(), fresh=read is None)
    except OSError as wrong:
        reason = _REASONS.get(wrong.errno or 0, f"{wrong.strerror or wrong}.")
        raise _cannot(path, reason) from None


def _cannot(path: Path, says: str) -> CannotSave:
    return CannotSave(f"{plain(str(path))} was not saved: {says}")


def _home_of(path: Path) -> Path:
    """Where its bytes are: a link is followed, but not out of the folder."""
    if not path.is_symlink():
        return path
    home = path.resolve()
    if home.is_relative_to(path.parent.resolve()):
        return home
    raise _cannot(path, "It is a link that leads out of its folder.")


def _refuse_what_changed(path: Path, home: Path, read: str | None) -> None:
    if read is None:
        if os.path.lexists(path) or os.path.lexists(home):
            raise _cannot(path, "A file of this name is there already.")
        return
    try:
        there = text_of(home)
    except Unreadable as wrong:
        raise _cannot(path, wrong.says) from None
    if there != read.removeprefix(BOM):
        raise _cannot(
            path,
            "Somebody changed it since it was opened here. Open it again, or save this "
            "under another name.",
        )


def _text_for(path: Path, playlist: Playlist, begun: str | None) -> str:
    if begun is None:
        return written(playlist, path.stem)
    text = rewritten(begun, playlist, path.stem)
    if len(text.encode()) > LARGEST:
        raise _cannot(path, "It is too large. Make two playlists of it.")
    return text


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
    with suppress(OSError):
        os.fchown(handle, before.st_uid, before.st_gid)
    os.fchmod(handle, stat.S_IMODE(before.st_mode))


def _name_it_unless_taken(beside: Path, home: Path) -> None:
    try:
        os.link(beside, home)
    except FileExistsError:
        raise _cannot(home, "A file of this name is there already.") from None
    except OSError:  # a stick that knows no second name for a file
        if home.exists():
            raise _cannot(home, "A file of this name is there already.") from None
        beside.replace(home)


def _keep_names(folder: Path) -> None:
    """A name is on the disk only when its folder is."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
