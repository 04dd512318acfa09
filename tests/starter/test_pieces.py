"""Claims about every piece, made on twenty seconds of it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from kap_room.starter.catalogue import PIECES, piece_named
from kap_room.starter.pieces import COMPOSERS
from kap_room.starter.render import compose
from kap_room.starter.sound.canvas import RATE, Floats
from kap_room.starter.sound.loudness import Meter
from tests.starter.conftest import SHORT
from tests.starter.listening import levels, share_below, steepest_rise

Short = Callable[[str], Floats]

every_piece = pytest.mark.parametrize("name", [piece.name for piece in PIECES])

HEARD = -63.0
"""LUFS: 40 dB below the pieces' own loudness. What is fainter startles nobody."""

AIRY = {"soft-rain", "slow-tide", "wide-wind", "small-stream"}
"""Pieces of water and wind, which may hiss a little."""


def test_every_piece_of_the_catalogue_is_composed() -> None:
    """The catalogue and the composers name the same pieces."""
    assert set(COMPOSERS) == {piece.name for piece in PIECES}


@every_piece
def test_a_piece_begins_and_ends_in_silence(short: Short, name: str) -> None:
    """The first and last tenth of a second cannot be heard."""
    sound = short(name)
    edge = RATE // 10
    assert np.abs(sound[:, :edge]).max() < 0.001
    assert np.abs(sound[:, -edge:]).max() < 0.001


@every_piece
def test_a_call_for_music_is_answered_soon(short: Short, name: str) -> None:
    """Two seconds into a piece it is within 40 dB of what it will be."""
    heard = levels(short(name))
    assert heard[40] > heard[140:200].mean() - 40.0


@every_piece
def test_nothing_in_a_piece_startles(short: Short, name: str) -> None:
    """No level rises by more than 6 dB within a quarter of a second."""
    assert steepest_rise(short(name), within=0.25, floor=HEARD) < 6.0


@every_piece
def test_a_piece_has_no_clicks(short: Short, name: str) -> None:
    """No sample jumps: dark tones move little, water and wind somewhat more."""
    jump = float(np.abs(np.diff(short(name))).max())
    assert jump < (0.2 if name in AIRY else 0.06)


@every_piece
def test_a_piece_is_as_loud_as_the_room_expects(short: Short, name: str) -> None:
    """The composing itself ends at -23 LUFS, far below the ceiling."""
    meter = Meter(RATE)
    meter.hear(short(name))
    assert abs(meter.integrated + 23.0) < 0.1
    assert meter.peak < -4.0


@every_piece
def test_a_piece_is_warm(short: Short, name: str) -> None:
    """Nearly everything lies below 2 kHz; rain may have a little more above."""
    assert share_below(short(name), 2000.0) > (0.85 if name in AIRY else 0.98)


@every_piece
def test_a_piece_is_wide_and_stands_on_no_offset(short: Short, name: str) -> None:
    """Left and right differ, and neither leans to one side of zero."""
    left, right = short(name)
    assert np.corrcoef(left, right)[0, 1] < 0.9
    assert abs(float(left.mean())) < 0.0005
    assert abs(float(right.mean())) < 0.0005


def test_a_piece_is_the_same_each_time(short: Short) -> None:
    """Composing twice gives the same samples."""
    piece = piece_named("clearing")
    assert piece is not None
    assert np.array_equal(compose(piece, SHORT).samples, short("clearing"))


def test_no_two_pieces_sound_alike(short: Short) -> None:
    """Spectra of third octaves differ by more than 3 dB on average."""
    spectra = [_thirds(short(piece.name)) for piece in PIECES]
    apart = [
        float(np.abs(one - other).mean())
        for number, one in enumerate(spectra)
        for other in spectra[:number]
    ]
    assert min(apart) > 3.0


def _thirds(sound: Floats) -> np.ndarray:
    power = np.abs(np.fft.rfft(sound.mean(axis=0))) ** 2
    pitches = np.fft.rfftfreq(sound.shape[1], 1 / RATE)
    edges = np.geomspace(40, 4000, 21)
    places = np.searchsorted(pitches, edges)
    sums = np.add.reduceat(power, places)[:-1]
    decibels: np.ndarray = 10 * np.log10(sums / power.sum() + 1e-7)
    return decibels
