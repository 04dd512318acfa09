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
from kap_room.plan.units import Level, Seconds

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
    assert after(*words).found is found


@pytest.mark.parametrize("word", [LIT, Joined()])
@pytest.mark.parametrize(
    ("later", "old", "kept", "found"),
    [
        (0.5, False, False, False),
        (1.5, False, False, True),
        (1.5, False, True, False),
        (0.0, True, False, True),
        (0.0, True, True, False),
    ],
    ids=["crossed", "later", "later but kept", "of an old will", "kept both"],
)
def test_a_lamp_that_goes_on_speaking_has_a_bridge_that_is_there(
    word: Word, later: float, old: bool, kept: bool, found: bool
) -> None:
    """The last will of a bridge may arrive after it has begun anew, and is kept."""
    gone = BridgeAnswers(yes=False)
    health = Health().after(LIT, Seconds(0.0)).after(gone, Seconds(9.0), kept=old)
    assert health.found is False
    assert health.after(word, Seconds(9.0 + later), kept=kept).found is found


def test_a_bridge_that_is_back_may_go_again() -> None:
    """Its lamps go with it once more."""
    health = after(BridgeAnswers(yes=False), LIT, LIT, BridgeAnswers(yes=False))
    assert health.found is False


def after(*words: Word) -> Health:
    """One word every ten seconds."""
    health = Health()
    for number, word in enumerate(words):
        health = health.after(word, Seconds(10.0 * number))
    return health
