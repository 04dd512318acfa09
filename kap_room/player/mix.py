"""All gains of a moment, from the newest deck to the oldest.

What a newer deck leaves to the older ones follows from what it really sends, not from
its plan: while the limiter holds a rise back, the older decks wait for it.
"""

from __future__ import annotations

from dataclasses import replace

from kap_room.plan.units import SILENT, Decibels, Seconds, amplitude
from kap_room.player.deck import FULL, Deck
from kap_room.player.gains import left_by, total
from kap_room.player.limit import send, settle
from kap_room.player.table import Table


def mixed(table: Table, master: Decibels, reading: Seconds, *, still: bool) -> Table:
    """Each deck with what it is to be sent now.

    `still` is true when no master fade moves: then gains at rest are made sure of.
    """
    left = FULL
    decks: list[Deck] = []
    for deck in reversed(table.decks):
        shape = deck.shape_at(reading)
        most = deck.order.most
        stages = (deck.order.gain, shape, deck.return_at(reading), left, master)
        target = total(stages, most)
        if deck.is_leaving:
            # A master that comes up meanwhile is meant for what follows.
            target = Decibels(min(target, deck.sent.gain))
        sent = send(deck.sent, target, deck.order.gain, most, reading)
        if still and not is_moving(deck, reading) and sent.step == deck.sent.step:
            sent = settle(sent)
        lag = 0.0 if target == SILENT else target - sent.gain
        left = _left(left, shape, lag)
        decks.append(replace(deck, sent=sent))
    return replace(table, decks=tuple(reversed(decks)))


def _left(left: Decibels, shape: Decibels, lag: float) -> Decibels:
    if SILENT in (shape, left):
        return left
    risen = Decibels(shape - lag)
    if amplitude(risen) <= 0.0:
        return left
    return Decibels(left + left_by(risen))


def is_moving(deck: Deck, reading: Seconds) -> bool:
    """Whether its gain changes by itself at this reading, or soon may."""
    if deck.opened is None:
        return False
    begins = deck.begins
    if begins is None or reading < begins + deck.rise:
        return True
    if deck.out is not None:
        return True
    return deck.return_at(reading) != FULL


def is_restless(table: Table, reading: Seconds) -> bool:
    """Whether the gains must be looked at again in a moment."""
    return any(
        is_moving(each, reading) or each.sent.is_behind or each.sent.unsettled
        for each in table.decks
    )
