"""What a screen and a script read, at any moment of a session."""

import pytest

from kap_room.engine.ports import PlayerLost
from kap_room.exchange.commands import Button, GoBackIn, Note, Seen
from kap_room.plan.scene import Mark
from kap_room.timeline.entering import LEFT_OUT
from tests.engine.house import House, deck_report


def listening(seconds: float = 60.0) -> House:
    house = House()
    house.begin()
    house.player_plays()
    house.wait(seconds)
    return house


def state(house: House) -> str:
    return house.view.sound.state


def test_a_start_is_a_fade() -> None:
    """Three seconds, then it plays."""
    house = listening(1.0)
    assert state(house) == "fading"
    house.wait(3)
    assert state(house) == "playing"


def test_a_crossfade_is_playing() -> None:
    """It is no more than the music going on."""
    house = listening()
    house.press(Button.NEXT_TRACK)
    house.wait(2)
    assert state(house) == "playing"


@pytest.mark.parametrize(
    ("button", "then"),
    [
        (Button.SILENCE, "silent"),
        (Button.GROUND, "silent"),
        (Button.END, "silent"),
        (Button.TALK, "playing"),
        (Button.AWAY, "playing"),
    ],
)
def test_a_button_of_sound_fades_first(button: Button, then: str) -> None:
    """And then it is what it is."""
    house = listening()
    house.press(button)
    house.wait(0.5)
    assert state(house) == "fading"
    house.wait(8)
    assert state(house) == then


def test_the_way_back_is_a_fade_too() -> None:
    """Eight seconds."""
    house = listening()
    house.press(Button.SILENCE)
    house.wait(10)
    house.press(Button.MUSIC)
    house.wait(4)
    assert state(house) == "fading"
    house.wait(5)
    assert state(house) == "playing"


def test_back_in_is_a_fade_from_its_first_moment() -> None:
    """Also while the old music is given time to leave."""
    house = listening()
    house.press(Button.GROUND)
    house.wait(2)
    house.give(GoBackIn())
    house.wait(0.5)
    assert state(house) == "fading"
    house.wait(20)
    assert state(house) == "fading"
    house.wait(20)
    assert state(house) == "playing"


def test_talking_in_silence_is_silent() -> None:
    """A layer that moves below nothing is not heard."""
    house = listening()
    house.press(Button.SILENCE)
    house.wait(10)
    house.press(Button.TALK)
    house.wait(0.5)
    assert state(house) == "silent"
    assert house.view.sound.level_db is None


def test_the_level_is_relative_to_the_programme() -> None:
    """Nothing pressed: 0; talking: -20; away as well: -30."""
    house = listening()
    assert house.view.sound.level_db == 0.0
    house.press(Button.TALK, Button.AWAY)
    house.wait(5)
    assert house.view.sound.level_db == -30.0


def test_silence_has_no_level() -> None:
    """Null, not a number that nobody hears."""
    house = listening()
    house.press(Button.SILENCE)
    house.wait(3.1)
    assert house.view.sound.level_db is None


def test_a_player_that_is_lost_is_lost() -> None:
    """And the health says what to do."""
    house = listening()
    house.engine.post(PlayerLost())
    house.engine.step()
    assert state(house) == "lost"
    assert not house.view.health["sound"].ok


def test_the_phase_says_how_long_it_still_is() -> None:
    """Null while it is open."""
    house = listening()
    view = house.view
    assert view.phase is not None
    assert view.phase.remaining_s is None
    assert view.session.ends_in_s is None
    house.give(Seen(Mark.DOSE))
    house.wait(100)
    phase = house.view.phase
    assert phase is not None
    assert phase.remaining_s == pytest.approx(800)
    assert house.view.session.ends_in_s == pytest.approx(800 + 2400 + 3600)


def test_a_hold_stops_what_remains() -> None:
    """The phase is as long as it was."""
    house = listening()
    house.give(Seen(Mark.DOSE))
    house.press(Button.HOLD)
    house.wait(100)
    phase = house.view.phase
    assert phase is not None
    assert phase.remaining_s == pytest.approx(900)


def test_what_comes_next_is_told_with_when_and_why() -> None:
    """The track ends, or the phase turns."""
    house = listening()
    sound = house.view.sound
    assert (sound.next_track, sound.next_why) == ("arrival/1.flac", "the track ends")
    assert sound.next_in_s == pytest.approx(300 - LEFT_OUT - 8 - 60)
    house.give(Seen(Mark.DOSE))
    house.wait(885)
    sound = house.view.sound
    assert (sound.next_track, sound.next_why) == ("peak/0.flac", "the phase turns")
    assert sound.next_in_s == pytest.approx(15)


def test_the_track_tells_its_place() -> None:
    """In the file."""
    track = listening().view.sound.track
    assert track is not None
    assert (track.file, track.length_s) == ("arrival/0.flac", 300.0)
    assert track.position_s == pytest.approx(60)


def test_a_note_is_shown_as_saved_only_when_it_is() -> None:
    """The disk has the last word."""
    house = listening()
    house.give(Note("calm"))
    assert [note.saved for note in house.view.last_notes] == [False]
    house.disk_writes()
    assert [note.saved for note in house.view.last_notes] == [True]


def test_before_the_dose_there_is_no_body_clock() -> None:
    """Null."""
    assert listening().view.session.since_dose_s is None


def test_the_strip_shows_where_we_are() -> None:
    """Behind us, now, ahead."""
    house = listening()
    house.give(Seen(Mark.DOSE))
    shown = [(one.is_past, one.is_now) for one in house.view.phases]
    assert shown == [(True, False), (False, True), (False, False), (False, False)]


def test_without_a_session_everything_is_null() -> None:
    """Idle."""
    view = House().view
    assert view.session.state == "idle"
    assert (view.phase, view.sound.track, view.session.position_s) == (None, None, None)


def test_when_it_is_over_nothing_is_left_of_the_plan() -> None:
    """Ended."""
    house = listening()
    house.press(Button.END)
    house.wait(30)
    view = house.view
    assert view.session.state == "ended"
    assert view.phase is None
    assert view.sound.track is None
    assert view.sound.next_track is None
    assert view.session.ends_in_s is None


def test_a_report_of_a_deck_that_nobody_ordered_is_no_harm() -> None:
    """The view is of the session."""
    house = listening()
    stranger = deck_report(house.order.decks[-1], 3.0)
    house.hear(house.report(None, stranger))
    assert state(house) == "playing"
