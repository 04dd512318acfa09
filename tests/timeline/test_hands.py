"""One attribute of one lamp: what a report may mean."""

import pytest

from kap_room.plan.units import Seconds
from kap_room.timeline.hands import LEVEL, WARMTH, Watch


def at(reading: float) -> Seconds:
    return Seconds(reading)


def ramping() -> Watch:
    """It stood at 60 %, and goes to 50 % in five seconds from reading 100 on."""
    watch = Watch(LEVEL).stands(0.6, at(90))
    return watch.told(0.6, 0.5, at(100), Seconds(5))


def test_nothing_is_a_hand_before_anything_was_told() -> None:
    """The room is still people's."""
    assert not Watch(LEVEL).stands(0.6, at(90)).is_hand(0.1, at(95))


@pytest.mark.parametrize("value", [0.6, 0.57, 0.5, 0.42])
def test_what_lies_on_the_way_is_none(value: float) -> None:
    """Optimistic, in between, at the end, and a tenth beside it."""
    assert not ramping().is_hand(value, at(102))


@pytest.mark.parametrize("value", [0.0, 0.3, 0.75, 1.0])
def test_what_lies_elsewhere_is_one(value: float) -> None:
    """Fifteen percent and more."""
    assert ramping().is_hand(value, at(102))


def test_off_is_a_hand_also_where_there_is_little_light() -> None:
    """1 % and off are near each other only in numbers."""
    watch = Watch(LEVEL).stands(0.05, at(90)).told(0.05, 0.01, at(100), Seconds(5))
    assert watch.is_hand(0.0, at(102))
    assert not watch.is_hand(0.008, at(102))


def gone_dark() -> Watch:
    """It stood at 5 %, and went out in five seconds from reading 100 on."""
    watch = Watch(LEVEL).stands(0.05, at(90))
    return watch.told(0.05, 0.0, at(100), Seconds(5))


@pytest.mark.parametrize("value", [1 / 254, 0.02, 0.05, 0.09])
def test_a_little_light_is_a_hand_where_a_lamp_has_said_that_it_is_off(
    value: float,
) -> None:
    """And also while it is told once more to be off."""
    watch = gone_dark().said(0.0, at(105.1))
    assert watch.is_hand(value, at(125))
    assert watch.told(0.0, 0.0, at(166), Seconds(1)).is_hand(value, at(166.5))


def test_a_lamp_that_goes_out_may_say_late_what_it_was_on_the_way() -> None:
    """Its words may overtake each other."""
    watch = gone_dark().said(0.0, at(105.1))
    assert not watch.is_hand(0.02, at(107.9))
    watch = gone_dark().said(0.0, at(102.1))
    assert not watch.is_hand(0.02, at(105.3))


def test_light_so_soon_after_a_word_of_off_may_be_the_older_word() -> None:
    """Three seconds later it is not."""
    watch = Watch(LEVEL).stands(0.05, at(90)).told(0.05, 0.0, at(100), Seconds(1))
    watch = watch.said(0.0, at(102.1))
    assert not watch.is_hand(0.02, at(104.5))
    assert watch.is_hand(0.02, at(105.2))


def test_light_soon_after_a_lamp_went_out_is_asked_about_once() -> None:
    """When no older word can come any more, what it says then is a hand's."""
    watch = gone_dark().said(0.0, at(105.1))
    assert watch.doubtful_since is None
    watch = watch.said(0.02, at(106))
    assert watch.doubtful_since == at(109)
    assert watch.is_hand(0.02, at(109.1))
    off = watch.said(0.0, at(109.1))
    assert off.doubtful_since is None


def test_light_soon_after_a_step_that_was_cut_short_is_asked_about_later() -> None:
    """Some lamps finish what they began."""
    watch = Watch(LEVEL).stands(0.5, at(90)).told(0.5, 0.4, at(100), Seconds(5))
    watch = watch.told(0.4, 0.0, at(100.5), Seconds(3)).said(0.0, at(103.6))
    assert watch.said(0.02, at(104)).doubtful_since == at(108)


