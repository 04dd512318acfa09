"""Marks that pass over phases, are corrected, and lay the plan anew."""

from dataclasses import replace

import pytest

from kap_room.exchange.commands import (
    Amount,
    Button,
    Command,
    Extend,
    MoveMark,
    Seen,
)
from kap_room.plan.scene import Mark, Phase, Route, Scene
from kap_room.plan.units import Seconds
from tests.engine.house import LOOKS, SCENE, House, loaded

MINUTE = 60.0

MARKED = Scene(
    "Every mark ends a phase",
    looks=LOOKS,
    phases=(
        Phase("arrival", None, Mark.DOSE, "arrival", look="welcome"),
        Phase("waiting", Seconds(900), Mark.ONSET, "waiting", look="dusk"),
        Phase("onset", Seconds(600), Mark.PEAK, "onset", look="dusk"),
        Phase("peak", Seconds(2400), Mark.RETURNING, "peak", look="night"),
        Phase("return", Seconds(3600), None, "return", look="dawn"),
    ),
)


def begun(scene: Scene = MARKED) -> House:
    house = House()
    house.begin(loaded(scene))
    house.wait(60)
    return house


def told(house: House, command: Command) -> str:
    answer = house.give(command)
    assert answer is not None
    assert answer.ok
    return answer.says


def refused(house: House, command: Command) -> str:
    answer = house.give(command)
    assert answer is not None
    assert not answer.ok
    return answer.says


def seen(mark: Mark, minutes: float = 0.0) -> Seen:
    return Seen(mark, Seconds(minutes * MINUTE))


def by(minutes: float) -> MoveMark:
    return MoveMark(Seconds(minutes * MINUTE))


def left(house: House) -> tuple[str, float]:
    """The phase, and how long it still is."""
    phase = house.view.phase
    assert phase is not None
    assert phase.remaining_s is not None
    return phase.name, round(phase.remaining_s, 3)


def test_a_mark_ends_its_phase_also_when_that_lies_ahead() -> None:
    """The peak came before anybody saw an onset."""
    house = begun()
    house.give(seen(Mark.DOSE))
    house.wait(300)
    house.give(seen(Mark.PEAK))
    assert left(house) == ("peak", 2400.0)


def test_a_mark_of_a_phase_behind_us_is_only_noted() -> None:
    """An onset that was entered late does not turn the plan back."""
    house = begun()
    house.give(seen(Mark.DOSE))
    house.give(seen(Mark.PEAK))
    house.give(seen(Mark.ONSET, 1))
    assert house.phase == "peak"


def test_whoever_passes_over_the_dose_is_asked_for_it() -> None:
    """The plan follows the person; the body clock needs a number."""
    house = begun()
    says = told(house, seen(Mark.ONSET))
    assert says == "Onset noted. No dose is marked: how many minutes since it?"
    asks = [house.view.session.asks]
    house.give(seen(Mark.DOSE, 12))
    asks.append(house.view.session.asks)
    assert asks == ["Minutes since the dose?", None]
    assert house.phase == "onset"
    assert house.view.session.since_dose_s == 720.0


def test_a_bare_dose_again_is_a_slip_of_the_finger() -> None:
    """Two seconds or an hour later: nothing moves, and it says what to do."""
    house = begun()
    house.give(seen(Mark.DOSE))
    house.wait(2)
    says = refused(house, seen(Mark.DOSE))
    assert says.startswith("The dose is marked already, 0:02 ago.")
    assert "booster" in says
    assert house.view.session.since_dose_s == pytest.approx(2.0)


def test_a_dose_with_its_moment_corrects_the_one_that_is_marked() -> None:
    """It was at the fourth minute and not at the first; the phase goes with it."""
    house = begun()
    house.give(seen(Mark.DOSE))
    house.wait(300)
    says = told(house, seen(Mark.DOSE, 2))
    assert says == "Dose corrected: 2:00 ago, not 5:00."
    assert house.view.session.since_dose_s == pytest.approx(120.0)
    assert left(house) == ("waiting", 780.0)
    assert len(house.view.doses) == 1


def test_a_corrected_dose_leaves_a_phase_that_a_later_mark_began() -> None:
    """What was seen was seen; only the body clock moves."""
    house = begun()
    house.give(seen(Mark.DOSE))
    house.wait(300)
    house.give(seen(Mark.ONSET))
    house.wait(60)
    house.give(seen(Mark.DOSE, 10))
    assert left(house) == ("onset", 540.0)
    assert house.view.session.since_dose_s == pytest.approx(600.0)


