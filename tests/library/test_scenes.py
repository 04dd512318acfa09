"""What a scene file means: its values, and what is usual where it says nothing."""

from pathlib import Path

import pytest

from kap_room.library.page import read_scene
from kap_room.plan.look import Light
from kap_room.plan.scene import Mark, Phase, Reminder, Route, Scene
from kap_room.plan.units import Decibels, Kelvin, Level, Seconds
from tests.library import paper

MINUTE = 60.0


def lengths(scene: Scene) -> list[float | None]:
    return [p.lasts if p.lasts is None else p.lasts / MINUTE for p in scene.phases]


def test_every_key_of_a_scene_is_read(tmp_path: Path) -> None:
    """Names, marks, numbers and looks arrive as they were written."""
    found = paper.scene(
        tmp_path,
        "name: Evening\n"
        "route: im\n"
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
        "    reminders: [{after dose: 12m, say: Look}, {at: 5m, say: Ask}]\n"
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
    )
    dusk = {"all": Light(Level(0.2), Kelvin(2200.0)), "floor": Light(Level(0.05))}
    assert found == Scene("Evening", (phase,), Route.IM, {"dusk": dusk})


def test_a_scene_without_a_name_has_its_file_s(tmp_path: Path) -> None:
    """A name is optional because the file has one."""
    found = paper.scene(tmp_path, "phases: [{name: a, lasts: 1m}]\n")
    assert found.name == "written"


@pytest.mark.parametrize(
    ("route", "expected"),
    [
        ("sublingual", [None, 20, 40, 60, None]),
        ("im", [None, 8, 40, 42, None]),
        ("iv", [None, 25, 25, 20, None]),
        ("intranasal", [None, 10, 30, 35, None]),
        ("esketamine", [None, 30, 30, 30, 40]),
        ("oral", [None, 45, 60, 45, None]),
    ],
)
def test_a_route_gives_the_lengths_that_are_left_out(
    tmp_path: Path, route: str, expected: list[float | None]
) -> None:
    """Phases with the usual names take the usual time."""
    names = ("arrival", "onset", "peak", "return", "integration")
    phases = "".join(f"  - name: {name}\n" for name in names)
    found = paper.scene(tmp_path, f"route: {route}\nphases:\n{phases}")
    assert lengths(found) == expected


def test_a_length_that_is_written_wins_over_the_usual_one(tmp_path: Path) -> None:
    """The file is the therapist's."""
    found = paper.scene(tmp_path, "route: im\nphases: [{name: onset, lasts: 3m}]\n")
    assert lengths(found) == [3]


def test_a_scene_without_reminders_has_those_of_its_route(tmp_path: Path) -> None:
    """The lozenge is not forgotten because nobody wrote it down."""
    found = paper.scene(
        tmp_path,
        "route: sublingual\n"
        "phases:\n"
        "  - {name: arrival, ends on: dose}\n"
        "  - {name: onset}\n"
        "  - {name: integration}\n",
    )
    said = [[r.says for r in phase.reminders] for phase in found.phases]
    pressure = "Blood pressure and pulse"
    assert said == [
        [],
        [pressure, "Lozenge: spit or swallow", pressure],
        ["Before leaving: blood pressure and pulse"],
    ]


def test_a_scene_with_any_reminder_has_only_its_own(tmp_path: Path) -> None:
    """Who writes reminders has thought of them."""
    found = paper.scene(
        tmp_path,
        "route: sublingual\n"
        "phases:\n"
        "  - {name: arrival, ends on: dose}\n"
        "  - {name: onset, reminders: [{at: 1m, say: Eye shades}]}\n",
    )
    said = [r.says for phase in found.phases for r in phase.reminders]
    assert said == ["Eye shades"]


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
