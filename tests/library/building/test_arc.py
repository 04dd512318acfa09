"""What a phase is for, and how intense its music should be."""

from itertools import pairwise

import pytest

from kap_room.library.building.arc import ARCS
from kap_room.library.building.kinds import Kind, kind_named, kind_of
from kap_room.plan.scene import Mark, Phase
from kap_room.plan.units import Seconds


def test_the_onset_rises_and_the_return_falls() -> None:
    """Up on the way in, down on the way out."""
    assert (ARCS[Kind.ONSET].direction, ARCS[Kind.RETURN].direction) == (1, -1)


def test_the_peak_builds_without_a_step() -> None:
    """From one end to the other it never falls, and no tenth of it leaps."""
    wanted = [ARCS[Kind.PEAK].intensity_at(n / 10) for n in range(11)]
    steps = [b - a for a, b in pairwise(wanted)]
    assert min(steps) > 0.0
    assert max(steps) < 0.25


def test_nothing_before_the_peak_is_as_intense_as_the_peak() -> None:
    """Arrival, return and integration stay below where the peak begins."""
    peak = ARCS[Kind.PEAK].intensity_at(0.0)
    others = [arc for kind, arc in ARCS.items() if kind is not Kind.PEAK]
    assert all(arc.intensity_at(n / 4) < peak for arc in others for n in range(5))


def test_the_same_way_leads_through_another_range() -> None:
    """Asked for 2 to 4 the return goes from 4 to 2."""
    arc = ARCS[Kind.RETURN].within(2, 4)
    assert (arc.intensity_at(0.0), arc.intensity_at(1.0)) == (4.0, 2.0)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Arrival", Kind.ARRIVAL),
        ("settling in", Kind.ARRIVAL),
        ("Ascent", Kind.ONSET),
        ("second peak", Kind.PEAK),
        ("plateau", Kind.PEAK),
        ("Return", Kind.RETURN),
        ("closing circle", Kind.INTEGRATION),
        ("dusk", None),
    ],
)
def test_a_phase_is_known_by_its_name(name: str, kind: Kind | None) -> None:
    """Therapists call them by many names."""
    assert kind_named(name) is kind


def test_a_phase_of_any_name_is_known_by_the_mark_that_ends_it() -> None:
    """What lasts until the person returns is the peak, whatever it is called."""
    deep = Phase("the sea", Seconds(60.0), ends_on=Mark.RETURNING)
    last = Phase("the shore", None)
    assert kind_of(deep, (deep, last)) is Kind.PEAK
    assert kind_of(last, (deep, last)) is Kind.INTEGRATION
