"""Short renditions of the starter music, made once for all claims about them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from kap_room.plan.units import Seconds
from kap_room.starter.catalogue import piece_named
from kap_room.starter.render import compose
from kap_room.starter.sound.canvas import Floats

SHORT = Seconds(20.0)


@pytest.fixture(scope="session")
def short() -> Callable[[str], Floats]:
    """Twenty seconds of a piece, left and right at the composing rate."""

    @cache
    def made(name: str) -> Floats:
        piece = piece_named(name)
        assert piece is not None
        return compose(piece, SHORT).samples

    return made
