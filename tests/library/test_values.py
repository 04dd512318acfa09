"""Lengths, levels, gains and warmths, as written and as read."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kap_room.library import values
from kap_room.plan.units import Decibels, Kelvin, Level, Seconds

lengths = st.floats(0, values.LONGEST).map(Seconds)
levels = st.floats(0, 1).map(Level)
gains = st.floats(values.LOWEST_GAIN, values.HIGHEST_GAIN).map(Decibels)
loudnesses = st.floats(-60, 0).map(Decibels)
warmths = st.floats(values.WARMEST, values.COLDEST).map(Kelvin)


@given(lengths)
def test_a_length_that_was_printed_reads_as_the_same_length(length: Seconds) -> None:
    """Whatever part of a second it has."""
    assert values.length_of(values.length_words(length)) == length


@given(st.integers(0, 24 * 3600))
def test_whole_seconds_read_back_too(seconds: int) -> None:
    """Hours and minutes lose nothing."""
    length = Seconds(float(seconds))
    assert values.length_of(values.length_words(length)) == length


@given(levels)
def test_a_level_that_was_printed_reads_as_the_same_level(level: Level) -> None:
    """Percent and back costs no digit."""
    assert values.level_of(values.level_words(level)) == level


@given(gains)
def test_a_gain_that_was_printed_reads_as_the_same_gain(gain: Decibels) -> None:
    """From the quietest to the loudest."""
    assert values.gain_of(values.gain_words(gain)) == gain


@given(loudnesses)
def test_a_loudness_that_was_printed_reads_as_the_same(loudness: Decibels) -> None:
    """A reference survives being written down."""
    assert values.loudness_of(values.loudness_words(loudness)) == loudness


@given(warmths)
def test_a_warmth_that_was_printed_reads_as_the_same_warmth(warmth: Kelvin) -> None:
    """From embers to a clear sky."""
    assert values.warmth_of(values.warmth_words(warmth)) == warmth


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("90s", 90),
        ("12m", 720),
        ("1h 30m", 5400),
        ("1h30m", 5400),
        ("0:12", 12),
        ("7:40", 460),
        ("90:00", 5400),
        ("1:02:05", 3725),
        ("24h", 86400),
        ("0.5h", 1800),
        ("12 min", 720),
        ("2 Hours", 7200),
    ],
)
def test_a_length_is_read_as_people_write_it(text: str, seconds: float) -> None:
    """With units, or as a clock shows it."""
    assert values.length_of(text) == seconds


@pytest.mark.parametrize(
    "text",
    ["", "15", "-5m", "m", "5m 1h", "1h 1h", "0:60", "1:60:00", "1e3s", "inf", "٣m"],
)
def test_what_is_no_length_is_refused_with_a_way_to_write_it(text: str) -> None:
    """Every refusal shows an example."""
    with pytest.raises(ValueError, match="Write"):
        values.length_of(text)


def test_a_length_without_a_unit_is_told_both_ways_to_write_it() -> None:
    """Seconds and minutes are a session apart, so nothing is guessed."""
    with pytest.raises(ValueError, match=r"Write 15s .* or 15m "):
        values.length_of("15")


def test_a_true_minus_sign_counts_as_one() -> None:
    """Text copied from a page has it."""
    assert values.gain_of("\u22126 dB") == -6.0


@pytest.mark.parametrize("text", ["yes", "Yes", "on", "true"])
def test_yes_is_yes_in_every_spelling(text: str) -> None:
    """Whatever another YAML would make of it."""
    assert values.yes_or_no(text) is True


@pytest.mark.parametrize("text", ["no", "No", "off", "false"])
def test_no_is_no_in_every_spelling(text: str) -> None:
    """Whatever another YAML would make of it."""
    assert values.yes_or_no(text) is False


@pytest.mark.parametrize(
    "read",
    [
        values.length_of,
        values.level_of,
        values.gain_of,
        values.ceiling_of,
        values.loudness_of,
        values.warmth_of,
        values.yes_or_no,
    ],
)
@given(text=st.text(max_size=80))
def test_any_text_is_read_or_refused_with_a_sentence(
    read: Callable[[str], object], text: str
) -> None:
    """No text gets further than one refusal."""
    says = ""
    try:
        value = read(text)
    except ValueError as refusal:
        value, says = None, str(refusal)
    assert (value is None) == says.endswith(".")
