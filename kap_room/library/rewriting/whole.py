"""A playlist as a file that nobody has written yet, laid out as a person would."""

from __future__ import annotations

from kap_room.library.rewriting.words import Name, lines_of
from kap_room.library.tree import Data
from kap_room.library.values import gain_words, length_words
from kap_room.plan.music import Order, Playlist, RunsOut, Track
from kap_room.plan.units import Seconds, clock_words


def written(playlist: Playlist, called: str = "") -> str:
    """`called` is the name that the file's own name gives it, and needs no line."""
    return "".join(f"{line}\n" for line in lines_of(data_of(playlist, called), 0))


def data_of(playlist: Playlist, called: str = "") -> dict[str, Data]:
    """Its lines in their order; what says nothing beyond the usual is left out."""
    found: dict[str, Data] = {}
    if playlist.name != called:
        found["name"] = Name(playlist.name)
    if playlist.order is not Order.AS_WRITTEN:
        found["order"] = playlist.order.value
    if playlist.when_it_runs_out is not RunsOut.CONTINUE:
        found["when it runs out"] = playlist.when_it_runs_out.value
    found["tracks"] = [track_data(track) for track in playlist.tracks]
    return found


def track_data(track: Track) -> dict[str, Data]:
    found: dict[str, Data] = {"file": Name(track.file)}
    if track.trim:
        found["trim"] = gain_words(track.trim)
    if track.begins:
        found["from"] = point_words(track.begins)
    if track.ends is not None:
        found["to"] = point_words(track.ends)
    if track.intensity is not None:
        found["intensity"] = str(track.intensity)
    if track.tags:
        found["tags"] = [Name(tag) for tag in track.tags]
    return found


def point_words(point: Seconds) -> str:
    """A place in a file as a player shows it, 7:40; a part of a second as 12.5s."""
    return clock_words(point) if float(point).is_integer() else length_words(point)
