"""All gains of a moment, from the newest deck to the oldest, at each output.

What a newer deck leaves to the older ones follows from what it really sends, not from
its plan: while the limiter holds a rise back, the older decks wait for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kap_room.exchange.order import OutputOrder
from kap_room.plan.units import SILENT, Decibels, Seconds, amplitude
from kap_room.player.deck import FULL, Deck
from kap_room.player.gains import left_by, total
from kap_room.player.limit import Sent, send, settle
from kap_room.player.table import Table

USUAL = (OutputOrder(),)


def mixed(
    table: Table,
    master: Decibels,
    reading: Seconds,
    *,
    still: bool,
    outputs: Sequence[OutputOrder] = USUAL,
) -> Table:
    """Each deck with what it is to be sent now.

    `still` is true when no master fade moves: then gains at rest are made sure of.
    """
    left = FULL
    decks: list[Deck] = []
    for deck in reversed(table.decks):
        shape = deck.shape_at(reading)
        stages = (deck.order.gain, shape, deck.return_at(reading), left, master)
        gain = Decibels(sum(stages))
        rests = still and not is_moving(deck, reading)
        sents, lags = {}, []
        for output in outputs:
            target, sent = _sent(deck, output, gain, reading, rests=rests)
            sents[output.sink] = sent
            lags.append(0.0 if target == SILENT else target - sent.gain)
        left = _left(left, shape, min(lags, default=0.0))
        decks.append(replace(deck, sents=sents))
    return replace(table, decks=tuple(reversed(decks)))


def _sent(
    deck: Deck, output: OutputOrder, gain: Decibels, reading: Seconds, *, rests: bool
) -> tuple[Decibels, Sent]:
    """What this output should be told of a deck, and what it is told now."""
    before = deck.sents.get(output.sink, Sent())
    most = Decibels(deck.order.most + output.most)
    arrival = deck.arrival_at(output.sink, reading)
    target = total((gain, output.volume, arrival), most)
    if deck.is_leaving:
        # A master that comes up meanwhile is meant for what follows.
        target = min(target, before.gain)
    quiet = Decibels(deck.order.gain + output.volume)
    sent = send(before, target, quiet, most, reading)
    return target, settle(sent) if rests and sent.step == before.step else sent


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
    if deck.out is not None or deck.return_at(reading) != FULL:
        return True
    arrived = () if deck.heard is None else deck.heard.ups
    return any(deck.arrival_at(each, reading) != FULL for each in arrived)


def is_restless(table: Table, reading: Seconds) -> bool:
    """Whether the gains must be looked at again in a moment."""
    return any(
        is_moving(deck, reading) or sent.is_behind or sent.unsettled
        for deck in table.decks
        for sent in deck.sents.values() or (Sent(),)
    )