def test_where_off_may_repeat_what_was_told_light_soon_after_is_no_hand() -> None:
    """So soon after a short step it proves nothing: the lamp may still be lit."""
    watch = Watch(LEVEL).stands(0.05, at(90)).told(0.05, 0.0, at(100), Seconds(1))
    watch = watch.said(0.0, at(103.4)).said(0.02, at(104))
    assert not watch.is_hand(0.02, at(108))


def test_a_lamp_that_has_not_said_that_it_is_off_may_still_be_lit() -> None:
    """Some never go out altogether, and their bridge says at once that they did."""
    watch = gone_dark().said(0.0, at(100.1))
    assert not watch.is_hand(0.03, at(180))


def test_a_word_of_off_that_comes_late_is_not_taken_for_the_lamps_own() -> None:
    """It repeats what was told; a moment before, the lamp said what it is."""
    watch = gone_dark().said(0.03, at(106)).told(0.0, 0.0, at(166), Seconds(1))
    watch = watch.said(0.03, at(167.1)).said(0.0, at(168.04))
    assert not watch.is_hand(0.03, at(240))


def test_a_lamp_that_was_lit_since_may_have_missed_that_it_is_to_be_off() -> None:
    """It says nothing from one minute to the next."""
    watch = gone_dark().said(0.0, at(105.1))
    watch = watch.told(0.0, 0.05, at(110), Seconds(1))
    watch = watch.told(0.05, 0.0, at(120), Seconds(1))
    assert not watch.is_hand(0.03, at(160))


def test_a_lamp_that_rises_from_dark_may_say_once_more_that_it_is_off() -> None:
    """It was, a moment ago."""
    watch = Watch(LEVEL).stands(0.0, at(90)).told(1 / 254, 0.02, at(100), Seconds(5))
    assert not watch.is_hand(0.0, at(101))


def test_a_lamp_that_did_not_move_is_none() -> None:
    """However long ago it was told."""
    watch = Watch(LEVEL).stands(0.6, at(90)).told(0.6, 0.1, at(100), Seconds(4))
    assert not watch.is_hand(0.6, at(500))
    assert watch.is_hand(0.8, at(500))


def test_a_lamp_that_obeyed_and_is_back_where_it_was_is_one() -> None:
    """Somebody wants it as before."""
    watch = Watch(LEVEL).stands(0.6, at(90)).told(0.6, 0.1, at(100), Seconds(4))
    watch = watch.said(0.1, at(104.5))
    assert watch.is_hand(0.6, at(140))


def test_a_repeated_command_does_not_prove_that_it_obeyed() -> None:
    """Its bridge said so at once; then it said itself that it never moved."""
    watch = Watch(LEVEL).stands(0.6, at(90)).told(0.6, 0.1, at(100), Seconds(4))
    watch = watch.said(0.1, at(100.1))
    assert not watch.is_hand(0.6, at(104.2))


def test_values_of_a_step_that_was_cut_short_may_still_come() -> None:
    """Some lamps finish what they began."""
    watch = ramping().told(0.58, 1.0, at(101), Seconds(2))
    assert not watch.is_hand(0.5, at(105.5))
    assert watch.is_hand(0.5, at(120))


def test_a_warmth_that_a_lamp_cannot_have_is_none() -> None:
    """It is told less and less, and stays where it ends."""
    watch = Watch(WARMTH).stands(2700.0, at(90))
    reading, warmth = 100.0, 2700.0
    while warmth > 1900.0:
        watch = watch.told(warmth, warmth - 50.0, at(reading), Seconds(5))
        warmth, reading = warmth - 50.0, reading + 5.0
        shows = max(2203.0, warmth)
        assert not watch.is_hand(warmth, at(reading - 4.9))
        watch = watch.said(warmth, at(reading - 4.9))
        assert not watch.is_hand(shows, at(reading - 0.1))
        watch = watch.said(shows, at(reading - 0.1))
    assert watch.is_hand(2600.0, at(reading))
