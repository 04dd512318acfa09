"""Therapists on paper: what they do with which scene, by what their evening is called.

Each run sheet beside them was read against what the evening should come to: where the
turns lie, what reminds of what and when, and that music never ends by itself.
"""

from __future__ import annotations

from typing import Final

THERAPISTS: Final = {
    # The peak has half an hour instead of forty minutes; what follows is as long.
    "early onset and early return": (
        "sublingual",
        "dose at 10m; onset at 16m; returning at 55m",
    ),
    # Nothing of the plan hangs on this onset: ten minutes more of peak are asked for.
    "late onset": ("sublingual", "dose at 10m; onset at 38m; extend 10m at 40m"),
    # Taken back and given again: the dose was at 10:10, and all counts from there.
    "dose entered late and corrected": (
        "sublingual",
        'dose "4m ago" at 16m; take-back at 17m; dose "7m ago" at 17m 10s',
    ),
    # The plan is 45 minutes later, the music goes on, the body clock does not care.
    "hold through a whole playlist": (
        "sublingual",
        "dose at 10m; hold at 30m for 45m",
    ),
    # Return begins at once, with thirty seconds of crossfade, and has its own length.
    "land from onset": ("sublingual", "dose at 10m; land at 15m"),
    "land from peak": ("sublingual", "dose at 10m; land at 45m"),
    "land from arrival": ("sublingual", "land at 5m"),
    # It is there already: refused, and nothing changes.
    "land from return": ("sublingual", "dose at 10m; land at 80m"),
    # Four minutes of ground are four minutes of plan, unless the plan went on without.
    "ground, back in softer": (
        "sublingual",
        "dose at 10m; ground at 40m; go-back-in softer at 44m",
    ),
    "ground, back in to the plan": (
        "sublingual",
        "dose at 10m; ground at 60m; go-back-in plan at 68m",
    ),
    "ground, back in where we left": (
        "sublingual",
        "dose at 10m; ground at 40m; go-back-in left at 44m",
    ),
    "ground, back in to return": (
        "sublingual",
        "dose at 10m; ground at 40m; go-back-in return at 44m",
    ),
    # The plan is five minutes later, and the music never stops.
    "away an hour after the dose": ("sublingual", "dose at 10m; away at 70m for 5m"),
    # The peak begins four minutes after the needle instead of eight.
    "onset three minutes after an injection": (
        "im",
        "next-phase at 8m; dose at 12m; onset at 15m; peak at 16m",
    ),
    # Onset and peak anew, each in its whole length; no reminder comes twice.
    "previous phase": ("sublingual", "dose at 10m; previous-phase at 40m"),
    # Arrival lasts as long as nobody gives the dose, integration until the end.
    "an open phase for an hour": ("sublingual", "dose at 60m; end at 3h 30m"),
}
