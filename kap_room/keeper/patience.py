"""How long the keeper waits for what, each with its reason."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Patience:
    """All in seconds."""

    first_food: float = 30.0
    """An engine may import and read for long on a slow card before its first step."""
    food: float = 10.0
    """An engine steps many times a second; one that has not for this long is stuck."""
    stopped: float = 6.0
    """A player that a signal holds still makes no sound and does not know it. Some
    seconds may be somebody's doing, and it comes back from them by itself."""
    well: float = 5.0
    """Whoever ran for this long is started again at once when it ends."""
    longest_pause: float = 2.0
    """Between two starts, however often it died: the room must not wait longer."""
    engine_stops: float = 5.0
    """To finish what it is writing."""
    player_stops: float = 4.0
    """To fade out over two, and to close libVLC."""
    look: float = 0.5
    """Between two looks when nothing happens."""
