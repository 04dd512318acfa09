"""The playlists of one scene in hand: drafts and a library become what is shown.

Pure but for the two orders that write and read files, which say so. Every change makes
the next draft of one playlist; what was changed last, whichever playlist it was, is
what is taken back first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Final, Protocol, overload

from typing_extensions import override

from kap_room.exchange.bookshelf import Did, Found, LibraryRow, WorkView
from kap_room.library.catalogued import Catalogued
from kap_room.library.columns import columns_of
from kap_room.library.draft import Draft
from kap_room.library.drafts import kept
from kap_room.library.listed import Listed
from kap_room.library.problems import quoted
from kap_room.library.rewriting import CannotSave
from kap_room.library.searching import Index
from kap_room.library.values import gain_of, length_of
from kap_room.plan.music import Track
from kap_room.plan.scene import Scene
from kap_room.plan.units import Decibels, Seconds, clock_words
from kap_room.wiring.bench_view import column_view, is_to_save, library_row
from kap_room.wiring.search_words import asked_of


class Library(Protocol):
    """What the catalogue knows."""

    def listed(self) -> Iterable[Listed]:
        """All of it, as a list shows it. Slow, where there is much."""
        ...

    def known(self, files: Iterable[str]) -> Iterable[Catalogued]:
        """Everything about these alone, which is quick."""
        ...


SO_ALREADY: Final = Did(ok=True, says="It is so already.")


@dataclass(frozen=True, slots=True)
class Papers:
    """What a bench is begun with."""

    scene: Scene
    scene_file: Path
    drafts: Mapping[str, Draft]
    """By the name under which the scene asks for each."""
    broken: Mapping[str, str] = field(default_factory=dict)
    """Playlists that cannot be read, and why."""
    boosted: Mapping[str, Seconds] = field(default_factory=dict)
    """How long a phase is with one booster."""
    advice: str = ""
    """What to do where the library is empty."""


class SceneBench:
    """Implements the `Workbench` that a screen is handed."""

    def __init__(
        self, papers: Papers, library: Library, today: Callable[[], date]
    ) -> None:
        self._papers, self._library, self._today = papers, library, today
        self._drafts = dict(papers.drafts)
        self._changed: list[str] = []
        """The playlists in the order in which they were changed."""
        self._view: WorkView | None = None
        self._index = Index(())
        self._is_reading = True
        drafts = papers.drafts.values()
        self._named = {t.file for draft in drafts for t in draft.playlist.tracks}
        """Every file that is, or was, in one of the playlists."""
        self._by_file: dict[str, Catalogued] = {}
        self._ask_for(self._named)

    def _ask_for(self, files: Iterable[str]) -> None:
        self._by_file |= {one.file: one for one in self._library.known(files)}

    def _read(self) -> None:
        self._index = Index(self._library.listed())
        self._by_file = {}
        self._ask_for(self._named)
        self._is_reading, self._view = False, None

    @property
    def view(self) -> WorkView:
        if self._view is None:
            self._view = self._looked_at()
        return self._view

    def _looked_at(self) -> WorkView:
        playlists = {name: draft.playlist for name, draft in self._drafts.items()}
        scene = self._papers.scene
        columns = columns_of(scene, playlists, self._known, self._papers.boosted)
        phases = tuple(
            column_view(
                column,
                phase.crossfade,
                self._drafts.get(column.playlist or ""),
                self._known,
                self._papers.broken.get(column.playlist or ""),
            )
            for phase, column in zip(scene.phases, columns, strict=True)
        )
        name = self._changed[-1] if self._changed else None
        back = None if name is None else self._drafts[name].takes_back
        known = len(self._index.listed)
        advice = "" if known or self._is_reading else self._papers.advice
        return WorkView(scene.name, phases, back, known, self._is_reading, advice)

    def _known(self, track: Track) -> Catalogued | None:
        return self._by_file.get(track.file)

    def find(self, words: str) -> Found:
        asked = asked_of(words, self._today())
        rows = _Rows(self._index.found(asked.wanted))
        # The words stand in the line above; there is little room for what they mean.
        text = f'"{asked.wanted.text}"' if asked.wanted.text else ""
        return Found(rows, ", ".join(asked.says) or text, asked.doubt)

    def add(self, phase: int, file: str) -> Did:
        self._named.add(file)
        self._ask_for((file,))
        known = self._by_file.get(file)
        if known is not None and known.measure.problem is not None:
            says = f"{quoted(file)} cannot sound: {known.measure.problem}"
            return Did(ok=False, says=says)
        by_hand = None if known is None else known.by_hand
        track = Track(file, intensity=by_hand)
        did = self._change(phase, lambda draft: draft.add((track,)))
        if not did.ok:
            return did
        column = self.view.phases[phase]
        at = len(column.rows) - 1
        says = f"{column.rows[at].called} is track {at + 1} of {column.name}."
        return Did(ok=True, says=says, at=at)

    def remove(self, phase: int, at: int) -> Did:
        return replace(self._change(phase, lambda draft: draft.remove(at)), at=at)

    def move(self, phase: int, at: int, by: int) -> Did:
        did = self._change(phase, lambda draft: draft.move(at, by))
        return replace(did, at=at + by) if did.ok else did

    def trim(self, phase: int, at: int, words: str) -> Did:
        bare = words.lower().removesuffix("db").strip()
        try:
            trim = gain_of(f"{bare} dB") if bare else Decibels(0.0)
        except ValueError:
            says = f"{quoted(words)} is no trim. Write decibels, as in -2 dB."
            return Did(ok=False, says=says)
        if self._track(phase, at).trim == trim:
            return SO_ALREADY
        return self._change(phase, lambda draft: draft.trim(at, trim))

    def begin(self, phase: int, at: int, words: str) -> Did:
        ends = self._track(phase, at).ends
        return self._points(
            phase, at, words, lambda point: (point or Seconds(0.0), ends)
        )

    def end(self, phase: int, at: int, words: str) -> Did:
        begins = self._track(phase, at).begins
        return self._points(phase, at, words, lambda point: (begins, point))

    def _points(
        self,
        phase: int,
        at: int,
        words: str,
        points: Callable[[Seconds | None], tuple[Seconds, Seconds | None]],
    ) -> Did:
        try:
            point = length_of(words) if words else None
        except ValueError as wrong:
            return Did(ok=False, says=str(wrong))
        known = self._known(self._track(phase, at))
        if point is not None and known and not known.measure.problem:
            whole = known.measure.length
            if point > whole:
                return Did(ok=False, says=f"The file is over at {clock_words(whole)}.")
        track, wanted = self._track(phase, at), points(point)
        if (track.begins, track.ends) == wanted:
            return SO_ALREADY
        return self._change(phase, lambda draft: draft.points(at, *wanted))

    def _track(self, phase: int, at: int) -> Track:
        return self.view.phases[phase].rows[at].track

    def tag(self, phase: int, at: int, words: str) -> Did:
        tags = [tag.strip() for tag in words.split(",") if tag.strip()]
        if self._track(phase, at).tags == tuple(tags):
            return SO_ALREADY
        return self._change(phase, lambda draft: draft.tags(at, tags))

    def rate(self, phase: int, at: int, intensity: int | None) -> Did:
        return self._change(phase, lambda draft: draft.intensity(at, intensity))

    def take_back(self) -> Did:
        if not self._changed:
            return Did(ok=False, says="There is nothing to take back.")
        name = self._changed.pop()
        draft = self._drafts[name].take_back()
        self._drafts[name], self._view = draft, None
        return Did(ok=True, says=draft.says)

    def save(self) -> Did:
        changed = [name for name, draft in self._drafts.items() if is_to_save(draft)]
        if not changed:
            return Did(ok=True, says="Nothing was changed since it was saved.")
        written: list[str] = []
        try:
            for name in changed:
                self._drafts[name] = kept(self._drafts[name])
                written.append(str(self._drafts[name].path))
        except CannotSave as refused:
            also = f" Saved: {', '.join(written)}." if written else ""
            return Did(ok=False, says=f"{refused}{also}")
        finally:
            self._view = None
        return Did(ok=True, says=f"Saved {' and '.join(map(_short, written))}.")

    def read_again(self) -> Did:
        self._read()
        known = len(self._index.listed)
        return Did(ok=True, says=f"The library was read again: {known:,} tracks.")

    def _change(self, phase: int, change: Callable[[Draft], Draft]) -> Did:
        of = self._papers.scene.phases[phase]
        name = of.playlist
        if name is None:
            says = f"{of.name} has no music: write `playlist: NAME` into it in "
            return Did(ok=False, says=f"{says}{self._papers.scene_file.name}.")
        if name in self._papers.broken:
            return Did(ok=False, says=self._papers.broken[name])
        before = self._drafts[name]
        after = change(before)
        self._drafts[name], self._view = after, None
        if after.playlist == before.playlist:
            return Did(ok=False, says=after.says)
        self._changed.append(name)
        return Did(ok=True, says=after.says)


def _short(path: str) -> str:
    """As a person would type it from where they are."""
    with_home, here = Path(path), Path.cwd()
    if with_home.is_relative_to(here):
        return str(with_home.relative_to(here))
    if with_home.is_relative_to(Path.home()):
        return f"~/{with_home.relative_to(Path.home())}"
    return path


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
