"""What each deck should do at a reading: be opened, begin, leave, be followed.

Every rule answers for itself from the table, the order and the reading, so that a
missed step is made good by the next one. The order's own decks come first; what
follows them is `next`, then the fallback list in turn, round and round: dead air is
the one thing that must not happen while the order says `sounding`.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Final

from kap_room.exchange.order import DeckOrder, Order
from kap_room.plan.shapes import Fade
from kap_room.plan.units import SILENT, Seconds
from kap_room.player.deck import FULL, Deck
from kap_room.player.spare import hesitates, without_hesitant, without_spares
from kap_room.player.table import ROUND, Gone, Table, ordered_name

PREROLL: Final = Seconds(1.0)
"""A file is opened, muted, this long before it is due: long enough for a slow disk."""

MOST_DECKS: Final = 4
"""Open at once. A fifth waits until one is closed."""

HURRY: Final = Seconds(3.0)
"""The longest rise where something is missing."""

QUICKEST: Final = Seconds(2.4)
"""What the limiter needs from the floor to full: a quicker rise would not be over when
the lead is."""

LAST: Final = Seconds(3.0)
"""How the last track leaves when nothing is to follow it."""

EARLY: Final = Seconds(1.0)
"""A lead that ends this much before its follower is due does not bring it forward: the
follower begins as planned and rises a little faster."""

APART: Final = Seconds(1.0)
"""A track never overlaps itself: out over this, then in."""

PATIENCE: Final = Seconds(5.0)
"""Between tries, once every file has failed in turn."""


def follow(table: Table, reading: Seconds) -> Table:
    table = _with_ordered(table, reading)
    table = _with_follower(table, reading)
    table = _fade_last(table, reading)
    table = _keep_apart(table, reading)
    table = without_spares(_opened(table, reading))
    table = _begun(table, reading)
    return _closed(table, reading)


def _with_ordered(table: Table, reading: Seconds) -> Table:
    order = table.order
    if order is None or not order.sounding:
        return table
    for place, deck in enumerate(order.decks):
        if table.had(deck.deck):
            continue
        newer = order.decks[place + 1 :]
        if any(each.starts + each.rise <= reading for each in newer):
            continue  # It would be closed before it was heard.
        table = table.with_deck(deck, deck.starts, deck.rise)
    return table


def _with_follower(table: Table, reading: Seconds) -> Table:
    order = table.order
    if order is None or not order.sounding:
        return table
    follower = _follower(table, order, reading)
    if follower is None:
        return table
    due = _due(table, order, follower, reading)
    if due is None or reading < due - PREROLL:
        return table
    rise = follower.rise
    lead = table.alive[-1] if table.alive else None
    ends = lead.end_at(reading) if lead is not None else None
    spare = lead is not None and hesitates(lead, reading)
    if lead is None or spare or _owed(table, order, lead) is not None:
        if due <= reading:
            rise = Seconds(min(rise, HURRY))
    elif ends is not None and ends - due < rise:
        rise = Seconds(max(ends - due, min(rise, HURRY)))
    table = table.with_deck(follower, due, rise)
    return table.changed(replace(table.decks[-1], is_spare=spare))


def _follower(table: Table, order: Order, reading: Seconds) -> DeckOrder | None:
    if order.next is not None and not table.had(order.next.deck):
        return order.next
    count = len(order.fallback)
    if count and table.failures > count and reading < table.failed_at + PATIENCE:
        return None
    if not count:
        return None
    for number in range(count * 64):
        deck = order.fallback[number % count]
        turn = number // count
        name = deck.deck if turn == 0 else f"{deck.deck}{ROUND}{turn}"
        if not table.had(name):
            return replace(deck, deck=name, starts=Seconds(math.inf))
    return None


def _due(
    table: Table, order: Order, follower: DeckOrder, reading: Seconds
) -> Seconds | None:
    """When it begins to rise: sooner than planned when the lead ends or is gone."""
    if not table.alive:
        owed = _owed(table, order, None)
        return Seconds(max(reading, owed)) if owed is not None else reading
    lead = table.alive[-1]
    owed = _owed(table, order, lead)
    if owed is not None:
        return Seconds(max(reading, owed))
    if hesitates(lead, reading):
        return reading
    planned = follower.starts
    ends = lead.end_at(reading)
    if ends is None or not lead.has_begun:
        return planned if planned < math.inf else None
    at_the_end = ends - min(follower.rise, _half(lead, reading, ends))
    if planned <= at_the_end + min(EARLY, follower.rise / 2):
        return planned
    return Seconds(at_the_end)


def _half(lead: Deck, reading: Seconds, ends: Seconds) -> float:
    """Half of what the lead lasts: a crossfade is not longer than that if it can be."""
    length = lead.position_at(reading) + ends - reading
    return max(QUICKEST, length / 2)


def _owed(table: Table, order: Order, lead: Deck | None) -> Seconds | None:
    """When something should have begun that was ordered after `lead` and failed."""
    named = {each.deck for each in (*order.decks, *order.fallback)}
    if order.next is not None:
        named.add(order.next.deck)
    after = 0 if lead is None else lead.serial
    dues = [
        each.deck.due
        for each in table.gone
        if each.missed and each.deck.serial > after
        if ordered_name(each.deck.name) in named
    ]
    return max(dues, default=None)


def _fade_last(table: Table, reading: Seconds) -> Table:
    """The last track leaves softly when nothing is to follow."""
    lead = table.lead
    if lead is None or not lead.has_begun or lead.is_leaving:
        return table
    ends = lead.end_at(reading)
    order = table.order
    follows = (
        order is not None
        and order.sounding
        and _follower(table, order, reading) is not None
    ) or lead is not table.alive[-1]
    if ends is None or follows or reading < ends - LAST:
        return table
    lasts = Seconds(max(0.1, ends - reading))
    return table.changed(replace(lead, out=Fade(reading, lasts, FULL, SILENT)))


def _keep_apart(table: Table, reading: Seconds) -> Table:
    for deck in table.decks:
        if deck.has_begun:
            continue
        for other in table.decks:
            if other.order.file != deck.order.file or not other.has_begun:
                continue
            out = other.out
            if out is None and reading >= deck.due:
                out = Fade(reading, APART, FULL, SILENT)
                table = table.changed(replace(other, out=out))
            if out is not None and deck.due < out.ends:
                table = table.changed(replace(deck, due=out.ends))
    return table


def _opened(table: Table, reading: Seconds) -> Table:
    for deck in table.decks:
        opened = sum(each.opened is not None for each in table.decks)
        is_due = reading >= deck.due - PREROLL
        if deck.opened is None and is_due and opened < MOST_DECKS:
            table = table.changed(replace(deck, opened=reading))
    return table


def _begun(table: Table, reading: Seconds) -> Table:
    for deck in table.decks:
        begins = deck.begins
        if not deck.has_begun and begins is not None and reading >= begins:
            table = table.changed(replace(deck, rose=begins))
            table = without_hesitant(replace(table, failures=0), deck)
    return table


def _closed(table: Table, reading: Seconds) -> Table:
    """Without those that nobody hears any more and nobody will hear again."""
    for place, deck in enumerate(table.decks):
        newer = table.decks[place + 1 :]
        covered = any(
            each.has_risen_at(reading) and not each.is_leaving for each in newer
        )
        out = deck.out
        left = out is not None and reading >= out.ends
        if (covered or left) and deck.is_nothing:
            table = table.without(Gone(deck, "over", missed=False))
    return table
