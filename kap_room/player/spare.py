"""Another track beside one whose file takes its time to open.

A stick, a disk or a server may hang for seconds, and the room must not be silent that
long. So the next track is opened beside it, and whichever plays first is heard. A spare
that was not needed goes without a trace and may come again: a disk that spins up keeps
every file waiting, and none of them is to blame.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Final

from kap_room.plan.units import Seconds
from kap_room.player.deck import Deck
from kap_room.player.table import Gone, Table

HESITATES: Final = Seconds(0.8)
"""A file opens within an eighth of this, also from a card. What comes in its place
needs a second until it is heard, and two are all there are (S6)."""

SAYS: Final = "The file does not open."


def hesitates(deck: Deck, reading: Seconds) -> bool:
    """Whether something else should be ready in its place."""
    return _is_opening(deck) and reading >= max(deck.due, _since(deck) + HESITATES)


def without_spares(table: Table) -> Table:
    """Where the file before it came up after all."""
    decks: list[Deck] = []
    for deck in table.decks:
        before = decks[-1] if decks else None
        needless = before is not None and before.up is not None
        if deck.is_spare and not deck.has_begun and needless:
            continue
        decks.append(deck)
    return replace(table, decks=tuple(decks))


def without_hesitant(table: Table, begun: Deck) -> Table:
    """A spare is heard now: what it stands in for is given up, and told of."""
    if not begun.is_spare:
        return table
    for deck in table.decks:
        if deck.serial < begun.serial and _is_opening(deck):
            table = table.without(Gone(deck, "failed", missed=False, says=SAYS))
    return table


def _is_opening(deck: Deck) -> bool:
    """One that has begun was up before: it waits for a server and not for its file."""
    return deck.opened is not None and deck.up is None and not deck.has_begun


def _since(deck: Deck) -> float:
    return math.inf if deck.opened is None else deck.opened
