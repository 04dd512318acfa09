"""What a hand says of tracks in the library, as a value: every word gives the next.

It counts wherever a track plays, unless a playlist says otherwise. Nothing of it is in
the catalogue before it is saved, and all of it can be taken back, past a save too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from kap_room.library import entries


@dataclass(frozen=True, slots=True)
class Said:
    """Of one sound."""

    intensity: int | None = None
    """None leaves it to the estimate."""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    file: str
    was: Said
    did: str
    """As in `slow-tide.flac intensity 4 in the library`."""


@dataclass(frozen=True, slots=True)
class Sayings:
    now: Mapping[str, Said] = field(default_factory=dict)
    """Of every file that was spoken of."""
    kept: Mapping[str, Said] = field(default_factory=dict)
    """The same as the catalogue has it."""
    before: tuple[Step, ...] = ()
    """The oldest first."""
    says: str = ""
    """On the last change: what was done, or why it was not."""

    @property
    def to_keep(self) -> Mapping[str, Said]:
        return {f: said for f, said in self.now.items() if said != self.kept[f]}

    @property
    def takes_back(self) -> str | None:
        return self.before[-1].did if self.before else None

    def intensity(self, file: str, was: Said, intensity: int | None) -> Sayings:
        """`was` is what is said of it now, whoever said it."""
        told = "as estimated" if intensity is None else f"intensity {intensity}"
        return self._said(file, was, replace(was, intensity=intensity), told)

    def tags(self, file: str, was: Said, tags: Sequence[str]) -> Sayings:
        try:
            kept = tuple(dict.fromkeys(entries.name_of(tag) for tag in tags))
        except ValueError as wrong:
            return replace(self, says=str(wrong))
        told = f"tagged {', '.join(kept)}" if kept else "without tags"
        return self._said(file, was, replace(was, tags=kept), told)

    def take_back(self) -> Sayings:
        *before, last = self.before
        now = {**self.now, last.file: last.was}
        says = f"Taken back: {last.did}."
        return replace(self, now=now, before=tuple(before), says=says)

    def saved(self) -> Sayings:
        return replace(self, kept=self.now)

    def _said(self, file: str, was: Said, said: Said, told: str) -> Sayings:
        if said == was:
            return replace(self, says="It is so already.")
        did = f"{PurePosixPath(file).name} {told} in the library"
        return Sayings(
            {**self.now, file: said},
            {file: was, **self.kept},
            (*self.before, Step(file, was, did)),
            f"{did}.",
        )
