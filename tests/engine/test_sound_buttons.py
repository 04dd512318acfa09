"""The buttons of sound: what is heard, and how softly."""

from itertools import pairwise

import pytest

from kap_room.engine.begin import Loaded
from kap_room.exchange.commands import (
    Button,
    Code,
    PlayFrom,
    PlayNext,
    Seen,
    SetVolume,
)
from kap_room.plan.scene import Mark
from kap_room.plan.units import SILENT, Decibels
from kap_room.timeline.entering import LEFT_OUT
from tests.engine.house import House, loaded


def playing(files: Loaded | None = None) -> House:
    house = House()
    house.begin(files)
    house.wait(60)
    return house


def test_silence_takes_three_seconds() -> None:
    """From full to nothing."""
    house = playing()
    house.press(Button.SILENCE)
    assert house.master() == 0.0
    assert -25.0 < house.master(house.reading + 1.0) < -15.0
    assert house.master(house.reading + 3.0) == SILENT


def test_silence_again_takes_half_a_second() -> None:
    """From wherever it is by then."""
    house = playing()
    house.press(Button.SILENCE)
    house.wait(1)
    house.press(Button.SILENCE)
    assert house.master(house.reading + 0.5) == SILENT


def test_a_key_that_repeats_changes_nothing_more() -> None:
    """A book lying on the space bar."""
    house = playing()
    house.press(Button.SILENCE, Button.SILENCE)
    orders = len(house.sound.orders)
    house.press(*[Button.SILENCE] * 20)
    house.wait(2)
    house.press(*[Button.SILENCE] * 20)
    assert len(house.sound.orders) == orders


def test_the_plan_goes_on_in_silence() -> None:
    """Phases turn and tracks follow each other, unheard."""
    house = playing()
    house.press(Button.SILENCE)
    house.give(Seen(Mark.DOSE))
    house.wait(1000)
    assert house.phase == "peak"
    assert house.master() == SILENT


def test_the_music_comes_back_in_the_phase_that_is_now() -> None:
    """Not where it went."""
    house = playing()
    house.press(Button.SILENCE)
    house.give(Seen(Mark.DOSE))
    house.wait(1000)
    house.press(Button.MUSIC)
    assert house.playing is not None
    assert house.playing.startswith("peak/")


@pytest.mark.parametrize(("thrown", "kept"), [(40, 6), (-90, -30), (-4, -4)])
def test_a_thrown_fader_goes_no_further_than_the_keys(thrown: int, kept: int) -> None:
    """Six decibels over the plan, thirty under it."""
    house = playing()
    house.give(SetVolume(Decibels(thrown)))
    house.wait(10)
    assert house.master() == kept


def test_a_thrown_fader_startles_nobody() -> None:
    """It comes up from the bottom by no more than 3 dB in 250 ms."""
    house = playing()
    house.give(SetVolume(Decibels(-30)))
    house.wait(10)
    house.give(SetVolume(Decibels(6)))
    heard = [house.master(house.reading + step / 4) for step in range(20)]
    rises = [later - one for one, later in pairwise(heard)]
    assert max(rises) == pytest.approx(3.0, abs=0.1)


@pytest.mark.parametrize(("quiet", "back"), [(30, 8), (61, 20)])
def test_the_music_comes_back_slowly(quiet: float, back: float) -> None:
    """Eight seconds; twenty after more than a minute."""
    house = playing()
    house.press(Button.SILENCE)
    house.wait(quiet)
    house.press(Button.MUSIC)
    assert house.master(house.reading + back - 0.1) < 0.0
    assert house.master(house.reading + back) == 0.0


def test_music_while_it_sounds_is_accepted_and_changes_nothing() -> None:
    """Nobody should have to know whether it was silent."""
    house = playing()
    orders = len(house.sound.orders)
    assert house.press(Button.MUSIC).ok
    assert len(house.sound.orders) == orders


def test_talk_takes_the_music_down_by_twenty_decibels() -> None:
    """In a second, and back over eight."""
    house = playing()
    house.press(Button.TALK)
    assert house.master(house.reading + 1.0) == -20.0
    house.wait(10)
    house.press(Button.TALK)
    assert house.master(house.reading + 7.9) < 0.0
    assert house.master(house.reading + 8.0) == 0.0


LOW_TO_TALK = "Music, low for talking: talk (t) again brings it back."


def test_music_during_talk_stays_low_and_says_why() -> None:
    """What takes the music down is also what brings it back."""
    house = playing()
    house.press(Button.TALK)
    house.wait(5)
    assert house.press(Button.MUSIC).says == LOW_TO_TALK
    house.wait(30)
    assert house.master() == -20.0


def test_music_after_silence_during_talk_comes_back_low_and_says_so() -> None:
    """The person speaks still."""
    house = playing()
    house.press(Button.TALK, Button.SILENCE)
    house.wait(5)
    assert house.press(Button.MUSIC).says == LOW_TO_TALK
    house.wait(30)
    assert house.master() == -20.0


