"""Evenings that nobody planned: any keys, in any order, at any moments."""

from hypothesis import strategies as st

from kap_room.exchange.commands import (
    Amount,
    Button,
    Command,
    Extend,
    GoBackIn,
    MoveMark,
    Note,
    Press,
    Release,
    Seen,
    SetLight,
    Way,
)
from kap_room.plan.scene import Mark
from kap_room.plan.units import Level, Seconds
from tests.engine.house import House

Evening = list[tuple[Command, float]]

buttons = [button for button in Button if button is not Button.END]

commands: st.SearchStrategy[Command] = st.one_of(
    st.sampled_from(buttons).map(Press),
    st.builds(Seen, st.sampled_from(Mark), st.floats(0, 600).map(Seconds)),
    st.sampled_from(Way).map(GoBackIn),
    st.floats(-900, 900).map(Seconds).map(Extend),
    st.floats(-600, 600).map(Seconds).map(MoveMark),
    st.just(Amount("100 mg")),
    st.builds(SetLight, st.sampled_from(["floor", "all"]), st.just(Level(0.5))),
    st.just(Release()),
    st.just(Note("a note")),
)

pauses = st.one_of(st.floats(0, 5), st.floats(0, 700))

evenings = st.lists(st.tuples(commands, pauses), max_size=15)


quick = st.lists(st.tuples(commands, st.floats(0, 1.5)), max_size=12)
"""A hand that slips, or two people at once."""


out_and_back = st.lists(
    st.tuples(
        st.one_of(
            st.sampled_from(
                [
                    Button.GROUND,
                    Button.GROUND,
                    Button.SILENCE,
                    Button.MUSIC,
                    Button.LAND,
                ]
            ).map(Press),
            st.sampled_from(Way).map(GoBackIn),
        ),
        st.floats(0, 6),
    ),
    max_size=12,
)

lights = st.lists(
    st.tuples(
        st.one_of(
            st.sampled_from(
                [
                    Button.LIGHTS_UP,
                    Button.LIGHTS_DOWN,
                    Button.ARM_LIGHT,
                    Button.BACK_TO_PLAN,
                    Button.TAKE_BACK,
                ]
            ).map(Press),
            st.builds(
                SetLight,
                st.just("floor"),
                st.sampled_from([0.0, 0.1, 0.5, 1.0]).map(Level),
            ),
        ),
        st.floats(0, 1.5),
    ),
    max_size=12,
)


def level_of(house: House, lamp: str) -> float:
    return house.view.lights[lamp].level or 0.0


def lived(evening: Evening) -> House:
    house = House()
    house.begin()
    for command, pause in evening:
        house.give(command)
        house.wait(pause)
    return house
