"""Tracks chosen along the arc of a phase, so that the last ends on its turn.

Several proposals are made, each a walk along the arc with a little chance in it whose
end is then fitted, and the best is kept. The chance is the seed's alone, so the same
catalogue and seed come to the same playlist on every computer.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import combinations
from statistics import median
from typing import Final

from kap_room.library.building.liking import Liking
from kap_room.library.building.wish import Fitter, Wish
from kap_room.library.catalogued import Catalogued

TRIES: Final = 24
LOOKED_AT: Final = 120
"""Of each intensity so many are looked at: more are no better, and take longer."""

FOR_THE_END: Final = 40
"""Tracks among which the end is fitted."""

ENDING: Final = 3
"""How many usual tracks long the part is that is fitted."""

CHANCE: Final = 0.7
"""By how much chance may overrule liking, so that seeds differ."""

REFINED: Final = 4
"""So many of the best are put in order once more, track against track."""

MOST: Final = 200
"""Tracks in one proposal."""

Chosen = tuple[Catalogued, ...]


def choose(pool: Sequence[Catalogued], wish: Wish, fitter: Fitter) -> Chosen:
    """Nothing where the pool is empty; all of it where it is not enough."""
    if not pool:
        return ()
    liking = Liking(pool, wish)
    few = _looked_at(pool, liking, wish.seed)

    def rank(tracks: Chosen) -> tuple[float, float]:
        misses = fitter.misses(tracks)
        off = 0.0 if fitter.fits(misses) else abs(misses)
        return off, liking.of(tracks)

    tries = [_fitted(few, (), wish, fitter, number) for number in range(2)]
    tries += [_walked(few, wish, fitter, liking, number) for number in range(TRIES)]
    best = sorted(filter(None, tries), key=rank)[:REFINED]
    return min((*best, *(_in_order(each, liking) for each in best)), key=rank)


def _looked_at(pool: Sequence[Catalogued], liking: Liking, seed: int) -> Chosen:
    chance = _chance(seed, "pool")
    ranked = sorted((liking.dislike(e) + chance.random(), e.file, e) for e in pool)
    found: dict[int | None, list[Catalogued]] = {}
    for _, _, each in ranked:
        found.setdefault(each.intensity, []).append(each)
    return tuple(each for same in found.values() for each in same[:LOOKED_AT])


def _walked(
    pool: Chosen, wish: Wish, fitter: Fitter, liking: Liking, number: int
) -> Chosen:
    """From the beginning, the track that suits best, until the end can be fitted."""
    chance = _chance(wish.seed, str(number))
    usual = median(each.measure.length for each in pool)
    left = list(pool)
    walked: list[Catalogued] = []
    while left and len(walked) < MOST:
        to_come = -fitter.misses(walked)
        if to_come <= ENDING * usual:
            break
        share = 1.0 - to_come / max(1.0, wish.lasts)
        last = walked[-1:]
        suits = [
            (
                liking.at(each, share + each.measure.length / 2 / wish.lasts)
                + sum(liking.after(before, each) for before in last)
                + CHANCE * chance.random(),
                place,
            )
            for place, each in enumerate(left)
            if each.measure.length <= to_come
        ]
        if not suits:
            break
        walked.append(left.pop(min(suits)[1]))
    share = 1.0 + fitter.misses(walked) / max(1.0, wish.lasts) / 2
    left.sort(key=lambda each: liking.at(each, share) + CHANCE * chance.random())
    return _fitted(tuple(left[:FOR_THE_END]), tuple(walked), wish, fitter, number)


def _fitted(
    pool: Chosen, after: Chosen, wish: Wish, fitter: Fitter, number: int
) -> Chosen:
    seed = _chance(wish.seed, f"end {number}").randrange(2**31)
    ending = fitter.ending(pool, after, seed)
    rising = wish.arc.direction
    return (*after, *sorted(ending, key=lambda each: rising * (each.intensity or 0)))


def _in_order(tracks: Chosen, liking: Liking) -> Chosen:
    """Two by two exchanged for as long as that is better."""
    order, best = list(tracks), liking.of(tracks)
    is_better = len(order) <= MOST // 4
    while is_better:
        is_better = False
        for one, other in combinations(range(len(order)), 2):
            order[one], order[other] = order[other], order[one]
            now = liking.of(order)
            if now < best - 1e-9:
                best, is_better = now, True
            else:
                order[one], order[other] = order[other], order[one]
    return tuple(order)


def _chance(seed: int, part: str) -> random.Random:
    return random.Random(f"{seed}/{part}")  # noqa: S311 - a choice, not a secret
