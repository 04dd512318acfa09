"""What the player says: it is the truth about what sounds, when it is not late."""

from dataclasses import replace

import pytest

from kap_room.engine.ports import PlayerLost
from kap_room.exchange.commands import Button
from kap_room.exchange.order import DeckOrder, DeckReport
from kap_room.plan.units import SILENT, Seconds
from kap_room.timeline.entering import LEFT_OUT
from tests.engine.house import House, deck_report, loaded


def playing(seconds: float = 60.0) -> House:
    house = House()
    house.begin()
    house.wait(1)
    house.player_plays()
    house.wait(seconds)
    return house


def coming(house: House) -> DeckOrder:
    assert house.order.next is not None
    return house.order.next


def test_a_next_track_taken_up_early_leads() -> None:
    """The lead ended before its time; the player did not wait."""
    house = playing()
    follows = coming(house)
    house.hear(house.report(follows.deck, deck_report(follows, 0.0)))
    assert house.playing == "arrival/1.flac"
    assert coming(house).file == "/music/arrival/2.flac"


def test_what_was_taken_up_is_left_alone_by_the_next_order() -> None:
    """The same deck under the same name: the player goes on with it."""
    house = playing()
    follows = coming(house)
    house.hear(house.report(follows.deck, deck_report(follows, 0.0)))
    assert house.order.decks[-1].deck == follows.deck


def test_a_lead_that_failed_is_out_and_told() -> None:
    """It never comes again, and the journal knows why."""
    house = playing()
    lead, follows = house.order.decks[-1], coming(house)
    failed = deck_report(lead, 0.0, "failed")
    house.hear(house.report(follows.deck, failed, deck_report(follows, 0.0)))
    assert [event["file"] for event in house.events("TrackFailed")] == [
        "arrival/0.flac"
    ]
    for _ in range(8):
        house.wait(290)
        assert house.playing != "arrival/0.flac"


def test_a_next_track_that_failed_is_replaced() -> None:
    """Before anybody misses it."""
    house = playing()
    follows = coming(house)
    lead = house.order.decks[-1]
    failed = deck_report(follows, 0.0, "failed")
    house.hear(house.report(lead.deck, deck_report(lead, 61.0), failed))
    assert coming(house).file == "/music/arrival/2.flac"


def test_a_lead_that_is_not_among_its_own_decks_does_not_stop_the_engine() -> None:
    """A report that makes no sense changes nothing."""
    house = playing()
    house.hear(house.report(coming(house).deck))
    house.hear(house.report("nobody"))
    assert house.playing == "arrival/0.flac"


def test_a_spare_that_the_player_took_is_ours() -> None:
    """It went on alone; nothing is begun again."""
    house = playing()
    spare = house.order.fallback[1]
    house.hear(house.report(spare.deck, deck_report(spare, 3.0)))
    assert house.playing == spare.file.removeprefix("/music/")
    assert house.order.decks[-1].deck == spare.deck


def test_a_late_report_does_not_take_back_a_skip() -> None:
    """It was on its way when the key was pressed."""
    house = playing()
    house.press(Button.NEXT_TRACK)
    house.wait(20)
    house.player_plays()
    left, revision = house.order.decks[-1], house.order.revision
    house.press(Button.PREVIOUS_TRACK, Button.NEXT_TRACK, Button.NEXT_TRACK)
    now = house.playing
    house.wait(30)
    house.hear(house.report(left.deck, deck_report(left, 20.0), revision=revision))
    assert house.playing == now


@pytest.mark.parametrize("drift", [-5.0, 2.0, 30.0])
def test_the_crossfade_follows_the_players_own_position(drift: float) -> None:
    """The file was slow to start, or its length a lie."""
    house = playing()
    before = coming(house).starts
    lead = house.order.decks[-1]
    position = house.reading - lead.starts - drift
    house.hear(house.report(lead.deck, deck_report(lead, position)))
    assert coming(house).starts == pytest.approx(before + drift)


