"""One file, copied so that it is either whole or not there.

Read once, written beside its place, forced to the disk, read again and compared; only
then is it given its name. A stick that is pulled out or a lamp cord that is tripped
over leaves what was there before.
"""

from __future__ import annotations

import hashlib
import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

PIECE: Final = 1 << 20
"""Bytes read at once."""

BEGINS, ENDS = ".kap-room-bring-", ".part"
"""What the name of an unfinished file begins and ends with."""


class CannotRead(Exception):  # noqa: N818 - what happened, not a fault of ours
    """The file is there no more, or is not what it was."""


class CannotWrite(Exception):  # noqa: N818 - as above
    """The disk took it not, or not as it was."""


def pieces_of(source: Path, size: int | None = None) -> Iterator[bytes]:
    """No link is followed and no pipe waited for. Raises `CannotRead`.

    With `size` it must be as large as it was when somebody looked.
    """
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
    try:
        handle = os.open(source, flags)
        with open(handle, "rb", buffering=0) as file:  # noqa: PTH123 - a handle
            status = os.fstat(handle)
            if not stat.S_ISREG(status.st_mode):
                raise CannotRead(f"{source} is not a file.")
            left = status.st_size if size is None else size
            while piece := file.read(PIECE):
                left -= len(piece)
                yield piece
    except OSError as gone:
        raise CannotRead(f"{source}: {gone.strerror}.") from gone
    if left:
        raise CannotRead(f"{source} changed while it was read.")


def are_equal(one: Path, other: Path) -> bool:
    """Whether two files hold the same. Raises `CannotRead`."""
    return _digest(pieces_of(one)) == _digest(pieces_of(other))


def copy(source: Path, target: Path, size: int, changed: int) -> None:
    """Raises `CannotRead` or `CannotWrite`; then nothing is left but what was."""
    put(pieces_of(source, size), target, changed)


def put(pieces: Iterator[bytes], target: Path, changed: int) -> None:
    """`changed` becomes the file's own time, so that it is known again."""
    with _writing(target) as (handle, unfinished):
        digest = hashlib.blake2b()
        for piece in pieces:
            digest.update(piece)
            _write(handle, piece)
        os.fchmod(handle, _mode_for(target))
        os.fsync(handle)
        with suppress(AttributeError, OSError):  # macOS has no such advice
            os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
        if _digest(pieces_of(unfinished)) != digest.digest():
            raise CannotWrite(f"{target}: the disk gives back something else.")
        os.utime(unfinished, ns=(changed, changed))
        unfinished.replace(target)
        _settle(target.parent)


def sweep(folder: Path) -> None:
    """Away with what an earlier copy left that was not let finish."""
    for path in folder.rglob(f"{BEGINS}*{ENDS}"):
        with suppress(OSError):
            path.unlink()


@contextmanager
def _writing(target: Path) -> Iterator[tuple[int, Path]]:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(ENDS, BEGINS, target.parent)
    except OSError as failed:
        raise CannotWrite(_says(target, failed)) from failed
    try:
        yield handle, Path(name)
    except OSError as failed:
        raise CannotWrite(_says(target, failed)) from failed
    finally:
        os.close(handle)
        with suppress(OSError):  # it has its own name by now
            Path(name).unlink()


def _says(target: Path, failed: OSError) -> str:
    return f"{target} could not be written: {failed.strerror}."


def _write(handle: int, piece: bytes) -> None:
    left = memoryview(piece)
    while left:
        left = left[os.write(handle, left) :]


def _digest(pieces: Iterator[bytes]) -> bytes:
    digest = hashlib.blake2b()
    for piece in pieces:
        digest.update(piece)
    return digest.digest()


def _mode_for(target: Path) -> int:
    """As it was; a new one as the person's own new files are."""
    try:
        return stat.S_IMODE(target.lstat().st_mode)
    except OSError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask


def _settle(folder: Path) -> None:
    """The name, too, must be on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
