"""What a scene file means: its values, and what is usual where it says nothing."""

from pathlib import Path

import pytest

from kap_room.library.page import read_scene
from kap_room.plan.look import Light
from kap_room.plan.scene import Mark, Phase, Reminder, Route, Scene, Turn
from kap_room.plan.units import Decibels, Kelvin, Level, Seconds
from tests.library import paper


def test_every_key_of_a_scene_is_read(tmp_path: Path) -> None:
    """Names, marks, numbers and looks arrive as they were written."""
    found = paper.scene(
        tmp_path,
        "name: Evening\n"
        "route: im\n"
        "at least: 2h 30m\n"
        "reminders: none\n"
        "phases:\n"
        "  - name: settling in\n"
        "    lasts: open\n"
        "    ends on: dose\n"
        "    playlist: arrival\n"
        "    volume: -6 dB\n"
        "    look: dusk\n"
        "    ramp: 3m\n"
        "    crossfade: 10s\n"
        "    arm light: yes\n"
        "    turn: automatic\n"
        "    finish track: up to 1m 30s\n"
        "    reminders: [{after dose: 12m, say: Look}, {at: 5m, say: Ask}]\n"
        "  - {name: rest, lasts: open}\n"
        "looks:\n"
        "  dusk: {all: {level: 20%, warmth: 2200 K}, floor: {level: 5%}}\n",
    )
    phase = Phase(
        name="settling in",
        lasts=None,
        ends_on=Mark.DOSE,
        playlist="arrival",
        volume=Decibels(-6.0),
        look="dusk",
        ramp=Seconds(180.0),
        crossfade=Seconds(10.0),
        arm_light=True,
        reminders=(
            Reminder("Look", after_dose=Seconds(720.0)),
            Reminder("Ask", at=Seconds(300.0)),
        ),
        finish_track=Seconds(90.0),
    )
    dusk = {"all": Light(Level(0.2), Kelvin(2200.0)), "floor": Light(Level(0.05))}
    rest = Phase(name="rest", lasts=None)
    assert found == Scene(
        "Evening", (phase, rest), Route.IM, {"dusk": dusk}, Seconds(9000.0)
    )


def test_a_scene_without_a_name_has_its_file_s(tmp_path: Path) -> None:
    """A name is optional because the file has one."""
    found = paper.scene(tmp_path, "phases: [{name: a, lasts: 1m}]\n")
    assert found.name == "written"


@pytest.mark.parametrize(
    ("written", "waits"),
    [("", 600.0), ("    waits: 20s\n", 20.0), ("    waits: open\n", None)],
)
def test_a_turn_that_asks_waits_for_an_answer(
    tmp_path: Path, written: str, waits: float | None
) -> None:
    """Ten minutes unless it says how long, and open is for ever."""
    found = paper.scene(
        tmp_path,
        f"phases:\n  - name: peak\n    lasts: 40m\n    turn: ask\n{written}",
    )
    (phase,) = found.phases
    assert (phase.turn, phase.waits) == (Turn.ASK, waits)


def test_a_turn_is_automatic_unless_it_asks(tmp_path: Path) -> None:
    """The same whether it is written or not."""
    found = paper.scene(
        tmp_path,
        "phases:\n"
        "  - {name: a, lasts: 1m}\n"
        "  - {name: b, lasts: 1m, turn: automatic}\n",
    )
    assert [phase.turn for phase in found.phases] == [Turn.AUTOMATIC, Turn.AUTOMATIC]


def test_a_turn_may_wait_for_a_track_to_end(tmp_path: Path) -> None:
    """So long and no longer."""
    found = paper.scene(
        tmp_path,
        "phases:\n"
        "  - {name: a, lasts: 1m, finish track: up to 2m}\n"
        "  - {name: b, lasts: 1m}\n",
    )
    assert [phase.finish_track for phase in found.phases] == [120.0, 0.0]


def test_a_reminder_may_come_after_each_dose(tmp_path: Path) -> None:
    """A second lozenge has a time of its own."""
    found = paper.scene(
        tmp_path,
        "phases:\n"
        "  - {name: a, lasts: 1h, reminders: [{after each dose: 12m, say: Spit}]}\n",
    )
    expected = Reminder("Spit", after_dose=Seconds(720.0), each_dose=True)
    assert found.phases[0].reminders == (expected,)


@pytest.mark.parametrize(
    ("written", "at_least"),
    [
        ("route: im\n", None),
        ("at least: 2h\n", 7200.0),
        ("route: esketamine\n", 7200.0),
        ("route: esketamine\nat least: 2h 30m\n", 9000.0),
    ],
)
def test_a_person_stays_at_least_as_the_scene_or_its_route_says(
    tmp_path: Path, written: str, at_least: float | None
) -> None:
    """The scene may ask for more than the route, and never for less."""
    found = paper.scene(
        tmp_path,
        f"{written}phases:\n"
        "  - {name: arrival, lasts: open, ends on: dose}\n"
        "  - {name: onset, lasts: 3h}\n",
    )
    assert found.at_least == at_least


@pytest.mark.parametrize(("minutes", "right"), [(119, False), (120, True)])
def test_esketamine_never_plans_less_than_two_hours_of_staying(
    tmp_path: Path, minutes: int, *, right: bool
) -> None:
    """What comes before the dose does not count, and neither does an open end."""
    file = tmp_path / "spray.yaml"
    file.write_text(
        "route: esketamine\n"
        "phases:\n"
        "  - {name: arrival, lasts: 3h, ends on: dose}\n"
        f"  - {{name: onset, lasts: {minutes}m}}\n"
        "  - {name: farewell, lasts: open}\n"
    )
    page = read_scene(file)
    assert (page.value is not None) == right


def test_words_that_another_yaml_would_change_stay_words(tmp_path: Path) -> None:
    """No, on, 1_0 and 0:12 are names here."""
    found = paper.scene(
        tmp_path,
        "name: no\n"
        "phases: [{name: on, lasts: 1m}, {name: 1_0, lasts: 1m}, "
        "{name: 0:12, lasts: 1m}]\n",
    )
    assert [found.name, *(p.name for p in found.phases)] == ["no", "on", "1_0", "0:12"]
