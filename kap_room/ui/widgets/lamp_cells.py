"""How one lamp of the row under a hand is written, and which of many are shown."""

from __future__ import annotations

from typing import Final

from kap_room.exchange.snapshot import LampView
from kap_room.ui.glow import glow
from kap_room.ui.lamp_hand import ALL, LampHand
from kap_room.ui.theme import BRIGHT, CARE, DIM, FAINT, PLAIN
from kap_room.ui.widgets.panel import LABEL, Part, cells, cut, pad
from kap_room.ui.words import lamp_said, one_line, percent

CELL: Final = 26
MARK: Final = "► "
"""Stands before the chosen one; a terminal without colours shows it too."""
SWATCH: Final = "███"
LOST: Final = "╌╌╌"


def window(count: int, chosen: int, across: int, height: int) -> tuple[int, int]:
    """From which place to which is shown: whole rows, the chosen one among them."""
    rows = -(-count // across)
    top = min(max(0, chosen // across - height // 2), max(0, rows - height))
    return top * across, min(count, (top + height) * across)


def chosen_words(hand: LampHand, reading: float, width: int) -> tuple[Part, ...]:
    """The chosen one in words: how it is, where it goes, and the way back."""
    name, lamp = hand.chosen, hand.lamps.get(hand.chosen)
    asked = hand.asked_of(name, reading)
    said = percent(hand.glows(name)) + (
        f", to {percent(asked)}" if asked is not None else ""
    )
    rest = _state(hand, lamp)
    more = "" if name == ALL else f"   {hand.places.index(name)} of {len(hand.lamps)}"
    room = width - LABEL - len(said) - len(rest) - len(more) - 6
    named = f"all {len(hand.lamps)} lamps" if name == ALL else one_line(name)
    return (
        ("lamps".ljust(LABEL), BRIGHT),
        (cut(named, max(8, room)), f"bold {BRIGHT}"),
        (f"   {said}", BRIGHT),
        (f"   {rest}", PLAIN),
        (more, DIM),
    )


def _state(hand: LampHand, lamp: LampView | None) -> str:
    if lamp is None:
        held = sum(1 for one in hand.lamps.values() if one.by_hand)
        return f"{held} by hand: R back to plan" if held else "by the plan"
    whose = "by hand: r back to plan" if lamp.by_hand else "by the plan"
    health = {"lost": "lost", "unknown": "not heard yet"}.get(lamp.health, "")
    return f"{health}, {whose}" if health else whose


def cell_of(name: str, hand: LampHand) -> tuple[Part, ...]:
    is_chosen, lamp = name == hand.chosen, hand.lamps.get(name)
    level = f" {percent(hand.glows(name))}"
    said = f" {lamp_said(lamp)}" if lamp and lamp_said(lamp) else ""
    room = CELL - len(MARK) - len(SWATCH) - 2 - len(level) - len(said)
    words = cut(one_line(name), max(3, room))
    return (
        (MARK if is_chosen else " " * len(MARK), f"bold {BRIGHT}"),
        _swatch(lamp),
        (" ", ""),
        (words, f"bold {BRIGHT} on {FAINT}" if is_chosen else PLAIN),
        (level, BRIGHT if is_chosen else PLAIN),
        (said, DIM if said.endswith("unknown") else CARE),
        (" " * max(1, room + 1 - cells(words)), ""),
    )


def _swatch(lamp: LampView | None) -> Part:
    if lamp is None:
        return (pad("", len(SWATCH)), "")
    if lamp.health == "lost":
        return (LOST, FAINT)
    return (SWATCH, glow(lamp.level, lamp.warmth_k))
