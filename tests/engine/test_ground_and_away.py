"""Out and back: ground for the person, away for the therapist."""

from dataclasses import replace

import pytest

from kap_room.exchange.commands import Button, GoBackIn, Seen, Way
from kap_room.plan.scene import Mark
from kap_room.plan.units import SILENT, Seconds
from tests.engine.house import SCENE, House, loaded, shorter


def grounded(*, for_: float = 120.0) -> House:
    """In onset, a track of middling intensity, then grounded for a while."""
    house = House()
    house.begin()
    house.give(Seen(Mark.DOSE))
    house.wait(60)
    house.press(Button.NEXT_TRACK)
    house.wait(60)
    house.press(Button.GROUND)
    house.wait(for_)
    return house


def test_ground_takes_the_music_away_in_three_seconds() -> None:
    """To nothing."""
    house = grounded(for_=0.0)
    assert house.master(house.reading + 2.9) > SILENT
    assert house.master(house.reading + 3.0) == SILENT


def test_ground_brings_safe_light_in_six_seconds() -> None:
    """Whatever the plan had."""
    house = grounded(for_=6.0)
    assert house.level("floor") >= 0.4 - 1e-6


def test_go_back_in_softer_is_another_track() -> None:
    """The one that sounded at ground is out for this session."""
    house = grounded()
    house.give(GoBackIn(Way.SOFTER))
    assert house.playing != "onset/1.flac"
    for _ in range(8):
        house.wait(280)
        assert house.playing != "onset/1.flac"


def test_go_back_in_softer_is_a_calmer_track() -> None:
    """Onset/1 has the intensity 2; only onset/0 is calmer."""
    house = grounded()
    house.give(GoBackIn(Way.SOFTER))
    assert house.playing == "onset/0.flac"


def test_go_back_in_softer_is_six_decibels_lower() -> None:
    """With a fade of half a minute."""
    house = grounded()
    house.give(GoBackIn(Way.SOFTER))
    house.wait(40)
    assert house.master() == -6.0
    assert house.order.decks[-1].rise == 30.0


def test_go_back_in_finds_music_even_when_its_playlist_is_spent() -> None:
    """One track in the phase, and that one is out: another phase helps."""
    house = House()
    house.begin(loaded(tracks=1))
    house.wait(60)
    house.press(Button.GROUND)
    house.wait(60)
    house.give(GoBackIn(Way.SOFTER))
    assert house.playing is not None
    assert house.playing != "arrival/0.flac"


def test_where_we_left_is_the_same_place() -> None:
    """The same track, where it was when ground was pressed."""
    house = grounded()
    house.give(GoBackIn(Way.LEFT))
    assert house.playing == "onset/1.flac"
    assert house.order.decks[-1].begins == pytest.approx(60.0)


def test_where_we_left_is_never_the_last_breath_of_a_track() -> None:
    """A fade of half a minute needs a minute of music."""
    house = House()
    house.begin()
    house.wait(285)
    house.press(Button.GROUND)
    house.wait(60)
    house.give(GoBackIn(Way.LEFT))
    deck = house.order.decks[-1]
    assert deck.rise == 30.0
    assert deck.begins <= 300.0 - 60.0


def test_where_the_plan_is_now_is_as_if_it_had_gone_on() -> None:
    """Twenty minutes grounded in a phase of fifteen: peak, and softly."""
    house = grounded(for_=1200.0)
    house.give(GoBackIn(Way.PLAN))
    house.wait(2)
    assert house.phase == "peak"
    assert house.order.decks[-1].rise == 30.0
    view = house.view.phase
    assert view is not None
    assert view.position_s == pytest.approx(60 + 60 + 1200 - 900 + 2)


def test_going_back_in_never_ends_the_session() -> None:
    """Grounded for longer than the plan had left."""
    house = House()
    house.begin(loaded(shorter(SCENE, **{"return": 600})))
    house.press(Button.LAND)
    house.wait(60)
    house.press(Button.GROUND)
    house.wait(3600)
    house.give(GoBackIn(Way.PLAN))
    house.wait(30)
    assert house.view.session.state == "running"


@pytest.mark.parametrize("way", ["go back in", "land"])
def test_begin_return_is_the_return_and_softly(way: str) -> None:
    """The fourth way, and the button that is called land."""
    house = grounded()
    if way == "land":
        house.press(Button.LAND)
    else:
        house.give(GoBackIn(Way.RETURN))
    assert house.phase == "return"
    assert house.order.decks[-1].rise == 30.0
    house.wait(1300)
    assert house.level("floor") == pytest.approx(0.15)


