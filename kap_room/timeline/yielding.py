"""Which decks sound beside the lead, and how long: what has yielded is forgotten."""

from __future__ import annotations

from dataclasses import replace

from kap_room.plan.units import Seconds
from kap_room.timeline.programme import Programme, Sounding


def led_by(programme: Programme, entering: Sounding) -> Programme:
    """With a new lead. What sounded yields to it and is forgotten once it has risen."""
    kept = [
        deck
        for index, deck in enumerate(programme.decks)
        if not _has_yielded(programme.decks, index, entering.starts)
    ]
    heard = programme.heard
    if entering.track.file not in heard:
        heard = (*heard, entering.track.file)
    return replace(
        programme,
        decks=(*kept[-3:], entering),
        next=None,
        turns=False,
        playlist=entering.playlist,
        heard=heard,
        serial=programme.serial + 1,
        kept=False,
        asked=None,
        closes=False,
    )


def _has_yielded(decks: tuple[Sounding, ...], index: int, reading: Seconds) -> bool:
    newer = decks[index + 1 :]
    return any(deck.starts + deck.deck.rise + 1.0 < reading for deck in newer)


def settled(programme: Programme, reading: Seconds) -> Programme:
    """Without the decks that have yielded altogether."""
    decks = tuple(
        deck
        for index, deck in enumerate(programme.decks)
        if not _has_yielded(programme.decks, index, reading)
    )
    return programme if decks == programme.decks else replace(programme, decks=decks)
