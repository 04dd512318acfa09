"""Softer and deeper: the next track by how intense it is, and what it is called.

What was not heard yet comes first: in the playlist that is heard, else in those of the
session that are calmer (or deeper) as a whole. Only when all of that was heard does one
of it come again; a hand that asks for something calmer is not sent away for a rule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from kap_room.engine import music
from kap_room.engine.decide.sound import asked_as_before, leading
from kap_room.engine.session import Outcome, Refused, Session
from kap_room.plan.music import Playlist, Track
from kap_room.plan.units import Seconds
from kap_room.timeline.programme import SKIP, Programme, Shelf, able

MIDDLING: Final = 3
"""What a track counts as whose intensity nobody knows."""

SIGNS: Final = {"calmer": -1, "deeper": 1}
BUTTONS: Final = {"calmer": "Softer", "deeper": "Deeper"}

Way = tuple[str, Track]
"""A playlist, and one of its tracks."""


def calmer(session: Session, shelf: Shelf, reading: Seconds) -> Outcome:
    """Cross to the nearest calmer track."""
    return _by_intensity(session, shelf, reading, "calmer")


def deeper(session: Session, shelf: Shelf, reading: Seconds) -> Outcome:
    return _by_intensity(session, shelf, reading, "deeper")


def _by_intensity(
    session: Session, shelf: Shelf, reading: Seconds, word: str
) -> Outcome:
    lead = leading(session)
    playlist = session.programme.playlist or lead.playlist
    here = MIDDLING if lead.track.intensity is None else lead.track.intensity
    ways = [*_ways(session, shelf, (playlist,), here, word)]
    others = _others(shelf, playlist, word)
    ways += _ways(session, shelf, others, here, word)
    found = _chosen(ways, playlist, here, session.programme)
    if found is None:
        raise Refused(_nothing(shelf, lead.track, word))
    says = _says(*found, session, word)
    outcome = music.enter(session, shelf, found[1], found[0], reading, rise=SKIP)
    return replace(asked_as_before(outcome, session), says=says)


def nearest(
    session: Session, shelf: Shelf, playlist: str, here: int, word: str
) -> Track | None:
    """The track that is calmer or deeper than this intensity, and by the least."""
    ways = [*_ways(session, shelf, (playlist,), here, word)]
    found = _chosen(ways, playlist, here, session.programme)
    return None if found is None else found[1]


def _ways(
    session: Session, shelf: Shelf, names: tuple[str, ...], here: int, word: str
) -> Iterator[Way]:
    """All that could come. What nobody knows the intensity of is no way."""
    for name in names:
        for track in able(session.programme, shelf, shelf.playlists[name].tracks):
            if track.intensity is None:
                continue
            if (track.intensity - here) * SIGNS[word] > 0:
                yield name, track


def _chosen(
    ways: list[Way], playlist: str, here: int, programme: Programme
) -> Way | None:
    """New before heard, this playlist before others, and by the least."""
    return min(ways, key=_rank(playlist, here, programme), default=None)


def _rank(
    playlist: str, here: int, programme: Programme
) -> Callable[[Way], tuple[int, bool, int, int]]:
    sounds = {deck.track.file for deck in programme.decks}
    heard = programme.heard

    def rank(way: Way) -> tuple[int, bool, int, int]:
        name, track = way
        again = heard.index(track.file) if track.file in heard else -1
        # What still leaves would be cut off, and come again at once.
        newness = 0 if again < 0 else 2 if track.file in sounds else 1
        step = abs((track.intensity or here) - here)
        return newness, name != playlist, step, again

    return rank


def _others(shelf: Shelf, playlist: str, word: str) -> tuple[str, ...]:
    """The playlists of phases that are calmer, or deeper, than this one's."""
    own = _intensity_of(shelf.playlists.get(playlist))
    return tuple(
        name
        for name, each in shelf.playlists.items()
        if (_intensity_of(each) - own) * SIGNS[word] > 0.0
    )


def _intensity_of(playlist: Playlist | None) -> float:
    """Of all its tracks together."""
    tracks = playlist.tracks if playlist is not None else ()
    known = [track.intensity for track in tracks if track.intensity is not None]
    return sum(known) / len(known) if known else MIDDLING


def _says(playlist: str, track: Track, session: Session, word: str) -> str:
    said = f"{BUTTONS[word]}: {track.file}, intensity {track.intensity}"
    if playlist != session.programme.playlist:
        said += f", from the playlist {playlist}"
    if track.file in session.programme.heard:
        said += f"; all that is {word} was heard"
    return f"{said}."


def _nothing(shelf: Shelf, track: Track, word: str) -> str:
    tracks = [track for each in shelf.playlists.values() for track in each.tracks]
    if all(each.intensity is None for each in tracks):
        return (
            "How intense the tracks of this session are is not known: "
            "kap-room library scan estimates it, or a playlist says it."
        )
    here = "" if track.intensity is None else f" (intensity {track.intensity})"
    return f"Nothing {word} than {track.file}{here} is left to play in this session."
