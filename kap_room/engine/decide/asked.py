"""Music that is asked for by name: another playlist, or one track of the library.

Where a file lies was found out before: here no disk is looked at.
"""

from __future__ import annotations

from dataclasses import replace

from kap_room.engine import music
from kap_room.engine.decide.sound import asked_as_before, leading
from kap_room.engine.session import Outcome, Refused, Session
from kap_room.exchange.commands import PlayFrom, PlayNext
from kap_room.plan.music import Track
from kap_room.plan.units import Seconds
from kap_room.timeline.programme import SKIP, Programme, Shelf


def play_from(
    session: Session, shelf: Shelf, command: PlayFrom, reading: Seconds
) -> Outcome:
    leading(session)
    if command.playlist not in shelf.playlists:
        known = ", ".join(shelf.playlists)
        raise Refused(
            f"This session has no playlist {command.playlist}; it has {known}."
        )
    track = music.first_of(session, shelf, command.playlist, reading)
    if track is None:
        raise Refused(f"No track of the playlist {command.playlist} can sound.")
    name = command.playlist
    outcome = music.enter(session, shelf, track, name, reading, rise=SKIP)
    return asked_as_before(outcome, session)


def play_next(session: Session, shelf: Shelf, command: PlayNext) -> Outcome:
    """One track out of its turn: of this session's playlists, or of the library."""
    leading(session)
    track = _written(shelf, command)
    if track is None:
        session, track = _brought(session, command)
    shelf = replace(shelf, homes=session.homes)
    also = () if command.found is None else command.found.also
    reason = _kept_out(session.programme, shelf, track, also)
    if reason is not None:
        raise Refused(reason)
    says = f"{track.file} comes next."
    if track.file in session.programme.heard:
        says = f"{track.file} comes next, and was heard before."
    programme = replace(session.programme, asked=track)
    return Outcome(replace(session, programme=programme), says=says)


def _written(shelf: Shelf, command: PlayNext) -> Track | None:
    """As a playlist of this session has it: with its trim, its from and its to.

    The same file by whatever name it was asked for.
    """
    path = None if command.found is None else command.found.path
    for playlist in shelf.playlists.values():
        for track in playlist.tracks:
            if track.file == command.file or shelf.path_of(track) == path:
                return track
    return None


def _brought(session: Session, command: PlayNext) -> tuple[Session, Track]:
    """Of the library: the session knows where it lies from now on."""
    found = command.found
    if found is None:
        raise Refused(f"No playlist of this session has {command.file}.")
    homes = {**session.homes, found.track.file: found.path}
    return replace(session, homes=homes), found.track


def _kept_out(
    programme: Programme, shelf: Shelf, track: Track, also: tuple[str, ...]
) -> str | None:
    """Why it cannot come; None where it can."""
    file = track.file
    for name in (file, *also):
        word = shelf.left_out_by(replace(track, file=name))
        if word is not None:
            said = "it" if word == name else f'"{word}"'
            return f"{file} does not come: this session began without {said}."
    if file in programme.barred:
        return f"{file} does not come again: it sounded when you grounded."
    for failed in programme.failed:
        if failed.file == file:
            return f"{file} cannot sound: {failed.says}"
    measure = shelf.measure_of(track)
    if measure is not None and measure.problem is not None:
        return f"{file} cannot sound: {measure.problem}"
    return None
