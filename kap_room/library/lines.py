"""What the measuring worker says, line by line. Cheap to import: no decoder."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from kap_room.plan.music import Measure
from kap_room.plan.units import SILENT, Decibels, Seconds

ONE_CORE: Final[Mapping[str, str]] = {"OPENBLAS_NUM_THREADS": "1"}
"""The worker's environment: numpy would take every core that there is for itself."""


def as_line(path: Path, found: Measure) -> str:
    """One line of JSON; what is silent has no loudness and no peak."""
    told = {
        "file": str(path),
        "length": found.length,
        "loudness": found.loudness if math.isfinite(found.loudness) else None,
        "peak": found.peak if math.isfinite(found.peak) else None,
        "problem": found.problem,
        "head": found.head,
        "tail": found.tail,
    }
    return json.dumps(told)


def from_line(line: str) -> tuple[Path, Measure]:
    """What `as_line` said. Raise `ValueError` where it is no such line."""
    try:
        told = json.loads(line)
        measure = Measure(
            Seconds(float(told["length"])),
            _decibels(told["loudness"]),
            _decibels(told["peak"]),
            told["problem"],
            Seconds(float(told["head"])),
            Seconds(float(told["tail"])),
        )
        return Path(told["file"]), measure
    except (KeyError, TypeError) as wrong:
        raise ValueError(f"not a line of the measuring worker: {line!r}") from wrong


def _decibels(told: float | None) -> Decibels:
    return SILENT if told is None else Decibels(float(told))
