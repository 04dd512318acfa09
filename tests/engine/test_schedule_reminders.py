"""Reminders: silent, in order of need, on a body clock that nothing stops."""

from dataclasses import replace

import pytest

from kap_room.engine.checkpoint import load
from kap_room.exchange.commands import (
    Button,
    GoBackIn,
    MoveMark,
    Press,
    Seen,
    SinceDose,
)
from kap_room.plan.scene import Mark, Reminder, Scene
from kap_room.plan.units import Seconds
from tests.engine.house import SCENE, House, loaded

MINUTE = 60.0


def minutes(count: float) -> Seconds:
    return Seconds(count * MINUTE)


def reminding(*reminders: Reminder, phase: int = 1) -> Scene:
    phases = list(SCENE.phases)
    phases[phase] = replace(phases[phase], reminders=reminders)
    return replace(SCENE, phases=tuple(phases))


LOZENGE = Reminder("Lozenge", after_dose=minutes(12), each_dose=True)
PRESSURE = Reminder("Blood pressure", after_dose=minutes(40))
WATER = Reminder("Water", at=minutes(5))


def dosed(*reminders: Reminder, phase: int = 1) -> House:
    house = House()
    house.begin(loaded(reminding(*reminders, phase=phase)))
    house.wait(60)
    house.give(Seen(Mark.DOSE))
    return house


def shown(house: House) -> list[tuple[str, float]]:
    return [(each.says, round(each.due_in_s)) for each in house.view.reminders]


@pytest.mark.parametrize(
    "stops",
    [
        (Press(Button.HOLD),),
        (Press(Button.GROUND),),
        (Press(Button.AWAY),),
        (Press(Button.LAND),),
        (Press(Button.NEXT_PHASE), Press(Button.NEXT_PHASE)),
        (Press(Button.PREVIOUS_PHASE),),
        (Press(Button.GROUND), GoBackIn()),
    ],
)
def test_nothing_moves_a_reminder_on_the_body_clock(
    stops: tuple[Press | GoBackIn, ...],
) -> None:
    """Forty minutes after the dose are forty minutes after the dose."""
    house = dosed(PRESSURE)
    house.wait(5 * MINUTE)
    for command in stops:
        house.give(command)
    house.wait(34 * MINUTE)
    assert shown(house) == [("Blood pressure", 60.0)]


def test_each_dose_has_its_own_countdown() -> None:
    """The second lozenge five minutes after the first."""
    house = dosed(LOZENGE)
    house.wait(5 * MINUTE)
    house.give(Seen(Mark.BOOSTER))
    house.wait(3 * MINUTE)
    assert shown(house) == [("Lozenge", 240.0), ("Lozenge (booster)", 540.0)]


def test_two_boosters_are_told_apart() -> None:
    """By their number."""
    house = dosed(LOZENGE)
    for _ in range(2):
        house.wait(5 * MINUTE)
        house.give(Seen(Mark.BOOSTER))
    house.wait(5 * MINUTE)
    assert [says for says, _ in shown(house)] == [
        "Lozenge",
        "Lozenge (booster 1)",
        "Lozenge (booster 2)",
    ]


def test_a_dose_that_is_corrected_takes_its_countdown_with_it() -> None:
    """Four minutes earlier."""
    house = dosed(LOZENGE)
    house.wait(3 * MINUTE)
    house.give(MoveMark(minutes(-4)))
    assert shown(house) == [("Lozenge", 300.0)]


def test_what_is_due_for_longest_is_done_first() -> None:
    """One key, and the next one is at its place."""
    late = replace(PRESSURE, says="Pulse", after_dose=minutes(42))
    house = dosed(late, PRESSURE)
    house.wait(43 * MINUTE)
    assert [says for says, _ in shown(house)] == ["Blood pressure", "Pulse"]
    assert house.press(Button.REMINDER_DONE).says == "Done: Blood pressure"
    assert house.press(Button.REMINDER_DONE).says == "Done: Pulse"
    assert not house.press(Button.REMINDER_DONE).ok


def test_a_reminder_that_comes_soon_cannot_be_done() -> None:
    """It is on the screen, and not due."""
    house = dosed(PRESSURE)
    house.wait(35 * MINUTE)
    assert len(shown(house)) == 1
    assert not house.press(Button.REMINDER_DONE).ok


def test_after_ten_minutes_it_is_quiet_and_stays_on_the_list() -> None:
    """Nothing nags."""
    house = dosed(PRESSURE)
    house.wait(51 * MINUTE)
    assert shown(house) == []
    assert [each.says for each in house.view.not_done] == ["Blood pressure"]


def test_the_key_means_the_reminder_that_is_shown() -> None:
    """And not one that went quiet before it."""
    late = replace(PRESSURE, says="Pulse", after_dose=minutes(52))
    house = dosed(PRESSURE, late)
    house.wait(53 * MINUTE)
    assert house.press(Button.REMINDER_DONE).says == "Done: Pulse"
    assert house.press(Button.REMINDER_DONE).says == "Done: Blood pressure"
    assert house.view.not_done == ()