def test_a_correction_can_lead_back_over_a_turn() -> None:
    """Onset began by the clock, and the dose was five minutes later than written."""
    house = begun()
    house.give(seen(Mark.DOSE))
    house.wait(960)
    assert house.phase == "onset"
    house.give(seen(Mark.DOSE, 11))
    assert left(house) == ("waiting", 240.0)
    assert house.playing is not None
    assert house.playing.startswith("waiting/")


def test_a_correction_can_lead_on_over_a_turn() -> None:
    """As `dose` of long ago does."""
    house = begun()
    house.give(seen(Mark.DOSE))
    house.wait(60)
    house.give(seen(Mark.DOSE, 20))
    assert left(house) == ("onset", 300.0)


@pytest.mark.parametrize("route", [Route.INTRANASAL, Route.ESKETAMINE])
def test_every_device_of_a_spray_is_a_dose(route: Route) -> None:
    """Five minutes apart; the first one is the body clock."""
    house = begun(replace(MARKED, route=route))
    for _ in range(3):
        told(house, seen(Mark.DOSE))
        house.wait(300)
    doses = [round(each.since_s) for each in house.view.doses]
    assert doses == [900, 600, 300]
    assert house.view.session.since_dose_s == pytest.approx(900.0)


def test_earlier_moves_the_last_mark_and_what_it_began() -> None:
    """One press, one minute."""
    house = begun()
    house.give(seen(Mark.DOSE))
    house.wait(30)
    assert told(house, by(-1)) == "Dose was 1:30 ago."
    assert left(house) == ("waiting", 810.0)


def test_later_never_moves_into_the_future() -> None:
    """As far as now, and then it is refused."""
    house = begun()
    house.give(seen(Mark.DOSE, 3))
    assert told(house, by(10)) == "Dose was 0:00 ago."
    assert left(house) == ("waiting", 900.0)
    assert "just now" in refused(house, by(1))


def test_nothing_marked_is_nothing_to_move() -> None:
    """A sentence."""
    assert refused(begun(), by(-1)) == "Nothing is marked yet."


def test_the_mark_that_moves_is_the_last_one() -> None:
    """The onset, not the dose."""
    house = begun()
    house.give(seen(Mark.DOSE))
    house.wait(300)
    house.give(seen(Mark.ONSET))
    house.give(by(-2))
    assert left(house) == ("onset", 480.0)
    assert house.view.session.since_dose_s == pytest.approx(300.0)


def test_a_correction_is_in_the_record() -> None:
    """Which mark, by how much, and where it is now."""
    house = begun()
    house.give(seen(Mark.DOSE))
    house.wait(30)
    house.give(by(-1))
    assert house.events("MarkMoved") == [{"mark": "dose", "by_s": -60.0, "ago_s": 90.0}]


@pytest.mark.parametrize(
    "command", [by(-4), seen(Mark.DOSE, 9), seen(Mark.BOOSTER), Amount("100 mg")]
)
def test_a_correction_is_taken_back_exactly(command: Command) -> None:
    """Marks and plan."""
    house = begun()
    house.give(seen(Mark.DOSE))
    house.wait(240)
    course, marks = house.session.course, house.session.marks
    told(house, command)
    house.wait(20)
    house.press(Button.TAKE_BACK)
    assert (house.session.course, house.session.marks) == (course, marks)


def test_the_amount_is_of_the_last_dose_and_may_be_corrected() -> None:
    """In the record of the room, each time that it was written."""
    house = begun()
    house.give(seen(Mark.DOSE))
    assert told(house, Amount("100 mg")) == "Dose: 100 mg."
    house.give(Amount("150 mg"))
    assert [each.amount for each in house.view.doses] == ["150 mg"]
    written = [e for e in house.journal.entries if e.kind == "AmountWritten"]
    assert [each.stream for each in written] == ["record", "record"]


def test_an_amount_needs_a_dose() -> None:
    """A sentence."""
    assert refused(begun(), Amount("100 mg")) == "No dose is marked yet: d marks it."


def dosed(minutes: float) -> House:
    """This long after the dose of the plain scene: onset 15 min, peak 40."""
    house = begun(SCENE)
    house.give(seen(Mark.DOSE))
    house.wait(minutes * MINUTE)
    return house


def peak_ends(house: House) -> float:
    """The planned end of the peak in minutes from the dose."""
    end = house.session.course.ends_of(2)
    assert end is not None
    return round((end - house.session.position_at(house.reading)) / MINUTE, 3) + round(
        (house.view.session.since_dose_s or 0.0) / MINUTE, 3
    )


def test_a_booster_makes_the_peak_last_as_long_after_it() -> None:
    """Fifty-five minutes after the dose; so fifty-five after the booster."""
    house = dosed(25)
    assert told(house, seen(Mark.BOOSTER)) == (
        "Booster noted; the peak is 25:00 longer."
    )
    assert peak_ends(house) == 80.0


