"""The rows of the start screen: what one Enter starts, and which of them is chosen.

The next appointment of the day stands on top. A list that changes by itself never moves
a hand's choice, and above all never from one person to another.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kap_room.exchange.commands import Start
from kap_room.exchange.desk import SceneCard
from kap_room.exchange.snapshot import AppointmentView
from kap_room.ui.words import hour_words, is_soon, one_line, title, who_words

NOT_HERE: Final = (
    "It is not among the scenes of this room; it was checked when it was booked."
)


@dataclass(frozen=True, slots=True)
class Row:
    card: SceneCard
    appointment: AppointmentView | None = None

    @property
    def key(self) -> str:
        """What it is, whatever its place is."""
        if self.appointment is None:
            return self.card.path
        booked = self.appointment
        return f"{self.card.path} {booked.at} {booked.code}"

    @property
    def words(self) -> str:
        if self.appointment is None:
            return title(one_line(self.card.name))
        return f"{hour_words(self.appointment)}  {who_words(self.appointment)}"

    @property
    def looks(self) -> tuple[str, str, SceneCard]:
        """What is seen of it; the time until an appointment passes unseen."""
        return (self.key, self.words, self.card)

    def start(self, code: str) -> Start:
        """The appointment's own code word, or what was typed."""
        if self.appointment is None:
            return Start(self.card.path, code=code or None)
        booked = self.appointment
        return Start(self.card.path, booked.code, booked.therapist, booked.without)


def rows_of(
    cards: tuple[SceneCard, ...], booked: AppointmentView | None
) -> tuple[Row, ...]:
    rows = tuple(Row(card) for card in cards)
    if booked is None or not is_soon(booked):
        return rows
    strange = SceneCard(booked.scene, booked.path, (), problems=(NOT_HERE,))
    card = next((card for card in cards if card.path == booked.path), strange)
    return (Row(card, booked), *rows)


def place_of(rows: tuple[Row, ...], key: str | None, scene: str | None) -> int:
    """Where the row is that a hand chose; else its scene; else the first scene."""
    for at, row in enumerate(rows):
        if row.key == key:
            return at
    scenes = [at for at, row in enumerate(rows) if row.appointment is None]
    for at in scenes:
        if scene in (rows[at].card.name, rows[at].card.path):
            return at
    return scenes[0] if scenes else 0
