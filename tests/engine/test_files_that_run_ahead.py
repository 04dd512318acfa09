"""The player opens a file before it is due, so its end comes sooner: that is learnt."""

import pytest

from kap_room.plan.units import Seconds
from tests.engine.house import House, deck_report
from tests.engine.test_fit import playing

AHEAD = 0.9


def told(house: House) -> float:
    """The reading at which the lead is over, as the player has it."""
    house.wait(1)
    order = house.order.decks[-1]
    position = house.reading - order.starts + order.begins + AHEAD
    house.hear(house.report(order.deck, deck_report(order, position)))
    lead = house.session.programme.lead
    assert lead is not None
    return lead.over_at


def second_track() -> House:
    house = playing()
    coming = house.session.programme.next
    assert coming is not None
    house.wait(coming.starts - house.reading + 1.0, by=10.0)
    return house


def test_the_first_that_follows_tells_how_far_they_are_ahead() -> None:
    """What is laid out after it counts with that."""
    house = second_track()
    told(house)
    assert house.session.programme.early == pytest.approx(AHEAD)
    coming = house.session.programme.next
    assert coming is not None
    assert coming.early == pytest.approx(AHEAD)


def test_the_next_one_is_over_when_it_was_expected_to_be() -> None:
    """So the choice stands, and is not made anew with every track."""
    house = second_track()
    told(house)
    choice, coming = house.session.programme.choice, house.session.programme.next
    assert choice is not None
    assert coming is not None
    house.wait(coming.starts - house.reading + 1.0, by=10.0)
    assert told(house) == pytest.approx(coming.over_at)
    after = house.session.programme.choice
    assert after is not None
    assert after.tracks == choice.tracks[1:]
    assert after.misses == choice.misses


def test_one_that_a_hand_began_tells_nothing() -> None:
    """It was opened at once, and its file is where the plan is."""
    house = playing()
    told(house)
    assert house.session.programme.early == Seconds(0.0)
