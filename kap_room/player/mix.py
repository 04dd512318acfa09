"""All gains of a moment, from the newest deck to the oldest, at each output.

What a newer deck leaves to the older ones follows from what it really sends, not from
its plan: while the limiter holds a rise back, the older decks wait for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kap_room.exchange.order import OutputOrder
from kap_room.plan.units import SILENT, Decibels, Seconds, amplitude
from kap_room.player.deck import FULL, Deck
from kap_room.player.gains import Master, left_by, total
from kap_room.player.limit import Sent, send, settle
from kap_room.player.table import Table

USUAL = (OutputOrder(),)


def mixed(
    table: Table,
    master: Master,
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
        fades = Decibels(shape + deck.return_at(reading) + left + master.lowering)
        rests = still and not is_moving(deck, reading)
        sents, lags = {}, []
        for output in outputs:
            heard = _Heard(output, master.volume, fades)
            target, sent = _sent(deck, heard, reading, rests=rests)
            sents[output.sink] = sent
            lags.append(0.0 if target == SILENT else target - sent.gain)
        left = _left(left, shape, min(lags, default=0.0))
        decks.append(replace(deck, sents=sents))
    return replace(table, decks=tuple(reversed(decks)))


@dataclass(frozen=True, slots=True)
class _Heard:
    """Where, and what is the same for a deck everywhere."""

    output: OutputOrder
    volume: Decibels
    fades: Decibels


def _sent(
    deck: Deck, heard: _Heard, reading: Seconds, *, rests: bool
) -> tuple[Decibels, Sent]:
    """What this output should be told of a deck, and what it is told now."""
    output = heard.output
    before = deck.sents.get(output.sink, Sent())
    most = Decibels(deck.order.most + output.most)
    # Fades begin at what the ceiling leaves: by what it cuts they would be late.
    full = total((deck.order.gain, output.volume, heard.volume), most)
    target = total((full, heard.fades, deck.arrival_at(output.sink, reading)), most)
    if deck.is_leaving:
        # A master that comes up meanwhile is meant for what follows.
        target = min(target, before.gain)
    # Of a volume that is turned down, the quiet end lies lower as well.
    turned_down = Decibels(min(0.0, heard.volume))
    static = total((deck.order.gain, output.volume, turned_down), most)
    sent = send(before, target, static, most, reading)
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
