"""What a deck should be at a reading, without libVLC."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kap_room.plan.units import SILENT, Decibels, Seconds
from kap_room.player.deck import BACK, Deck, Heard
from tests.player.rig import deck

A_QUARTER = 0.25
HEARD = Decibels(-40.0)


def late_at_the_phones(by: float, rise: float) -> Deck:
    """One that rises since reading 0, and plays at the headphones later."""
    ups = {"room": Seconds(0), "phones": Seconds(by)}
    heard = Heard("playing", Seconds(0), Seconds(0), ups=ups)
    order = deck("a", Path("a.flac"), rise=rise)
    return Deck(
        order, 1, Seconds(0), Seconds(rise), up=Seconds(0), rose=Seconds(0), heard=heard
    )


def level_at(deck: Deck, sink: str, reading: float) -> float:
    now = Seconds(reading)
    return max(HEARD, deck.shape_at(now) + deck.arrival_at(sink, now))


@given(
    by=st.floats(0.4, 2),
    rise=st.floats(2.5, 5),
    reading=st.floats(1, 5),
)
def test_an_output_that_comes_in_during_a_rise_rises_no_faster_than_either(
    by: float, rise: float, reading: float
) -> None:
    """Two fades at once are not one that is twice as steep."""
    late = late_at_the_phones(by, rise)
    before = level_at(late, "phones", reading)
    after = level_at(late, "phones", reading + A_QUARTER)
    assert after - before < 48.0 / min(BACK, rise) * A_QUARTER + 0.01


@pytest.mark.parametrize("reading", [0.0, 1.0, 2.2])
def test_an_output_is_silent_until_it_came(reading: float) -> None:
    """However far the others have risen."""
    late = late_at_the_phones(2.0, 3.0)
    assert late.arrival_at("phones", Seconds(reading)) == SILENT


def test_an_output_that_came_late_is_as_loud_as_the_others_in_the_end() -> None:
    """Its own fade takes nothing away any more."""
    late = late_at_the_phones(2.0, 3.0)
    assert level_at(late, "phones", 6.0) == level_at(late, "room", 6.0) == 0.0
