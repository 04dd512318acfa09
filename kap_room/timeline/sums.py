"""Which of many lengths add up to a wanted one: every sum is a bit of one number.

Counted in tenths of a second. Two shelves: the first is used as it likes, the second
only where the first alone does not come close, and then as little as possible.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kap_room.plan.units import Seconds

TENTHS: Final = 10

LOOKED_AT: Final = 64
"""How many of the second shelf are tried: they make more sums than there are tenths."""

MOST_OF_SECOND: Final = 16
"""How many of them one way may take: an hour of three-minute tracks is fitted."""


@dataclass(frozen=True, slots=True)
class Way:
    """Places in the two shelves."""

    first: tuple[int, ...]
    second: tuple[int, ...] = ()


def nearest_way(
    first: Sequence[Seconds],
    second: Sequence[Seconds],
    wanted: Seconds,
    *,
    close: Seconds,
    may_be_none: bool,
) -> Way:
    """Closest to what is wanted; rather too long than too short by the same."""
    goal = max(0, round(wanted * TENTHS))
    ones = [_tenths(each) for each in first]
    twos = [_tenths(each) for each in second[:LOOKED_AT]]
    # What overshoots by more than the longest could do without it.
    mask = (1 << (goal + max([*ones, *twos], default=0) + 1)) - 1
    rows = _rows(ones, goal, mask)
    layers = _layers(rows[-1], twos, mask)
    found: tuple[int, int, int] | None = None
    for used, sums in enumerate(layers[-1]):
        usable = sums if may_be_none or used else sums & ~1
        total = _nearest(usable, goal)
        if total is None:
            continue
        off = abs(total - goal)
        if found is None or off < found[0]:
            found = (off, used, total)
        if off <= close * TENTHS:
            break
    if found is None:
        return Way(())
    _, used, total = found
    second_way, total = _back_through(layers, twos, used, total)
    return Way(_back(rows, ones, total), second_way)


def _tenths(length: Seconds) -> int:
    return max(1, round(length * TENTHS))


def _rows(lengths: Sequence[int], goal: int, mask: int) -> list[int]:
    """The sums that the first n can reach, for every n until one is exact."""
    rows = [1]
    exact = 1 << goal
    for length in lengths:
        row = rows[-1]
        if row & exact and goal:
            break
        rows.append((row | (row << length)) & mask)
    return rows


def _layers(sums: int, lengths: Sequence[int], mask: int) -> list[list[int]]:
    """Beside those, the sums with exactly k of the second shelf's first n."""
    layers = [[sums]]
    for length in lengths:
        row = layers[-1]
        taken = [(each << length) & mask for each in row[:MOST_OF_SECOND]]
        grown = [row[0]]
        for used, new in enumerate(taken, start=1):
            grown.append((row[used] if used < len(row) else 0) | new)
        layers.append(grown)
    return layers


def _nearest(sums: int, goal: int) -> int | None:
    below = (sums & ((1 << (goal + 1)) - 1)).bit_length() - 1
    from_goal = sums >> goal
    above = (from_goal & -from_goal).bit_length() - 1
    if above < 0:
        return None if below < 0 else below
    if below < 0 or above <= goal - below:
        return goal + above
    return below


def _back_through(
    layers: Sequence[Sequence[int]], lengths: Sequence[int], used: int, total: int
) -> tuple[tuple[int, ...], int]:
    """Which of the second shelf the way takes, and what the first adds up to."""
    taken: list[int] = []
    for place in range(len(lengths) - 1, -1, -1):
        before = layers[place]
        if used < len(before) and before[used] >> total & 1:
            continue
        taken.append(place)
        used -= 1
        total -= lengths[place]
    return tuple(reversed(taken)), total


def _back(rows: Sequence[int], lengths: Sequence[int], total: int) -> tuple[int, ...]:
    taken: list[int] = []
    for place in range(len(rows) - 2, -1, -1):
        if rows[place] >> total & 1:
            continue
        taken.append(place)
        total -= lengths[place]
    return tuple(reversed(taken))
