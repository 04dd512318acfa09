"""What comes next, when and why: one sentence that is always on the screen."""

from dataclasses import replace

import pytest

from kap_room.exchange.commands import Button, Seen
from kap_room.plan.scene import Mark, Scene, Turn
from kap_room.plan.units import Seconds
from tests.engine.house import SCENE, House, loaded


def said(house: House) -> str:
    coming = house.view.coming
    assert coming is not None
    return coming.says


def dosed(minutes: float, scene: Scene = SCENE) -> House:
    house = House()
    house.begin(loaded(scene))
    house.give(Seen(Mark.DOSE))
    house.wait(60 * minutes)
    return house


def test_a_phase_that_waits_for_a_mark_says_which_and_its_key() -> None:
    """Nobody knows when."""
    house = House()
    house.begin()
    coming = house.view.coming
    assert coming is not None
    assert coming.says == "onset when the dose is given (d)"
    assert (coming.phase, coming.in_s) == ("onset", None)


def test_a_turn_says_when_and_from_what_it_counts() -> None:
    """Ten minutes and fifty seconds into onset."""
    house = dosed(10)
    house.wait(50)
    assert said(house) == "peak in 4:10, from dose + 15 min"


def test_the_dose_is_still_the_reason_two_phases_later() -> None:
    """While nobody has said anything else."""
    last = replace(SCENE.phases[2], ends_on=None)
    house = dosed(20, replace(SCENE, phases=(*SCENE.phases[:2], last, SCENE.phases[3])))
    assert said(house) == "return in 35:00, from dose + 55 min"


def test_what_a_hand_began_counts_from_no_mark() -> None:
    """The therapist knows."""
    house = dosed(1)
    house.press(Button.PREVIOUS_PHASE, Button.NEXT_PHASE)
    assert said(house) == "peak in 15:00"


def test_a_mark_and_a_length_are_both_told() -> None:
    """Whichever comes first."""
    assert said(dosed(43)) == "return when returning is seen (r), or in 12:00"


def test_a_turn_that_asks_says_when() -> None:
    """And that it only asks."""
    peak = replace(SCENE.phases[2], turn=Turn.ASK, ends_on=None)
    house = dosed(52, replace(SCENE, phases=(*SCENE.phases[:2], peak, SCENE.phases[3])))
    assert said(house) == "return asks in 3:00"


@pytest.mark.parametrize(
    ("button", "words"),
    [
        (Button.HOLD, "the plan is held (h)"),
        (Button.AWAY, "the plan is held while you are away (a)"),
        (Button.GROUND, "nothing starts by itself (g)"),
    ],
)
def test_a_plan_that_stands_says_why(button: Button, words: str) -> None:
    """And no moment is promised."""
    house = dosed(10)
    house.press(button)
    coming = house.view.coming
    assert coming is not None
    assert coming.says == f"peak in 5:00, from dose + 15 min; {words}"
    assert coming.in_s is None


def test_the_last_phase_ends_the_session() -> None:
    """In so long, or by the therapist."""
    house = dosed(1)
    house.press(Button.LAND)
    assert said(house) == "the end in 1:00:00"
    last = replace(SCENE.phases[3], lasts=None)
    house = dosed(1, replace(SCENE, phases=(*SCENE.phases[:3], last)))
    house.press(Button.LAND)
    assert said(house) == "the end (Ctrl+E)"


def test_nothing_comes_after_the_end() -> None:
    """Null."""
    house = dosed(1)
    house.press(Button.END)
    assert house.view.coming is None
    assert house.view.proposal is None


def test_the_strip_forgets_nothing_that_was() -> None:
    """A phase that was passed over was not on; one that came twice was on twice."""
    house = dosed(5)
    house.press(Button.LAND)
    house.wait(60)
    house.press(Button.PREVIOUS_PHASE)
    house.wait(30)
    spent = [each.spent_s for each in house.view.phases]
    assert spent == pytest.approx([0.0, 300.0, 30.0, 60.0])


def test_ending_says_what_it_does() -> None:
    """In words."""
    says = dosed(1).press(Button.END).says
    assert says == "The session ends: closing fade, lamps to the safe look."


def test_take_back_says_what_it_is_before_and_after() -> None:
    """Land, an hour's plan away."""
    house = dosed(10)
    house.press(Button.LAND)
    before: Seconds = house.reading
    assert house.view.session.take_back == "land"
    assert house.press(Button.TAKE_BACK).says == "Taken back: land."
    assert house.reading == before
    assert said(house) == "peak in 5:00, from dose + 15 min"
