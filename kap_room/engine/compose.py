"""The session as an order to the player."""

from __future__ import annotations

from kap_room.engine.session import SOUNDING, Session
from kap_room.engine.spares import spare
from kap_room.exchange.order import DeckOrder, Order, OutputOrder
from kap_room.plan.room import Sound
from kap_room.plan.units import Decibels
from kap_room.timeline.programme import Shelf, Sounding


def order_of(session: Session, shelf: Shelf, revision: int) -> Order:
    """Everything the player needs to go on alone."""
    programme = session.programme
    wanted = session.mode in SOUNDING and programme.playlist is not None
    return Order(
        revision=revision,
        decks=tuple(_order(deck) for deck in programme.decks),
        next=_order(programme.next) if programme.next is not None else None,
        fallback=tuple(map(_order, spare(session, shelf))) if wanted else (),
        master=session.layers.fades,
        sounding=wanted and programme.lead is not None,
        outputs=outputs_of(shelf.room.sound),
    )


def outputs_of(sound: Sound) -> tuple[OutputOrder, ...]:
    if not sound.outputs:
        return (OutputOrder(sound.output),)
    return tuple(
        OutputOrder(
            each.sink,
            each.volume,
            Decibels(0.0 if each.ceiling is None else each.ceiling - sound.ceiling),
        )
        for each in sound.outputs
    )


def _order(sounding: Sounding) -> DeckOrder:
    deck = sounding.deck
    return DeckOrder(
        deck=deck.name,
        file=deck.file,
        gain=deck.gain,
        most=deck.most,
        starts=deck.starts,
        rise=deck.rise,
        begins=deck.begins,
        ends=deck.ends,
    )