def test_the_lights_go_back_to_the_plan_in_two_minutes() -> None:
    """From safe."""
    house = grounded()
    house.give(GoBackIn())
    house.wait(60)
    middle = house.level("floor")
    house.wait(65)
    assert house.level("floor") < middle < 0.4


def test_a_plan_that_was_held_stays_held() -> None:
    """Ground is no way out of hold."""
    house = House()
    house.begin()
    house.press(Button.HOLD)
    house.press(Button.GROUND)
    house.wait(60)
    house.give(GoBackIn())
    assert house.view.session.state == "held"


def test_back_in_while_the_music_still_leaves_brings_nothing_up_at_once() -> None:
    """One second after ground: what leaves is not lifted on its way out."""
    house = grounded(for_=1.0)
    before = house.master()
    house.give(GoBackIn())
    start = house.order.decks[-1].starts
    while house.reading < start - 0.05:
        assert house.master() <= before + 0.1
        house.wait(0.05)
    assert start >= house.reading - 0.1


@pytest.mark.parametrize("after", [0.0, 0.5, 2.9, 3.0, 3.2, 4.0, 5.0])
def test_old_decks_have_a_second_to_leave_before_the_quiet_is_lifted(
    after: float,
) -> None:
    """The player fades out over a second what an order no longer names."""
    house = grounded(for_=0.0)
    quiet_at = house.reading + 3.0
    house.wait(after)
    house.give(GoBackIn())
    dropped = quiet_at if after > 3.0 else house.reading
    quiet = house.order.master[-1]
    assert quiet.end == 0.0
    assert quiet.ends >= dropped + 1.2


def test_the_therapist_can_leave_while_the_plan_waits() -> None:
    """Held, 10 dB down, walk light."""
    house = House()
    house.begin()
    house.wait(1300)
    house.press(Button.NEXT_PHASE)
    house.wait(700)
    house.press(Button.AWAY)
    position = house.view.session.position_s
    house.wait(250)
    assert house.view.session.state == "away"
    assert house.view.session.position_s == position
    assert house.master() == -10.0
    assert house.level("floor") == pytest.approx(0.3)


def test_away_again_is_back() -> None:
    """Music over eight seconds, lights over a minute."""
    house = House()
    house.begin()
    house.press(Button.AWAY)
    house.wait(100)
    house.press(Button.AWAY)
    assert house.view.session.state == "running"
    assert house.master(house.reading + 7.9) < 0.0
    assert house.master(house.reading + 8.0) == 0.0
    assert not house.view.lighting.walk


def test_a_plan_held_before_away_is_held_after_it() -> None:
    """The way back is the way out."""
    house = House()
    house.begin()
    house.press(Button.HOLD, Button.AWAY, Button.AWAY)
    assert house.view.session.state == "held"


def test_ground_ends_an_absence() -> None:
    """Back in, nothing of it is left: no 10 dB, no walk light."""
    house = House()
    house.begin()
    house.press(Button.AWAY)
    house.wait(30)
    house.press(Button.GROUND)
    house.wait(30)
    house.give(GoBackIn(Way.LEFT))
    house.wait(60)
    assert house.master() == 0.0
    assert not house.view.lighting.walk
    assert house.session.away_since is None


def test_landing_ends_an_absence() -> None:
    """The therapist is there and presses it."""
    house = House()
    house.begin()
    house.press(Button.AWAY)
    house.wait(30)
    house.press(Button.LAND)
    house.wait(60)
    assert house.view.session.state == "running"
    assert house.master() == 0.0
    assert not house.view.lighting.walk


def test_a_mark_while_grounded_is_not_lost() -> None:
    """The dose ends arrival, and what comes back in is onset."""
    house = House()
    house.begin()
    house.wait(30)
    house.press(Button.GROUND)
    house.give(Seen(Mark.DOSE))
    house.wait(30)
    assert not house.order.sounding
    house.give(GoBackIn())
    assert house.phase == "onset"


def test_a_phase_without_music_gives_way_without_a_jump() -> None:
    """The next phase turns while the last track still leaves."""
    quiet = replace(SCENE.phases[1], playlist=None, lasts=Seconds(5.0))
    phases = (SCENE.phases[0], quiet, *SCENE.phases[2:])
    house = House()
    house.begin(loaded(replace(SCENE, phases=phases)))
    house.wait(60)
    house.give(Seen(Mark.DOSE))
    gains = []
    while house.phase != "peak":
        house.wait(0.1)
        gains.append(house.master())
    lift = house.order.master[-1]
    assert gains == sorted(gains, reverse=True)
    assert lift.ends >= house.reading + 1.0
    assert house.order.decks[-1].starts >= lift.ends
