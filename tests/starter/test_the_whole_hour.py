"""The whole of the starter music, rendered as the demo does it."""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kap_room.starter.catalogue import PIECES
from kap_room.starter.encode import read
from kap_room.starter.shelf import is_ready, shelved
from tests.starter.listening import measured_by_ffmpeg, steepest_rise

pytestmark = pytest.mark.slow

MEGABYTE = 1_000_000


@pytest.mark.timeout(600)
def test_an_hour_of_music_is_even_soft_and_small(tmp_path: Path) -> None:
    """Every file keeps its length and loudness, and nothing in the hour startles."""
    began, before = time.monotonic(), _worked()
    subprocess.run(
        [sys.executable, "-m", "kap_room.starter", str(tmp_path)],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    spent, worked = time.monotonic() - began, _worked() - before
    assert is_ready(tmp_path, first=len(PIECES))
    rows = [_row(tmp_path, number) for number in range(len(PIECES))]
    size = sum((tmp_path / piece.file).stat().st_size for piece in PIECES) / MEGABYTE
    length = sum(each.length for each in shelved(tmp_path)) / 60
    whole = f"{length:.0f} min, {size:.0f} MB, {spent:.0f} s, {worked:.0f} s of work"
    table = "\n".join((*rows, whole))
    sys.stdout.write(f"\n{table}\n")
    assert length >= 60
    assert size < 100
    assert worked < 150, table


def _row(folder: Path, number: int) -> str:
    piece, file = PIECES[number], folder / PIECES[number].file
    loudness, peak = measured_by_ffmpeg(file)
    sound = read(file)
    rise = steepest_rise(sound, within=0.25, floor=-63.0)
    row = (
        f"{piece.name:14} {sound.shape[1] / 24_000:6.1f} s  {loudness:6.2f} LUFS  "
        f"{peak:6.2f} dBTP  rises {rise:3.1f} dB in 250 ms"
    )
    assert abs(sound.shape[1] / 24_000 - piece.length) < 0.1, row
    assert abs(loudness + 23.0) < 0.5, row
    assert peak < -3.0, row
    assert rise < 6.0, row
    return row


def _worked() -> float:
    """Seconds of processor time that ended processes of ours took."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime
