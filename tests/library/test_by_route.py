"""A scene of a few lines that names its route is a whole evening."""

from pathlib import Path

import pytest

from kap_room.plan.scene import Mark, Route, Scene
from tests.library import paper

MINUTE = 60.0
PRESSURE = "Blood pressure and pulse"


def lengths(scene: Scene) -> list[float | None]:
    return [p.lasts if p.lasts is None else p.lasts / MINUTE for p in scene.phases]


def reminders(scene: Scene) -> list[list[tuple[str, float]]]:
    """Phase by phase: the words, and the minute after the dose or in the phase."""
    return [
        [
            (each.says, (each.at if each.after_dose is None else each.after_dose) or 0)
            for each in phase.reminders
        ]
        for phase in scene.phases
    ]


def short_form(route: str) -> str:
    return f"""\
name: Evening
route: {route}
phases:
  - {{name: arrival, playlist: arrival}}
  - {{name: onset, playlist: onset}}
  - {{name: peak, playlist: peak}}
  - {{name: return, playlist: return}}
  - {{name: integration, playlist: integration}}
"""


LONG_FORMS = {
    "sublingual": ("20m", "40m", "1h", "open", "0 12! 40 90"),
    "im": ("8m", "40m", "42m", "open", "0 15 30 60"),
    "iv": ("25m", "25m", "20m", "open", "0 10 20 30 40 70"),
    "intranasal": ("15m", "30m", "30m", "open", "0 40"),
    "esketamine": ("30m", "30m", "30m", "40m", "0 40"),
    "oral": ("45m", "1h", "45m", "open", "0 60 120"),
}
"""Lengths from onset on, and the minutes of the reminders; ! is the lozenge's."""


def long_form(route: str) -> str:
    onset, peak, returning, integration, moments = LONG_FORMS[route]
    lines = [reminder_line(route, moment) for moment in moments.split()]
    return f"""\
name: Evening
route: {route}
reminders: none
{"at least: 2h" if route == "esketamine" else "# nothing more"}
phases:
  - name: arrival
    lasts: open
    ends on: dose
    playlist: arrival
  - name: onset
    lasts: {onset}
    ends on: peak
    playlist: onset
    reminders:
{"".join(lines)}
  - name: peak
    lasts: {peak}
    ends on: returning
    playlist: peak
  - name: return
    lasts: {returning}
    playlist: return
  - name: integration
    lasts: {integration}
    playlist: integration
    reminders:
      - {{at: 0m, say: "Before leaving: blood pressure and pulse"}}
"""


def reminder_line(route: str, moment: str) -> str:
    if moment.endswith("!"):
        when, says = f"after each dose: {moment[:-1]}m", "Lozenge: spit or swallow"
    elif (route, moment) == ("iv", "40"):
        when, says = "after dose: 40m", "End of the infusion: blood pressure and pulse"
    else:
        when, says = f"after dose: {moment}m", PRESSURE
    return f'      - {{{when}, say: "{says}"}}\n'


def test_there_is_a_written_out_form_for_every_route() -> None:
    """None is forgotten below."""
    assert set(LONG_FORMS) == set(Route)


@pytest.mark.parametrize("route", LONG_FORMS)
def test_a_scene_that_names_its_route_is_complete(tmp_path: Path, route: str) -> None:
    """Names and playlists read to the same values as every line written out."""
    short = paper.scene(tmp_path, short_form(route))
    assert short == paper.scene(tmp_path, long_form(route))


def test_a_length_that_is_written_wins_over_the_usual_one(tmp_path: Path) -> None:
    """The file is the therapist's."""
    found = paper.scene(
        tmp_path,
        "route: im\nphases: [{name: onset, lasts: 3m}, {name: peak, lasts: open}]\n",
    )
    assert lengths(found) == [3, None]


def test_a_phase_with_its_own_length_is_given_no_mark(tmp_path: Path) -> None:
    """Who wrote the one has thought of the other."""
    found = paper.scene(
        tmp_path,
        "route: im\nphases: [{name: onset, lasts: 8m}, {name: peak}, {name: return}]\n",
    )
    assert [phase.ends_on for phase in found.phases] == [None, Mark.RETURNING, None]


