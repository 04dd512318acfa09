"""`finish track`: a turn leaves its music to the end of the track that sounds."""

import json
from dataclasses import replace

import pytest

from kap_room.exchange.commands import Button, Extend, GoBackIn, Seen, Way
from kap_room.plan.scene import Mark, Phase, Scene
from kap_room.plan.units import Decibels, Seconds
from kap_room.timeline.entering import LEFT_OUT
from tests.engine.house import LOOKS, House, loaded

ONE, CROSSFADE = 600.0, 8.0

SCENE = Scene(
    "One that may finish",
    looks=LOOKS,
    phases=(
        Phase(
            "one",
            Seconds(ONE),
            Mark.RETURNING,
            "one",
            look="dusk",
            finish_track=Seconds(120.0),
        ),
        Phase("return", Seconds(1800.0), None, "two", Decibels(-6.0), "night"),
    ),
)


def playing(length: float, for_: float = 1.0) -> House:
    """Tracks of one length: the second of them is over at twice that, less a fade."""
    house = House()
    house.begin(loaded(SCENE, length=length))
    house.wait(for_, by=20.0)
    return house


def began(house: House) -> dict[object, float]:
    """When each track began to come in."""
    entries = [each for each in house.journal.entries if each.kind == "TrackBegan"]
    first = entries[0].reading
    return {json.loads(each.data)["file"]: each.reading - first for each in entries}


@pytest.mark.parametrize("over", [10.0, 60.0, 110.0])
def test_the_music_turns_when_the_track_is_over(over: float) -> None:
    """By the crossfade of the new phase, at the track's own end."""
    length = ONE + over
    house = playing(length, 800.0)
    assert house.playing == "two/0.flac"
    assert began(house)["two/0.flac"] == pytest.approx(
        length - LEFT_OUT - CROSSFADE, abs=20.0
    )
    assert house.order.decks[-1].starts - 1000.0 == pytest.approx(
        length - LEFT_OUT - CROSSFADE
    )
    assert house.order.decks[-1].gain == Decibels(-9.0)


def test_the_plan_turns_in_time_all_the_same() -> None:
    """Its phase, its light, its reminders: only the music comes later."""
    house = playing(ONE + 60.0, ONE - 1.0)
    before = house.order
    house.wait(2)
    assert house.phase == "return"
    assert house.playing == "one/0.flac"
    position = house.view.phase
    assert position is not None
    assert position.position_s == pytest.approx(1.0)
    assert house.session.lamps["floor"].plan.begins == ONE
    assert house.order.decks == before.decks
    assert house.order.next == before.next
    assert house.view.sound.next_track == "two/0.flac"


def test_a_track_that_goes_on_for_longer_is_not_waited_for() -> None:
    """Two minutes were allowed; it has three to go."""
    house = playing(ONE + 180.0, ONE + 1.0)
    assert house.playing == "two/0.flac"
    assert house.order.decks[-1].starts - 1000.0 == pytest.approx(ONE)


@pytest.mark.parametrize("way", ["next-phase", "mark", "land"])
def test_what_a_hand_asks_for_does_not_wait(way: str) -> None:
    """A minute before the turn, and the track would be over half a minute after it."""
    house = playing(ONE + 30.0, ONE - 60.0)
    if way == "mark":
        house.give(Seen(Mark.RETURNING))
    else:
        house.press(Button(way))
    house.wait(1)
    assert house.phase == "return"
    assert house.playing == "two/0.flac"


def test_a_hand_need_not_wait_for_it_either() -> None:
    """The next track is the new phase's, at once."""
    house = playing(ONE + 100.0, ONE + 10.0)
    assert house.playing == "one/0.flac"
    house.press(Button.NEXT_TRACK)
    assert house.playing == "two/0.flac"


def test_what_follows_is_of_the_new_phase_also_after_ground() -> None:
    """Back in where we left: the old track ends, and the new phase's music comes."""
    house = playing(ONE + 100.0, ONE + 10.0)
    house.press(Button.GROUND)
    house.wait(30)
    house.give(GoBackIn(Way.LEFT))
    assert house.playing == "one/0.flac"
    assert house.view.sound.next_track == "two/0.flac"


def test_a_turn_that_moves_away_takes_its_music_with_it() -> None:
    """Longer by ten minutes: the next track is one of this phase."""
    house = playing(ONE + 60.0, 300.0)
    assert house.view.sound.next_track == "two/0.flac"
    house.give(Extend(Seconds(600.0)))
    assert house.view.sound.next_track == "one/1.flac"


def test_holding_once_the_phase_has_turned_does_not_hold_the_music() -> None:
    """Hold stops the plan, and the new music comes when the track is over."""
    house = playing(ONE + 60.0, ONE + 10.0)
    house.press(Button.HOLD)
    house.wait(60)
    assert house.playing == "two/0.flac"


def test_a_turn_taken_back_is_a_turn_undone() -> None:
    """Also one whose music had not come yet: the phase of before goes on."""
    house = playing(ONE + 60.0, ONE - 100.0)
    house.press(Button.NEXT_PHASE)
    house.wait(5)
    house.press(Button.TAKE_BACK)
    assert house.phase == "one"
    assert house.playing == "one/0.flac"


def test_a_night_asleep_comes_to_the_same_music() -> None:
    """One look long after, or a look every few seconds."""
    asleep, awake = playing(ONE + 60.0), playing(ONE + 60.0)
    asleep.clock.advance(Seconds(1000.0))
    asleep.engine.step()
    awake.wait(1000.0, by=5.0)
    decks = [
        [(deck.file, deck.starts) for deck in house.order.decks]
        for house in (asleep, awake)
    ]
    assert decks[0] == decks[1]


def test_without_the_word_the_turn_cuts_in() -> None:
    """As it always did."""
    phases = (replace(SCENE.phases[0], finish_track=Seconds(0.0)), SCENE.phases[1])
    house = House()
    house.begin(loaded(replace(SCENE, phases=phases), length=ONE + 60.0))
    house.wait(ONE + 1.0, by=20.0)
    assert house.playing == "two/0.flac"
