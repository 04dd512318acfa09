"""What the player says of itself: the table as a report."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kap_room.exchange.order import DeckReport, PlayerReport
from kap_room.plan.units import SILENT, Decibels, Seconds
from kap_room.player.deck import Deck
from kap_room.player.table import Gone, Table


@dataclass(frozen=True, slots=True)
class Health:
    """What is true of the process rather than of a deck."""

    sound: str
    pid: int
    says: str = ""
    silenced: bool = False


def told(table: Table, health: Health, reading: Seconds) -> PlayerReport:
    lead = table.lead
    return PlayerReport(
        revision=0 if table.order is None else table.order.revision,
        reading=reading,
        lead=None if lead is None else lead.name,
        decks=(
            *(_of_gone(each) for each in table.gone if _is_wanted(table, each)),
            *(_of_deck(each, reading) for each in table.decks),
        ),
        sound=health.sound,
        pid=health.pid,
        says=health.says,
        silenced=health.silenced,
    )


def essence(report: PlayerReport) -> PlayerReport:
    """What of a report is news: all but what changes by the mere passing of time."""
    decks = tuple(
        replace(each, position=Seconds(0.0), gain=SILENT) for each in report.decks
    )
    return replace(report, reading=Seconds(0.0), decks=decks)


def _is_wanted(table: Table, gone: Gone) -> bool:
    """A deck that is gone is told of as long as the order names it."""
    order = table.order
    if order is None:
        return False
    names = {each.deck for each in (*order.decks, *order.fallback)}
    return gone.deck.name in names or (
        order.next is not None and order.next.deck == gone.deck.name
    )


def _of_deck(deck: Deck, reading: Seconds) -> DeckReport:
    if deck.opened is None:
        state = "waiting"
    else:
        state = "sounding" if deck.has_begun else "starting"
    return _report(deck, state, deck.position_at(reading), deck.gain)


def _of_gone(gone: Gone) -> DeckReport:
    heard = gone.deck.heard
    position = gone.deck.order.begins if heard is None else heard.position
    report = _report(gone.deck, gone.state, position, SILENT)
    return replace(report, says=gone.says)


def _report(deck: Deck, state: str, position: Seconds, gain: Decibels) -> DeckReport:
    return DeckReport(
        deck=deck.name,
        file=deck.order.file,
        state=state,
        position=position,
        length=None if deck.heard is None else deck.heard.length,
        rose=deck.rose,
        gain=gain,
    )
