"""Lengths as a sentence says them. Counted in whole minutes wherever they are whole."""

from __future__ import annotations

from kap_room.plan.units import Seconds, clock_words

MINUTE = 60.0


def about(length: Seconds) -> str:
    """`10 minutes`, `1 minute`, or `1:30`."""
    minutes = round(length / MINUTE)
    if minutes < 1 or abs(length - minutes * MINUTE) > 1.0:
        return clock_words(length)
    return f"{minutes} minute" if minutes == 1 else f"{minutes} minutes"


def short(length: Seconds) -> str:
    """`15 min`, or `1:30`."""
    return about(length).replace("minutes", "min").replace("minute", "min")
