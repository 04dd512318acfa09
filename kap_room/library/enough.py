"""Whether the music of a phase lasts as long as the phase, in the words of a column."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kap_room.plan.scene import Phase
from kap_room.plan.units import Seconds, clock_words

MINUTE: Final = Seconds(60.0)

SHORT: Final = Seconds(600.0)
"""A phase that is shorter is counted in seconds."""


@dataclass(frozen=True, slots=True)
class Measured:
    music: Seconds
    unknown: int = 0
    """How many tracks are left out of that: nobody measured them."""
    is_shared: bool = False
    """Whether an earlier phase has the same playlist, and its part is left out."""


def enough_words(
    phase: Phase, boosted: Seconds | None, measured: Measured
) -> tuple[bool, str]:
    """As in `enough with one booster: 75 of 75 min` or `6 min short of 40`."""
    if phase.playlist is None:
        return True, "no music"
    shared = ", after what it shares with an earlier phase"
    more = shared if measured.is_shared else ""
    if measured.unknown:
        more += f"; {measured.unknown} not measured"
    is_enough, says = _judged(phase.lasts, boosted, measured.music)
    return is_enough, says + more


def _judged(
    lasts: Seconds | None, boosted: Seconds | None, music: Seconds
) -> tuple[bool, str]:
    if lasts is None:
        return music > 0, f"{whole_minutes(music)} min; the phase waits for you"
    if music < lasts:
        return False, _short(music, lasts)
    if boosted is None:
        return True, f"enough: {_of(music, lasts)}"
    if music < boosted:
        return True, (
            f"enough: {_of(music, lasts)}; with one booster {_short(music, boosted)}"
        )
    return True, f"enough with one booster: {_of(music, boosted)}"


def whole_minutes(length: Seconds) -> int:
    """Those that are there in full: nobody should count on the last seconds."""
    return int(length // MINUTE)


def _of(music: Seconds, lasts: Seconds) -> str:
    if lasts < SHORT:
        return f"{clock_words(music)} of {clock_words(lasts)}"
    return f"{whole_minutes(music)} of {whole_minutes(lasts)} min"


def _short(music: Seconds, of: Seconds) -> str:
    if of < SHORT:
        return f"{clock_words(Seconds(of - music))} short of {clock_words(of)}"
    # so that what is there and what is missing add up
    missing = max(1, whole_minutes(of) - whole_minutes(music))
    return f"{missing} min short of {whole_minutes(of)}"
