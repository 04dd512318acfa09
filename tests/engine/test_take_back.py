"""Take back: the last thing, and nothing but the last thing."""

import pytest

from kap_room.exchange.commands import (
    Button,
    Command,
    Extend,
    GoBackIn,
    Note,
    Press,
    Seen,
    SetLight,
)
from kap_room.plan.scene import Mark
from kap_room.plan.units import Level, Seconds
from tests.engine.house import House

BACK = Button.TAKE_BACK


def in_onset() -> House:
    house = House()
    house.begin()
    house.wait(60)
    house.give(Seen(Mark.DOSE))
    house.wait(100)
    return house


@pytest.mark.parametrize(
    "command",
    [
        Press(Button.HOLD),
        Press(Button.NEXT_PHASE),
        Press(Button.PREVIOUS_PHASE),
        Press(Button.LAND),
        Press(Button.GROUND),
        Press(Button.AWAY),
        Seen(Mark.PEAK),
        Extend(Seconds(300)),
        Extend(Seconds(-300)),
    ],
)
def test_the_plan_is_as_if_it_had_not_been_pressed(command: Command) -> None:
    """Course and transport exactly, a while later."""
    house = in_onset()
    course, transport = house.session.course, house.session.transport
    house.give(command)
    house.wait(20)
    house.press(BACK)
    assert house.session.course == course
    assert house.session.transport == transport
    assert house.view.session.state == "running"


@pytest.mark.parametrize(
    "button", [Button.SILENCE, Button.TALK, Button.AWAY, Button.GROUND, Button.LOUDER]
)
def test_the_sound_comes_back_softly(button: Button) -> None:
    """To where it was, by a fade."""
    house = in_onset()
    house.press(button)
    house.wait(20)
    before = house.master()
    house.press(BACK)
    assert house.master() == pytest.approx(before) or before == -float("inf")
    house.wait(20)
    assert house.master() == 0.0
    assert house.playing == "onset/0.flac"


@pytest.mark.parametrize(
    "command",
    [
        Press(Button.LIGHTS_UP),
        Press(Button.ARM_LIGHT),
        Press(Button.NEXT_PHASE),
        SetLight("floor", Level(0.9)),
    ],
)
def test_the_lamps_go_back_to_where_they_would_be(command: Command) -> None:
    """Without a jump, on the plan's own ramp."""
    house, other = in_onset(), in_onset()
    house.give(command)
    house.wait(8)
    glows = house.level("floor")
    house.press(BACK)
    assert house.level("floor") == pytest.approx(glows)
    house.wait(90)
    other.wait(98)
    assert house.level("floor") == pytest.approx(other.level("floor"))


def test_a_skip_taken_back_is_the_track_that_was_left() -> None:
    """Near the place where it was left."""
    house = in_onset()
    house.press(Button.NEXT_TRACK)
    house.wait(20)
    house.press(BACK)
    assert house.playing == "onset/0.flac"
    assert house.order.decks[-1].begins == pytest.approx(100.0, abs=25.0)


def test_taking_back_a_volume_leaves_the_turn_since_then() -> None:
    """Louder, then the phase turned by itself: only the decibel goes back."""
    house = in_onset()
    house.press(Button.LOUDER)
    house.wait(1000)
    assert house.phase == "peak"
    decks = house.order.decks
    house.press(BACK)
    assert house.phase == "peak"
    assert house.order.decks == decks
    house.wait(2)
    assert house.master() == 0.0


def test_taking_back_a_lamp_leaves_the_music() -> None:
    """Two tracks later."""
    house = in_onset()
    house.press(Button.LIGHTS_UP)
    house.wait(400)
    playing = house.playing
    house.press(BACK)
    assert house.playing == playing


def test_taking_back_an_extension_after_its_turn_comes_to_the_same_phase() -> None:
    """The turn was five minutes late; nothing is played twice."""
    house = in_onset()
    house.give(Extend(Seconds(300)))
    house.wait(1200)
    assert house.phase == "peak"
    began = len(house.events("TrackBegan"))
    house.press(BACK)
    assert house.phase == "peak"
    assert len(house.events("TrackBegan")) == began
    view = house.view.phase
    assert view is not None
    assert view.position_s == pytest.approx(100 + 1200 - 900)


def test_it_says_what_it_is_before_and_after() -> None:
    """In words."""
    house = in_onset()
    house.press(Button.LIGHTS_UP)
    assert house.view.session.take_back == "lights up"
    assert house.press(BACK).says == "Taken back: lights up."


def test_one_after_the_other() -> None:
    """The newest first."""
    house = in_onset()
    house.press(Button.TALK, Button.HOLD, Button.LIGHTS_UP)
    says = [house.press(BACK).says for _ in range(3)]
    assert [each.split(": ")[1] for each in says] == ["lights up.", "hold.", "talk."]


def test_the_second_press_of_silence_is_the_same_silence() -> None:
    """One Backspace brings the music back."""
    house = in_onset()
    house.press(Button.SILENCE, Button.SILENCE)
    house.wait(5)
    house.press(BACK)
    house.wait(10)
    assert house.master() == 0.0


def test_a_note_stays() -> None:
    """Words are never taken back by a key."""
    house = in_onset()
    house.press(Button.LIGHTS_UP)
    house.give(Note("calm"))
    house.press(BACK)
    assert house.view.notes == 1


def test_a_mark_is_taken_back_with_its_turn() -> None:
    """The dose was not given after all."""
    house = House()
    house.begin()
    house.wait(60)
    house.give(Seen(Mark.DOSE))
    house.wait(10)
    house.press(BACK)
    assert house.phase == "arrival"
    assert house.view.session.since_dose_s is None
    house.wait(60)
    assert house.playing == "arrival/0.flac"


def test_a_phase_without_music_taken_back_sounds_again() -> None:
    """The playlist is there again, also when its deck was let go."""
    house = in_onset()
    house.press(Button.GROUND)
    house.give(GoBackIn())
    house.wait(40)
    house.press(BACK)
    assert house.view.session.state == "grounded"
    house.wait(10)
    house.press(BACK)
    house.wait(20)
    assert house.order.sounding
    assert house.master() == 0.0
    assert house.playing == "onset/0.flac"


def test_there_is_an_end_to_it() -> None:
    """Nothing is left, and it says so."""
    house = in_onset()
    house.press(BACK)
    assert not house.press(BACK).ok
