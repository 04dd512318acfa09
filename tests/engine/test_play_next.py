"""One track out of its turn: of the session's playlists, or of the whole library."""

from dataclasses import replace

from kap_room.engine.checkpoint import Dumper, load
from kap_room.exchange.commands import (
    Button,
    Command,
    FoundFile,
    GoBackIn,
    PlayNext,
    Way,
)
from kap_room.plan.music import Measure, Track
from kap_room.plan.units import SILENT, Decibels, Seconds
from tests.engine.house import House, loaded

FILE = "shelf/bells.flac"
PATH = f"/music/{FILE}"
MEASURE = Measure(Seconds(200.0), Decibels(-26.0), Decibels(-9.0))


def asked(file: str = FILE, path: str = PATH, *tags: str) -> PlayNext:
    """As it comes to the engine once its file was looked for."""
    return PlayNext(file, FoundFile(Track(file, intensity=2, tags=tags), path))


def playing(*without: str, measure: Measure | None = MEASURE) -> House:
    house = House()
    house.begin(replace(loaded(), without=without))
    if measure is not None:
        house.engine.know({PATH: measure})
    house.wait(60)
    return house


def refused(house: House, command: Command) -> str:
    answer = house.give(command)
    assert answer is not None
    assert not answer.ok
    return answer.says


def test_a_file_of_the_library_comes_next_and_the_playlist_goes_on() -> None:
    """In its turn at the end of the track that sounds, then what would have come."""
    house = playing()
    house.give(asked())
    assert house.view.sound.next_track == FILE
    house.wait(245)
    assert house.playing == FILE
    assert house.order.decks[-1].file == PATH
    assert house.view.sound.next_track == "arrival/1.flac"


def test_it_sounds_at_its_own_static_gain() -> None:
    """Measured at -26: 3 dB up to the reference, 6 down for the phase."""
    house = playing()
    house.give(asked())
    house.press(Button.NEXT_TRACK)
    assert house.order.decks[-1].gain == Decibels(-3.0)


def test_one_that_nobody_measured_plays_low() -> None:
    """12 dB under, whatever it is."""
    house = playing(measure=None)
    house.give(asked())
    house.press(Button.NEXT_TRACK)
    assert house.order.decks[-1].gain <= Decibels(-12.0)
    assert house.view.sound.track is not None
    assert not house.view.sound.track.measured


def test_it_is_laid_out_anew_when_its_measure_arrives() -> None:
    """So that it comes at its right level after all."""
    house = playing(measure=None)
    house.give(asked())
    house.engine.know({PATH: MEASURE})
    house.wait(2)
    coming = house.order.next
    assert coming is not None
    assert (coming.file, coming.gain) == (PATH, Decibels(-3.0))


def test_a_playlists_own_words_count_for_its_own_track() -> None:
    """By whatever name or link the file was asked for."""
    house = playing()
    house.give(asked("links/x.flac", "/music/arrival/2.flac"))
    assert house.view.sound.next_track == "arrival/2.flac"


def test_what_is_left_out_of_the_session_is_refused_with_the_reason() -> None:
    """By tag, by folder, and by the name of a copy."""
    house = playing("lyrics", "old", "spare/copy.flac")
    said = refused(house, asked(FILE, PATH, "Lyrics"))
    assert said == f'{FILE} does not come: this session began without "lyrics".'
    said = refused(house, asked("old/a.flac", "/music/old/a.flac"))
    assert '"old"' in said
    copy = FoundFile(Track(FILE), PATH, ("spare/copy.flac",))
    assert "without it" in refused(house, PlayNext(FILE, copy))
    assert house.view.sound.next_track == "arrival/1.flac"


def test_a_broken_file_is_refused_with_the_reason() -> None:
    """Before it could be waited for."""
    house = playing(measure=Measure(Seconds(0.0), SILENT, SILENT, "It is empty."))
    assert refused(house, asked()) == f"{FILE} cannot sound: It is empty."


def test_one_that_turns_out_broken_gives_its_place_back() -> None:
    """And it is told, as of any other track."""
    house = playing(measure=None)
    house.give(asked())
    broken = Measure(Seconds(0.0), SILENT, SILENT, "It is empty.")
    house.engine.know({PATH: broken})
    house.wait(2)
    assert house.view.sound.next_track == "arrival/1.flac"
    assert FILE in house.view.health["music"].says


def test_what_was_put_out_at_ground_stays_out() -> None:
    """Nobody should hear again what they were brought out of."""
    house = playing()
    house.press(Button.GROUND)
    house.wait(10)
    house.give(GoBackIn(Way.SOFTER))
    house.wait(40)
    said = refused(house, PlayNext("arrival/0.flac"))
    assert said == "arrival/0.flac does not come again: it sounded when you grounded."


def test_what_was_heard_may_be_asked_for_and_it_is_said() -> None:
    """A wish is no repeat by mistake."""
    house = playing()
    house.press(Button.NEXT_TRACK)
    answer = house.give(PlayNext("arrival/0.flac"))
    assert answer is not None
    assert answer.says == "arrival/0.flac comes next, and was heard before."


def test_without_a_file_behind_it_only_the_playlists_are_known() -> None:
    """A rehearsal, for one, looks for nothing."""
    said = refused(playing(), PlayNext(FILE))
    assert said == f"No playlist of this session has {FILE}."


def test_previous_goes_from_it_to_what_sounded_before() -> None:
    """It stands in no playlist, and still has something before it."""
    house = playing()
    house.press(Button.NEXT_TRACK)
    house.give(asked())
    house.press(Button.NEXT_TRACK)
    assert house.playing == FILE
    house.wait(5)
    house.press(Button.PREVIOUS_TRACK)
    assert house.playing == "arrival/1.flac"


def test_an_engine_that_comes_back_still_knows_where_it_lies() -> None:
    """What was asked for is part of the session."""
    house = playing()
    house.give(asked())
    text = Dumper("boot", "keeper").dump(house.session, house.reading)
    again = House()
    again.clock.advance_to(house.reading)
    again.engine.know({PATH: MEASURE})
    again.engine.resume(load(text), kept=True)
    again.wait(1)
    coming = again.order.next
    assert coming is not None
    assert coming.file == PATH


def test_no_order_lets_the_player_go_on_with_what_is_left_out() -> None:
    """Its fallback is of the session's playlists, as far as they may sound."""
    house = playing("2.flac", "3.flac")
    house.give(asked())
    files = [deck.file for deck in house.order.fallback]
    assert files
    assert not any(file.endswith(("2.flac", "3.flac")) for file in files)
