"""A session on paper: what it finds, and that it always comes to an end."""

from dataclasses import replace
from itertools import pairwise

import pytest

from kap_room.exchange.commands import Button, Press, Seen
from kap_room.plan.look import Light
from kap_room.plan.scene import Mark, Phase, Reminder, Scene
from kap_room.plan.units import Level, Seconds
from kap_room.rehearsal.run import rehearse
from kap_room.rehearsal.script import Line, read_script
from kap_room.timeline.entering import LEFT_OUT
from tests.rehearsal.paper import ROOM, made_up, shipped

SCENE = Scene(
    "Three phases",
    (
        Phase("arrival", None, Mark.DOSE, "arrival", look="up"),
        Phase("peak", Seconds(1200), Mark.RETURNING, "peak", look="down"),
        Phase("return", Seconds(900), None, "return", look="up", ramp=Seconds(300)),
    ),
    looks={
        "up": {"all": Light(Level(0.5))},
        "down": {"all": Light(Level(0.1))},
    },
)


def with_reminder(reminder: Reminder) -> Scene:
    first, peak, last = SCENE.phases
    return replace(SCENE, phases=(first, replace(peak, reminders=(reminder,)), last))


def test_an_open_phase_counts_as_it_was_told_to() -> None:
    """Ten minutes, then the mark that it waits for."""
    sheet = rehearse(made_up(SCENE), ROOM)
    assert [(turn.phase, turn.at_s) for turn in sheet.turns] == [
        ("arrival", 0.0),
        ("peak", 600.0),
        ("return", 1800.0),
    ]
    assert sheet.length_s == 2700.0


def test_a_mark_of_the_script_ends_the_open_phase() -> None:
    """And nothing else does before."""
    sheet = rehearse(made_up(SCENE), ROOM, read_script("dose at 12m"))
    assert sheet.turns[1].at_s == 720.0
    assert sheet.length_s == 2820.0


def test_a_hold_of_the_script_moves_what_follows() -> None:
    """Five minutes."""
    sheet = rehearse(made_up(SCENE), ROOM, read_script("hold at 15m for 5m"))
    assert sheet.turns[2].at_s == 2100.0


def test_tracks_overlap_by_their_crossfade() -> None:
    """Eight seconds, also at a turn."""
    sheet = rehearse(made_up(SCENE), ROOM)
    overlaps = [one.ends_s - two.starts_s for one, two in pairwise(sheet.tracks)]
    assert overlaps == pytest.approx([8.0] * len(overlaps))


def test_there_is_no_hole_in_the_music() -> None:
    """From the first second to the end."""
    sheet = rehearse(made_up(SCENE), ROOM)
    assert sheet.tracks[0].starts_s == 0.0
    assert sheet.tracks[-1].ends_s >= sheet.length_s
    assert all(two.starts_s < one.ends_s for one, two in pairwise(sheet.tracks))


def test_every_turn_has_its_ramps() -> None:
    """One for each lamp, with the length it was given or comes to."""
    sheet = rehearse(made_up(SCENE), ROOM)
    at_return = [ramp for ramp in sheet.ramps if ramp.at_s == 1800.0]
    assert {ramp.light for ramp in at_return} == {"bed", "floor"}
    assert {ramp.lasts_s for ramp in at_return} == {300.0}
    assert {ramp.level for ramp in at_return} == {0.5}


def test_a_room_without_lamps_still_shows_the_looks() -> None:
    """As if all lamps were one."""
    sheet = rehearse(made_up(SCENE), replace(ROOM, lamps=()))
    assert {ramp.light for ramp in sheet.ramps} == {"all"}
    assert len(sheet.ramps) == 3


def test_reminders_stand_where_they_come() -> None:
    """On the body clock, and within a phase."""
    body = rehearse(
        made_up(with_reminder(Reminder("spit", after_dose=Seconds(720)))), ROOM
    )
    phase = rehearse(made_up(with_reminder(Reminder("look", at=Seconds(60)))), ROOM)
    assert [(each.at_s, each.says) for each in body.reminders] == [(1320.0, "spit")]
    assert [(each.at_s, each.says) for each in phase.reminders] == [(660.0, "look")]


@pytest.mark.timeout(10)
def test_a_reminder_within_a_held_phase_does_not_hold_the_rehearsal() -> None:
    """Held for good: it says that the plan does not end, and soon."""
    scene = with_reminder(Reminder("look", at=Seconds(601)))
    script = read_script("hold at 20m")
    sheet = rehearse(made_up(scene), ROOM, script)
    assert sheet.problems[0] == "The plan does not end within a day."


