"""Who is how far from whom, without libVLC."""

import pytest
from typing_extensions import override

from kap_room.plan.units import Seconds
from kap_room.player.join import ahead_of
from kap_room.player.voice import Voice
from tests.player.test_voice import Still, Told


class Placed(Voice):
    """A voice of which it is known where it is heard."""

    def __init__(self, offset: float | None) -> None:
        super().__init__(Told(), Still(), Seconds(0), "room")
        self._known = offset

    @property
    @override
    def true_offset(self) -> float | None:
        return self._known


def test_a_voice_is_ahead_by_what_its_place_is_more() -> None:
    """Positions at one reading."""
    assert ahead_of(Placed(-100.0), Placed(-99.5)) == pytest.approx(0.5)


@pytest.mark.parametrize("wrong", [None, 1e5, -1e5, 2.5])
def test_what_cannot_be_true_is_not_known(wrong: float | None) -> None:
    """An output that waited for so much to pass would be silent for the evening."""
    assert ahead_of(Placed(0.0), Placed(wrong)) is None
