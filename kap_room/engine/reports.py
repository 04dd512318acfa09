"""What the player says, taken into the session: it is the truth about what sounds."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import Final

from kap_room.engine import music
from kap_room.engine.decide import decide, name_of
from kap_room.engine.session import SOUNDING, Moment, Outcome, Session
from kap_room.exchange.commands import Button, Press
from kap_room.exchange.events import CommandTaken, TrackFailed
from kap_room.exchange.order import DeckReport, PlayerReport
from kap_room.plan.music import Track
from kap_room.plan.units import Seconds
from kap_room.timeline.entering import Entry, appear
from kap_room.timeline.programme import (
    START,
    Failed,
    Programme,
    Shelf,
    Sounding,
)

SHORT: Final = Seconds(5.0)
"""A file that ends this much before its time was cut short, or its stick pulled."""

DRIFT: Final = Seconds(0.3)
"""The player's own position counts when it is further than this from ours."""

JUST_BEGUN: Final = Seconds(5.0)
"""So long a track tells how far ahead of the plan its file was opened."""

MOST_EARLY: Final = Seconds(2.0)


def heard_from(
    session: Session, shelf: Shelf, report: PlayerReport, *, is_stale: bool = False
) -> Outcome:
    """The session, knowing what the player says of its decks.

    A stale report was written before the player read the last order: a lead that is
    strange to us is then only one that we have just taken away.
    """
    outcome = _failures(session, report)
    session = outcome.session
    programme = session.programme
    said = next((d for d in report.decks if d.deck == report.lead), None)
    if said is not None and session.mode in SOUNDING:
        if programme.next is not None and said.deck == programme.next.deck.name:
            if report.reading < programme.next.starts:
                entering = _begun(programme.next, said, report.reading)
                outcome = outcome.then(music.lead(session, entering))
        elif not is_stale and _deck(programme, said.deck) is None:
            outcome = outcome.then(_adopted(session, shelf, report, said))
    outcome = replace(outcome, session=_anchored(outcome.session, shelf, report))
    if report.silenced and not is_stale:
        outcome = outcome.then(_silenced(outcome.session, shelf, report.reading))
    return outcome


def _silenced(session: Session, shelf: Shelf, reading: Seconds) -> Outcome:
    """As by the key, which was pressed while this engine or the last one hung."""
    if session.mode not in SOUNDING or session.silenced is not None:
        return Outcome(session)
    pressed = Press(Button.SILENCE)
    taken = CommandTaken(name_of(pressed))
    outcome = decide(session, shelf, pressed, Moment(reading))
    return Outcome(outcome.session, (taken, *outcome.events))


def _failures(session: Session, report: PlayerReport) -> Outcome:
    outcome = Outcome(session)
    for deck in report.decks:
        ours = _deck(session.programme, deck.deck)
        if ours is not None and _has_failed(ours, deck):
            # Its whole path would fill the screen, and its name is said anyway.
            says = deck.says.replace(deck.file, "The file")
            failed = Failed(ours.track.file, says, report.reading)
            outcome = outcome.then(_without(outcome.session, failed))
    return outcome


def _has_failed(ours: Sounding, said: DeckReport) -> bool:
    if said.state == "over":
        # A lie about its length matters only where it was believed.
        return bool(said.says) and said.position < ours.over_in_file - SHORT
    return said.state == "failed"


def _without(session: Session, failed: Failed) -> Outcome:
    programme = session.programme
    if programme.has_failed(failed.file):
        return Outcome(session)
    asked = programme.asked
    if asked is not None and asked.file == failed.file:
        asked = None
    programme = replace(programme, failed=(*programme.failed, failed), asked=asked)
    told = TrackFailed(failed.file, failed.says)
    return Outcome(replace(session, programme=programme), (told,))


