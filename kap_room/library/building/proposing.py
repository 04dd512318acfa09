"""From the catalogue to a proposal, and in words what it could not do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from kap_room.library.building.choosing import choose
from kap_room.library.building.pool import Pool, pool_of
from kap_room.library.building.wish import Fitter, Proposal, Wish
from kap_room.library.catalogued import Catalogued
from kap_room.library.problems import all_of, quoted
from kap_room.plan.units import Seconds, clock_words

WAY_OFF: Final = 0.9
"""Steps of intensity by which a third of the phase may be off without a word of it."""

NAMED: Final = 3
"""More than these are counted and not named."""

_PARTS: Final = ("its first third", "its middle", "its last third")
_ONE: Final = "The one track that suits lasts"
_MORE: Final = "Allow more intensities or tags, or bring more music and scan it."


def propose(
    catalogued: Iterable[Catalogued],
    wish: Wish,
    fitter: Fitter,
    is_unwanted: Callable[[Catalogued], bool] = lambda _: False,
) -> Proposal:
    pool = pool_of(catalogued, wish, is_unwanted)
    fresh = [each for each in pool.tracks if each.file not in wish.elsewhere]
    tracks = choose(fresh, wish, fitter)
    if len(fresh) < len(pool.tracks) and not fitter.fits(fitter.misses(tracks)):
        tracks = choose(pool.tracks, wish, fitter)
    misses = fitter.misses(tracks)
    fits = bool(tracks) and fitter.fits(misses)
    says = (*_length(tracks, misses, wish, pool, fits=fits), *_doubts(tracks, wish))
    return Proposal(tracks, misses, fits, says, pool.left_out)


def _length(
    tracks: Sequence[Catalogued], misses: Seconds, wish: Wish, pool: Pool, *, fits: bool
) -> list[str]:
    if fits or not tracks:
        return []
    off = clock_words(Seconds(abs(misses)))
    if misses > 0:
        return [f"Nothing ends nearer to the turn than {off} after it."]
    if len(tracks) < len(pool.tracks):
        return [f"Nothing ends nearer to the turn than {off} before it."]
    lasts = clock_words(Seconds(wish.lasts + misses))
    few = f"The {len(tracks)} tracks that suit last" if len(tracks) > 1 else _ONE
    return [f"{few} {lasts}: {off} are missing. {_MORE}"]


def _doubts(tracks: Sequence[Catalogued], wish: Wish) -> list[str]:
    says: list[str] = []
    if again := [quoted(each.file) for each in tracks if each.file in wish.elsewhere]:
        which = all_of(again) if len(again) <= NAMED else f"{len(again)} of its tracks"
        verb = "sounds" if len(again) == 1 else "sound"
        says.append(f"{which} {verb} in another phase of the scene too.")
    if far := _far_from_arc(tracks, wish):
        says.append(far)
    return says


def _far_from_arc(tracks: Sequence[Catalogued], wish: Wish) -> str | None:
    whole = sum(each.measure.length for each in tracks)
    begun = 0.0
    off = [0.0, 0.0, 0.0]
    lasts = [0.0, 0.0, 0.0]
    for each in tracks:
        share = (begun + each.measure.length / 2) / whole
        third = min(2, int(share * 3))
        wrong = float(each.intensity or 0) - wish.arc.intensity_at(share)
        off[third] += wrong * each.measure.length
        lasts[third] += each.measure.length
        begun += each.measure.length
    mean = [
        wrong / last if last else 0.0 for wrong, last in zip(off, lasts, strict=True)
    ]
    told: list[str] = []
    for word, sign in (("calmer", -1), ("more intense", 1)):
        where = [
            n for wrong, n in zip(mean, _PARTS, strict=True) if sign * wrong > WAY_OFF
        ]
        if where:
            told.append(f"{word} in {all_of(where)}")
    return f"It is {all_of(told)} than the phase asks for." if told else None
