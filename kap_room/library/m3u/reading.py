"""A list of another player, read: what it names, whoever wrote it and wherever.

Nothing is looked for here and no path is opened but the list itself. It may be large,
of another alphabet, or written to do harm; then it is refused, or said line by line.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from kap_room.library.entries import sentence_of
from kap_room.library.m3u import own
from kap_room.library.m3u.entry import Entry, ForeignList, Remark
from kap_room.library.problems import is_plain
from kap_room.library.text import Unreadable, bytes_of
from kap_room.plan.units import Seconds

UTF_8: Final = ".m3u8"
MOST: Final = 5000
"""Entries. A longer list is no music for a session."""
LONGEST: Final = 8000
"""Characters of a line."""
LONGEST_LENGTH: Final = 24 * 3600

_ENDS: Final = re.compile(r"\r\n|\n|\r")
_INFO: Final = re.compile(r"#EXTINF:\s*(-?\d{1,9})(?:\.\d*)?[^,]*(?:,(.*))?", re.DOTALL)
_NAME: Final = "#PLAYLIST:"
_NOTHING: Final = Entry(0, "")
"""Before any comment said something of what comes."""


def read_m3u(path: Path) -> ForeignList:
    """Raise `Unreadable` where the file as a whole is no list."""
    text = _text(bytes_of(path), must_be_utf_8=path.suffix.lower() == UTF_8)
    reader = _Reader()
    for number, line in _lines(text):
        reader.take(number, line)
        if len(reader.entries) > MOST:
            raise Unreadable(f"It names more than {MOST} files.", number)
    if not reader.entries and not reader.remarks:
        raise Unreadable("It names no file: it is empty, or no list of this kind.")
    return reader.whole()


def _text(raw: bytes, *, must_be_utf_8: bool) -> str:
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise Unreadable("It is saved as UTF-16. Save it as UTF-8.")
    if b"\0" in raw:
        raise Unreadable("It holds zero bytes, so it is no list of files.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = raw.count(b"\n", 0, wrong.start) + 1
    if must_be_utf_8:
        says = "This line is not UTF-8, as an .m3u8 has to be. Save the file as UTF-8."
        raise Unreadable(says, line)
    try:
        return raw.decode("cp1252")  # as most programs that write .m3u mean Latin-1
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(_ENDS.split(text), start=1):
        if line.strip():
            yield number, line


@dataclass(slots=True)
class _Reader:
    """Comments count for the next path, as every player has it."""

    entries: list[Entry] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    coming: Entry = field(default_factory=lambda: _NOTHING)
    list_so_far: ForeignList = field(default_factory=lambda: ForeignList(()))

    def take(self, number: int, line: str) -> None:
        bare = line.strip()
        if len(line) > LONGEST:
            self.remark(number, f"The line is longer than {LONGEST} characters.")
        elif bare.startswith(own.MARK):
            self._own(number, bare)
        elif bare.startswith("#"):
            self._comment(bare)
        elif not is_plain(line):
            self.remark(number, "A control character stands here. Remove it.")
        else:
            entry = replace(self.coming, line=number, where=line.strip("\t "))
            self.entries.append(entry)
            self.coming = _NOTHING

    def remark(self, number: int, says: str) -> None:
        self.remarks.append(Remark(number, says))

    def whole(self) -> ForeignList:
        entries, remarks = tuple(self.entries), tuple(self.remarks)
        return replace(self.list_so_far, entries=entries, remarks=remarks)

    def _comment(self, bare: str) -> None:
        if info := _INFO.fullmatch(bare):
            seconds = int(info[1])
            known = 0 < seconds <= LONGEST_LENGTH
            title = (info[2] or "").strip()
            self.coming = replace(
                self.coming,
                title=title if is_plain(title) else "",
                length=Seconds(float(seconds)) if known else None,
            )
        elif bare.startswith(_NAME):
            with suppress(ValueError):  # a name that no playlist could have
                name = sentence_of(bare.removeprefix(_NAME))
                self.list_so_far = replace(self.list_so_far, name=name)

    def _own(self, number: int, bare: str) -> None:
        said = own.said_in(bare)
        order = None if said is None else own.order_in(said)
        kept = None if said is None else own.track_in(said)
        if said is None or order is None or kept is None:
            self.remark(number, "This line of kap-room's own cannot be read.")
            return
        if own.is_of_a_list(said):
            self.list_so_far = replace(
                self.list_so_far, order=order[0], when_it_runs_out=order[1]
            )
            return
        self.coming = replace(self.coming, kept=kept, sound=own.sound_in(said))
