"""Which lamp is chosen, and what goes out for how many presses."""

import pytest

from kap_room.exchange.commands import Release, SetLight
from kap_room.exchange.snapshot import LampView
from kap_room.plan.units import Level
from kap_room.ui.lamp_hand import ALL, REMEMBERED, LampHand, rung

LAMPS = {
    "ceiling": LampView(0.2, 2200.0, "ok"),
    "floor": LampView(0.04, 2000.0, "ok"),
    "bed": LampView(None, None, "unknown"),
}


def a_hand(chosen: str = "ceiling") -> LampHand:
    return LampHand(LAMPS, chosen)


@pytest.mark.parametrize(
    ("level", "up", "down"),
    [
        (None, 0.01, 0.0),
        (0.0, 0.01, 0.0),
        (0.01, 0.05, 0.0),
        (0.04, 0.05, 0.01),
        (0.05, 0.10, 0.01),
        (0.12, 0.15, 0.10),
        (0.1500004, 0.20, 0.10),
        (0.99, 1.0, 0.95),
        (1.0, 1.0, 0.95),
    ],
)
def test_a_press_is_five_percent_and_never_leaves_the_scale(
    level: float | None, up: float, down: float
) -> None:
    """Below five comes one: from five to nothing is a large step in the dark."""
    assert rung(level, up=True) == up
    assert rung(level, up=False) == down


def test_a_second_press_goes_on_from_what_was_asked() -> None:
    """The lamp is still on its way to the first."""
    hand = a_hand()
    for _ in range(3):
        hand.change(10.0, up=True)
    assert hand.take() == ("ceiling", SetLight("ceiling", Level(0.35)))


def test_a_press_much_later_goes_on_from_what_is() -> None:
    """By then others may have changed it."""
    hand = a_hand()
    hand.change(10.0, up=True)
    hand.take()
    hand.change(10.0 + REMEMBERED, up=True)
    assert hand.take() == ("ceiling", SetLight("ceiling", Level(0.25)))


def test_after_a_refusal_the_next_press_begins_from_what_is() -> None:
    """What was not done is no place to go on from."""
    hand = a_hand()
    hand.change(10.0, up=True)
    hand.take()
    hand.forget("ceiling")
    assert hand.asked_of("ceiling", 10.1) is None


def test_presses_for_two_lamps_go_out_one_after_the_other() -> None:
    """None is lost because the hand went on to the next lamp."""
    hand = a_hand()
    hand.change(10.0, up=True)
    hand.choose(1)
    hand.put(Level(0.5), 10.1)
    assert hand.take() == ("ceiling", SetLight("ceiling", Level(0.25)))
    assert hand.take() == ("floor", SetLight("floor", Level(0.5)))
    assert hand.take() is None


def test_a_release_overtakes_the_presses_that_wait() -> None:
    """The last word is the one that counts."""
    hand = a_hand()
    hand.change(10.0, up=True)
    hand.give_back("ceiling")
    assert hand.take() == ("ceiling", Release("ceiling"))
    assert hand.take() is None


def test_a_word_for_all_stands_over_each_before_it() -> None:
    """One command, and nothing older behind it."""
    hand = a_hand()
    hand.change(10.0, up=True)
    hand.give_back(ALL)
    assert hand.take() == (ALL, Release(None))
    assert hand.take() is None


def test_all_begins_from_the_middle_of_those_that_are_known() -> None:
    """Of 20 % and 4 %, one with another 12 %."""
    hand = a_hand(ALL)
    hand.change(10.0, up=False)
    assert hand.take() == (ALL, SetLight(ALL, Level(0.10)))


def test_left_of_the_first_is_the_last() -> None:
    """All of them come first, and the row is a ring."""
    hand = a_hand(ALL)
    hand.choose(-1)
    assert hand.chosen == "bed"
    hand.choose(1)
    assert hand.chosen == ALL


def test_a_lamp_that_is_no_longer_there_is_not_chosen() -> None:
    """As when another room's engine answers."""
    hand = a_hand("floor")
    hand.see({"ceiling": LAMPS["ceiling"]})
    assert hand.chosen == ALL
