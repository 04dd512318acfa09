"""Softer and deeper: which track comes, from where, and what is said."""

from dataclasses import replace

from kap_room.engine.begin import Loaded
from kap_room.exchange.commands import Button, PlayNext
from kap_room.plan.music import Playlist, Track
from tests.engine.house import House, loaded, measures


def written(**lists: str) -> Loaded:
    """Playlists by their intensities in order; `?` is one that nobody knows."""
    usual = loaded()
    playlists = {}
    for name, known in {**dict.fromkeys(usual.playlists, "?"), **lists}.items():
        tracks = (
            Track(f"{name}/{n}.flac", intensity=None if each == "?" else int(each))
            for n, each in enumerate(known)
        )
        playlists[name] = Playlist(name, tuple(tracks))
    return replace(usual, playlists=playlists, measures=measures(playlists, 300.0))


def playing(**lists: str) -> House:
    house = House()
    house.begin(written(**lists))
    house.wait(60)
    return house


def test_softer_takes_the_nearest_that_is_calmer() -> None:
    """From 4: the 3, and not the calmest."""
    house = playing(arrival="41523")
    assert house.press(Button.SOFTER).ok
    assert house.playing == "arrival/4.flac"


def test_deeper_takes_the_nearest_that_is_more_intense() -> None:
    """From 2: the 3, and not the 5."""
    house = playing(arrival="25314")
    house.press(Button.DEEPER)
    assert house.playing == "arrival/2.flac"


def test_it_crosses_as_every_skip_does() -> None:
    """In four seconds, with what sounded beside it."""
    house = playing(arrival="42")
    house.press(Button.SOFTER)
    old, new = house.order.decks
    assert (old.file, new.file) == ("/music/arrival/0.flac", "/music/arrival/1.flac")
    assert (new.starts, new.rise) == (house.reading, 4.0)


def test_the_answer_says_what_comes() -> None:
    """With its intensity, so that nobody has to look for it."""
    house = playing(arrival="42")
    says = house.press(Button.SOFTER).says
    assert says == "Softer: arrival/1.flac, intensity 2."


def test_what_was_heard_does_not_come_while_something_calmer_is_new() -> None:
    """The new one is a step further away."""
    house = playing(arrival="3241")
    house.press(Button.NEXT_TRACK, Button.NEXT_TRACK)
    assert house.playing == "arrival/2.flac"
    house.press(Button.SOFTER)
    assert house.playing == "arrival/3.flac"


def test_a_playlist_without_anything_calmer_borrows_from_a_calmer_phase() -> None:
    """And the music goes on from there, rather than back up."""
    house = playing(arrival="55", onset="23", peak="55")
    says = house.press(Button.SOFTER).says
    assert says == "Softer: onset/1.flac, intensity 3, from the playlist onset."
    assert house.view.sound.playlist == "onset"
    assert house.view.sound.next_track == "onset/0.flac"


def test_it_borrows_nothing_from_a_phase_that_is_more_intense() -> None:
    """A calm moment of the peak is still music of the peak."""
    house = playing(arrival="2", onset="2", peak="1555")
    assert not house.press(Button.SOFTER).ok
    assert house.playing == "arrival/0.flac"


def test_a_heard_one_comes_when_all_that_is_calmer_was_heard() -> None:
    """A hand that asks for less is not sent away; it is said."""
    house = playing(arrival="123", onset="5", peak="5")
    house.press(Button.NEXT_TRACK, Button.NEXT_TRACK)
    house.wait(20)
    says = house.press(Button.SOFTER).says
    assert house.playing == "arrival/1.flac"
    assert says.endswith("; all that is calmer was heard.")


def test_what_still_leaves_is_not_called_back() -> None:
    """Twice at once: the second press does not turn around."""
    house = playing(arrival="1134")
    house.press(Button.NEXT_TRACK, Button.NEXT_TRACK)
    house.wait(20)
    house.press(Button.SOFTER, Button.DEEPER)
    assert house.playing == "arrival/3.flac"


def test_where_nothing_is_calmer_it_is_said() -> None:
    """And what sounds goes on."""
    house = playing(arrival="1234", onset="3", peak="3")
    answer = house.press(Button.SOFTER)
    assert not answer.ok
    assert answer.says == (
        "Nothing calmer than arrival/0.flac (intensity 1) is left to play in this "
        "session."
    )
    assert house.playing == "arrival/0.flac"


def test_a_track_of_unknown_intensity_counts_as_middling() -> None:
    """From it, softer is 2 or less; and it is never what is chosen."""
    house = playing(arrival="??3241")
    house.press(Button.SOFTER)
    assert house.playing == "arrival/3.flac"


def test_where_nothing_is_known_it_is_said_how_it_becomes_known() -> None:
    """Not that there is nothing calmer."""
    house = playing(arrival="??")
    answer = house.press(Button.SOFTER)
    assert not answer.ok
    assert "kap-room library scan" in answer.says


def test_softer_in_silence_is_heard_when_the_music_is_back() -> None:
    """The silence stays."""
    house = playing(arrival="42")
    house.press(Button.SILENCE)
    house.wait(5)
    assert house.press(Button.SOFTER).ok
    assert house.master() < -60.0
    house.press(Button.MUSIC)
    assert house.playing == "arrival/1.flac"


def test_softer_is_taken_back_to_where_it_was() -> None:
    """The track that sounded, at its place."""
    house = playing(arrival="42")
    house.press(Button.SOFTER)
    house.wait(10)
    house.press(Button.TAKE_BACK)
    assert house.playing == "arrival/0.flac"
    assert house.order.decks[-1].begins > 59.0


def test_softer_says_why_it_cannot_when_grounded() -> None:
    """The way back in is another key."""
    house = playing(arrival="42")
    house.press(Button.GROUND)
    answer = house.press(Button.SOFTER)
    assert not answer.ok
    assert "go back in" in answer.says


def test_what_was_asked_for_still_comes_after_softer() -> None:
    """It was promised, and the screen says so."""
    house = playing(arrival="4213")
    house.give(PlayNext("arrival/3.flac"))
    house.press(Button.SOFTER)
    assert house.playing == "arrival/3.flac"
    house = playing(arrival="4231")
    house.give(PlayNext("arrival/3.flac"))
    house.press(Button.SOFTER)
    assert house.playing == "arrival/2.flac"
    assert house.view.sound.next_track == "arrival/3.flac"
    house.press(Button.NEXT_TRACK)
    assert house.view.sound.next_track == "arrival/1.flac"
