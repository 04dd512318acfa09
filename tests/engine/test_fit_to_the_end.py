"""Just before the plan's end no piece is begun, and the music's own end is the last."""

import pytest

from kap_room.exchange.commands import Button, Extend
from kap_room.plan.scene import Phase, Scene
from kap_room.plan.units import Seconds
from kap_room.rehearsal.run import rehearse
from tests.engine.house import House, loaded
from tests.rehearsal.paper import ROOM

LAST = 600.0
SCENE = Scene("One phase", (Phase("last", Seconds(LAST), None, "last"),))


def playing(left: float, for_: float) -> House:
    """A track that is over so long before the plan's end."""
    house = House()
    house.begin(loaded(SCENE, length=LAST - left))
    house.wait(for_, by=5.0)
    return house


@pytest.mark.parametrize("left", [-5.0, 0.0, 6.0, 12.0])
def test_no_piece_is_begun_just_before_the_plans_end(left: float) -> None:
    """It would be faded out before anybody has heard what it is."""
    house = playing(left, LAST - 1.0)
    assert len(house.events("TrackBegan")) == 1
    house.wait(10)
    assert house.view.session.state == "ended"
    assert house.events("MusicRanOut") == []


def test_a_piece_that_has_time_to_be_heard_is_begun() -> None:
    """Half a minute."""
    house = playing(30.0, LAST - 1.0)
    assert len(house.events("TrackBegan")) == 2


def test_a_player_alone_begins_none_either() -> None:
    """Nothing is laid out for it to go on with."""
    house = playing(6.0, LAST - 100.0)
    assert house.order.next is None
    assert house.order.fallback == ()


def test_nobody_is_told_that_the_music_ran_out() -> None:
    """Neither on the screen nor on paper: the session is over."""
    house = playing(12.0, LAST - 5.0)
    assert house.playing is None
    assert "music" not in house.view.health
    sheet = rehearse(loaded(SCENE, length=LAST - 12.0), ROOM)
    assert sheet.problems == ()


@pytest.mark.parametrize("way", ["extend", "hold", "away"])
def test_a_plan_that_goes_on_after_all_has_music(way: str) -> None:
    """It begins softly, though the last piece was over already."""
    house = playing(12.0, LAST - 5.0)
    if way == "extend":
        house.give(Extend(Seconds(600.0)))
    else:
        house.press(Button(way))
    house.wait(2)
    assert house.playing is not None
    assert house.order.decks[-1].rise == 3.0
    house.wait(60)
    assert house.order.sounding


def test_a_plan_that_goes_on_in_time_has_a_next_track() -> None:
    """As if it had been so long from the beginning."""
    house = playing(6.0, LAST - 60.0)
    house.give(Extend(Seconds(300.0)))
    assert house.view.sound.next_track == "last/1.flac"
    assert len(house.order.fallback) == 4