def test_a_trembling_position_moves_nothing() -> None:
    """A tenth of a second is no news: no order is sent for it."""
    house = playing()
    lead = house.order.decks[-1]
    orders = len(house.sound.orders)
    position = house.reading - lead.starts + 0.1
    house.hear(house.report(lead.deck, deck_report(lead, position)))
    assert len(house.sound.orders) == orders


def test_a_new_player_begins_where_we_are() -> None:
    """The same track, at its place, faded in over three seconds."""
    house = playing()
    house.engine.post(PlayerLost())
    house.wait(2)
    house.hear(house.report(None, revision=0))
    deck = house.order.decks[-1]
    assert deck.file == "/music/arrival/0.flac"
    assert deck.begins == pytest.approx(house.reading - 1000.0, abs=0.5)
    assert (deck.starts, deck.rise) == (house.reading, 3.0)


def test_a_new_player_stays_silent_in_silence() -> None:
    """Its decks run unheard."""
    house = playing()
    house.press(Button.SILENCE)
    house.wait(10)
    house.engine.post(PlayerLost())
    house.hear(house.report(None, revision=0))
    assert house.master() == -float("inf")


@pytest.mark.parametrize("button", [Button.GROUND, Button.END])
def test_a_new_player_starts_nothing_by_itself(button: Button) -> None:
    """Grounded, or over."""
    house = playing()
    house.press(button)
    house.wait(1)
    house.engine.post(PlayerLost())
    house.hear(house.report(None, revision=0))
    house.wait(10)
    assert not house.order.sounding
    assert house.order.decks == ()


@pytest.mark.parametrize("button", [Button.GROUND, Button.END])
def test_nothing_is_taken_over_when_nothing_is_wanted(button: Button) -> None:
    """A player that still led with a spare when the key came."""
    house = playing()
    spare = house.order.fallback[0]
    house.press(button)
    house.wait(10)
    house.hear(house.report(spare.deck, deck_report(spare, 5.0)))
    assert house.order.decks == ()


def test_an_unmeasured_track_takes_its_length_from_the_player() -> None:
    """Five minutes are only a guess."""
    house = House()
    house.begin(replace(loaded(), measures={}))
    house.wait(20)
    lead = house.order.decks[-1]
    said = deck_report(lead, 20.0)
    said = DeckReport(
        said.deck, said.file, "sounding", Seconds(20.0), Seconds(100.0), None, said.gain
    )
    house.hear(house.report(lead.deck, said))
    assert coming(house).starts == pytest.approx(house.reading + 80.0 - LEFT_OUT - 8.0)


def silent_by_itself(house: House, revision: int | None = None) -> None:
    lead = house.order.decks[-1]
    report = house.report(lead.deck, deck_report(lead, 60.0), revision=revision)
    house.hear(replace(report, silenced=True))


def test_silence_that_the_player_took_by_itself_stays() -> None:
    """An engine that hung, or came back, brings no music that a hand took away."""
    house = playing()
    silent_by_itself(house)
    assert house.view.sound.silenced
    house.wait(4)
    assert house.master() == SILENT
    house.press(Button.MUSIC)
    house.wait(9)
    assert house.master() == 0.0


def test_silence_that_the_player_took_by_itself_is_taken_back_as_the_key_is() -> None:
    """And what was pressed before it only after that: the journal has both."""
    house = playing()
    house.press(Button.LOUDER)
    silent_by_itself(house)
    house.wait(4)
    house.press(Button.TAKE_BACK)
    house.wait(9)
    assert house.master() == 1.0
    assert not house.view.sound.silenced
    assert [x["words"] for x in house.events("CommandTaken")][-2:] == [
        "silence",
        "take back",
    ]


def test_what_the_player_said_before_music_was_asked_for_silences_nothing() -> None:
    """Its word of the silence crossed the order on the way."""
    house = playing()
    silent_by_itself(house)
    house.wait(4)
    before = house.order.revision
    house.press(Button.MUSIC)
    silent_by_itself(house, revision=before)
    assert not house.view.sound.silenced


def test_a_room_on_the_ground_is_not_silenced_on_top_of_it() -> None:
    """Going back in brings the music; nobody would look for another key."""
    house = playing()
    house.press(Button.GROUND)
    silent_by_itself(house)
    assert not house.view.sound.silenced
