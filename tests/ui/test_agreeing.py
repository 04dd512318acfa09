"""A turn is proposed where the eye is, and Enter agrees to it: never by chance."""

from dataclasses import replace

import pytest

from kap_room.exchange.commands import Button, Extend, Note, Press
from kap_room.exchange.snapshot import (
    AppointmentsView,
    AppointmentView,
    ComingView,
    LampView,
    NoteView,
    PhaseView,
    ProposalView,
    ReminderView,
    Snapshot,
    StripView,
)
from kap_room.plan.units import Seconds
from tests.ui.room import ONSET, Room, tell

NEXT = Press(Button.NEXT_PHASE)
PHASES = (
    StripView("arrival", None, is_past=True, spent_s=500.0),
    StripView("onset", 900.0, is_past=True, written_s=900.0, spent_s=660.0),
    StripView("peak", 2700.0, is_now=True, written_s=2400.0, spent_s=2420.0),
    *ONSET.phases[3:],
)


def over(
    phase: str | None = "return", turns_in: float | None = 580.0, **changes: object
) -> Snapshot:
    """Peak is over by the plan."""
    says = "return now? >; by itself in 9:40"
    session = replace(ONSET.session, **changes)  # type: ignore[arg-type]
    return replace(
        ONSET,
        session=session,
        phases=PHASES,
        phase=PhaseView("peak", 2420.0, 0.0, phase, "returning"),
        proposal=ProposalView(phase, 20.0, turns_in, says),
        coming=ComingView(phase, turns_in, says),
    )


def row_of(room: Room, words: str) -> int:
    return next(at for at, row in enumerate(room.rows()) if words in row)


async def read(room: Room) -> None:
    """The time in which a hand could not have meant it."""
    room.clock.wait(0.7)


async def test_a_turn_is_proposed_where_the_eye_already_is() -> None:
    """In the rows that told what comes; nothing else on the screen moves."""

    async def story(room: Room) -> None:
        before, rows = row_of(room, "then peak"), room.rows()
        await room.show(over())
        said = "Enter return begins   e 5 min more   by itself in 9:40"
        assert row_of(room, said) == before
        assert row_of(room, "Peak is over by the plan") == before - 1
        assert room.rows()[before + 1 :] == rows[before + 1 :]

    await tell(story)


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        (over(turns_in=None), "e 5 min more   waits for you"),
        (over(turns_in=None, state="held"), "e 5 min more   the plan is held (h)"),
        (over(phase=None), "Enter end, asked first   e 5 min more"),
    ],
)
async def test_it_says_whether_it_comes_by_itself(shown: Snapshot, said: str) -> None:
    """Or waits; and the end is not begun by one key."""

    async def story(room: Room) -> None:
        assert said in room.screen

    await tell(story, shown)


async def test_enter_agrees_and_e_is_not_yet() -> None:
    """Each one key."""

    async def story(room: Room) -> None:
        await read(room)
        await room.press("e", "enter")
        assert room.desk.sent == [Extend(Seconds(300.0)), NEXT]

    await tell(story, over())


async def test_an_enter_that_was_on_its_way_begins_nothing() -> None:
    """The proposal had just appeared."""

    async def story(room: Room) -> None:
        room.clock.wait(60.0)
        await room.show(over())
        room.clock.wait(0.6)
        await room.press("enter")
        assert room.desk.sent == []
        await room.press("enter")
        assert room.desk.sent == [NEXT]

    await tell(story)


async def test_enter_is_nothing_where_nothing_is_proposed() -> None:
    """It belongs to the proposal alone."""

    async def story(room: Room) -> None:
        await room.press("enter", "enter")
        assert room.desk.sent == []

    await tell(story)


async def test_a_second_enter_never_passes_over_a_phase() -> None:
    """Until a snapshot has shown what the first one did."""

    async def story(room: Room) -> None:
        await read(room)
        await room.press("enter", "enter")
        await room.show(over())
        await room.press("enter")
        assert room.desk.sent == [NEXT]

    await tell(story, over())


async def test_a_refused_enter_can_be_given_again() -> None:
    """With the sentence that says why."""

    async def story(room: Room) -> None:
        room.desk.refuse("The disk is full.")
        await read(room)
        await room.press("enter")
        assert "The disk is full." in room.screen
        await room.show(over())
        await read(room)
        await room.press("enter")
        assert room.desk.sent == [NEXT, NEXT]

    await tell(story, over())


async def test_the_same_phase_may_be_proposed_again_later() -> None:
    """After a step back, for one."""

    async def story(room: Room) -> None:
        await read(room)
        await room.press("enter")
        await room.show(ONSET)
        await room.show(over())
        await read(room)
        await room.press("enter")
        assert room.desk.sent == [NEXT, NEXT]

    await tell(story, over())


async def test_enter_just_before_it_turns_by_itself_is_left_alone() -> None:
    """It could meet the phase after."""

    async def story(room: Room) -> None:
        await read(room)
        await room.press("enter")
        assert room.desk.sent == []

    await tell(story, over(turns_in=1.5))


