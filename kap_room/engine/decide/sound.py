"""The buttons of sound: silence and music, talk, volume, and the tracks."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from kap_room.engine import music
from kap_room.engine.ahead import after_lead
from kap_room.engine.decide.plan import answered
from kap_room.engine.lighting import low_no_more
from kap_room.engine.session import Mode, Outcome, Refused, Session
from kap_room.exchange.commands import SetVolume
from kap_room.plan.units import SILENT, Decibels, Seconds
from kap_room.timeline.gains import LOUDEST, QUIETEST, TALK, towards
from kap_room.timeline.programme import (
    SKIP,
    Shelf,
    Sounding,
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
STEP_RATE: Final = 12.0
"""Decibels a second, for a key that is held: 3 dB in the 250 ms in which 6 startle."""
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
        return Outcome(session, says=_still_low(session))
    long = reading - session.silenced > LONG_SILENCE
    over = BACK_AFTER_LONG if long else BACK
    session = answered(replace(session, silenced=None))
    session = low_no_more(session, shelf.room, reading)
    playlist = session.programme.playlist
    if playlist is None:
        return Outcome(session, says="Music: this phase has none.")
    if session.programme.lead is None:
        return _sound_anew(session, shelf, playlist, over, reading)
    layers = session.layers.with_quiet(Decibels(0.0), over, reading)
    session = replace(session, layers=layers)
    return Outcome(session, says=_still_low(session) or "Music.")


def _still_low(session: Session) -> str:
    """Who asked for full music and hears it low is told what brings it back.

    Nothing where it is not low. Pedals have no keys, so the word stands before the key.
    """
    if session.programme.playlist is None:
        return ""
    away = session.mode is Mode.AWAY
    if session.talking and away:
        return "Music, low: talk (t) and away (a), each again, bring it back."
    if session.talking:
        return "Music, low for talking: talk (t) again brings it back."
    return "Music, low while away: away (a) again brings it back." if away else ""


def _sound_anew(
    session: Session, shelf: Shelf, playlist: str, over: Seconds, reading: Seconds
) -> Outcome:
    """After a reboot nothing sounds below the silence: a track enters softly."""
    track = music.first_of(session, shelf, playlist, reading)
    if track is None:
        raise Refused(f"No track of the playlist {playlist} can sound.")
    session, at = music.quiet_lifted(session, reading)
    outcome = music.enter(session, shelf, track, playlist, at, rise=over)
    return replace(outcome, says=_still_low(outcome.session) or "Music.")


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
    return _volume(session, Decibels(volume.end + by), reading)


def set_volume(session: Session, command: SetVolume, reading: Seconds) -> Outcome:
    """As far as a key may go, and no faster, wherever a fader was thrown."""
    return _volume(session, command.gain, reading)


def _volume(session: Session, wanted: Decibels, reading: Seconds) -> Outcome:
    volume = session.layers.volume
    asked = wanted
    wanted = Decibels(min(LOUDEST, max(QUIETEST, asked)))
    way = abs(wanted - volume.gain_at(reading))
    over = Seconds(max(STEP_OVER, way / STEP_RATE))
    moved = towards(volume, wanted, over, reading)
    layers = replace(session.layers, volume=moved)
    says = f"Volume {wanted:+.0f} dB."
    if wanted != asked:
        says = f"Volume {wanted:+.0f} dB: it goes no further."
    return Outcome(replace(session, layers=layers), says=says)


def next_track(session: Session, shelf: Shelf, reading: Seconds) -> Outcome:
    lead = leading(session)
    playlist = session.programme.playlist or lead.playlist
    track = after_lead(session, shelf, kept=False)
    if track is None:
        raise Refused(f"The playlist {playlist} has no track after this one.")
    return music.enter(session, shelf, track, playlist, reading, rise=SKIP)


def previous_track(session: Session, shelf: Shelf, reading: Seconds) -> Outcome:
    lead = leading(session)
    if reading - lead.starts > NEAR_ITS_START:
        return restart_track(session, shelf, reading)
    playlist = session.programme.playlist or lead.playlist
    track = preceding(session.programme, shelf, playlist, lead.track)
    if track is None:
        return restart_track(session, shelf, reading)
    # What is left comes next again: it was hardly heard.
    heard = tuple(f for f in session.programme.heard if f != lead.track.file)
    session = replace(session, programme=replace(session.programme, heard=heard))
    return music.enter(session, shelf, track, playlist, reading, rise=SKIP)


def restart_track(session: Session, shelf: Shelf, reading: Seconds) -> Outcome:
    lead = leading(session)
    return music.enter(session, shelf, lead.track, lead.playlist, reading, rise=SKIP)


def keep_track(session: Session) -> Outcome:
    lead = leading(session)
    kept = not session.programme.kept
    programme = replace(session.programme, kept=kept)
    says = f"{lead.track.file} comes again after itself."
    if not kept:
        says = "The playlist goes on after this track."
    return Outcome(replace(session, programme=programme), says=says)


def leading(session: Session) -> Sounding:
    """What a button of the tracks works on. Refused where nothing sounds."""
    if session.mode is Mode.GROUNDED:
        raise Refused("Grounded: go back in (g) brings the music.")
    lead = session.programme.lead
    if lead is None or session.programme.playlist is None:
        raise Refused("No track sounds now.")
    return lead


def asked_as_before(outcome: Outcome, before: Session) -> Outcome:
    """Another track came by another button: what was promised still comes next."""
    asked, programme = before.programme.asked, outcome.session.programme
    lead = programme.lead
    if asked is None or lead is None or lead.track.file == asked.file:
        return outcome
    programme = replace(programme, asked=asked)
    return replace(outcome, session=replace(outcome.session, programme=programme))
