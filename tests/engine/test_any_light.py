"""Whatever is pressed, whatever fails, whoever is at the wall: no lamp flashes (L1)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kap_room.engine.ports import BrokerFound, BrokerLost, LampFound, LampLost
from kap_room.exchange.commands import (
    Button,
    Command,
    GoBackIn,
    Press,
    Release,
    Seen,
    SetLight,
    Way,
)
from kap_room.plan.look import Light
from kap_room.plan.scene import Mark
from kap_room.plan.shapes import level_between
from kap_room.plan.units import Level, Seconds
from tests.engine.bulbs import LivedIn
from tests.engine.evenings import lights

TENTH = 0.1 + 1e-3
"""A hair more than a tenth: sums of floats are not exact."""

TWO = 2.0 - 0.06
"""Seconds; the lamps' past is looked at in grains of a twentieth."""

LEAST = 1.0 / 254
"""No lamp shows less: it rests."""

Happening = Callable[["Evening"], None]
Happened = list[tuple[Happening, float]]


@dataclass
class Evening:
    """A house, and where each lamp stands whatever was sent."""

    house: LivedIn = field(default_factory=LivedIn)
    commands: list[float] = field(default_factory=list)
    walls: list[tuple[float, str, float]] = field(default_factory=list)

    def wall(self, lamp: str, level: float) -> None:
        self.house.hand(lamp, level)
        self.walls.append((self.house.reading, lamp, level))


def command(what: Command) -> Happening:
    def happens(evening: Evening) -> None:
        evening.commands.append(evening.house.reading)
        evening.house.give(what)

    return happens


def wall(lamp: str, level: float) -> Happening:
    return lambda evening: evening.wall(lamp, level)


def power_cut(lamp: str) -> Happening:
    def happens(evening: Evening) -> None:
        evening.wall(lamp, 1.0)
        evening.house.engine.post(LampFound(lamp))
        evening.house.engine.step()

    return happens


def lamp_goes(lamp: str) -> Happening:
    def happens(evening: Evening) -> None:
        evening.house.engine.post(LampLost(lamp))
        evening.house.engine.step()

    return happens


def lamp_comes(lamp: str) -> Happening:
    def happens(evening: Evening) -> None:
        evening.house.engine.post(LampFound(lamp))
        evening.house.engine.step()

    return happens


def broker_goes(evening: Evening) -> None:
    evening.house.lights.broker_is_there = False
    evening.house.engine.post(BrokerLost("Gone."))
    evening.house.engine.step()


def broker_comes(evening: Evening) -> None:
    house = evening.house
    house.lights.broker_is_there = True
    house.engine.post(BrokerFound())
    house.engine.step()
    for lamp in house.lights.bulbs:
        house.lights.ask(lamp)


LAMPS = ("ceiling", "floor")
BUTTONS = (
    Button.LIGHTS_UP,
    Button.LIGHTS_DOWN,
    Button.ARM_LIGHT,
    Button.WALK_LIGHT,
    Button.BACK_TO_PLAN,
    Button.GROUND,
    Button.AWAY,
    Button.LAND,
    Button.HOLD,
    Button.NEXT_PHASE,
    Button.PREVIOUS_PHASE,
    Button.TAKE_BACK,
)

commands: st.SearchStrategy[Command] = st.one_of(
    st.sampled_from(BUTTONS).map(Press),
    st.sampled_from(Mark).map(Seen),
    st.sampled_from(Way).map(GoBackIn),
    st.builds(
        SetLight,
        st.sampled_from([*LAMPS, "all"]),
        st.sampled_from([0.0, 0.05, 0.3, 0.5, 1.0]).map(Level),
    ),
    st.sampled_from([*LAMPS, None]).map(Release),
)

happenings: st.SearchStrategy[Happening] = st.one_of(
    commands.map(command),
    commands.map(command),
    st.builds(wall, st.sampled_from(LAMPS), st.sampled_from([0.0, 0.2, 0.7, 1.0])),
    st.sampled_from(LAMPS).map(power_cut),
    st.sampled_from(LAMPS).map(lamp_goes),
    st.sampled_from(LAMPS).map(lamp_comes),
    st.sampled_from([broker_goes, broker_comes]),
)

evenings = st.lists(
    st.tuples(happenings, st.one_of(st.floats(0, 1.5), st.floats(0, 12))), max_size=14
)


@dataclass(frozen=True)
class Turn:
    at: float
    up: bool


