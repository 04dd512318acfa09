"""The programme: which track sounds, which comes next."""

from dataclasses import replace

from kap_room.plan.music import Measure, Playlist, RunsOut, Track
from kap_room.plan.units import Decibels, Seconds
from kap_room.timeline.entering import Entry, appear
from kap_room.timeline.programme import (
    Programme,
    Shelf,
    Sounding,
    following,
    preceding,
)
from kap_room.timeline.yielding import led_by, settled
from tests.engine.house import MUSIC, ROOM, measures, playlist

PLAYLISTS = {"calm": playlist("calm"), "one": playlist("one", 1)}
SHELF = Shelf(ROOM, PLAYLISTS, measures(PLAYLISTS, 300.0))
TRACKS = PLAYLISTS["calm"].tracks


def heard(*tracks: Track) -> Programme:
    return Programme(heard=tuple(track.file for track in tracks))


def runs_out(how: RunsOut) -> Shelf:
    written = replace(PLAYLISTS["calm"], when_it_runs_out=how)
    return replace(SHELF, playlists={"calm": written})


def sounding(
    track: Track, starts: float, programme: Programme | None = None
) -> Sounding:
    entry = Entry(Seconds(starts), Seconds(8.0), Decibels(0.0))
    return appear(programme or Programme(), SHELF, "calm", track, entry)


def test_a_playlist_is_played_as_written() -> None:
    """The second follows the first."""
    assert following(heard(TRACKS[0]), SHELF, "calm", TRACKS[0]) == TRACKS[1]


def test_a_playlist_heard_before_goes_on_with_what_is_new() -> None:
    """Two phases with the same playlist do not begin with the same track."""
    assert following(heard(*TRACKS[:2]), SHELF, "calm", None) == TRACKS[2]


def test_a_playlist_that_runs_out_begins_again() -> None:
    """From the top, when all of it was heard."""
    after = following(heard(*TRACKS), SHELF, "calm", TRACKS[-1])
    assert after == TRACKS[0]


def test_unheard_tracks_come_first_when_it_begins_again() -> None:
    """Those that a skip passed over."""
    after = following(heard(TRACKS[0], TRACKS[3]), SHELF, "calm", TRACKS[3])
    assert after == TRACKS[1]


def test_a_playlist_may_stay_on_its_last_track() -> None:
    """`loop last`."""
    shelf = runs_out(RunsOut.LOOP_LAST)
    assert following(heard(*TRACKS), shelf, "calm", TRACKS[-1]) == TRACKS[-1]


def test_a_playlist_may_end_in_silence() -> None:
    """Where it was written so, and nowhere else."""
    shelf = runs_out(RunsOut.SILENCE)
    assert following(heard(*TRACKS), shelf, "calm", TRACKS[-1]) is None


def test_a_held_plan_never_runs_dry() -> None:
    """The phase is longer than its playlist was written for."""
    shelf = runs_out(RunsOut.SILENCE)
    after = following(heard(*TRACKS), shelf, "calm", TRACKS[-1], endless=True)
    assert after == TRACKS[0]


def test_what_cannot_sound_is_passed_over() -> None:
    """A rotten file, one that failed, and one that must not be heard."""
    rotten = Measure(Seconds(0.0), Decibels(0.0), Decibels(0.0), "It is empty.")
    shelf = replace(
        SHELF,
        measures={**SHELF.measures, str(MUSIC / TRACKS[1].file): rotten},
        without=(TRACKS[2].file,),
    )
    assert following(heard(TRACKS[0]), shelf, "calm", TRACKS[0]) == TRACKS[3]
    barred = replace(heard(TRACKS[0]), barred=(TRACKS[3].file,))
    assert following(barred, shelf, "calm", TRACKS[0]) == TRACKS[0]


def test_a_playlist_of_one_track_follows_itself() -> None:
    """Rather that than nothing."""
    only = PLAYLISTS["one"].tracks[0]
    assert following(heard(only), SHELF, "one", only) == only


def test_a_file_written_twice_does_not_close_the_circle() -> None:
    """First, second, first again, third: the third is reached."""
    a, b, c = TRACKS[:3]
    shelf = replace(SHELF, playlists={"calm": Playlist("calm", (a, b, a, c))})
    programme, order = Programme(), []
    track = following(programme, shelf, "calm", None)
    for _ in range(4):
        assert track is not None
        order.append(track)
        programme = replace(programme, heard=(*programme.heard, track.file))
        track = following(programme, shelf, "calm", track)
    assert c in order


def test_the_track_before_passes_over_what_cannot_sound() -> None:
    """The nearest one that can."""
    shelf = replace(SHELF, without=(TRACKS[1].file,))
    assert preceding(Programme(), shelf, "calm", TRACKS[2]) == TRACKS[0]
    assert preceding(Programme(), shelf, "calm", TRACKS[0]) is None


def test_at_most_four_decks_sound_together() -> None:
    """Six skips in six seconds."""
    programme = Programme()
    for number in range(6):
        entering = sounding(TRACKS[number % 4], 100.0 + number, programme)
        programme = led_by(programme, entering)
    assert len(programme.decks) == 4


def test_what_has_yielded_is_forgotten() -> None:
    """A second after the newer one has risen."""
    programme = led_by(Programme(), sounding(TRACKS[0], 0.0))
    programme = led_by(programme, sounding(TRACKS[1], 100.0, programme))
    assert len(settled(programme, Seconds(108.0)).decks) == 2
    assert len(settled(programme, Seconds(109.5)).decks) == 1


def test_no_rise_is_longer_than_half_the_track() -> None:
    """A bell of six seconds is not faded in for eight."""
    bell = Track("calm/0.flac", ends=Seconds(6.0))
    assert sounding(bell, 0.0).deck.rise == 3.0


def test_the_place_in_the_file_never_leaves_it() -> None:
    """Before its start and after its end."""
    track = replace(TRACKS[0], begins=Seconds(12.0), ends=Seconds(60.0))
    playing = sounding(track, 100.0)
    assert playing.place_at(Seconds(90.0)) == 12.0
    assert playing.place_at(Seconds(500.0)) == 60.0
    assert playing.place_at(Seconds(110.0)) == 22.0
