"""A file that cannot sound: left out, and told once, in journal and on screen."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from kap_room.engine.ports import TrackMeasured
from kap_room.exchange.commands import Button
from kap_room.exchange.order import DeckReport
from kap_room.plan.music import Measure, RunsOut
from kap_room.plan.units import SILENT, Decibels, Seconds
from tests.engine.house import MUSIC, House, deck_report, loaded

FIRST = "arrival/0.flac"


def playing(seconds: float = 60.0) -> House:
    house = House()
    house.begin()
    house.wait(1)
    house.player_plays()
    house.wait(seconds)
    return house


def music(house: House) -> str | None:
    """What the line of health says of the music; None when it says nothing."""
    view = house.view.health.get("music")
    assert view is None or not view.ok
    return None if view is None else view.says


def fails(house: House, says: str, state: str = "failed", at: float = 0.0) -> None:
    """The lead cannot go on, and the player takes the next track."""
    lead, follows = house.order.decks[-1], house.order.next
    assert follows is not None
    failed = replace(deck_report(lead, at, state), says=says)
    taken: DeckReport = deck_report(follows, 0.0)
    house.hear(house.report(follows.deck, failed, taken))


def rotten(file: str, problem: str = "This is no music.") -> TrackMeasured:
    measure = Measure(Seconds(0.0), SILENT, Decibels(0.0), problem)
    return TrackMeasured(Path(MUSIC / file), measure)


def test_a_file_that_fails_is_told_on_the_screen_and_goes_quiet_by_itself() -> None:
    """Its name, why, and that nobody has to do anything now; two minutes long."""
    house = playing()
    fails(house, "The file stands still.")
    said = music(house)
    assert said is not None
    assert FIRST in said
    assert "The file stands still." in said
    assert "The music goes on" in said
    house.wait(121)
    assert music(house) is None


def test_the_screen_has_no_room_for_whole_paths() -> None:
    """What the player says of a file begins with all of its folders."""
    house = playing()
    fails(house, f"{MUSIC / FIRST} is not there.")
    assert (music(house) or "").startswith(
        f"{FIRST} is left out: The file is not there."
    )


def test_a_file_that_ends_before_its_time_is_told_like_one_that_fails() -> None:
    """Cut short, or on a stick that was pulled: it does not come again."""
    house = playing()
    fails(house, "It says it is 300 s long and ended after 60 s.", "over", at=60.0)
    assert [event["file"] for event in house.events("TrackFailed")] == [FIRST]
    assert house.session.programme.is_out(FIRST)


def test_a_header_that_lied_of_the_length_is_no_fault_of_a_measured_file() -> None:
    """What was measured is over when it is over."""
    house = playing()
    fails(house, "It says it is 600 s long and ended after 299 s.", "over", at=299.0)
    assert house.events("TrackFailed") == []
    assert music(house) is None


def test_a_file_found_rotten_beforehand_is_told_before_its_turn() -> None:
    """Measured in the background: once in the journal, however often it is said."""
    house = playing()
    for _ in range(2):
        house.engine.post(rotten("arrival/2.flac"))
        house.wait(3)
    told = [(event["file"], event["says"]) for event in house.events("TrackFailed")]
    assert told == [("arrival/2.flac", "This is no music.")]
    assert "arrival/2.flac" in (music(house) or "")


def test_several_rotten_files_make_one_line() -> None:
    """A whole folder that is gone does not fill the screen."""
    house = playing()
    for number in (1, 2, 3):
        house.engine.post(rotten(f"arrival/{number}.flac"))
    house.wait(1)
    assert len(house.events("TrackFailed")) == 3
    assert (music(house) or "").startswith("3 tracks cannot be played")


def test_what_failed_stays_out_when_a_command_is_taken_back() -> None:
    """Taking back brings back what a hand did, and no rotten file."""
    house = playing()
    house.press(Button.NEXT_TRACK)
    fails(house, "The file stands still.")
    house.press(Button.TAKE_BACK)
    assert house.session.programme.is_out("arrival/1.flac")


def test_music_that_ran_out_is_told_until_there_is_some_again() -> None:
    """A playlist that ends in silence, as it was written, and how to go on."""
    files = loaded(tracks=1)
    written = replace(files.playlists["arrival"], when_it_runs_out=RunsOut.SILENCE)
    house = House()
    playlists = {**files.playlists, "arrival": written}
    house.begin(replace(files, playlists=playlists))
    house.wait(310)
    assert [e["playlist"] for e in house.events("MusicRanOut")] == ["arrival"]
    assert "arrival" in (music(house) or "")
    house.press(Button.NEXT_PHASE)
    house.wait(1)
    assert music(house) is None


def test_silence_is_not_music_that_ran_out() -> None:
    """Also after a session has gone to nothing by a hand, nothing is complained of."""
    house = playing()
    house.press(Button.GROUND)
    house.wait(30)
    assert music(house) is None
