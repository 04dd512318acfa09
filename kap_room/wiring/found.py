"""A track's file inside the music folders, and all that is known of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kap_room.library import disguise
from kap_room.library.session_files import read_room_or_none
from kap_room.library.tracks import Whereabouts, place_of
from kap_room.link.places import Places
from kap_room.plan.music import Measure, Track
from kap_room.plan.room import Room
from kap_room.plan.units import Seconds
from kap_room.timeline.programme import Shelf
from kap_room.wiring.loading import measures_of, starter_music


@dataclass(frozen=True, slots=True)
class Found:
    """A track whose file is there."""

    track: Track
    path: Path
    measure: Measure | None
    room: Room

    @property
    def shelf(self) -> Shelf:
        path = str(self.path)
        measures = {} if self.measure is None else {path: self.measure}
        return Shelf(self.room, {}, measures, homes={self.track.file: path})

    @property
    def beginning(self) -> Seconds:
        return self.shelf.beginning_of(self.track)

    @property
    def end(self) -> Seconds | None:
        """Where in the file it is over; None while nobody knows."""
        if self.measure is None:
            return self.track.ends
        return self.shelf.end_of(self.track)


def find(track: Track, places: Places) -> Found | str:
    """The track's file inside the music folders, or why it cannot be heard.

    Slow: call it on a thread.
    """
    room = read_room_or_none(places.room_file)
    if room.value is None:
        return str(room.problems[0])
    place = place_of(track.file, (room.value.music, starter_music(places)))
    if place.whereabouts is Whereabouts.OUTSIDE:
        return f"{track.file} leads out of the music folder, and is not opened."
    if place.whereabouts is Whereabouts.MISSING:
        return f"{track.file} is not in {room.value.music}."
    path = str(place.path)
    measure = measures_of((path,), places.catalogue).get(path)
    if measure is not None and measure.problem is not None:
        return f"{track.file}: {measure.problem}"
    if measure is None and disguise.follows_others(place.path):
        return f"{track.file}: {disguise.SAYS}"
    return Found(track, place.path, measure, room.value)
