"""A made-up catalogue, and the programme's way of counting it."""

from __future__ import annotations

import random
from pathlib import Path

from hypothesis import strategies as st

from kap_room.library.building.arc import ARCS
from kap_room.library.building.kinds import Kind
from kap_room.library.building.wish import Wish
from kap_room.library.catalogued import Catalogued, Character
from kap_room.plan.music import Measure
from kap_room.plan.units import Decibels, Seconds
from kap_room.wiring.playlist_fit import PhaseFitter

MUSIC = Path("/music")
FORTY = Seconds(2400.0)


def track(  # noqa: PLR0913 - each is one thing that may matter
    name: str,
    length: float = 300.0,
    intensity: int | None = 3,
    *,
    tags: tuple[str, ...] = (),
    rise: float = 4.0,
    loudest: float = 5.0,
    brightness: float = 900.0,
    heard: str | None = None,
    content: str = "",
    problem: str | None = None,
) -> Catalogued:
    measure = Measure(Seconds(length), Decibels(-20.0), Decibels(-6.0), problem)
    character = Character(
        Decibels(5.0), Decibels(rise), brightness, None, 3, Decibels(loudest)
    )
    return Catalogued(
        name,
        MUSIC / name,
        measure,
        None if intensity is None else character,
        tags=tags,
        by_hand=intensity,
        content=content,
        heard=heard,
    )


def shelf(seed: int, count: int = 200) -> tuple[Catalogued, ...]:
    """A music folder as it might be: three to nine minutes each, of every intensity."""
    chance = random.Random(seed)  # noqa: S311 - made up, not secret
    return tuple(
        track(f"{n}.flac", chance.uniform(180, 540), chance.randint(1, 5))
        for n in range(count)
    )


def wish(kind: Kind, lasts: Seconds = FORTY, seed: int = 0) -> Wish:
    return Wish(ARCS[kind], lasts, seed=seed)


def fitter(lasts: Seconds = FORTY) -> PhaseFitter:
    return PhaseFitter(lasts)


SHELVES = st.lists(
    st.tuples(
        st.floats(min_value=20.0, max_value=900.0),
        st.integers(1, 5),
        st.sampled_from((None, "2026-01-05", "2026-11-20")),
    ),
    max_size=14,
).map(
    lambda rows: tuple(
        track(f"{number}.flac", length, intensity, heard=heard)
        for number, (length, intensity, heard) in enumerate(rows)
    )
)
WISHES = st.builds(
    Wish,
    arc=st.sampled_from(tuple(ARCS.values())),
    lasts=st.floats(min_value=60.0, max_value=3600.0).map(Seconds),
    seed=st.integers(0, 1000),
)
