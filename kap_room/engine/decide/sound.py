"""The buttons of sound: silence and music, talk, volume, and the tracks."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from kap_room.engine import music
from kap_room.engine.session import Mode, Outcome, Refused, Session
from kap_room.exchange.commands import PlayFrom, PlayNext
from kap_room.plan.music import Track
from kap_room.plan.units import SILENT, Decibels, Seconds
from kap_room.timeline.gains import LOUDEST, QUIETEST, TALK, towards
from kap_room.timeline.programme import (
    SKIP,
    Shelf,
    Sounding,
    following,
    preceding,
)

TO_NOTHING: Final = Seconds(3.0)
AT_ONCE: Final = Seconds(0.5)
BACK: Final = Seconds(8.0)
BACK_AFTER_LONG: Final = Seconds(20.0)
LONG_SILENCE: Final = Seconds(60.0)
TALK_DOWN: Final = Seconds(1.0)
STEP: Final = Decibels(1.0)
STEP_DOWN: Final = Decibels(-1.0)
STEP_OVER: Final = Seconds(0.5)
NEAR_ITS_START: Final = Seconds(10.0)
"""Within this, `previous track` goes to the one before; later, to its beginning."""


def silence(session: Session, reading: Seconds) -> Outcome:
    """To nothing in 3 s; pressed again on the way, within half a second."""
    if session.silenced is None:
        layers = session.layers.with_quiet(SILENT, TO_NOTHING, reading)
        session = replace(session, layers=layers, silenced=reading)
        return Outcome(session, says="Silence.")
    layers = session.layers.with_quiet(SILENT, AT_ONCE, reading)
    return Outcome(replace(session, layers=layers), says="Silence.")


def sound_again(session: Session, shelf: Shelf, reading: Seconds) -> Outcome:
    """Back to what the plan has now; slower after a long silence."""
    if session.mode is Mode.GROUNDED:
        raise Refused("Grounded: go back in (g) brings the music.")
    if session.silenced is None:
        return Outcome(session)
    long = reading - session.silenced > LONG_SILENCE
    over = BACK_AFTER_LONG if long else BACK
    session = replace(session, silenced=None, asks=None)
    playlist = session.course.phase.playlist
    if playlist is None:
        return Outcome(session, says="Music: this phase has none.")
    if session.programme.lead is None:
        return _sound_anew(session, shelf, playlist, reading)
    layers = session.layers.with_quiet(Decibels(0.0), over, reading)
    return Outcome(replace(session, layers=layers), says="Music.")


def _sound_anew(
    session: Session, shelf: Shelf, playlist: str, reading: Seconds
) -> Outcome:
    """After a reboot nothing sounds below the silence: a track enters softly."""
    track = music.first_of(session, shelf, playlist)
    if track is None:
        raise Refused(f"No track of the playlist {playlist} can sound.")
    layers = session.layers.with_quiet(Decibels(0.0), Seconds(0.0), reading)
    session = replace(session, layers=layers)
    outcome = music.enter(session, shelf, track, playlist, reading, rise=BACK)
    return replace(outcome, says="Music.")


def talk(session: Session, reading: Seconds) -> Outcome:
    layers = session.layers
    if session.talking:
        back = towards(layers.talk, Decibels(0.0), BACK, reading)
        layers = replace(layers, talk=back)
        session = replace(session, layers=layers, talking=False)
        return Outcome(session, says="The music comes back.")
    layers = replace(layers, talk=towards(layers.talk, TALK, TALK_DOWN, reading))
    session = replace(session, layers=layers, talking=True)
    return Outcome(session, says="The music is low, for talking.")


def louder(session: Session, by: Decibels, reading: Seconds) -> Outcome:
    """One decibel; bounded, whatever presses it and how often."""
    volume = session.layers.volume
    wanted = Decibels(min(LOUDEST, max(QUIETEST, volume.end + by)))
    moved = towards(volume, wanted, STEP_OVER, reading)
    layers = replace(session.layers, volume=moved)
    says = f"Volume {wanted:+.0f} dB."
    if wanted == volume.end:
        says = f"Volume {wanted:+.0f} dB: it goes no further."
    return Outcome(replace(session, layers=layers), says=says)


def next_track(session: Session, shelf: Shelf, reading: Seconds) -> Outcome:
    lead = _lead(session)
    playlist = session.programme.playlist or lead.playlist
    track = following(session.programme, shelf, playlist, lead.track)
    if track is None:
        raise Refused(f"The playlist {playlist} has no track after this one.")
    return music.enter(session, shelf, track, playlist, reading, rise=SKIP)


def previous_track(session: Session, shelf: Shelf, reading: Seconds) -> Outcome:
    lead = _lead(session)
    if reading - lead.starts > NEAR_ITS_START:
        return restart_track(session, shelf, reading)
    playlist = session.programme.playlist or lead.playlist
    track = preceding(shelf, playlist, lead.track)
    if track is None:
        return restart_track(session, shelf, reading)
    return music.enter(session, shelf, track, playlist, reading, rise=SKIP)


def restart_track(session: Session, shelf: Shelf, reading: Seconds) -> Outcome:
    lead = _lead(session)
    return music.enter(session, shelf, lead.track, lead.playlist, reading, rise=SKIP)


def keep_track(session: Session) -> Outcome:
    lead = _lead(session)
    kept = not session.programme.kept
    programme = replace(session.programme, kept=kept)
    says = f"{lead.track.file} comes again after itself."
    if not kept:
        says = "The playlist goes on after this track."
    return Outcome(replace(session, programme=programme), says=says)


def calmer(session: Session, shelf: Shelf, reading: Seconds) -> Outcome:
    """Cross to the next calmer track of the playlist that is heard."""
    return _by_intensity(session, shelf, reading, "calmer")


def deeper(session: Session, shelf: Shelf, reading: Seconds) -> Outcome:
    return _by_intensity(session, shelf, reading, "deeper")


def _by_intensity(
    session: Session, shelf: Shelf, reading: Seconds, word: str
) -> Outcome:
    lead = _lead(session)
    playlist = session.programme.playlist or lead.playlist
    here = lead.track.intensity
    if here is None:
        raise Refused(f"The intensity of {lead.track.file} is not known.")
    found = [
        (abs(track.intensity - here), track)
        for track in shelf.playlists[playlist].tracks
        if shelf.can_sound(track)
        and track.intensity is not None
        and (track.intensity < here if word == "calmer" else track.intensity > here)
    ]
    if not found:
        raise Refused(f"The playlist {playlist} has no {word} track than this one.")
    _, track = min(found, key=lambda one: one[0])
    return music.enter(session, shelf, track, playlist, reading, rise=SKIP)


def play_from(
    session: Session, shelf: Shelf, command: PlayFrom, reading: Seconds
) -> Outcome:
    _lead(session)
    if command.playlist not in shelf.playlists:
        known = ", ".join(shelf.playlists)
        raise Refused(
            f"This session has no playlist {command.playlist}; it has {known}."
        )
    track = music.first_of(session, shelf, command.playlist)
    if track is None:
        raise Refused(f"No track of the playlist {command.playlist} can sound.")
    return music.enter(session, shelf, track, command.playlist, reading, rise=SKIP)


def play_next(session: Session, shelf: Shelf, command: PlayNext) -> Outcome:
    """A track of the session's playlists, out of its turn."""
    for playlist in shelf.playlists.values():
        for track in playlist.tracks:
            if track.file == command.file and shelf.can_sound(track):
                return _coming(session, track)
    raise Refused(f"{command.file} is in no playlist of this session.")


def _coming(session: Session, track: Track) -> Outcome:
    _lead(session)
    programme = replace(session.programme, asked=track)
    says = f"{track.file} comes next."
    return Outcome(replace(session, programme=programme), says=says)


def _lead(session: Session) -> Sounding:
    if session.mode is Mode.GROUNDED:
        raise Refused("Grounded: go back in (g) brings the music.")
    lead = session.programme.lead
    if lead is None or session.programme.playlist is None:
        raise Refused("No track sounds now.")
    return lead
