"""`turn: ask`: at its planned end a phase asks, and the music goes on."""

from dataclasses import replace

import pytest

from kap_room.engine.checkpoint import load
from kap_room.exchange.commands import Button, Extend, Seen
from kap_room.plan.music import Playlist, RunsOut
from kap_room.plan.scene import Mark, Scene, Turn
from kap_room.plan.units import Seconds
from tests.engine.house import SCENE, House, loaded, playlist

MINUTE = 60.0
PEAK = 900.0 + 2400.0
"""From the dose to the peak's planned end."""


def asking(waits: float | None = 600.0) -> Scene:
    lasts = None if waits is None else Seconds(waits)
    peak = replace(SCENE.phases[2], turn=Turn.ASK, waits=lasts)
    return replace(SCENE, phases=(*SCENE.phases[:2], peak, SCENE.phases[3]))


def proposed(waits: float | None = 600.0) -> House:
    """A minute past the peak's planned end."""
    house = House()
    house.begin(loaded(asking(waits)))
    house.wait(60)
    house.give(Seen(Mark.DOSE))
    house.wait(PEAK + MINUTE)
    return house


def test_the_turn_is_proposed_and_does_not_come() -> None:
    """Since a minute, and by itself in nine."""
    house = proposed()
    asks = house.view.proposal
    assert house.phase == "peak"
    assert asks is not None
    assert asks.phase == "return"
    assert asks.since_s == pytest.approx(60.0)
    assert asks.turns_in_s == pytest.approx(540.0)
    assert asks.says == "return now? >; by itself in 9:00"


def test_nothing_is_proposed_before_its_time() -> None:
    """The screen says when it will be."""
    house = House()
    house.begin(loaded(asking()))
    house.give(Seen(Mark.DOSE))
    house.wait(PEAK - 180)
    assert house.view.proposal is None
    coming = house.view.coming
    assert coming is not None
    assert coming.says == "return when returning is seen (r); asks in 3:00"


def test_it_turns_by_itself_after_it_has_waited() -> None:
    """Ten minutes, and the journal says why."""
    house = proposed()
    house.wait(539)
    assert house.phase == "peak"
    house.wait(2)
    assert house.phase == "return"
    assert house.events("PhaseTurned")[-1]["why"] == "waited 10 minutes"


def test_the_proposal_is_in_the_record_once() -> None:
    """However often the engine looks."""
    house = proposed()
    house.wait(300)
    assert house.events("TurnProposed") == [{"phase": "return", "waits_s": 600.0}]


def test_where_it_waits_for_ever_it_never_turns() -> None:
    """Two hours later it still asks, and the music has not stopped."""
    house = proposed(None)
    for _ in range(120):
        house.wait(60, by=30.0)
        assert house.order.sounding
    asks = house.view.proposal
    assert asks is not None
    assert asks.turns_in_s is None
    assert asks.says == "return now? >; it waits for you"
    assert house.phase == "peak"


@pytest.mark.parametrize("word", ["the key of the next phase", "the mark"])
def test_one_word_accepts_it(word: str) -> None:
    """The next phase, or the mark that the phase ends on."""
    house = proposed()
    if word == "the mark":
        house.give(Seen(Mark.RETURNING))
    else:
        house.press(Button.NEXT_PHASE)
    assert house.phase == "return"
    assert house.view.proposal is None


def test_extend_is_not_yet() -> None:
    """Five minutes from now it asks again, and waits as long."""
    house = proposed()
    answer = house.give(Extend(Seconds(300)))
    assert answer is not None
    assert answer.says == "peak goes on for 5:00; then it asks again."
    asks = []
    for pause in (0, 299, 2):
        house.wait(pause)
        asks.append(house.view.proposal is not None)
    assert asks == [False, False, True]
    house.wait(600)
    assert house.phase == "return"


def test_shorten_is_refused_while_it_asks() -> None:
    """It is over already; one key turns."""
    house = proposed()
    answer = house.give(Extend(Seconds(-300)))
    assert answer is not None
    assert not answer.ok


