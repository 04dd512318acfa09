"""A new order meets what is on the table.

Replaced whole: what it does not name leaves, what it names and already sounds is left
alone. It never begins anything; that is decided reading by reading, in `follow`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from kap_room.exchange.order import DeckOrder, Order
from kap_room.plan.shapes import Fade
from kap_room.plan.units import SILENT, Decibels, Seconds
from kap_room.player.deck import FULL, Deck
from kap_room.player.follow import PREROLL
from kap_room.player.table import Gone, Table, ordered_name

DISMISSED: Final = Seconds(1.0)
"""How long a deck takes to leave that the order no longer names."""

LATER: Final = Seconds(2 * PREROLL)
"""A deck opened ahead whose turn moved further away than this is closed again."""


def obey(table: Table, order: Order, reading: Seconds) -> Table:
    table = replace(table, order=order)
    for deck in table.decks:
        table = _meet(table, order, deck, reading)
    return table


def _meet(table: Table, order: Order, deck: Deck, reading: Seconds) -> Table:
    named, starts = _named(order, deck)
    if named is None:
        if deck.has_begun:
            return table.changed(dismissed(deck, reading))
        return _taken_back(table, deck)
    deck = _corrected(deck, named)
    if deck.has_begun:
        return table.changed(deck)
    if starts > reading + LATER:
        return _taken_back(table, deck)
    ordered = replace(deck.order, starts=named.starts)
    return table.changed(replace(deck, order=ordered, due=starts))


def _named(order: Order, deck: Deck) -> tuple[DeckOrder | None, Seconds]:
    """What the order says of a deck, and when it wants it to begin."""
    for each in order.decks:
        if each.deck == deck.name:
            return each, each.starts
    if order.next is not None and order.next.deck == deck.name:
        # It may have been brought forward, to the end of a lead that ends early.
        is_as_before = order.next.starts == deck.order.starts
        return order.next, deck.due if is_as_before else order.next.starts
    for each in order.fallback:
        if each.deck == ordered_name(deck.name):
            return each, deck.due
    return None, deck.due


def _taken_back(table: Table, deck: Deck) -> Table:
    """Nobody has heard it: it goes without a trace, and may come again."""
    decks = tuple(each for each in table.decks if each.name != deck.name)
    return replace(table, decks=decks)


def _corrected(deck: Deck, named: DeckOrder) -> Deck:
    """The same file further on, with the gain and the end that hold now."""
    order = replace(deck.order, gain=named.gain, most=named.most, ends=named.ends)
    return replace(deck, order=order)


def dismissed(deck: Deck, reading: Seconds, over: Seconds = DISMISSED) -> Deck:
    if deck.out is not None:
        return deck
    return replace(deck, out=Fade(reading, over, Decibels(FULL), SILENT))


def cleared(table: Table) -> Table:
    """Nothing ordered, nothing sounding."""
    for deck in table.decks:
        table = table.without(Gone(deck, "over", missed=False))
    return replace(table, order=None)
