"""How a session begins, and how it comes back."""

from dataclasses import replace

import pytest

from kap_room.engine.checkpoint import load
from kap_room.engine.ports import LampSaid, PlayerSaid
from kap_room.exchange.commands import Button, Seen, SinceDose
from kap_room.exchange.order import PlayerReport
from kap_room.plan.scene import Mark
from kap_room.plan.units import SILENT, Kelvin, Level, Seconds
from tests.engine.house import House, deck_report, loaded


def lived() -> House:
    """Ten minutes of onset."""
    house = House()
    house.begin()
    house.wait(60)
    house.give(Seen(Mark.DOSE))
    house.wait(600)
    return house


def back(house: House, *, away: float, kept: bool) -> House:
    """Another engine, after this one was killed."""
    house.engine.step()
    checkpoint = load(house.journal.checkpoints[-1])
    new = House()
    new.engine.know(loaded().measures)
    reading = house.reading + away if kept else 50.0
    if reading >= new.reading:
        new.clock.advance_to(Seconds(reading))
    new.engine.resume(checkpoint, kept=kept)
    new.engine.step()
    return new


def test_the_first_track_fades_in_over_three_seconds() -> None:
    """From nothing."""
    house = House()
    house.begin()
    assert house.order.decks[0].rise == 3.0
    assert house.order.decks[0].starts == house.reading


def test_two_sessions_never_run_at_once() -> None:
    """The second one is told why."""
    house = House()
    house.begin()
    answer = house.begin()
    assert not answer.ok
    assert "End it first" in answer.says


def test_a_session_begun_while_the_last_one_fades_brings_nothing_up() -> None:
    """Its closing fade is let through before anything new enters."""
    house = House()
    house.begin()
    house.wait(60)
    house.press(Button.END)
    house.wait(1)
    low = house.master()
    house.begin()
    assert house.master() == pytest.approx(low)
    assert house.order.decks[-1].starts >= house.reading + 1.0
    house.wait(5)
    assert house.master() == 0.0


def test_a_killed_engine_is_back_where_the_session_is_now() -> None:
    """Three seconds later, three seconds further."""
    house = lived()
    before = house.view.session.position_s
    new = back(house, away=3.0, kept=True)
    position = new.view.session.position_s
    assert before is not None
    assert position == pytest.approx(before + 3.0)
    assert new.view.session.state == "running"


def test_a_killed_engine_leaves_the_deck_that_sounds() -> None:
    """The same name, so the player goes on with it."""
    house = lived()
    new = back(house, away=3.0, kept=True)
    assert new.order.decks[-1] == house.order.decks[-1]


def test_an_engine_that_was_away_for_long_takes_up_what_the_player_plays() -> None:
    """It went on with a spare track meanwhile."""
    house = lived()
    spare = house.order.fallback[0]
    new = back(house, away=700.0, kept=True)
    said = deck_report(spare, 40.0)
    said = replace(said, rose=Seconds(new.reading - 40.0))
    report = PlayerReport(
        house.order.revision, new.reading, spare.deck, (said,), "ok", 7
    )
    new.engine.post(PlayerSaid(report))
    new.engine.step()
    assert new.order.decks[-1].deck == spare.deck
    assert new.view.sound.state == "playing"


def test_after_a_reboot_nothing_sounds_by_itself() -> None:
    """Held, silent, and it asks."""
    new = back(lived(), away=0.0, kept=False)
    new.wait(600)
    assert new.view.session.state == "held"
    assert new.order.decks == ()
    assert new.master() == SILENT


def test_after_a_reboot_it_asks_for_the_minutes() -> None:
    """As many as it knows of, at least."""
    new = back(lived(), away=0.0, kept=False)
    assert new.view.session.asks == "Minutes since the dose? (at least 10)"


def test_after_a_reboot_the_position_is_where_it_was() -> None:
    """The plan waits."""
    house = lived()
    before = house.view.session.position_s
    new = back(house, away=0.0, kept=False)
    new.wait(600)
    assert new.view.session.position_s == pytest.approx(before)