@dataclass
class Path:
    """A lamp that glides as it is told; what a wall does to it is no turn of ours."""

    even: bool
    start: float
    end: float
    at: float = 0.0
    over: float = 0.0
    turns: list[Turn] = field(default_factory=list)
    up: bool | None = None
    moved: bool = False
    """A tenth into the present direction."""
    pivot: float = 0.0
    far: tuple[float, float] = (0.0, 0.0)
    """The furthest point of the present movement, and when it was left."""

    past: list[tuple[float, float]] = field(default_factory=list)
    """Where it was, every twentieth of a second."""

    def is_quick(self, turn: Turn) -> bool:
        """Whether it came to a turn by a tenth within two seconds: else it rested."""
        at = [level for when, level in self.past if abs(when - turn.at) < 0.03]
        before = [was for when, was in self.past if -2.0 <= when - turn.at <= 0.0]
        return not at or any(abs(level - at[0]) >= 0.1 for level in before)

    def _remember(self, until: float) -> None:
        first = self.past[-1][0] if self.past else 0.0
        for n in range(1, int((until - first) / 0.05) + 1):
            self.past.append((first + n * 0.05, self.level_at(first + n * 0.05)))

    def level_at(self, reading: float) -> float:
        if reading >= self.at + self.over:
            return self.end
        part = (reading - self.at) / self.over
        if self.even:
            return self.start + (self.end - self.start) * part
        return level_between(Level(self.start), Level(self.end), part)

    def put(self, level: float, reading: float) -> None:
        self._remember(reading)
        self.start = self.end = level
        self.at, self.over = reading, 0.0
        self.up, self.moved = None, False

    def told(self, level: float, over: float, reading: float) -> None:
        self._remember(reading)
        now = self.level_at(reading)
        self._reach(now, reading)
        self.start, self.end, self.at, self.over = now, level, reading, over

    def _reach(self, now: float, reading: float) -> None:
        """Note a turn once both its sides are a tenth."""
        if self.up is None:
            if abs(now - self.start) < 1e-9:
                return
            self.up, self.pivot = now > self.start, self.start
            self.far = (self.start, self.at)
        way = 1.0 if self.up else -1.0
        if way * (now - self.far[0]) >= 0.0:
            self.far = (now, reading)
            self.moved = self.moved or abs(now - self.pivot) >= TENTH
        elif way * (self.far[0] - now) < LEAST:
            self.far = (self.far[0], reading)
        elif way * (self.far[0] - now) >= TENTH:
            if self.moved:
                self.turns.append(Turn(self.far[1], up=not self.up))
            self.up, self.moved = not self.up, True
            self.pivot, self.far = self.far[0], (now, reading)


def path_of(evening: Evening, lamp: str, *, even: bool) -> Path:
    path = Path(even, 0.6, 0.6)
    sent = [(s.at, s.light.level, s.over) for s in evening.house.told(lamp)]
    steps = [(at, level, over) for at, level, over in sent if level is not None]
    walls = [(at, level, None) for at, name, level in evening.walls if name == lamp]
    for at, level, over in sorted([*steps, *walls], key=lambda step: step[0]):
        if over is None:
            path.put(level, at)
        else:
            path.told(level, over, at)
    path.told(path.end, 1.0, path.at + path.over + 1.0)
    return path


def was_asked(evening: Evening, turn: Turn) -> bool:
    """A rise that begins with a command."""
    return turn.up and any(abs(turn.at - at) < 1e-6 for at in evening.commands)


def lived(happened: Happened) -> Evening:
    evening = Evening()
    evening.house.speak()
    evening.house.begin()
    evening.house.wait(10)
    for happening, pause in happened:
        happening(evening)
        evening.house.wait(pause)
    evening.house.wait(10)
    return evening


@settings(max_examples=60)
@given(evenings)
def test_no_lamp_turns_twice_within_two_seconds(happened: Happened) -> None:
    """By a tenth, in what is sent; only light that is asked for never waits."""
    no_flash_in(lived(happened))


@settings(max_examples=60)
@given(lights)
def test_no_lamp_turns_twice_under_quick_hands(
    pressed: list[tuple[Command, float]],
) -> None:
    """Ten keys of the light in three seconds, and no word of a wall between them."""
    no_flash_in(lived([(command(each), pause) for each, pause in pressed]))


@pytest.mark.slow
@pytest.mark.timeout(900)
@settings(max_examples=2000)
@given(evenings)
def test_no_lamp_turns_twice_within_two_seconds_on_any_evening(
    happened: Happened,
) -> None:
    """As above, for longer."""
    no_flash_in(lived(happened))


def no_flash_in(evening: Evening) -> None:
    for lamp in LAMPS:
        for even in (False, True):
            path = path_of(evening, lamp, even=even)
            for one, other in pairwise(path.turns):
                is_slow = other.at - one.at >= TWO or not path.is_quick(one)
                assert is_slow or was_asked(evening, other)


def test_a_flash_would_be_seen_by_this() -> None:
    """Up and at once down and up again, sent past the engine."""
    evening = lived([])
    house = evening.house
    for level in (0.1, 0.9, 0.1, 0.9):
        house.lights.show("floor", Light(Level(level)), Seconds(0.5))
        house.clock.advance_to(Seconds(house.reading + 1.0))
    path = path_of(evening, "floor", even=True)
    turns = path.turns
    assert len(turns) == 3
    assert path.is_quick(turns[0])
    assert turns[1].at - turns[0].at < TWO


def test_a_lamp_that_goes_on_under_a_hand_is_not_taken_for_bright() -> None:
    """It was taken in the middle of a fall; the next rise begins where it ended."""
    no_flash_in(
        lived(
            [
                (command(SetLight("ceiling", Level(0.0))), 0.0),
                (power_cut("ceiling"), 1.0),
                (command(Press(Button.LIGHTS_DOWN)), 0.5),
                (command(SetLight("ceiling", Level(1.0))), 0.0),
            ]
        )
    )


def test_a_key_in_the_moment_of_an_announce_dims_nothing() -> None:
    """Full light was asked for, and asked for again."""
    up = command(Press(Button.LIGHTS_UP))
    evening = lived(
        [
            (up, 0.0),
            (up, 0.0),
            (up, 4.0),
            (lamp_comes("floor"), 0.0),
            (up, 1.0),
            (lamp_comes("floor"), 0.0),
        ]
    )
    no_flash_in(evening)
    told = [step for step in evening.house.told("floor") if step.at > 1012.0]
    assert {step.light.level for step in told} == {1.0}
