"""Whether a lamp is there, from everything that speaks of it."""

from __future__ import annotations

import pytest

from kap_room.adapters.lamps.dialect import (
    Answers,
    BridgeAnswers,
    Glows,
    Joined,
    Word,
)
from kap_room.adapters.lamps.health import Health
from kap_room.plan.units import Level

LIT = Glows(Level(0.5), None)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ((), None),
        ((LIT,), True),
        ((Joined(),), True),
        ((Answers(yes=True),), True),
        ((Answers(yes=False), LIT), False),
        ((BridgeAnswers(yes=True),), None),
        ((BridgeAnswers(yes=True), LIT), True),
        ((LIT, BridgeAnswers(yes=False)), False),
        ((LIT, BridgeAnswers(yes=False), BridgeAnswers(yes=True)), None),
        (
            (Answers(yes=True), BridgeAnswers(yes=False), BridgeAnswers(yes=True)),
            True,
        ),
    ],
)
def test_a_lamp_is_there_when_it_has_spoken_and_nobody_says_otherwise(
    words: tuple[Word, ...], found: bool | None
) -> None:
    """None as long as nobody knows; a bridge that died takes its lamps along."""
    health = Health()
    for word in words:
        health = health.after(word)
    assert health.found is found
