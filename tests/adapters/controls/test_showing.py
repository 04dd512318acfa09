"""What the lights under the pads say of a moment."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kap_room.adapters.controls.showing import lit
from kap_room.exchange.snapshot import (
    LightsView,
    ReminderView,
    SessionView,
    Snapshot,
    SoundView,
    StripView,
)
from kap_room.plan.controls import Kind, PadLight, Shows, Touch

RUNS = Snapshot(session=SessionView(state="running"))

PAD = Touch(Kind.NOTE, 1)


@pytest.mark.parametrize(
    ("shows", "now"),
    [
        (Shows.SILENT, replace(RUNS, sound=SoundView(silenced=True))),
        (Shows.TALKING, replace(RUNS, sound=SoundView(talking=True))),
        (Shows.HELD, Snapshot(session=SessionView(state="held"))),
        (Shows.GROUNDED, Snapshot(session=SessionView(state="grounded"))),
        (Shows.AWAY, Snapshot(session=SessionView(state="away"))),
        (Shows.LIT, replace(RUNS, lighting=LightsView(step="soft"))),
        (Shows.REMINDER, replace(RUNS, reminders=(ReminderView("Spit", -1.0),))),
        (Shows.REMINDER, Snapshot(session=SessionView(asks="Minutes?"))),
    ],
)
def test_a_pad_is_lit_while_what_it_shows_is_so(shows: Shows, now: Snapshot) -> None:
    """And dark while it is not."""
    light = (PadLight(PAD, shows),)
    assert (lit(light, now), lit(light, RUNS)) == ((True,), (False,))


def test_a_reminder_that_only_comes_soon_lights_nothing() -> None:
    """It is not waiting for anybody yet."""
    soon = replace(RUNS, reminders=(ReminderView("Spit", 60.0),))
    assert lit((PadLight(PAD, Shows.REMINDER),), soon) == (False,)


def test_of_the_phases_the_one_that_is_now_is_lit() -> None:
    """A pad beyond the last phase stays dark."""
    phases = (StripView("arrival", 60.0), StripView("peak", 60.0, is_now=True))
    pads = [PadLight(PAD, Shows.PHASE, number) for number in (1, 2, 3)]
    assert lit(pads, replace(RUNS, phases=phases)) == (False, True, False)
