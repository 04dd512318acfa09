"""The library in hand: what is listed, what is known of tracks, what a hand says.

What was said counts at once in all that is shown and searched, and is written into the
catalogue when it is saved, by whoever keeps that.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Protocol, overload

from typing_extensions import override

from kap_room.exchange.bookshelf import LibraryRow
from kap_room.library.catalogued import Catalogued
from kap_room.library.listed import Listed
from kap_room.library.sayings import Said, Sayings
from kap_room.library.searching import Index, Wanted
from kap_room.wiring.bench_view import library_row


class Library(Protocol):
    """What the catalogue knows."""

    def listed(self) -> Iterable[Listed]:
        """All of it, as a list shows it. Slow, where there is much."""
        ...

    def known(self, files: Iterable[str]) -> Iterable[Catalogued]:
        """Everything about these alone, which is quick."""
        ...

    def keep(self, said: Mapping[str, Said]) -> None:
        """By file. Raise `CannotSave` where it cannot all be kept."""
        ...


class LibraryInHand:
    def __init__(self, library: Library, named: Iterable[str]) -> None:
        self._library = library
        self._named = set(named)
        """Every file that is, or was, in one of the playlists."""
        self._index = Index(())
        self._known = {one.file: one for one in library.known(self._named)}
        self.sayings = Sayings()
        self.is_read = False

    def __len__(self) -> int:
        return len(self._index.listed)

    def read(self) -> None:
        index = Index(self._library.listed())
        known = {one.file: one for one in self._library.known(self._named)}
        self._index, self._known, self.is_read = index, known, True
        for file in self.sayings.to_keep:
            self._show(file)

    def known(self, file: str) -> Catalogued | None:
        return self._known.get(file)

    def ask_for(self, file: str) -> Catalogued | None:
        """The same of a file that comes into a playlist."""
        self._named.add(file)
        if file not in self._known:
            self._known |= {one.file: one for one in self._library.known((file,))}
            self._show(file)
        return self._known.get(file)

    def found(self, wanted: Wanted) -> Sequence[LibraryRow]:
        return _Rows(self._index.found(wanted))

    def row(self, file: str) -> LibraryRow | None:
        listed = self._index.of(file)
        return None if listed is None else library_row(listed)

    def say(
        self, file: str, word: Callable[[Sayings, Said], Sayings]
    ) -> tuple[bool, str]:
        """Whether it is another now, and the sentence on it."""
        listed = self._index.of(file)
        if listed is None:
            return False, "The library does not know that file yet: scan it first."
        if listed.problem is not None:
            return False, f"It cannot sound: {listed.problem}"
        before = self.sayings
        self.sayings = word(before, _said_of(listed))
        self._show(file)
        return self.sayings.before != before.before, self.sayings.says

    def take_back(self) -> str:
        last = self.sayings.before[-1]
        self.sayings = self.sayings.take_back()
        self._show(last.file)
        return self.sayings.says

    def save(self) -> int:
        """How many tracks it was said of. What is the same sound is heard of it too."""
        said = self.sayings.to_keep
        if said:
            self._library.keep(said)
            self.sayings = self.sayings.saved()
            self.read()
        return len(said)

    def _show(self, file: str) -> None:
        said, listed = self.sayings.now.get(file), self._index.of(file)
        if said is None or listed is None:
            return
        labels = json.dumps(said.tags) if said.tags else ""
        told = listed._replace(by_hand=said.intensity, labels=labels)
        self._index = self._index.with_one(told)
        if known := self._known.get(file):
            known = replace(known, by_hand=said.intensity, tags=told.tags)
            self._known[file] = known


def _said_of(listed: Listed) -> Said:
    return Said(listed.by_hand, listed.tags_by_hand)


class _Rows(Sequence[LibraryRow]):
    """What was found; each is made ready only when it is looked at."""

    def __init__(self, found: tuple[Listed, ...]) -> None:
        self._found = found

    @override
    def __len__(self) -> int:
        return len(self._found)

    @overload
    def __getitem__(self, at: int) -> LibraryRow: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[LibraryRow, ...]: ...
    @override
    def __getitem__(self, at: int | slice) -> LibraryRow | tuple[LibraryRow, ...]:
        if isinstance(at, slice):
            return tuple(map(library_row, self._found[at]))
        return library_row(self._found[at])
