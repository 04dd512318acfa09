"""The schedule, whatever is pressed, marked and corrected, and at whatever moments."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typing_extensions import override

from kap_room.engine.advance import next_due
from kap_room.engine.clock import VirtualClock
from kap_room.engine.session import Mode, Moment
from kap_room.exchange.commands import Button, Command, Extend, MoveMark, Press, Seen
from kap_room.plan.scene import Mark, Phase, Reminder, Scene, Turn
from kap_room.plan.units import Seconds
from kap_room.timeline.course import Course
from tests.engine.evenings import Evening, commands, evenings
from tests.engine.house import LOOKS, House, loaded

ALMOST = 1e-6

SCENE = Scene(
    "Everything at once",
    looks=LOOKS,
    at_least=Seconds(6000),
    phases=(
        Phase("arrival", None, Mark.DOSE, "arrival", look="welcome"),
        Phase(
            "onset",
            Seconds(900),
            Mark.PEAK,
            "onset",
            look="dusk",
            reminders=(
                Reminder("Lozenge", after_dose=Seconds(720), each_dose=True),
                Reminder("Water", at=Seconds(300)),
            ),
        ),
        Phase(
            "peak",
            Seconds(1500),
            Mark.RETURNING,
            "peak",
            look="night",
            turn=Turn.ASK,
            waits=Seconds(300),
        ),
        Phase("return", Seconds(1800), None, "return", look="dawn"),
    ),
)
NAMES = [phase.name for phase in SCENE.phases]

planned: st.SearchStrategy[Command] = st.one_of(
    st.sampled_from(
        [
            Button.HOLD,
            Button.NEXT_PHASE,
            Button.PREVIOUS_PHASE,
            Button.LAND,
            Button.GROUND,
            Button.AWAY,
            Button.TAKE_BACK,
        ]
    ).map(Press),
    st.builds(Seen, st.sampled_from(Mark), st.floats(0, 900).map(Seconds)),
    st.floats(-900, 900).map(Seconds).map(Extend),
    st.floats(-600, 600).map(Seconds).map(MoveMark),
)
"""What pulls at the plan."""

pulled = st.lists(st.tuples(planned, st.floats(0, 600)), max_size=8)


def floorless(course: Course) -> Course:
    return replace(course, not_before=None)


def begun() -> House:
    house = House()
    house.begin(loaded(SCENE))
    return house


def lived(evening: Evening) -> House:
    house = begun()
    for command, pause in evening:
        house.give(command)
        house.wait(pause)
    return house


@settings(max_examples=20)
@given(pulled)
def test_phases_never_overlap_or_vanish(evening: Evening) -> None:
    """One is on at every moment, each begins where the one before it ends."""
    house = begun()
    for command, pause in evening:
        house.give(command)
        house.wait(pause)
        if house.session.mode is Mode.ENDED:
            return
        course, position = (
            house.session.course,
            house.session.position_at(house.reading),
        )
        begins = [visit.begins for visit in course.visits]
        assert begins == sorted(begins)
        assert begins[-1] <= position + ALMOST
        assert [each.name for each in house.view.phases] == NAMES
        assert [each.is_now for each in house.view.phases].count(True) == 1
        spent = [course.spent(n, position) or 0.0 for n in range(len(NAMES))]
        assert min(spent) >= -ALMOST
        assert sum(spent) == pytest.approx(position - begins[0])


@settings(max_examples=20)
@given(pulled)
def test_nothing_is_scheduled_in_the_past(evening: Evening) -> None:
    """Neither a turn, nor a track, nor the plan's end."""
    house = begun()
    for command, pause in evening:
        house.give(command)
        house.wait(pause)
        session, reading = house.session, house.reading
        if session.mode is Mode.ENDED:
            return
        due, position = next_due(session), session.position_at(reading)
        ends, plan_ends = session.course.ends, session.course.plan_ends(position)
        assert due is None or due >= reading - ALMOST
        assert ends is None or ends >= position - ALMOST
        assert plan_ends is None or plan_ends >= position - ALMOST
        assert house.order.next is None or house.order.next.starts >= reading - ALMOST


