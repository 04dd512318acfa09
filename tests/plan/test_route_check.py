"""A scene against its route."""

from dataclasses import replace

import pytest

from kap_room.plan.route_check import objections
from kap_room.plan.route_reminders import with_usual_reminders
from kap_room.plan.routes import floor_of, minutes, usual_phases
from kap_room.plan.scene import Mark, Phase, Reminder, Route, Scene


def usual(route: Route) -> Scene:
    """The scene of somebody who writes nothing but the route."""
    phases = tuple(Phase(e.name, e.lasts, e.ends_on) for e in usual_phases(route))
    scene = Scene("as usual", phases, route, at_least=floor_of(route))
    return with_usual_reminders(scene)


def with_phase(scene: Scene, which: str, **changes: object) -> Scene:
    phases = tuple(
        replace(p, **changes) if p.name == which else p  # type: ignore[arg-type]
        for p in scene.phases
    )
    return replace(scene, phases=phases)


def says(scene: Scene) -> str:
    return "\n".join(each.says for each in objections(scene))


@pytest.mark.parametrize("route", Route)
def test_what_is_usual_is_without_objection(route: Route) -> None:
    """Every route, as its own profile lays it."""
    assert objections(usual(route)) == ()


def test_without_a_route_nothing_is_strange() -> None:
    """A scene for music alone."""
    assert objections(Scene("free", (Phase("all", minutes(3)),))) == ()


def test_esketamine_below_two_hours_is_wrong() -> None:
    """Also when an open phase might make up for it."""
    scene = with_phase(usual(Route.ESKETAMINE), "integration", lasts=None)
    (found,) = objections(scene)
    assert found.wrong
    assert "90 min together" in found.says
    assert "at least 120 min" in found.says


def test_esketamine_that_begins_with_no_dose_is_wrong() -> None:
    """Two hours of what? Any other route may leave it open."""
    scene = with_phase(usual(Route.ESKETAMINE), "arrival", ends_on=None)
    assert [each.wrong for each in objections(scene)] == [True]
    scene = with_phase(usual(Route.IM), "arrival", ends_on=None)
    assert [each.wrong for each in objections(scene)] == [False]


def test_without_a_dose_nothing_is_said_of_the_time_after_it() -> None:
    """One sentence says what is missing; the others would only follow from it."""
    phases = (Phase("onset", minutes(3)), Phase("peak", minutes(5)))
    (found,) = objections(Scene("s", phases, Route.IV))
    assert "No phase ends on dose" in found.says


def test_a_plan_shorter_than_at_least_is_wrong_without_a_route_too() -> None:
    """Unless its end is open: then somebody ends it."""
    arrival, over = Phase("arrival", None, Mark.DOSE), Phase("music", minutes(60))
    scene = Scene("free", (arrival, over), at_least=minutes(90))
    (found,) = objections(scene)
    assert found.wrong
    assert "last 60 min together" in found.says
    waits = (*scene.phases, Phase("farewell", None))
    assert objections(replace(scene, phases=waits)) == ()


def test_phases_against_the_order_of_a_body_are_wrong() -> None:
    """Onset after the peak."""
    scene = usual(Route.IM)
    arrival, onset, peak, *others = scene.phases
    scene = replace(scene, phases=(arrival, peak, onset, *others))
    found = [each for each in objections(scene) if each.wrong]
    assert [each.phase for each in found] == [2]
    assert 'comes after "peak"' in found[0].says


def test_phases_of_other_names_may_stand_anywhere() -> None:
    """An ascent, a song, a cup of tea."""
    scene = usual(Route.IM)
    tea = tuple(Phase(f"tea {n}", minutes(1)) for n in range(6))
    pairs = zip(tea, scene.phases, strict=False)
    scene = replace(scene, phases=tuple(p for pair in pairs for p in pair))
    assert objections(scene) == ()


def test_a_short_evening_is_doubtful() -> None:
    """It may be meant."""
    scene = with_phase(usual(Route.IM), "integration", lasts=minutes(0.5))
    scene = with_phase(scene, "return", lasts=minutes(30))
    found = [each for each in objections(scene) if "usually stay" in each.says]
    assert [each.wrong for each in found] == [False]


def test_an_infusion_that_runs_into_the_return_is_wrong() -> None:
    """Return would begin five minutes before the pump has stopped."""
    scene = with_phase(usual(Route.IV), "onset", lasts=minutes(15))
    scene = with_phase(scene, "peak", lasts=minutes(20))
    found = [each for each in objections(scene) if each.wrong]
    assert len(found) == 1
    assert found[0].phase == 2
    assert "35 min after the dose" in found[0].says