def found_rotten(session: Session, shelf: Shelf, reading: Seconds) -> Outcome:
    """Told as soon as it is known of a file that it cannot sound, not at its turn."""
    outcome, asked = Outcome(session), session.programme.asked
    lists = [playlist.tracks for playlist in session.playlists.values()]
    for track in chain(*lists, () if asked is None else (asked,)):
        measure = shelf.measure_of(track)
        if measure is None or measure.problem is None:
            continue
        if shelf.left_out_by(track) is None:  # else nobody waits for it
            failed = Failed(track.file, measure.problem, reading)
            outcome = outcome.then(_without(outcome.session, failed))
    return outcome


def _deck(programme: Programme, name: str) -> Sounding | None:
    decks = programme.decks
    if programme.next is not None:
        decks = (*decks, programme.next)
    return next((deck for deck in decks if deck.deck.name == name), None)


def _begun(coming: Sounding, said: DeckReport, reading: Seconds) -> Sounding:
    """The next track, taken up sooner than planned."""
    starts = said.rose if said.rose is not None else reading
    earlier = coming.starts - starts
    return replace(
        coming,
        deck=replace(coming.deck, starts=starts),
        over_at=Seconds(coming.over_at - earlier),
    )


def _adopted(
    session: Session, shelf: Shelf, report: PlayerReport, said: DeckReport
) -> Outcome:
    """The player went on alone: what leads there leads here."""
    found = _track_of(session, shelf, said.file)
    if found is None:
        return Outcome(session)
    playlist, track = found
    starts = said.rose if said.rose is not None else report.reading
    entry = Entry(starts, START, session.course.phase.volume)
    programme = session.programme
    there = {deck.deck for deck in report.decks}
    decks = tuple(deck for deck in programme.decks if deck.deck.name in there)
    session = replace(session, programme=replace(programme, decks=decks))
    entering = appear(programme, shelf, playlist, track, entry)
    deck = replace(entering.deck, name=said.deck)
    return music.lead(session, replace(entering, deck=deck))


def _track_of(session: Session, shelf: Shelf, file: str) -> tuple[str, Track] | None:
    """Where a file comes from: most likely the playlist that is heard."""
    heard = session.programme.playlist
    for name in sorted(shelf.playlists, key=lambda name: name != heard):
        for track in shelf.playlists[name].tracks:
            if shelf.path_of(track) == file:
                return name, track
    return None


def _anchored(session: Session, shelf: Shelf, report: PlayerReport) -> Session:
    """With the end of the lead where the player's own position puts it."""
    lead = session.programme.lead
    if lead is None:
        return session
    said = next((d for d in report.decks if d.deck == lead.deck.name), None)
    if said is None or said.state != "sounding" or report.sound == "lost":
        return session
    end = _end(lead, said, shelf)
    over_at = Seconds(report.reading + max(0.0, end - said.position))
    if abs(over_at - lead.over_at) < DRIFT:
        return session
    moved = replace(lead, over_at=over_at, over_in_file=end)
    programme = session.programme
    decks = (*programme.decks[:-1], moved)
    early = programme.early
    if lead.early is not None and report.reading < lead.starts + JUST_BEGUN:
        early = Seconds(lead.early + lead.over_at - over_at)
        early = Seconds(max(0.0, min(MOST_EARLY, early)))
    return replace(session, programme=replace(programme, decks=decks, early=early))


def _end(lead: Sounding, said: DeckReport, shelf: Shelf) -> Seconds:
    if shelf.measure_of(lead.track) is not None or said.length is None:
        return shelf.end_of(lead.track)
    if lead.track.ends is not None:
        return min(lead.track.ends, said.length)
    return said.length


def taken_up_anew(session: Session, shelf: Shelf, reading: Seconds) -> Session:
    """A new player: the lead begins at the place where it is now, and fades in."""
    lead = session.programme.lead
    if lead is None or reading <= lead.starts or session.mode not in SOUNDING:
        return session
    last = shelf.end_of(lead.track) - 1.0
    place = Seconds(max(0.0, min(lead.place_at(reading), last)))
    entry = Entry(reading, START, session.course.phase.volume, place)
    anew = appear(session.programme, shelf, lead.playlist, lead.track, entry)
    programme = replace(
        session.programme, decks=(anew,), serial=session.programme.serial + 1
    )
    return replace(session, programme=programme)