def test_a_mark_that_another_phase_names_is_not_given_twice(tmp_path: Path) -> None:
    """The dose ends the phase that says so."""
    found = paper.scene(
        tmp_path,
        "route: im\n"
        "phases:\n"
        "  - {name: needle, lasts: open, ends on: dose}\n"
        "  - {name: arrival}\n"
        "  - {name: onset}\n",
    )
    assert [phase.ends_on for phase in found.phases] == [Mark.DOSE, None, None]


def test_settling_in_waits_for_the_dose_and_arrival_for_the_therapist(
    tmp_path: Path,
) -> None:
    """The needle comes when the person lies down."""
    found = paper.scene(
        tmp_path,
        "route: im\n"
        "phases: [{name: Arrival}, {name: Settling in}, {name: Onset}, {name: Peak}]\n",
    )
    ends = [phase.ends_on for phase in found.phases]
    assert lengths(found) == [None, None, 8, 40]
    assert ends == [None, Mark.DOSE, Mark.PEAK, None]


WITH_OWN = """\
route: sublingual
phases:
  - {{name: arrival{arrival}}}
  - {{name: onset{onset}}}
  - {{name: peak}}
  - {{name: return}}
  - {{name: integration{integration}}}
"""


def with_own(
    folder: Path, arrival: str = "", onset: str = "", integration: str = ""
) -> list[list[tuple[str, float]]]:
    written = {
        key: f", reminders: [{{{line}}}]" if line else ""
        for key, line in (
            ("arrival", arrival),
            ("onset", onset),
            ("integration", integration),
        )
    }
    return reminders(paper.scene(folder, WITH_OWN.format(**written)))


def test_a_reminder_of_one_s_own_stands_beside_those_of_the_route(
    tmp_path: Path,
) -> None:
    """Eye shades do not make anybody forget the lozenge."""
    _, onset, *_ = with_own(tmp_path, onset="at: 12m, say: Eye shades")
    says = [words for words, _ in onset]
    lozenge = "Lozenge: spit or swallow"
    assert says == ["Eye shades", PRESSURE, lozenge, PRESSURE, PRESSURE]


@pytest.mark.parametrize("when", ["after each dose: 7m", "after dose: 15m", "at: 10m"])
def test_a_lozenge_of_one_s_own_takes_the_place_of_the_route_s(
    tmp_path: Path, when: str
) -> None:
    """At whatever time: there is one for each dose."""
    _, onset, *_ = with_own(tmp_path, onset=f"{when}, say: Spit it out")
    lozenges = [words for words, _ in onset if words != PRESSURE]
    assert lozenges == ["Spit it out"]


@pytest.mark.parametrize(
    ("minute", "left"),
    [(36, [0, 90]), (45, [0, 90]), (46, [0, 40, 90]), (60, [0, 40, 90])],
)
def test_pressure_of_one_s_own_takes_the_place_of_what_is_near(
    tmp_path: Path, minute: int, left: list[int]
) -> None:
    """Within five minutes; any other is one more."""
    own = f"after dose: {minute}m, say: Pulse"
    _, onset, *_ = with_own(tmp_path, onset=own)
    taken = [moment / MINUTE for words, moment in onset if words == PRESSURE]
    assert taken == left


def test_pressure_before_the_dose_counts_as_at_it(tmp_path: Path) -> None:
    """Nobody is asked twice in a minute."""
    _, onset, *_ = with_own(tmp_path, arrival="at: 0m, say: Blood pressure first")
    assert [moment / MINUTE for _, moment in onset] == [12, 40, 90]


def test_before_leaving_is_not_said_twice(tmp_path: Path) -> None:
    """At whatever time it stands."""
    *_, last = with_own(tmp_path, integration="at: 30m, say: Ready for leaving?")
    assert [words for words, _ in last] == ["Ready for leaving?"]


def test_without_a_route_nothing_is_reminded_of(tmp_path: Path) -> None:
    """The program knows nothing of the body then."""
    found = paper.scene(tmp_path, "phases: [{name: a, lasts: 1h}]\n")
    assert reminders(found) == [[]]


def test_none_leaves_out_the_reminders_of_the_route_alone(tmp_path: Path) -> None:
    """One's own stay."""
    found = paper.scene(
        tmp_path,
        "route: im\n"
        "reminders: none\n"
        "phases:\n"
        "  - {name: arrival}\n"
        "  - {name: onset, reminders: [{at: 1m, say: Eye shades}]}\n",
    )
    assert reminders(found) == [[], [("Eye shades", 60.0)]]
