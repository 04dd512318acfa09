"""What is announced of the starter music, before a note of it exists."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from kap_room.starter import FIRST, PIECES, is_ready, missing

PHASES = {"arrival", "onset", "peak", "return", "integration"}


def test_there_is_an_hour_of_at_least_twelve_pieces() -> None:
    """Enough for an evening, none of them too short or too long to sit through."""
    assert len(PIECES) >= 12
    assert sum(piece.length for piece in PIECES) >= 3600
    assert all(180 <= piece.length <= 480 for piece in PIECES)


def test_the_first_pieces_carry_a_whole_session() -> None:
    """The demo waits for these alone, so every phase has one."""
    assert {piece.phase for piece in PIECES[:FIRST]} == PHASES


def test_the_peak_is_more_intense_than_the_arrival() -> None:
    """Softer and deeper choose by intensity; it follows the phases."""
    peak = [piece.intensity for piece in PIECES if piece.phase == "peak"]
    arrival = [piece.intensity for piece in PIECES if piece.phase == "arrival"]
    assert min(peak) > max(arrival)


def test_an_empty_folder_misses_everything(tmp_path: Path) -> None:
    """Nothing there: all is missing and nothing is ready."""
    assert missing(tmp_path) == PIECES
    assert not is_ready(tmp_path)


def test_asking_what_is_there_loads_nothing_heavy() -> None:
    """A console may ask without paying for numpy or PyAV."""
    ask = "import sys, kap_room.starter; print({'numpy', 'av'} & set(sys.modules))"
    told = subprocess.run(
        [sys.executable, "-c", ask], check=True, capture_output=True, text=True
    )
    assert told.stdout.strip() == "set()"
