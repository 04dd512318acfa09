"""Who is expected: on the clock line of a session, and on top of the scenes."""

from dataclasses import replace

import pytest

from kap_room.exchange.commands import Start
from kap_room.exchange.snapshot import AppointmentsView, AppointmentView, Snapshot
from tests.ui.room import IDLE, ONSET, Room, a_room, tell

LOZENGE = "/room/scenes/sublingual.yaml"

SOON = AppointmentView(
    code="wren",
    scene="sublingual lozenge, three hours",
    at="2026-03-04T16:00+00:00",
    in_s=6780.0,
    path=LOZENGE,
    therapist="Sam",
    without=("lyrics",),
)
TOMORROW = replace(SOON, at="2026-03-05T10:00+00:00", in_s=71_580.0)
BLOCKED = "wren is expected at 16:00, and this session is still open."


def booked(
    snapshot: Snapshot,
    following: AppointmentView | None = SOON,
    expected: AppointmentView | None = None,
    says: str | None = None,
) -> Snapshot:
    return replace(snapshot, appointments=AppointmentsView(following, expected, says))


async def test_the_clock_line_tells_who_is_next() -> None:
    """Beside when this one ends."""

    async def story(room: Room) -> None:
        assert "ends about 15:40   next 16:00   " in room.rows()[0]

    await tell(story, booked(ONSET))


@pytest.mark.parametrize(
    ("ends_in", "warns"), [(6700.0, False), (6800.0, True), (None, False)]
)
async def test_a_plan_that_ends_after_the_next_begins_is_warned_of(
    ends_in: float | None,
    warns: bool,
) -> None:
    """Calmly, on the same line; of an open end nothing is known."""

    async def story(room: Room) -> None:
        assert ("next 16:00, too soon" in room.rows()[0]) is warns
        assert "next 16:00" in room.rows()[0]
        assert "heron" in room.rows()[0]

    await tell(story, booked(a_room(ends_in_s=ends_in)))


async def test_another_days_appointment_is_not_on_the_clock_line() -> None:
    """An hour alone would be taken for today's."""

    async def story(room: Room) -> None:
        assert "next 10:00" not in room.screen

    await tell(story, booked(ONSET, TOMORROW))


async def test_a_session_is_told_that_somebody_waits() -> None:
    """And every line below is still there, in a terminal of 24 rows."""

    async def story(room: Room) -> None:
        before = room.rows()
        await room.show(booked(ONSET, says=BLOCKED))
        now = room.rows()
        assert BLOCKED in now[1]
        assert [row for row in before[1:] if row and row not in now] == []

    await tell(story, booked(ONSET))


async def test_a_question_comes_before_who_waits() -> None:
    """There is one row for either, and what a key did must still be seen."""

    async def story(room: Room) -> None:
        assert "Minutes since the dose?" in room.screen
        assert BLOCKED not in room.screen
        room.desk.accept("Silence.")
        await room.press("space")
        assert "Silence." in room.screen

    await tell(story, booked(a_room(asks="Minutes since the dose?"), says=BLOCKED))


async def test_a_warm_room_says_for_whom() -> None:
    """By the code word."""

    async def story(room: Room) -> None:
        assert "The room is ready for wren, expected at 16:00." in room.screen

    await tell(story, booked(ONSET, None, SOON))


async def test_one_enter_starts_the_next_appointment() -> None:
    """Its scene, with its own code word and therapist, and without what is unwanted."""

    async def story(room: Room) -> None:
        assert "16:00  wren" in room.screen
        assert "code word wren" in room.screen
        assert "in all         1 h 55 min and 2 open phases" in room.screen
        await room.press("enter")
        assert room.desk.sent == [Start(LOZENGE, "wren", "Sam", ("lyrics",))]

    await tell(story, booked(IDLE))


async def test_a_scene_below_it_starts_without_that_code_word() -> None:
    """One down is the scene for whoever was not expected."""

    async def story(room: Room) -> None:
        await room.press("down")
        assert "code word" not in room.rows()[0]
        await room.press("enter")
        assert room.desk.sent == [Start(LOZENGE)]

    await tell(story, booked(IDLE))


async def test_an_appointment_that_comes_up_moves_no_choice() -> None:
    """A hand had chosen a scene before it was booked."""

    async def story(room: Room) -> None:
        await room.press("down", "up")
        await room.show(booked(IDLE))
        assert "16:00  wren" in room.screen
        await room.press("enter")
        assert room.desk.sent == [Start(LOZENGE)]

    await tell(story, IDLE)


async def test_without_a_choice_it_comes_up_chosen() -> None:
    """It was booked while the screen was open."""

    async def story(room: Room) -> None:
        await room.show(booked(IDLE))
        await room.press("enter")
        assert room.desk.sent == [Start(LOZENGE, "wren", "Sam", ("lyrics",))]

    await tell(story, IDLE)


async def test_a_choice_is_never_carried_from_one_person_to_another() -> None:
    """The one that a hand chose was given up, and the next is somebody else's."""

    async def story(room: Room) -> None:
        await room.press("down", "up")
        later = replace(SOON, code="owl", at="2026-03-04T19:00+00:00")
        await room.show(booked(IDLE, later))
        await room.press("enter")
        assert room.desk.sent == [Start(LOZENGE)]

    await tell(story, booked(IDLE))


async def test_after_a_session_the_next_appointment_is_chosen_again() -> None:
    """And the code word that was typed for the one before is forgotten."""

    async def story(room: Room) -> None:
        await room.press("down", "c")
        await room.type("owl")
        await room.press("enter")
        assert "code word owl" in room.screen
        await room.show(booked(ONSET))
        await room.show(booked(IDLE))
        assert "code word wren" in room.screen
        await room.press("down")
        assert "code word" not in room.rows()[0]

    await tell(story, booked(IDLE))


async def test_another_days_appointment_is_told_and_not_offered() -> None:
    """With its day; an Enter out of habit must not begin it."""

    async def story(room: Room) -> None:
        assert "wren at Thu 05.03. 10:00: Sublingual lozenge" in room.screen
        await room.press("enter")
        assert room.desk.sent == [Start(LOZENGE)]

    await tell(story, booked(IDLE, TOMORROW))


async def test_a_missed_one_is_told_before_the_next() -> None:
    """The next stands in the list."""

    async def story(room: Room) -> None:
        assert "never begun" in room.screen
        assert "16:00  wren" in room.screen

    says = "The appointment of heron at 10:00 was never begun."
    await tell(story, booked(IDLE, says=says))


async def test_a_scene_from_elsewhere_is_offered_too() -> None:
    """It was booked by the path of its file."""

    async def story(room: Room) -> None:
        assert "not among the scenes" in " ".join(room.screen.split())
        await room.press("enter")
        assert room.desk.sent == [Start("/stick/own.yaml", "wren", "Sam", ("lyrics",))]

    await tell(story, booked(IDLE, replace(SOON, path="/stick/own.yaml")))


async def test_an_appointment_keeps_its_code_word() -> None:
    """It is how the book knows whose session it is."""

    async def story(room: Room) -> None:
        await room.press("c")
        assert "An appointment has its own code word." in room.screen

    await tell(story, booked(IDLE))