@settings(max_examples=15)
@given(pulled, st.floats(0, 4000))
def test_a_hold_costs_no_plan_time(evening: Evening, held: float) -> None:
    """Whatever was before it, and however long it is."""
    house = lived(evening)
    if house.session.mode is not Mode.RUNNING:
        return
    before, at = house.session.course, house.session.position_at(house.reading)
    house.press(Button.HOLD)
    house.wait(held)
    house.press(Button.HOLD)
    after = house.session.course
    assert house.session.position_at(house.reading) == pytest.approx(at)
    assert floorless(after) == floorless(before)


@settings(max_examples=30)
@given(pulled, planned | commands)
def test_take_back_restores_the_plan_exactly(
    evening: Evening, command: Command
) -> None:
    """Phases, lengths, marks, position: as if it had not been given."""
    house = lived(evening)
    before = house.session
    if before.mode is Mode.ENDED or command == Press(Button.TAKE_BACK):
        return
    house.give(command)
    if house.session.undo == before.undo:
        return
    house.press(Button.TAKE_BACK)
    after = house.session
    # The floor is a reading; where that lies in a plan that is held goes on moving.
    assert floorless(after.course) == floorless(before.course)
    assert after.marks == before.marks
    assert (after.mode, after.transport) == (before.mode, before.transport)
    assert after.reminders_done == before.reminders_done


@settings(max_examples=15)
@given(evenings)
def test_the_body_clock_never_stops(evening: Evening) -> None:
    """A minute is a minute for every dose, in whatever state the room is."""
    house = begun()
    house.give(Seen(Mark.DOSE))
    for command, pause in evening:
        house.give(command)
        before = [each.since_s for each in house.view.doses]
        house.wait(pause)
        after = [each.since_s for each in house.view.doses]
        assert after == pytest.approx([since + pause for since in before])


@settings(max_examples=15)
@given(pulled)
def test_nobody_is_planned_to_leave_before_the_floor(evening: Evening) -> None:
    """Counted from the last dose, wherever the plan was pulled to."""
    house = begun()
    for command, pause in evening:
        house.give(command)
        view = house.view.session
        if view.ends_in_s is not None and view.stays_s is not None:
            held = house.session.mode is not Mode.RUNNING
            assert held or view.ends_in_s >= view.stays_s - 0.01
        house.wait(pause)


@settings(max_examples=15)
@given(pulled)
def test_the_screen_always_says_what_comes_next(evening: Evening) -> None:
    """One sentence, and a time that is not over."""
    house = begun()
    for command, pause in evening:
        house.give(command)
        house.wait(pause)
        coming = house.view.coming
        assert (coming is None) == (house.session.mode is Mode.ENDED)
        if coming is not None:
            assert coming.says
            assert coming.in_s is None or coming.in_s >= -ALMOST


class LeapingClock(VirtualClock):
    """The wall clock of a small computer that finds a time server, again and again."""

    leap = timedelta()

    @override
    def now(self) -> Moment:
        moment = super().now()
        wall = datetime.fromisoformat(moment.wall) + self.leap
        return replace(moment, wall=wall.isoformat(timespec="seconds"))


class Leaping(House):
    @override
    def make_clock(self) -> VirtualClock:
        self.leaping = LeapingClock(Seconds(1000.0))
        return self.leaping


LEAPS = (timedelta(hours=1), timedelta(hours=-1), timedelta(days=-20 * 365))


def test_a_wall_clock_that_leaps_moves_no_turn() -> None:
    """An hour on, an hour back, twenty years back, in every phase."""
    house, steady = Leaping(), House()
    for each in (house, steady):
        each.begin(loaded(SCENE))
        each.give(Seen(Mark.DOSE))
    for _ in range(4):
        for leap in LEAPS:
            house.leaping.leap = leap
            house.wait(400)
            steady.wait(400)
    turns = [
        [e.reading for e in each.journal.entries if e.kind == "PhaseTurned"]
        for each in (house, steady)
    ]
    walls = [e.wall for e in house.journal.entries]
    assert turns[0] == turns[1]
    assert len(turns[0]) == 4
    assert any(sooner > later for sooner, later in pairwise(walls))
