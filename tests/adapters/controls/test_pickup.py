"""A fader takes hold of the volume where it meets it, and nothing ever jumps."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kap_room.adapters.controls.pickup import HIGHEST, LOWEST, NEAR, Pickup, gain_at
from kap_room.plan.units import Decibels
from kap_room.timeline.gains import LOUDEST, QUIETEST

gains = st.floats(LOWEST, HIGHEST).map(lambda gain: Decibels(round(gain, 2)))


def dB(number: float) -> Decibels:  # noqa: N802 (it is written so)
    return Decibels(number)


def test_the_whole_way_of_a_fader_is_the_whole_way_of_the_volume() -> None:
    """Its ends are those of the keys."""
    assert (gain_at(0.0), gain_at(1.0)) == (QUIETEST, LOUDEST)


def test_a_fader_below_the_volume_moves_nothing() -> None:
    """However it is moved there."""
    pickup = Pickup()
    assert not any(pickup.moved(dB(to), dB(-6.0)) for to in (-30.0, -12.0, -20.0))


def test_a_fader_that_passes_the_volume_takes_hold() -> None:
    """From either side, and from then on in both directions."""
    pickup = Pickup()
    pickup.moved(dB(-20.0), dB(-6.0))
    assert pickup.moved(dB(-5.0), dB(-6.0))
    assert pickup.moved(dB(-25.0), dB(-6.0))


def test_a_fader_that_stands_at_the_volume_has_hold_at_once() -> None:
    """Two steps of it are no jump."""
    assert Pickup().moved(dB(-6.3), dB(-6.0))


def test_a_volume_that_a_key_moved_is_to_be_met_again() -> None:
    """The fader is not where the volume is any more."""
    pickup = Pickup()
    pickup.moved(dB(-6.0), dB(-6.0))
    pickup.seen(dB(-6.0))
    pickup.seen(dB(-9.0))
    assert not pickup.moved(dB(-5.0), dB(-9.0))


def test_a_volume_on_its_way_to_the_fader_is_still_its_own() -> None:
    """Snapshots come late, and of an order or two before."""
    pickup = Pickup()
    for to in (-6.0, -5.0, -4.0):
        pickup.moved(dB(to), dB(-6.0))
    pickup.seen(dB(-6.0))
    pickup.seen(dB(-5.0))
    assert pickup.moved(dB(-3.0), dB(-5.0))


@given(volume=gains, moves=st.lists(gains, max_size=30))
def test_no_fader_takes_hold_without_having_met_the_volume(
    volume: Decibels, moves: list[Decibels]
) -> None:
    """Wherever it is thrown: there is a move that passes the volume, or comes near."""
    pickup, before = Pickup(), None
    for to in moves:
        if pickup.moved(to, volume):
            met = before is not None and min(before, to) <= volume <= max(before, to)
            assert met or abs(to - volume) <= NEAR
            break
        before = to


@given(volume=gains, moves=st.lists(gains, min_size=1, max_size=100))
def test_a_fader_keeps_hold_as_long_as_nobody_else_moves_the_volume(
    volume: Decibels, moves: list[Decibels]
) -> None:
    """However many of its places were passed over on the way."""
    pickup = Pickup()
    pickup.moved(volume, volume)
    for to in moves:
        assert pickup.moved(to, volume)
        pickup.seen(to)
        volume = to