async def test_the_enter_of_a_note_is_not_the_enter_of_a_turn() -> None:
    """Not even when a hand presses it twice."""

    async def story(room: Room) -> None:
        await read(room)
        await room.press("n")
        assert "Enter return begins" not in room.screen
        await room.type("calm")
        await room.pilot.press("enter")
        await room.pilot.pause()
        room.clock.wait(0.3)
        await room.press("enter")
        assert room.desk.sent == [Note("calm")]

    await tell(story, over())


@pytest.mark.parametrize("key", ["z", "question_mark"])
async def test_what_cannot_be_read_cannot_be_agreed_to(key: str) -> None:
    """On a black screen and under a dialog Enter begins nothing."""

    async def story(room: Room) -> None:
        await read(room)
        await room.press(key, "enter")
        assert room.desk.sent == []
        assert "is over by the plan" not in room.screen or key != "z"

    await tell(story, over())


@pytest.mark.parametrize("key", ["question_mark", "ctrl+e"])
async def test_a_turn_is_read_anew_when_what_stood_over_it_has_gone(key: str) -> None:
    """However long that stood there, and whatever the room said meanwhile."""

    async def story(room: Room) -> None:
        await read(room)
        await room.press(key)
        await room.show(over())
        room.clock.wait(60.0)
        await room.press("escape")
        room.clock.wait(-0.5)
        await room.press("enter")
        assert room.desk.sent == []
        await room.press("enter")
        assert room.desk.sent == [NEXT]

    await tell(story, over())


async def test_nothing_is_proposed_while_the_therapist_is_away() -> None:
    """The person may be alone with the screen."""

    async def story(room: Room) -> None:
        await read(room)
        await room.press("enter")
        assert room.desk.sent == []
        assert "over" not in room.screen

    await tell(story, over(state="away"))


async def test_after_ground_enter_begins_nothing() -> None:
    """Only its own four ways do."""

    async def story(room: Room) -> None:
        await read(room)
        await room.press("enter")
        assert room.desk.sent == []

    await tell(story, over(state="grounded"))


async def test_while_the_engine_is_lost_enter_begins_nothing() -> None:
    """Nobody knows what would be next."""

    async def story(room: Room) -> None:
        await room.show(None)
        await read(room)
        await room.press("enter")
        assert room.desk.sent == []

    await tell(story, over())


async def test_enter_at_the_end_asks_first() -> None:
    """And a second Enter ends."""

    async def story(room: Room) -> None:
        await read(room)
        await room.press("enter")
        assert "End the session?" in room.screen
        assert room.desk.sent == []
        await room.press("enter")
        assert room.desk.sent == [Press(Button.END)]

    await tell(story, over(phase=None))


def rebooted(asks: str | None = None) -> Snapshot:
    says = "onset, 52:00 after the dose: music (m) and hold (h) take it up"
    offer = None if asks else ProposalView("onset", 30.0, None, says)
    session = replace(ONSET.session, state="held", asks=asks)
    return replace(ONSET, session=session, proposal=offer)


@pytest.mark.parametrize(
    "asks", [None, "Go on with the session? Music (m) and hold (h) take it up softly."]
)
async def test_after_a_reboot_enter_takes_up_the_phase_that_is_offered(
    asks: str | None,
) -> None:
    """Music comes back softly and the plan goes on; no phase is passed over."""

    async def story(room: Room) -> None:
        assert "By the plan it is onset; held until you take it up" in room.screen
        assert "Enter takes it up softly" in room.screen
        await read(room)
        await room.press("enter")
        await room.pilot.pause()
        assert room.desk.sent == [Press(Button.MUSIC), Press(Button.HOLD)]

    await tell(story, rebooted(asks))


async def test_the_plan_does_not_go_on_in_a_room_that_stays_silent() -> None:
    """The music was refused: the therapist reads why, and tries again."""

    async def story(room: Room) -> None:
        room.desk.refuse("There is no sound output.")
        await read(room)
        await room.press("enter")
        assert room.desk.sent == [Press(Button.MUSIC)]
        assert "There is no sound output." in room.screen

    await tell(story, rebooted())


async def test_everything_at_once_fits_80_by_24() -> None:
    """A proposal, two reminders, a lost lamp, who is expected, notes; and all keys."""
    booked = AppointmentView(
        "wren", "sublingual", "2026-03-04T14:20+00:00", 780.0, "/s.yaml"
    )
    says = "wren is expected at 14:20, and this session is still open."
    shown = replace(
        over(),
        reminders=(
            ReminderView("Blood pressure and pulse", -30.0),
            ReminderView("Lozenge: spit or swallow", 100.0),
        ),
        lights={**ONSET.lights, "bed": LampView(None, None, "lost")},
        appointments=AppointmentsView(next=booked, says=says),
        notes=3,
        last_notes=(NoteView("calm", 600.0, "14:05", 80.0, saved=True),),
    )

    async def story(room: Room) -> None:
        for fact in (
            "too soon",
            says,
            "Peak is over by the plan",
            "Enter return begins   e 5 min more   by itself in 9:40",
            "now   Blood pressure and pulse   x done",
            "in 1:40 Lozenge",
            "bed - lost",
            "3 notes",
            "space silence",
            "z black",
            "q quit",
        ):
            assert fact in room.screen
        room.desk.accept("The plan is held; the music goes on.")
        await room.press("h")
        assert "The plan is held; the music goes on." in room.screen

    await tell(story, shown)
