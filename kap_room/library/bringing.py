"""What a stick holds against what is here, as values: new, the same, or different.

Pure comparison. It reads and writes nothing, so that everything which is going to
happen to the files of a room can be shown before any of it does.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Final

from kap_room.library.problems import is_plain, plain, quoted
from kap_room.library.stocktaking import has_music_ending

STAMPS_APART: Final = 2_000_000_000
"""Nanoseconds. A stick formatted as FAT knows every second second."""

MOST_DIFF: Final = 24
"""Lines shown of how two files differ: enough to recognise them by."""

LONGEST_NAME: Final = 255
"""Bytes, of one part of a path; temporary names must fit as well."""

WRITTEN: Final = frozenset((".yaml", ".yml"))

_NOT_EVERYWHERE: Final = re.compile(r'[<>:"|?*]|[. ]$')
_DEVICES: Final = re.compile(r"(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?")


class Kind(StrEnum):
    """Also the name of its folder; in the order in which they are taken."""

    MUSIC = "music"
    PLAYLISTS = "playlists"
    SCENES = "scenes"


class State(StrEnum):
    NEW = "new"
    SAME = "the same"
    DIFFERS = "differs"
    OLDER_HERE = "older here"

    @property
    def replaces(self) -> bool:
        return self in {State.DIFFERS, State.OLDER_HERE}


@dataclass(frozen=True, slots=True)
class Seen:
    """One file in one of the two places."""

    size: int
    changed: int
    """Nanoseconds, as the file system counts."""


@dataclass(frozen=True, slots=True)
class Item:
    kind: Kind
    file: str
    """From the folder of its kind on."""
    size: int
    state: State

    @property
    def name(self) -> str:
        return f"{self.kind.value}/{self.file}"


Listing = Mapping[str, Seen]
"""Files of one kind, by their path from the folder of that kind on."""


def is_wanted(kind: Kind, file: str) -> bool:
    """Whether a file of this name is music or a page; hidden ones are nobody's."""
    path = PurePosixPath(file)
    if any(part.startswith(".") for part in path.parts):
        return False
    if kind is Kind.MUSIC:
        return has_music_ending(file)  # pictures and lists stay where they are
    return path.suffix in WRITTEN and len(path.parts) == 1


def compare(
    there: Seen,
    here: Seen | None,
    is_equal: Callable[[], bool],
    *,
    by_stamp: bool = True,
) -> State:
    """`is_equal` reads both files, so it is asked only where their stamps leave doubt.

    Without `by_stamp` they always do.
    """
    if here is None:
        return State.NEW
    is_close = abs(there.changed - here.changed) <= STAMPS_APART
    trusted = by_stamp and is_close
    if there.size == here.size and (trusted or is_equal()):
        return State.SAME
    if there.changed > here.changed + STAMPS_APART:
        return State.OLDER_HERE
    return State.DIFFERS


def trouble_with_name(file: str) -> str:
    """Why a file of this name cannot be taken; empty where it can."""
    path = PurePosixPath(file)
    if path.is_absolute() or ".." in path.parts or not path.parts:
        return "leads out of its folder"
    try:
        file.encode("utf-8")
    except UnicodeEncodeError:
        return "has a name in another alphabet than UTF-8; rename it"
    if not is_plain(file):
        return "has a control character in its name; rename it"
    if "\\" in file:
        return "has a \\ in its name, which no playlist can name; rename it"
    if any(len(part.encode()) > LONGEST_NAME for part in path.parts):
        return "has too long a name; shorten it"
    return ""


def doubt_about_name(file: str) -> str:
    """Why a name may be lost on its way to another system; empty where none is."""
    for part in PurePosixPath(file).parts:
        if _NOT_EVERYWHERE.search(part) or _DEVICES.fullmatch(part):
            return f"{quoted(part)} cannot be written on every stick or system"
    return ""


def collisions(kind: Kind, there: Iterable[str], here: Iterable[str]) -> dict[str, str]:
    """What is not to be taken, each with the name that it would be confused with.

    Capitals, and accents put on in another way, tell names apart on some systems and
    not on others; and of two pages that differ in their ending alone, one is hidden.
    """
    names = dict.fromkeys(here)
    first = {_key(kind, file): file for file in reversed(names)}
    found = {}
    for file in sorted(there):
        other = first.setdefault(_key(kind, file), file)
        if other != file and file not in names:
            found[file] = other
    return found


def _key(kind: Kind, file: str) -> str:
    name = file if kind is Kind.MUSIC else str(PurePosixPath(file).with_suffix(""))
    folded = unicodedata.normalize("NFC", name).casefold()
    return unicodedata.normalize("NFC", folded)


def difference(here: str, there: str, name: str) -> tuple[str, ...]:
    """How two pages differ, in a few lines that a terminal shows as they are."""
    lines = difflib.unified_diff(
        here.splitlines(),
        there.splitlines(),
        f"here/{name}",
        f"there/{name}",
        lineterm="",
        n=1,
    )
    shown = [plain(line) for line in lines]
    if len(shown) > MOST_DIFF:
        left = len(shown) - MOST_DIFF
        shown = [*shown[:MOST_DIFF], f"... and {left} more lines"]
    return tuple(shown)


def files_words(count: int) -> str:
    return "1 file" if count == 1 else f"{count} files"


def size_words(size: int) -> str:
    """As in `1.4 GB`."""
    amount, unit = float(size), "B"
    for larger in ("kB", "MB", "GB", "TB"):
        if amount < 1000:  # noqa: PLR2004 - as sticks are sold
            break
        amount, unit = amount / 1000, larger
    digits = 0 if unit in {"B", "kB", "MB"} else 1
    return f"{amount:.{digits}f} {unit}"


def summary(items: Iterable[Item]) -> tuple[str, ...]:
    """A line for each kind: how many of each state, and how large they are."""
    by_kind: dict[Kind, list[Item]] = defaultdict(list)
    for item in items:
        by_kind[item.kind].append(item)
    kinds = [kind for kind in Kind if kind in by_kind]
    return tuple(f"{kind.value:<10} {_counts(by_kind[kind])}" for kind in kinds)


def _counts(items: Iterable[Item]) -> str:
    of = {state: [i.size for i in items if i.state is state] for state in State}
    parts = []
    for state, sizes in of.items():
        if sizes:
            much = "" if state is State.SAME else f" ({size_words(sum(sizes))})"
            parts.append(f"{len(sizes)} {state.value}{much}")
    return ", ".join(parts)
