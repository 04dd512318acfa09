"""The table the decks lie on, as a value: what is there, what was, what was ordered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from kap_room.exchange.order import DeckOrder, Order
from kap_room.plan.units import Seconds
from kap_room.player.deck import Deck, Heard

REMEMBERED: Final = 256
"""Names of decks that had their turn. One that is named again is not played again."""

ROUND: Final = "~"
"""Between a fallback deck's name and how often the list has come round."""

SHORT: Final = Seconds(5.0)
"""A file that ends this much before its own length says, has lied."""


@dataclass(frozen=True, slots=True)
class Gone:
    """A deck that is no longer on the table."""

    deck: Deck
    state: str
    """over | failed"""
    missed: bool
    """True when it left by itself, and something must follow."""
    says: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    order: Order | None = None
    decks: tuple[Deck, ...] = ()
    """Oldest first."""
    gone: tuple[Gone, ...] = ()
    failures: int = 0
    """How many files failed in a row."""
    failed_at: Seconds = Seconds(0.0)
    serial: int = 0

    @property
    def alive(self) -> tuple[Deck, ...]:
        """Those that are to stay."""
        return tuple(each for each in self.decks if not each.is_leaving)

    @property
    def lead(self) -> Deck | None:
        """The newest that has begun; before anything has, the newest."""
        begun = [each for each in self.alive if each.has_begun]
        candidates = begun or self.alive
        return candidates[-1] if candidates else None

    def had(self, name: str) -> bool:
        """Whether a deck of this name is here or was."""
        return any(each.name == name for each in self.decks) or any(
            each.deck.name == name for each in self.gone
        )

    def with_deck(self, order: DeckOrder, due: Seconds, rise: Seconds) -> Table:
        deck = Deck(order, self.serial + 1, due, rise)
        return replace(self, decks=(*self.decks, deck), serial=self.serial + 1)

    def changed(self, deck: Deck) -> Table:
        return replace(
            self,
            decks=tuple(
                deck if each.name == deck.name else each for each in self.decks
            ),
        )

    def fading_in_again(self, up: Seconds | None) -> Table:
        """Nothing is heard any more of what sounded; `up` is when it plays again."""
        decks = tuple(
            # One whose file is still opening is not up because others are again.
            replace(
                each,
                up=None if each.up is None else up,
                again=each.has_begun,
                sents={},
            )
            for each in self.decks
        )
        return replace(self, decks=decks)

    def without(self, gone: Gone) -> Table:
        kept = replace(gone, deck=gone.deck.remembered)
        return replace(
            self,
            decks=tuple(each for each in self.decks if each.name != gone.deck.name),
            gone=(*self.gone, kept)[-REMEMBERED:],
        )


def ordered_name(name: str) -> str:
    """The name in the order, also of a fallback deck that has come round again."""
    return name.partition(ROUND)[0]


def hear(table: Table, heard: Mapping[str, Heard], reading: Seconds) -> Table:
    """Take in what libVLC says of each deck."""
    for deck in table.decks:
        if deck.name in heard:
            table = _hear(table, deck, heard[deck.name], reading)
    return table


def _hear(table: Table, deck: Deck, heard: Heard, reading: Seconds) -> Table:
    match heard.state:
        case "failed":
            table = replace(table, failures=table.failures + 1, failed_at=reading)
            return table.without(
                Gone(replace(deck, heard=heard), "failed", missed=True, says=heard.says)
            )
        case "over":
            says = _lie(deck)
            return table.without(Gone(deck, "over", missed=True, says=says))
        case "playing":
            up = reading if deck.up is None else deck.up
            return table.changed(replace(deck, heard=heard, up=up))
        case _:
            return table


def _lie(deck: Deck) -> str:
    heard = deck.heard
    if heard is None or heard.length is None:
        return ""
    if heard.position >= heard.length - SHORT:
        return ""
    return (
        f"{deck.order.file} says it is {heard.length:.0f} s long"
        f" and ended after {heard.position:.0f} s."
    )
