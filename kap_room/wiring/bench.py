"""The playlists of one scene in hand: drafts and a library become what is shown.

Pure but for the two orders that write and read files, which say so. Every change makes
the next draft of one playlist; what was changed last, whichever playlist it was, is
what is taken back first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Final

from kap_room.exchange.bookshelf import Did, Found, LibraryRow, WorkView
from kap_room.library.catalogued import Catalogued
from kap_room.library.columns import columns_of
from kap_room.library.draft import Draft
from kap_room.library.drafts import kept
from kap_room.library.problems import quoted
from kap_room.library.rewriting import CannotSave
from kap_room.library.sayings import Said, Sayings
from kap_room.library.values import gain_of, length_of
from kap_room.plan.music import Track
from kap_room.plan.scene import Scene
from kap_room.plan.units import Decibels, Seconds, clock_words
from kap_room.wiring.bench_library import Library, LibraryInHand
from kap_room.wiring.bench_view import column_view, is_to_save
from kap_room.wiring.search_words import asked_of

_INTENSITIES: Final = ("1", "2", "3", "4", "5")

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
        self._papers, self._today = papers, today
        self._drafts = dict(papers.drafts)
        self._changed: list[str | None] = []
        """The playlists in the order in which they were changed, None the library."""
        self._view: WorkView | None = None
        drafts = papers.drafts.values()
        named = (track.file for draft in drafts for track in draft.playlist.tracks)
        self._library = LibraryInHand(library, named)

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
        known, is_reading = len(self._library), not self._library.is_read
        return WorkView(
            scene.name,
            phases,
            self._takes_back,
            known,
            is_reading,
            "" if known or is_reading else self._papers.advice,
            has_said=bool(self._library.sayings.to_keep),
        )

    @property
    def _takes_back(self) -> str | None:
        if not self._changed:
            return None
        name = self._changed[-1]
        last = self._library.sayings if name is None else self._drafts[name]
        return last.takes_back

    def _known(self, track: Track) -> Catalogued | None:
        return self._library.known(track.file)

    def find(self, words: str) -> Found:
        asked = asked_of(words, self._today())
        rows = self._library.found(asked.wanted)
        # The words stand in the line above; there is little room for what they mean.
        text = f'"{asked.wanted.text}"' if asked.wanted.text else ""
        return Found(rows, ", ".join(asked.says) or text, asked.doubt)

    def add(self, phase: int, file: str) -> Did:
        known = self._library.ask_for(file)
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
        tags = _tags_in(words)
        if self._track(phase, at).tags == tuple(tags):
            return SO_ALREADY
        return self._change(phase, lambda draft: draft.tags(at, tags))

    def rate(self, phase: int, at: int, intensity: int | None) -> Did:
        return self._change(phase, lambda draft: draft.intensity(at, intensity))

    def library_row(self, file: str) -> LibraryRow | None:
        return self._library.row(file)

    def say_intensity(self, file: str, words: str) -> Did:
        if words and words not in _INTENSITIES:
            says = f"{quoted(words)} is no intensity. Write 1 calm to 5 intense."
            return Did(ok=False, says=says)
        intensity = int(words) if words else None
        did = self._say(file, lambda all_, was: all_.intensity(file, was, intensity))
        if not did.ok:
            return did
        return replace(did, says=f"{did.says}{self._said_otherwise(file, intensity)}")

    def _said_otherwise(self, file: str, intensity: int | None) -> str:
        """What the playlists say of it counts there, and nobody should wonder why."""
        told = {
            f" Playlist {name} says {track.intensity}."
            for name, draft in self._drafts.items()
            for track in draft.playlist.tracks
            if track.file == file and track.intensity not in (None, intensity)
        }
        return "".join(sorted(told))

    def say_tags(self, file: str, words: str) -> Did:
        return self._say(file, lambda all_, was: all_.tags(file, was, _tags_in(words)))

    def _say(self, file: str, word: Callable[[Sayings, Said], Sayings]) -> Did:
        is_another, says = self._library.say(file, word)
        if is_another:
            self._changed.append(None)
            self._view = None
        return Did(ok=is_another or says == SO_ALREADY.says, says=says)

    def take_back(self) -> Did:
        if not self._changed:
            return Did(ok=False, says="There is nothing to take back.")
        name, self._view = self._changed.pop(), None
        if name is None:
            return Did(ok=True, says=self._library.take_back())
        self._drafts[name] = self._drafts[name].take_back()
        return Did(ok=True, says=self._drafts[name].says)

    def save(self) -> Did:
        changed = [name for name, draft in self._drafts.items() if is_to_save(draft)]
        if not changed and not self._library.sayings.to_keep:
            return Did(ok=True, says="Nothing was changed since it was saved.")
        written: list[str] = []
        try:
            for name in changed:
                self._drafts[name] = kept(self._drafts[name])
                written.append(_short(str(self._drafts[name].path)))
            if said := self._library.save():
                tracks = "1 track" if said == 1 else f"{said} tracks"
                written.append(f"what is said of {tracks}")
        except CannotSave as refused:
            also = f" Saved: {', '.join(written)}." if written else ""
            return Did(ok=False, says=f"{refused}{also}")
        finally:
            self._view = None
        return Did(ok=True, says=f"Saved {' and '.join(written)}.")

    def read_again(self) -> Did:
        self._library.read()
        self._view, known = None, len(self._library)
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


def _tags_in(words: str) -> list[str]:
    return [tag.strip() for tag in words.split(",") if tag.strip()]


def _short(path: str) -> str:
    """As a person would type it from where they are."""
    with_home, here = Path(path), Path.cwd()
    if with_home.is_relative_to(here):
        return str(with_home.relative_to(here))
    if with_home.is_relative_to(Path.home()):
        return f"~/{with_home.relative_to(Path.home())}"
    return path
