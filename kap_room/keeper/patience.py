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
    stopped: float = 0.8
    """A player that a signal holds still is heard for another 1.1 s, from what the
    sound server has in hand. One that was let go after that would be there again at
    once, as loud as it was, before it could lower itself: so it does not come back."""
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
    closely: float = 0.1
    """Between two looks at a player that is stopped, or whose stop nobody tells."""