def test_after_a_reboot_the_lamps_are_low() -> None:
    """From dark and no brighter than soft; and the plan's ramp when it goes on."""
    house = House()
    house.begin()
    house.wait(1200)
    new = back(house, away=0.0, kept=False)
    assert new.level("floor") < 0.01
    new.wait(60)
    assert new.level("floor") == pytest.approx(0.15)
    new.press(Button.MUSIC)
    new.wait(61)
    assert new.level("floor") == pytest.approx(0.6)


def test_after_a_reboot_a_ramp_goes_on_with_the_plan() -> None:
    """It was at its half."""
    house = House()
    house.begin()
    house.press(Button.NEXT_PHASE)
    house.wait(300)
    new = back(house, away=0.0, kept=False)
    new.press(Button.HOLD)
    new.wait(310)
    assert new.level("ceiling") == pytest.approx(0.2)


def test_the_answer_sets_the_body_clock() -> None:
    """And the question is gone."""
    new = back(lived(), away=0.0, kept=False)
    answer = new.give(SinceDose(Seconds(15 * 60)))
    assert answer is not None
    assert answer.ok
    assert new.view.session.since_dose_s == pytest.approx(900.0)
    assert new.view.session.asks is None


def test_an_answer_that_cannot_be_is_refused() -> None:
    """Ten minutes were known before the computer went."""
    new = back(lived(), away=0.0, kept=False)
    answer = new.give(SinceDose(Seconds(5 * 60)))
    assert answer is not None
    assert not answer.ok
    assert "At least 10 minutes" in answer.says


def test_the_answer_keeps_the_other_marks_at_their_distance() -> None:
    """A booster eight minutes after the dose stays eight minutes after it."""
    house = lived()
    house.give(Seen(Mark.BOOSTER, Seconds(120)))
    new = back(house, away=0.0, kept=False)
    new.give(SinceDose(Seconds(1800)))
    dose, booster = (mark.reading for mark in new.session.marks)
    assert booster - dose == pytest.approx(480.0)


def test_music_takes_the_session_up_softly() -> None:
    """Over eight seconds; twenty after more than a minute."""
    new = back(lived(), away=0.0, kept=False)
    new.give(SinceDose(Seconds(840)))
    new.wait(300)
    new.press(Button.MUSIC)
    new.wait(2)
    deck = new.order.decks[-1]
    assert deck.file.startswith("/music/onset/")
    assert deck.rise == 20.0


def test_what_only_a_number_answers_stays_asked() -> None:
    """Music came back, and the body clock is still not known."""
    new = back(lived(), away=0.0, kept=False)
    new.press(Button.MUSIC)
    assert new.view.session.asks is not None


def test_without_a_dose_going_on_is_the_answer() -> None:
    """There is no number to ask for."""
    house = House()
    house.begin()
    house.wait(60)
    new = back(house, away=0.0, kept=False)
    assert new.view.session.asks is not None
    new.press(Button.MUSIC)
    assert new.view.session.asks is None


def test_a_session_that_is_over_does_not_come_back() -> None:
    """Nobody wants it again."""
    house = lived()
    house.press(Button.END)
    new = back(house, away=3.0, kept=True)
    assert not new.engine.has_session


def test_the_lamps_begin_where_they_are() -> None:
    """One is known, of the other nothing."""
    house = House()
    house.engine.post(LampSaid("floor", Level(0.6), Kelvin(2700)))
    house.engine.step()
    house.begin()
    assert house.level("floor") == pytest.approx(0.6)
    assert house.level("ceiling") < 0.01


def test_a_track_measured_while_the_start_waited_begins_at_its_own_loudness() -> None:
    """The measure came after the files were read and before the first sound."""
    house = House()
    files = loaded()
    house.engine.know(files.measures)
    house.begin(replace(files, measures={}))
    track = house.engine.snapshot().sound.track
    assert track is not None
    assert track.measured
