"""The keys of the lamp row, once: its bindings, its line of keys and its help.

They count only while the row is open, which the screen shows, and mean elsewhere what
they always do. Whatever is not named here acts in the row as everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from textual.binding import Binding

GROUP: Final = "While the lamps are chosen (k)"


@dataclass(frozen=True, slots=True)
class LampKey:
    shown: str
    """The key as it is named on the screen."""
    keys: str
    """The same as Textual names it; commas between several."""
    word: str
    tells: str
    action: str


ROW: Final = (
    LampKey("←", "left", "choose", "The lamp to the left; first, all.", "choose(-1)"),
    LampKey("→", "right", "choose", "The lamp to the right.", "choose(1)"),
    LampKey("↑ or +", "up,plus,equals_sign", "brighter", "By 5 %.", "change(True)"),
    LampKey(
        "↓ or -",
        "down,minus,underscore",
        "darker",
        "By 5 %; below 5 comes 1, then off.",
        "change(False)",
    ),
    LampKey("0", "0", "off", "This lamp dims to nothing.", "put(0)"),
    LampKey("1 to 9", "1,2,3,4,5,6,7,8,9", "10 to 90 %", "So many tens.", ""),
    LampKey("r", "r", "back to plan", "Gives this lamp back to the plan.", "give_back"),
    LampKey("R", "R", "all back", "Gives back every lamp.", "give_all_back"),
    LampKey("Esc, k", "escape", "leave", "After 30 s it leaves by itself.", "leave"),
)
"""An action that is not named is `put` with the digit."""


def lamp_bindings() -> Iterator[Binding]:
    for one in ROW:
        if one.action:
            yield _binding(one, one.keys, one.action)
            continue
        for digit in one.keys.split(","):
            yield _binding(one, digit, f"put({digit})")


def _binding(one: LampKey, keys: str, action: str) -> Binding:
    return Binding(
        keys, action, one.word, show=False, key_display=one.shown, tooltip=one.tells
    )