@pytest.mark.parametrize("name", ["peak", "music"])
def test_an_infusion_that_outlasts_the_whole_plan_is_wrong(name: str) -> None:
    """Whatever its last phase is called, nothing would sound any more."""
    phases = (Phase("arrival", None, Mark.DOSE), Phase(name, minutes(35)))
    found = [each for each in objections(Scene("s", phases, Route.IV)) if each.wrong]
    assert [each.phase for each in found] == [1]


def test_what_comes_before_the_dose_is_no_stay() -> None:
    """Also where nothing comes after it."""
    waits = Phase("arrival", minutes(180), Mark.DOSE)
    (found,) = objections(Scene("s", (waits,), Route.ESKETAMINE))
    assert found.wrong
    assert "last 0 min together" in found.says


@pytest.mark.parametrize(("onset", "told"), [(8, True), (15, False), (45, True)])
def test_a_peak_at_a_strange_time_is_told(onset: int, told: bool) -> None:
    """Between ten and forty minutes after a lozenge."""
    scene = with_phase(usual(Route.SUBLINGUAL), "onset", lasts=minutes(onset))
    assert ("the plateau usually begins" in says(scene)) is told


@pytest.mark.parametrize(("peak", "told"), [(20, True), (45, False), (90, True)])
def test_a_peak_of_a_strange_length_is_told(peak: int, told: bool) -> None:
    """Half an hour to an hour."""
    scene = with_phase(usual(Route.SUBLINGUAL), "peak", lasts=minutes(peak))
    assert ("the plateau usually lasts" in says(scene)) is told


def test_a_scene_that_no_dose_begins_is_told() -> None:
    """Its plan would not follow the person."""
    scene = with_phase(usual(Route.IM), "arrival", ends_on=None)
    assert "No phase ends on dose" in says(scene)


def test_a_lozenge_in_an_injection_is_told() -> None:
    """A reminder that was copied from another scene."""
    spit = (Reminder("Lozenge: spit", after_dose=minutes(12)),)
    assert "belongs to a lozenge" in says(
        with_phase(usual(Route.IM), "onset", reminders=spit)
    )


def test_a_lozenge_without_its_timer_is_told() -> None:
    """Where somebody wrote reminders of their own and forgot it."""
    own = (Reminder("pulse", after_dose=minutes(40)),)
    scene = with_phase(usual(Route.SUBLINGUAL), "onset", reminders=own)
    assert "Nothing reminds of the lozenge" in says(scene)


def test_a_lozenge_within_its_phase_is_in_time() -> None:
    """Ten minutes into the onset is ten minutes after the dose."""
    own = (Reminder("Lozenge: spit", at=minutes(10)),)
    scene = with_phase(usual(Route.SUBLINGUAL), "onset", reminders=own)
    assert "lozenge" not in says(scene)
    late = (Reminder("Lozenge: spit", at=minutes(17)),)
    scene = with_phase(scene, "onset", reminders=late)
    assert "Nothing reminds of the lozenge in time" in says(scene)


def test_a_lozenge_after_an_open_phase_may_be_in_time() -> None:
    """Nobody knows, so nobody is told."""
    scene = with_phase(usual(Route.SUBLINGUAL), "onset", lasts=None, reminders=())
    own = (Reminder("Lozenge: spit", at=minutes(1)),)
    assert "lozenge" not in says(with_phase(scene, "peak", reminders=own))


def test_esketamine_without_its_forty_minutes_is_told() -> None:
    """The label asks for blood pressure then."""
    own = (Reminder("pulse", after_dose=minutes(60)),)
    scene = with_phase(usual(Route.ESKETAMINE), "onset", reminders=own)
    assert "40 min after the dose" in says(scene)


def test_a_reminder_after_the_end_is_told() -> None:
    """Nobody would be there to see it."""
    late = (
        Reminder("pulse", after_dose=minutes(40)),
        Reminder("late", after_dose=minutes(200)),
    )
    scene = with_phase(usual(Route.ESKETAMINE), "onset", reminders=late)
    assert '"late" comes 200 min after the dose' in says(scene)


def test_a_peak_of_another_name_is_known_by_what_ends_it() -> None:
    """Whoever calls it plateau ends it on returning."""
    scene = with_phase(usual(Route.IM), "peak", name="depth", lasts=minutes(5))
    assert scene.phases[2].ends_on is Mark.RETURNING
    assert "It lasts 5 min" in says(scene)