def test_hold_stops_the_waiting() -> None:
    """Half an hour held: the nine minutes are still there."""
    house = proposed()
    house.press(Button.HOLD)
    asks = house.view.proposal
    assert asks is not None
    assert asks.turns_in_s is None
    house.wait(1800)
    house.press(Button.HOLD)
    asks = house.view.proposal
    assert asks is not None
    assert asks.turns_in_s == pytest.approx(540.0)


def test_position_and_body_clock_go_on() -> None:
    """Only the turn waits."""
    session = proposed().view.session
    assert session.position_s == pytest.approx(60 + PEAK + 60)
    assert session.since_dose_s == pytest.approx(PEAK + 60)


def test_a_playlist_that_would_fall_silent_goes_on_while_it_asks() -> None:
    """Nobody wrote music for a wait; dead air is worse than a track twice."""
    files = loaded(asking(None), length=500.0, tracks=5)
    tracks = playlist("peak", 5).tracks
    once = Playlist("peak", tracks, when_it_runs_out=RunsOut.SILENCE)
    house = House()
    house.begin(replace(files, playlists={**files.playlists, "peak": once}))
    house.give(Seen(Mark.DOSE))
    house.wait(PEAK + 3600)
    assert house.order.sounding
    assert house.events("MusicRanOut") == []


def test_the_lamps_rest_while_it_asks() -> None:
    """Nothing moves before the therapist has answered."""
    house = proposed()
    before = [house.level("floor"), house.level("ceiling")]
    house.wait(500)
    assert [house.level("floor"), house.level("ceiling")] == pytest.approx(before)


def test_what_is_left_of_a_phase_that_asks_is_nothing() -> None:
    """And the plan's end moves on with the clock."""
    house = proposed()
    view = house.view
    assert view.phase is not None
    assert view.phase.remaining_s == 0.0
    assert view.session.ends_in_s == pytest.approx(3600.0)


def test_a_last_phase_can_ask_too() -> None:
    """Then it is the end that is proposed, and after the wait it comes."""
    last = replace(SCENE.phases[3], turn=Turn.ASK)
    house = House()
    house.begin(loaded(replace(SCENE, phases=(*SCENE.phases[:3], last))))
    house.press(Button.LAND)
    house.wait(3660)
    asks = house.view.proposal
    assert asks is not None
    assert asks.phase is None
    house.wait(541)
    assert house.view.session.state == "ended"


def test_an_engine_that_was_killed_still_asks() -> None:
    """The checkpoint knows where the phase began."""
    house = proposed()
    house.press(Button.LOUDER)
    checkpoint = load(house.journal.checkpoints[-1])
    new = House()
    new.engine.know(loaded().measures)
    new.clock.advance_to(Seconds(house.reading + 3.0))
    new.engine.resume(checkpoint, kept=True)
    new.engine.step()
    asks = new.view.proposal
    assert asks is not None
    assert asks.turns_in_s == pytest.approx(537.0)
    assert new.events("TurnProposed") == []


def test_taking_an_answer_back_asks_again() -> None:
    """As if it had not been accepted."""
    house = proposed()
    course = house.session.course
    house.press(Button.NEXT_PHASE)
    house.wait(20)
    house.press(Button.TAKE_BACK)
    assert house.session.course == course
    assert house.view.proposal is not None


def test_the_strip_shows_the_plan_and_what_became_of_it() -> None:
    """Written, laid, spent."""
    house = proposed()
    house.give(Extend(Seconds(300)))
    strip = house.view.phases
    assert [each.written_s for each in strip] == [None, 900.0, 2400.0, 3600.0]
    assert [each.lasts_s for each in strip] == [None, 900.0, 2760.0, 3600.0]
    assert [each.spent_s for each in strip] == [60.0, 900.0, 2460.0, None]


def test_a_yes_that_comes_as_it_turns_by_itself_passes_over_nothing() -> None:
    """The key and the end of the waiting at one moment: it is return, all of it."""
    house = proposed()
    house.wait(541)
    assert house.press(Button.NEXT_PHASE).says == "return has just begun by itself."
    assert house.phase == "return"
    house.wait(2)
    assert not house.press(Button.NEXT_PHASE).ok