def test_music_while_away_stays_softer_and_says_why() -> None:
    """Nobody is there to look after what would begin at full."""
    house = playing()
    house.press(Button.AWAY)
    says = "Music, low while away: away (a) again brings it back."
    assert house.press(Button.MUSIC).says == says
    house.wait(30)
    assert house.master() == -10.0


def test_music_names_both_that_keep_it_low() -> None:
    """One of them alone would not bring it back."""
    house = playing()
    house.press(Button.TALK, Button.AWAY)
    says = "Music, low: talk (t) and away (a), each again, bring it back."
    assert house.press(Button.MUSIC).says == says


def test_music_says_nothing_of_talk_once_that_is_over() -> None:
    """Only what is true now."""
    house = playing()
    house.press(Button.TALK, Button.TALK, Button.SILENCE)
    assert house.press(Button.MUSIC).says == "Music."


def test_the_volume_is_bounded() -> None:
    """However often it is pressed."""
    house = playing()
    house.press(*[Button.LOUDER] * 60)
    house.wait(10)
    assert house.master() == 6.0
    house.press(*[Button.QUIETER] * 90)
    house.wait(10)
    assert house.master() == -30.0


def test_a_key_held_on_plus_never_startles() -> None:
    """Thirty times a second, from the lowest to the highest."""
    house = playing()
    house.press(*[Button.QUIETER] * 60)
    house.wait(10)
    gains = []
    for _ in range(120):
        house.press(Button.LOUDER)
        house.wait(1 / 30)
        gains.append(house.master())
    rises = [late - early for early, late in zip(gains, gains[8:], strict=False)]
    assert max(rises) <= 6.0


def test_next_track_crosses_in_four_seconds() -> None:
    """Both sound meanwhile."""
    house = playing()
    house.press(Button.NEXT_TRACK)
    old, new = house.order.decks
    assert (old.file, new.file) == ("/music/arrival/0.flac", "/music/arrival/1.flac")
    assert (new.starts, new.rise) == (house.reading, 4.0)


def test_a_second_skip_in_mid_crossfade_adds_a_deck() -> None:
    """The newest leads, and the two before yield."""
    house = playing()
    house.press(Button.NEXT_TRACK)
    house.wait(1)
    house.press(Button.NEXT_TRACK)
    files = [deck.file[-6] for deck in house.order.decks]
    assert files == ["0", "1", "2"]


def test_previous_track_begins_it_again_and_then_goes_back() -> None:
    """Late in a track its beginning is meant; near it, the one before."""
    house = playing()
    house.press(Button.NEXT_TRACK)
    house.wait(60)
    house.press(Button.PREVIOUS_TRACK)
    assert house.playing == "arrival/1.flac"
    house.wait(5)
    house.press(Button.PREVIOUS_TRACK)
    assert house.playing == "arrival/0.flac"


def test_next_after_previous_comes_back() -> None:
    """To the track that one came from."""
    house = playing()
    house.press(Button.NEXT_TRACK)
    house.wait(5)
    house.press(Button.PREVIOUS_TRACK)
    house.wait(5)
    house.press(Button.NEXT_TRACK)
    assert house.playing == "arrival/1.flac"


def test_a_kept_track_comes_again() -> None:
    """After itself, softly, and only once."""
    house = playing()
    house.press(Button.KEEP_TRACK)
    assert house.view.sound.next_track == "arrival/0.flac"
    house.wait(300)
    assert house.playing == "arrival/0.flac"
    assert house.view.sound.next_track == "arrival/1.flac"


def test_a_track_that_follows_itself_does_not_overlap_itself_for_long() -> None:
    """It leaves within a second, so a long crossfade would be a hole."""
    house = playing(loaded(tracks=1))
    coming = house.order.next
    assert coming is not None
    assert coming.rise <= 3.0
    assert coming.starts >= house.reading - 60 + 300 - LEFT_OUT - 3.0


def test_what_was_asked_for_comes_next() -> None:
    """At the end of this track, or when it is skipped."""
    house = playing()
    house.give(PlayNext("arrival/3.flac"))
    assert house.view.sound.next_track == "arrival/3.flac"
    house.press(Button.NEXT_TRACK)
    assert house.playing == "arrival/3.flac"


def test_a_playlist_of_another_phase_can_be_heard_now() -> None:
    """And its next track follows."""
    house = playing()
    house.give(PlayFrom("peak"))
    assert house.playing == "peak/0.flac"
    assert house.view.sound.next_track == "peak/1.flac"


def test_softer_goes_to_a_calmer_track() -> None:
    """By a crossfade; the first one is the calmest there is."""
    house = playing()
    house.press(Button.DEEPER)
    assert house.playing == "arrival/1.flac"
    house.wait(20)
    house.press(Button.SOFTER)
    assert house.playing == "arrival/0.flac"
    assert not house.press(Button.SOFTER).ok


def test_the_level_of_the_phase_is_in_the_deck() -> None:
    """Arrival is 6 dB under the rest; the file is 3 dB too loud."""
    house = playing()
    assert house.order.decks[0].gain == Decibels(-9.0)


def test_a_code_word_touches_nothing_else() -> None:
    """No order, no step."""
    house = playing()
    orders = len(house.sound.orders)
    house.give(Code("heron"))
    assert len(house.sound.orders) == orders
