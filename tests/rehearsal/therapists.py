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
    # The peak lasts as long after the last booster as it would have after the dose:
    # return is asked for at 1:45. Each lozenge has a countdown of its own.
    "two boosters": (
        "sublingual",
        "dose at 10m; booster at 35m; booster at 50m; next-phase at 1h 46m",
    ),
    # Entered at once, and corrected by the same word: all is two minutes sooner.
    "dose corrected by its own word": (
        "sublingual",
        "dose at 10m; dose 5m ago at 13m; amount 100 mg at 14m",
    ),
    # Seen three minutes before the key was pressed: return is that much further on.
    "returning entered late and moved": (
        "sublingual",
        "dose at 10m; returning at 50m; earlier 3m at 50m 10s",
    ),
    # Two hours of staying count from the third device.
    "three devices of a spray": (
        "esketamine",
        "dose at 10m; dose at 15m; dose at 20m; returning at 50m",
    ),
    # Asked at 1:05, not yet for a quarter of an hour, then yes.
    "asked, not yet, and then yes": (
        "sublingual",
        "dose at 10m; extend 15m at 1h 6m; next-phase at 1h 25m",
    ),
    # The waiting is held with the plan: nine minutes are left of it afterwards.
    "a hold while it asks": (
        "sublingual",
        "dose at 10m; hold at 1h 6m for 20m",
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