@pytest.mark.parametrize("at", [0.1, 1 / 3, 0.7, 719.9999999, 1e-7])
@pytest.mark.timeout(10)
def test_a_reminder_at_an_odd_moment_comes_once(at: float) -> None:
    """Numbers that no clock can show exactly."""
    scene = with_reminder(Reminder("look", at=Seconds(at)))
    assert len(rehearse(made_up(scene), ROOM).reminders) == 1


def test_a_refused_command_stands_in_the_problems() -> None:
    """With its reason, and the rehearsal goes on."""
    script = (Line(Seconds(60.0), Press(Button.PREVIOUS_PHASE)),)
    sheet = rehearse(made_up(SCENE), ROOM, script)
    assert sheet.problems == ("This is the first phase.",)
    assert sheet.length_s == 2700.0


def test_an_unmeasured_track_counts_five_minutes_and_is_told() -> None:
    """Once a file."""
    sheet = rehearse(replace(made_up(SCENE), measures={}), ROOM)
    first = sheet.tracks[0]
    assert first.ends_s - first.starts_s == 300.0 - LEFT_OUT
    assert len(sheet.problems) == len(set(sheet.problems))
    assert "arrival/0.flac is not measured" in sheet.problems[0]


def test_a_mark_given_twice_turns_once() -> None:
    """The dose, and a second one while peak is on."""
    script = (
        Line(Seconds(60.0), Seen(Mark.DOSE)),
        Line(Seconds(90.0), Seen(Mark.DOSE)),
    )
    sheet = rehearse(made_up(SCENE), ROOM, script)
    assert [turn.at_s for turn in sheet.turns] == [0.0, 60.0, 1260.0]


@pytest.mark.parametrize("scene", ["demo", "sublingual", "im", "iv", "esketamine"])
def test_a_shipped_scene_has_no_problem_on_paper(scene: str) -> None:
    """With its music measured. That six tracks come again in a long phase is told."""
    problems = rehearse(shipped(scene), ROOM).problems
    assert all("begins again from the top" in each for each in problems)


def test_what_the_script_says_stands_on_the_sheet_with_its_answer() -> None:
    """At its own moment, and a mark where it was seen."""
    sheet = rehearse(made_up(SCENE), ROOM, read_script("dose 4m ago at 12m"))
    given = [(each.at_s, each.words, each.answer) for each in sheet.given]
    assert given == [(720.0, "dose 4m ago", "Dose noted.")]
    assert [(each.mark, each.at_s) for each in sheet.marks] == [("dose", 480.0)]


def test_the_last_phase_waits_for_the_end_of_the_script() -> None:
    """It is open, and nobody ends it sooner."""
    first, peak, last = SCENE.phases
    scene = replace(SCENE, phases=(first, peak, replace(last, lasts=None)))
    sheet = rehearse(made_up(scene), ROOM, read_script("end at 2h"))
    assert sheet.length_s == 7200.0


def test_what_comes_after_the_end_is_told() -> None:
    """It came to nothing."""
    sheet = rehearse(made_up(SCENE), ROOM, read_script("hold at 5h"))
    assert '"hold" came to nothing: the session was over.' in sheet.problems


def test_ground_takes_the_track_off_the_sheet() -> None:
    """Three seconds after the key, and nothing sounds until somebody goes back in."""
    sheet = rehearse(made_up(SCENE), ROOM, read_script("ground at 15m for 5m"))
    ends = [track.ends_s for track in sheet.tracks if track.starts_s < 900.0]
    assert max(ends) == pytest.approx(903.0, abs=0.1)
    assert not [t for t in sheet.tracks if 900.0 <= t.starts_s < 1200.0]


def test_a_corrected_dose_moves_what_hangs_on_it() -> None:
    """Also a reminder that stood on the screen already."""
    scene = with_reminder(Reminder("pulse", after_dose=Seconds(0)))
    script = read_script("dose 4m ago at 16m; take-back at 17m; dose 7m ago at 17m 10s")
    sheet = rehearse(made_up(scene), ROOM, script)
    assert [(each.at_s, each.says) for each in sheet.reminders] == [(610.0, "pulse")]


def test_a_phase_that_is_visited_twice_reminds_twice() -> None:
    """What counts within a phase begins with it."""
    scene = with_reminder(Reminder("look", at=Seconds(60)))
    script = read_script("next-phase at 15m; previous-phase at 20m")
    sheet = rehearse(made_up(scene), ROOM, script)
    assert [each.at_s for each in sheet.reminders] == [660.0, 1260.0]


def test_a_missing_track_is_told_once() -> None:
    """That it was not measured goes without saying."""
    missing = "arrival/0.flac is missing and is counted as 5:00."
    loaded = replace(made_up(SCENE), measures={}, says=(missing,))
    told = [s for s in rehearse(loaded, ROOM).problems if "arrival/0.flac" in s]
    assert told == [missing]
