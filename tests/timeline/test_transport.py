"""The transport: where we are in the plan, from nothing but a reading."""

from hypothesis import given
from hypothesis import strategies as st

from kap_room.plan.units import Seconds
from kap_room.timeline.transport import Transport

lengths = st.floats(0, 1e5).map(Seconds)


def went_at(reading: float) -> Transport:
    return Transport(Seconds(0.0), Seconds(reading))


@given(lengths, lengths)
def test_a_hold_of_any_length_costs_no_position(ran: Seconds, held: Seconds) -> None:
    """The plan stops, and goes on from the same place."""
    transport = went_at(100.0).hold(Seconds(100.0 + ran))
    before = transport.position_at(Seconds(100.0 + ran))
    gone_on = transport.go(Seconds(100.0 + ran + held))
    assert gone_on.position_at(Seconds(100.0 + ran + held)) == before


def test_position_runs_with_the_clock() -> None:
    """A second is a second."""
    assert went_at(100.0).position_at(Seconds(142.0)) == 42.0


def test_a_reading_from_before_does_not_turn_the_plan_back() -> None:
    """A message that was on its way for a while changes nothing."""
    assert went_at(100.0).position_at(Seconds(99.0)) == 0.0


def test_nothing_is_due_while_the_plan_is_held() -> None:
    """No position is ever reached, so no moment can be named."""
    assert went_at(100.0).hold(Seconds(110.0)).reading_of(Seconds(50.0)) is None


@given(lengths, lengths)
def test_a_position_is_reached_at_its_reading(start: Seconds, ahead: Seconds) -> None:
    """Asking when, and then where, comes back to the same place."""
    transport = went_at(start)
    reading = transport.reading_of(ahead)
    assert reading is not None
    assert abs(transport.position_at(reading) - ahead) < 1e-6


def test_going_on_twice_is_going_on_once() -> None:
    """A plan that moves is left alone."""
    transport = went_at(100.0)
    assert transport.go(Seconds(150.0)) is transport


def test_a_skip_is_as_if_the_time_had_passed() -> None:
    """Back in, where the plan would be now."""
    held = went_at(100.0).hold(Seconds(110.0))
    assert held.skip(Seconds(5.0), Seconds(120.0)).position_at(Seconds(130.0)) == 15.0
