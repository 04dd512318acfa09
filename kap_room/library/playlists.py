"""A playlist file becomes a playlist. Whether its files are there is not asked here."""

from __future__ import annotations

from kap_room.library.forms import PlaylistForm, TrackForm
from kap_room.library.sheet import Sheet
from kap_room.library.tree import Place
from kap_room.library.values import length_words
from kap_room.plan.music import Playlist, Track


def playlist_of(form: PlaylistForm, sheet: Sheet) -> Playlist:
    tracks = tuple(
        _track_of(track, ("tracks", number), sheet)
        for number, track in enumerate(form.tracks)
    )
    name = form.name or sheet.path.stem
    return Playlist(name, tracks, form.order, form.when_it_runs_out)


def _track_of(form: TrackForm, place: Place, sheet: Sheet) -> Track:
    if form.ends is not None and form.ends <= form.begins:
        sheet.say_of(
            (*place, "to"),
            f"The track ends before it begins, at {length_words(form.begins)}. Write a "
            "later time.",
        )
    return Track(
        form.file, form.trim, form.begins, form.ends, form.intensity, form.tags
    )
