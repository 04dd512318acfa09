"""What was measured, beside what it should be."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One figure; `most` is the target, None where there is none."""

    what: str
    figure: float
    unit: str
    most: float | None = None

    @property
    def line(self) -> str:
        told = f"{self.what:<52} {self.figure:>8.2f} {self.unit:<4}"
        if self.most is None:
            return told.rstrip()
        verdict = "" if self.figure < self.most else "   ABOVE IT"
        return f"{told} target < {self.most:g} {self.unit}{verdict}"


def show(title: str, rows: Iterable[Row]) -> None:
    """At once: the whole takes minutes."""
    lines = (title, *(f"  {row.line}" for row in rows), "")
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()