def test_a_reminder_within_a_phase_stays_when_the_phase_has_turned() -> None:
    """It came due, and nobody has done it."""
    house = dosed(WATER)
    house.wait(6 * MINUTE)
    house.press(Button.NEXT_PHASE)
    assert shown(house) == [("Water", -60.0)]


def test_one_that_its_phase_never_came_to_is_not_asked_for() -> None:
    """The phase was over before."""
    house = dosed(WATER)
    house.wait(4 * MINUTE)
    house.press(Button.NEXT_PHASE)
    house.wait(10 * MINUTE)
    assert shown(house) == []
    assert house.view.not_done == ()


def test_done_and_not_done_are_in_the_record() -> None:
    """What was done when it was, the rest at the end."""
    house = dosed(PRESSURE, WATER)
    house.wait(6 * MINUTE)
    house.press(Button.REMINDER_DONE)
    house.wait(40 * MINUTE)
    house.press(Button.END)
    assert house.events("ReminderDone") == [
        {"says": "Water", "late_s": pytest.approx(60.0)}
    ]
    assert house.events("ReminderNotDone") == [
        {"says": "Blood pressure", "late_s": pytest.approx(360.0)}
    ]


def test_what_never_came_due_is_not_in_the_record() -> None:
    """The session was over before."""
    house = dosed(PRESSURE)
    house.press(Button.END)
    assert house.events("ReminderNotDone") == []


def woken(house: House) -> House:
    """The same session after the computer was away."""
    house.engine.step()
    checkpoint = load(house.journal.checkpoints[-1])
    new = House()
    new.engine.know(loaded().measures)
    new.engine.resume(checkpoint, kept=False)
    new.engine.step()
    return new


def test_timers_wait_for_the_answer_after_a_reboot() -> None:
    """Ten minutes were known; it was half an hour."""
    house = dosed(LOZENGE, PRESSURE)
    house.wait(10 * MINUTE)
    new = woken(house)
    new.wait(60)
    assert shown(new) == []
    new.give(SinceDose(minutes(38)))
    assert shown(new) == [("Blood pressure", 120.0)]
    assert [each.says for each in new.view.not_done] == ["Lozenge"]


def test_the_phase_offered_follows_the_answer() -> None:
    """Fifty-two minutes after the dose it is the peak, and nothing sounds yet."""
    house = dosed(LOZENGE)
    house.wait(10 * MINUTE)
    new = woken(house)
    new.wait(90)
    answer = new.give(SinceDose(minutes(52)))
    assert answer is not None
    assert answer.says == (
        "52:00 since the dose. By the plan that is peak: music (m) and hold (h) take "
        "it up."
    )
    offer = new.view.proposal
    assert offer is not None
    assert offer.phase == "peak"
    assert offer.says == "peak, 52:00 after the dose: music (m) and hold (h) take it up"
    assert new.view.session.state == "held"
    new.wait(600)
    assert not new.order.sounding


def test_the_offer_is_taken_up_softly() -> None:
    """Its own music over twenty seconds, and what is left of the phase."""
    house = dosed(LOZENGE)
    house.wait(10 * MINUTE)
    new = woken(house)
    new.give(SinceDose(minutes(52)))
    new.wait(120)
    new.press(Button.MUSIC, Button.HOLD)
    assert new.order.decks[-1].file.startswith("/music/peak/")
    assert new.order.decks[-1].rise == 20.0
    assert new.view.proposal is None
    phase = new.view.phase
    assert phase is not None
    assert phase.remaining_s == pytest.approx(3 * MINUTE)


def test_an_answer_is_corrected_while_it_is_still_held() -> None:
    """It was twelve minutes and not fifty-two: onset again."""
    house = dosed(LOZENGE)
    house.wait(10 * MINUTE)
    new = woken(house)
    new.give(SinceDose(minutes(52)))
    new.wait(60)
    assert new.phase == "peak"
    new.give(SinceDose(minutes(12)))
    phase = new.view.phase
    assert phase is not None
    assert phase.name == "onset"
    assert phase.remaining_s == pytest.approx(3 * MINUTE)
    assert new.view.session.since_dose_s == pytest.approx(720.0)


def test_less_than_what_was_known_is_refused_also_as_a_correction() -> None:
    """Ten minutes had gone, and a minute of waiting."""
    house = dosed(LOZENGE)
    house.wait(10 * MINUTE)
    new = woken(house)
    new.give(SinceDose(minutes(52)))
    new.wait(60)
    answer = new.give(SinceDose(minutes(9)))
    assert answer is not None
    assert answer.says == "At least 11 minutes have gone since the dose."


def test_taking_the_answer_back_asks_again() -> None:
    """And everything lies where it did."""
    house = dosed(LOZENGE)
    house.wait(10 * MINUTE)
    new = woken(house)
    course, marks = new.session.course, new.session.marks
    new.give(SinceDose(minutes(52)))
    new.press(Button.TAKE_BACK)
    assert (new.session.course, new.session.marks) == (course, marks)
    assert new.view.session.asks == "Minutes since the dose? (at least 10)"
