"""The gain stages of sound: static for a track, and the master fades."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kap_room.plan.music import Measure, Track
from kap_room.plan.room import Sound
from kap_room.plan.units import SILENT, Decibels, Seconds
from kap_room.timeline.gains import (
    UNMEASURED,
    Layers,
    loudness_gain,
    most_gain,
    static_gain,
    towards,
)

SOUND = Sound()

measures = st.builds(
    Measure,
    st.just(Seconds(300.0)),
    st.floats(-70, 0).map(Decibels),
    st.floats(-60, 3).map(Decibels),
)


def measured(loudness: float, peak: float) -> Measure:
    return Measure(Seconds(300.0), Decibels(loudness), Decibels(peak))


def test_loud_and_quiet_tracks_come_out_alike() -> None:
    """One at -10 and one at -30 LUFS, both with room above their peaks."""
    loud, quiet = measured(-10.0, -1.0), measured(-30.0, -12.0)
    assert -10.0 + loudness_gain(loud, SOUND) == pytest.approx(-23.0)
    assert -30.0 + loudness_gain(quiet, SOUND) == pytest.approx(-23.0)


def test_a_quiet_track_is_not_raised_into_its_peaks() -> None:
    """Soft music with one loud bell stays softer than the rest."""
    assert loudness_gain(measured(-35.0, -4.0), SOUND) == 3.0


def test_a_track_not_measured_plays_twelve_decibels_low() -> None:
    """It may be anything."""
    assert loudness_gain(None, SOUND) == UNMEASURED == -12.0


def test_a_track_of_nothing_is_left_alone() -> None:
    """No gain makes silence louder."""
    nothing = Measure(Seconds(10.0), SILENT, SILENT)
    assert loudness_gain(nothing, SOUND) == 0.0
    assert math.isfinite(most_gain(nothing, SOUND))


def test_trim_and_the_phase_add_up() -> None:
    """What a playlist and a scene ask for, in decibels."""
    track = Track("a.flac", trim=Decibels(-2.0))
    gain = static_gain(track, measured(-20.0, -6.0), Decibels(-6.0), SOUND)
    assert gain == pytest.approx(-11.0)


@given(measures)
def test_no_gain_lets_a_peak_pass_the_ceiling(measure: Measure) -> None:
    """Whatever was measured, and a track not measured counts as full scale."""
    assert most_gain(measure, SOUND) + measure.peak <= SOUND.ceiling + 1e-9
    assert most_gain(None, SOUND) <= SOUND.ceiling


def test_the_hands_on_the_sound_add_up() -> None:
    """Talking while away: 30 dB down."""
    layers = Layers()
    talk = towards(layers.talk, Decibels(-20.0), Seconds(1.0), Seconds(0.0))
    away = towards(layers.away, Decibels(-10.0), Seconds(1.0), Seconds(0.0))
    assert Layers(talk=talk, away=away).gain_at(Seconds(5.0)) == -30.0


@given(st.floats(0.0, 5.0), st.floats(-30.0, 6.0), st.floats(0.1, 8.0))
def test_a_fade_turned_round_goes_on_from_where_it_is(
    after: float, end: float, over: float
) -> None:
    """No step at the moment of the command, whatever it interrupts."""
    first = towards(Layers().talk, Decibels(-20.0), Seconds(3.0), Seconds(0.0))
    now = Seconds(after)
    second = towards(first, Decibels(end), Seconds(over), now)
    assert second.gain_at(now) == pytest.approx(first.gain_at(now))


def test_a_fade_already_on_its_way_is_not_begun_again() -> None:
    """A key that repeats must not push the end ahead of itself."""
    first = towards(Layers().quiet, SILENT, Seconds(3.0), Seconds(0.0))
    assert towards(first, SILENT, Seconds(3.0), Seconds(2.0)) is first


def test_a_fade_is_hurried_when_it_is_asked_to() -> None:
    """The second press of silence."""
    first = towards(Layers().quiet, SILENT, Seconds(3.0), Seconds(0.0))
    assert towards(first, SILENT, Seconds(0.5), Seconds(1.0)).ends == 1.5
