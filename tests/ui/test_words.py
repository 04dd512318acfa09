"""What the screen says of a value."""

from datetime import timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kap_room.exchange.snapshot import ComingView, DoseView
from kap_room.ui.glow import glow
from kap_room.ui.theme import BACK
from kap_room.ui.widgets.panel import cells, cut, pad
from kap_room.ui.words import (
    coming_words,
    ends_at,
    given_words,
    length_words,
    percent,
    since_dose_words,
    track_words,
)
from tests.ui.room import AT


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("onset/03 - slow_tide.flac", "Slow tide"),
        ("onset/low-strings.mp3", "Low strings"),
        ("/music/07. Rain on leaves.ogg", "Rain on leaves"),
        ("C:\\music\\bowls.wav", "Bowls"),
        ("4'33.flac", "4'33"),
        ("99 bells.flac", "Bells"),
        ("12.flac", "12"),
        ("a-ha - take on me.mp3", "A-ha - take on me"),
        ("odd\x1b[31mname.mp3", "Odd [31mname"),
        (".mp3", "Mp3"),
        ("", "a track without a name"),
    ],
)
def test_a_file_is_named_as_a_person_would(file: str, said: str) -> None:
    """No folder, no number in front, no ending, no underscores."""
    assert track_words(file) == said


@pytest.mark.parametrize(
    ("length", "said"),
    [
        (0, "0:00"),
        (250.9, "4:10"),
        (600, "10 min"),
        (3600, "1 h"),
        (6900, "1 h 55 min"),
    ],
)
def test_a_length_is_told_as_closely_as_it_matters(length: float, said: str) -> None:
    """To the second while it is short; to the minute, which is calmer, after."""
    assert length_words(length) == said


def test_the_body_clock_counts_whole_minutes() -> None:
    """T+62 begins when the sixty-second minute is full."""
    assert since_dose_words(3719.9) == "T+61 since dose"
    assert since_dose_words(3720.0) == "T+62 since dose"
    assert since_dose_words(None) == "before the dose"


def test_the_hour_of_the_end_does_not_jump_to_and_fro() -> None:
    """A second's difference between two clocks never changes what is shown."""
    shown = ends_at(AT, 1829.0, None)
    for jitter in (0.6, -0.7, 1.4, -12.0, 12.0):
        assert ends_at(AT, 1829.0 + jitter, shown) == shown
    assert ends_at(AT, 1829.0 + 120.0, shown) == shown + timedelta(minutes=2)


def test_what_comes_next_is_said_as_the_engine_says_it() -> None:
    """A question is its own sentence."""
    comes = ComingView("peak", 250.0, "peak in 4:10, from dose + 15 min")
    asked = ComingView("return", None, "return now? >; it waits for you")
    assert coming_words(comes, is_asked=False) == f"then {comes.says}"
    assert coming_words(asked, is_asked=True) == asked.says
    assert not coming_words(None, is_asked=False)


def test_each_dose_has_its_own_clock() -> None:
    """The last first; a single one without an amount is told by the clocks already."""
    dose, booster = DoseView("dose", 3600.0, "100 mg"), DoseView("booster", 90.0)
    said = given_words((dose, booster), age=30.0)
    assert said == "booster, 2 min ago   dose 100 mg, 60 min ago"
    assert not given_words((DoseView("dose", 3600.0),), age=0.0)


def test_a_glow_that_is_there_is_never_called_nothing() -> None:
    """A lamp at its lowest step is on."""
    assert percent(0.004) == "<1%"
    assert percent(0.0) == "0%"
    assert percent(None) == "-"


def test_a_swatch_never_glows_as_brightly_as_a_lamp() -> None:
    """Full white daylight is a grey here; a lamp that is off is the screen's black."""
    full = glow(1.0, 6500.0)
    assert max(int(full[at : at + 2], 16) for at in (1, 3, 5)) < 0xA8
    assert glow(0.0, 2700.0) == BACK
    assert glow(0.01, 2700.0) != BACK


@given(text=st.text(max_size=40), width=st.integers(1, 30))
@example(text="0\x1f", width=1)
def test_cut_words_fit_their_cells(text: str, width: int) -> None:
    """Whatever the script."""
    words = text.replace("\n", " ")
    assert cells(cut(words, width)) <= width
    assert cells(pad(cut("breath", width), width)) == width