def test_a_second_booster_counts_from_itself() -> None:
    """And not from what the first one made of the plan."""
    house = dosed(25)
    house.give(seen(Mark.BOOSTER))
    house.wait(15 * MINUTE)
    house.give(seen(Mark.BOOSTER))
    assert peak_ends(house) == 95.0


def test_a_booster_never_makes_the_peak_shorter() -> None:
    """The therapist had made it longer already."""
    house = dosed(20)
    house.give(Extend(Seconds(1800)))
    before = peak_ends(house)
    house.give(seen(Mark.BOOSTER))
    assert peak_ends(house) == before + 20.0


def test_a_hold_is_no_reason_for_a_longer_peak() -> None:
    """Half an hour held before the booster is not counted as peak."""
    house = dosed(20)
    house.press(Button.HOLD)
    house.wait(30 * MINUTE)
    house.press(Button.HOLD)
    house.give(seen(Mark.BOOSTER))
    phase = house.view.phase
    assert phase is not None
    assert phase.remaining_s == pytest.approx(55 * MINUTE)


def test_a_booster_after_the_peak_is_only_noted() -> None:
    """The return goes on."""
    house = dosed(20)
    house.give(seen(Mark.RETURNING))
    assert told(house, seen(Mark.BOOSTER)) == "Booster noted."
    assert left(house) == ("return", 3600.0)


def test_a_booster_that_moves_takes_the_peak_with_it() -> None:
    """Given five minutes before the key was pressed."""
    house = dosed(25)
    house.give(seen(Mark.BOOSTER))
    house.give(by(-5))
    assert peak_ends(house) == 75.0


def test_returning_ends_a_peak_with_boosters_as_any_other() -> None:
    """What is seen comes first."""
    house = dosed(25)
    house.give(seen(Mark.BOOSTER))
    house.give(seen(Mark.RETURNING))
    assert house.phase == "return"


STAYING = Scene(
    "A spray",
    route=Route.ESKETAMINE,
    at_least=Seconds(7200),
    phases=(
        Phase("arrival", None, Mark.DOSE, "arrival"),
        Phase("peak", Seconds(3600), Mark.RETURNING, "peak"),
        Phase("return", Seconds(3600), None, "return"),
    ),
)


def test_the_floor_counts_from_the_last_device() -> None:
    """Ten minutes after the first one: the plan ends ten minutes later."""
    house = begun(STAYING)
    house.give(seen(Mark.DOSE))
    assert house.view.session.ends_in_s == pytest.approx(7200.0)
    house.wait(600)
    house.give(seen(Mark.DOSE))
    assert house.view.session.ends_in_s == pytest.approx(7200.0)
    assert house.view.session.stays_s == pytest.approx(7200.0)
    lengths = [each.lasts_s for each in house.view.phases]
    assert lengths[1:] == pytest.approx([3600.0, 4200.0])


def test_no_leap_and_no_key_plans_an_end_before_the_floor() -> None:
    """Returning early, and then shorter: the last phase makes up for it."""
    house = begun(STAYING)
    house.give(seen(Mark.DOSE))
    house.wait(600)
    house.give(seen(Mark.RETURNING))
    assert house.view.session.ends_in_s == pytest.approx(6600.0)
    says = refused(house, Extend(Seconds(-600)))
    assert says == "return stays until 120 minutes after the last dose."
    house.wait(6590)
    assert house.view.session.state == "running"
    house.wait(11)
    assert house.view.session.state == "ended"


def test_whoever_ends_it_sooner_is_told() -> None:
    """And not hindered."""
    house = begun(STAYING)
    house.give(seen(Mark.DOSE))
    house.wait(600)
    answer = house.press(Button.END)
    assert answer.ok
    assert answer.says == (
        "The session ends: closing fade, lamps to the safe look. "
        "The 120 minutes after the last dose are over in 1:50:00."
    )


def test_a_floor_with_an_open_end_is_told_and_lays_nothing() -> None:
    """Nobody knows when it ends; the screen knows when it may."""
    phases = (*STAYING.phases[:2], replace(STAYING.phases[2], lasts=None))
    house = begun(replace(STAYING, phases=phases))
    house.give(seen(Mark.DOSE))
    assert house.view.session.ends_in_s is None
    assert house.view.session.stays_s == pytest.approx(7200.0)


def test_the_floor_alone_is_nothing_to_take_back() -> None:
    """It follows the doses; a decibel has nothing to do with it."""
    house = begun(STAYING)
    house.give(seen(Mark.DOSE))
    house.wait(600)
    house.press(Button.HOLD)
    house.wait(600)
    house.press(Button.LOUDER)
    undo = house.session.undo[-1]
    assert undo.says == "louder"
    assert undo.plan is None
