"""The strip: a picture of time, planned and as it came."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kap_room.exchange.snapshot import PhaseView, StripView
from kap_room.ui.widgets.strip_cells import bar, beyond_words, stretch, widths
from tests.ui.room import ONSET, Room, tell

SECONDS = st.floats(0, 86400)
NOW = PhaseView("peak", 600.0, 300.0, "return")


def past(written: float | None, spent: float | None) -> StripView:
    return StripView("peak", written, is_past=True, written_s=written, spent_s=spent)


def drawn(view: StripView, width: int, now: PhaseView | None = None) -> str:
    return "".join(bar(view, stretch(view, now), width))


@given(
    lengths=st.lists(st.one_of(st.none(), SECONDS), min_size=1, max_size=12),
    width=st.integers(24, 200),
)
def test_the_strip_fills_the_line_and_loses_no_phase(
    lengths: list[float | None], width: int
) -> None:
    """However long the phases are, and however many."""
    row = widths(tuple(lengths), width)
    assert min(row) >= 1
    assert sum(row) + len(row) - 1 == width


def test_a_longer_phase_is_never_drawn_shorter() -> None:
    """The strip is a picture of time."""
    row = widths((60.0, 900.0, 1800.0), 120)
    assert list(row) == sorted(row)


@pytest.mark.parametrize(
    ("view", "said"),
    [
        (past(600.0, 600.0), "━━━━━━━━━━"),
        (past(600.0, 300.0), "━━━━━·····"),
        (past(600.0, None), "··········"),
        (past(600.0, 1200.0), "━━━━━┿━━━━"),
        (past(None, 40.0), "━━━━━━━━━━"),
    ],
)
def test_a_phase_that_is_over_shows_plan_and_actual(view: StripView, said: str) -> None:
    """Dots are what never was; a tick is where it should have ended."""
    assert drawn(view, 10) == said


def test_a_phase_that_was_extended_shows_its_written_end_ahead() -> None:
    """Ten minutes in, written as twelve, laid as fifteen."""
    view = StripView("peak", 900.0, is_now=True, written_s=720.0, spent_s=600.0)
    assert drawn(view, 15, NOW) == "━━━━━━━━━━──┼──"
    assert beyond_words(stretch(view, NOW), 9) == " +3 min"


def test_a_phase_that_waits_past_its_end_grows() -> None:
    """Nothing remains, and it goes on."""
    late = replace(NOW, position_s=840.0, remaining_s=0.0)
    view = StripView("peak", 720.0, is_now=True, written_s=720.0, spent_s=840.0)
    assert beyond_words(stretch(view, late), 9) == " +2 min"


@pytest.mark.parametrize(
    ("spent", "room", "said"),
    [
        (640.0, 9, ""),
        (300.0, 9, " -5 min"),
        (300.0, 4, " -5"),
        (300.0, 2, ""),
        (None, 9, ""),
    ],
)
def test_a_difference_is_told_where_there_is_room(
    spent: float | None, room: int, said: str
) -> None:
    """And where it is worth a word."""
    assert beyond_words(stretch(past(600.0, spent), None), room) == said


@given(
    written=st.one_of(st.none(), SECONDS),
    spent=st.one_of(st.none(), SECONDS),
    width=st.integers(1, 60),
)
def test_a_bar_has_the_cells_it_is_given(
    written: float | None, spent: float | None, width: int
) -> None:
    """Whatever became of the plan."""
    assert len(drawn(past(written, spent), width)) == width


async def test_the_strip_tells_a_difference_at_80_columns() -> None:
    """Beside the name, in few words."""
    onset = replace(ONSET.phases[1], lasts_s=1200.0)
    phases = (past(900.0, 600.0), onset, *ONSET.phases[2:])
    now = PhaseView("onset", 610.0, 590.0, "peak")

    async def story(room: Room) -> None:
        (row,) = (row for row in room.rows() if "return" in row and "integ" in row)
        assert "peak -5 min" in row
        assert "onset +5" in row

    await tell(story, replace(ONSET, phases=phases, phase=now))
