"""The fitting of a playlist to a turn, in terms of the programme."""

from dataclasses import replace
from pathlib import Path

from kap_room.plan.music import Measure, Playlist, Track
from kap_room.plan.room import Room
from kap_room.plan.units import Decibels, Seconds
from kap_room.timeline.entering import Entry, appear
from kap_room.timeline.fitted import Wish, fitted
from kap_room.timeline.programme import Programme, Shelf
from kap_room.timeline.yielding import led_by

LENGTHS = (241, 302, 367, 409, 488, 195, 333, 276, 512, 222)
TRACKS = tuple(Track(f"{n}.flac", intensity=1 + n // 2) for n in range(len(LENGTHS)))
SHELF = Shelf(
    Room("Paper", Path("/music")),
    {"peak": Playlist("Peak", TRACKS), "other": Playlist("Other", TRACKS[:1])},
    {
        f"/music/{n}.flac": Measure(Seconds(length), Decibels(-20.0), Decibels(-6.0))
        for n, length in enumerate(LENGTHS)
    },
)
NONE_LEADS = Programme()
WISH = Wish("peak", Seconds(2800.0), Seconds(12.0), Seconds(10.0), seed="evening")


def led(number: int) -> Programme:
    """This track began at the reading of 900."""
    entry = Entry(Seconds(900.0), Seconds(12.0), Decibels(0.0))
    sounding = appear(NONE_LEADS, SHELF, "peak", TRACKS[number], entry)
    return led_by(NONE_LEADS, sounding)


def test_it_ends_on_the_turn() -> None:
    """Within five seconds, with what still sounds counted in."""
    found = fitted(led(0), SHELF, WISH)
    assert found is not None
    assert found.fitting.fits


def test_the_track_that_leads_is_not_chosen_again() -> None:
    """Nor any other twice, and those not heard come first."""
    found = fitted(led(0), SHELF, WISH)
    assert found is not None
    files = [track.file for track in found.tracks]
    assert "0.flac" not in files
    assert len(set(files)) == len(files)


def test_a_rising_playlist_goes_on_rising() -> None:
    """From the track that leads."""
    found = fitted(led(4), SHELF, WISH)
    assert found is not None
    heard = [track.intensity or 0 for track in found.tracks]
    assert heard == sorted(heard)
    assert min(heard, default=3) >= 3


def test_an_intensity_that_no_playlist_says_asks_for_no_order() -> None:
    """What a machine estimated is for softer and deeper, and no arc that was meant."""

    def files(**known: object) -> list[str]:
        tracks = tuple(replace(track, **known) for track in TRACKS)  # type: ignore[arg-type]
        written = replace(SHELF.playlists["peak"], tracks=tracks)
        shelf = replace(SHELF, playlists={"peak": written})
        found = fitted(led(5), shelf, WISH)
        assert found is not None
        return [track.file for track in found.tracks]

    assert files(is_written=False) == files(intensity=None)
    assert files(is_written=False) != files()


def test_what_cannot_sound_is_not_chosen() -> None:
    """Barred, left out of this session, or rotten."""
    shelf = replace(SHELF, without=("1.flac",))
    programme = replace(led(0), barred=("2.flac",))
    found = fitted(programme, shelf, WISH)
    assert found is not None
    assert not {"1.flac", "2.flac"} & {track.file for track in found.tracks}


def test_an_unknown_playlist_or_an_empty_one_is_none() -> None:
    """The phase is without music, or nothing of it can sound."""
    assert fitted(NONE_LEADS, SHELF, replace(WISH, playlist="x")) is None
    nothing = replace(SHELF, without=("0.flac",))
    assert fitted(NONE_LEADS, nothing, replace(WISH, playlist="other")) is None


def test_one_session_comes_to_one_choice() -> None:
    """However often it is asked; another evening may have another."""
    assert fitted(led(0), SHELF, WISH) == fitted(led(0), SHELF, WISH)
