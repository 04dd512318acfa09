"""A file that is silent at its head or tail leaves no dead air in the room."""

from dataclasses import replace

import pytest

from kap_room.plan.music import Measure
from kap_room.plan.units import Decibels, Seconds
from kap_room.timeline.entering import Entry, appear
from kap_room.timeline.programme import Programme, Shelf, Sounding
from tests.engine.house import MUSIC, ROOM, playlist

PLAYLISTS = {"calm": playlist("calm", 1)}
TRACK = PLAYLISTS["calm"].tracks[0]
MEASURE = Measure(
    Seconds(100.0),
    Decibels(-20.0),
    Decibels(-6.0),
    head=Seconds(20.0),
    tail=Seconds(15.0),
)
SHELF = Shelf(ROOM, PLAYLISTS, {str(MUSIC / TRACK.file): MEASURE})


def entered(begins: float | None = None, starts: float = 1000.0) -> Sounding:
    place = None if begins is None else Seconds(begins)
    entry = Entry(Seconds(starts), Seconds(8.0), Decibels(0.0), place)
    return appear(Programme(), SHELF, "calm", TRACK, entry)


def test_a_track_begins_where_it_begins_to_be_heard() -> None:
    """After its silent head, and ends before its silent tail."""
    sounding = entered()
    assert (sounding.deck.begins, sounding.deck.ends) == (20.0, 85.0)
    assert sounding.over_at == 1065.0


def test_a_track_taken_up_in_its_midst_is_taken_up_there() -> None:
    """A head that is past is no reason to go on."""
    assert entered(begins=50.0).deck.begins == 50.0


@pytest.mark.parametrize(("begins", "from_"), [(5.0, 20.0), (40.0, 40.0)])
def test_a_point_that_was_written_counts_from_the_file(
    begins: float, from_: float
) -> None:
    """`from` later than the head is kept, earlier than its end it is the head's end."""
    track = replace(TRACK, begins=Seconds(begins))
    assert SHELF.beginning_of(track) == from_


def test_a_point_that_was_written_beyond_the_music_is_its_end() -> None:
    """`to` within the silent tail."""
    assert SHELF.end_of(replace(TRACK, ends=Seconds(95.0))) == 85.0
    assert SHELF.end_of(replace(TRACK, ends=Seconds(60.0))) == 60.0
