"""After a mark left and right correct it for some seconds; then they are tracks."""

import asyncio

import pytest

from kap_room.exchange.commands import Amount, Button, MoveMark, Press, Seen, SinceDose
from kap_room.plan.scene import Mark
from kap_room.plan.units import Seconds
from tests.ui.room import ONSET, Room, a_room, tell

EARLIER, LATER = MoveMark(Seconds(-60.0)), MoveMark(Seconds(60.0))
HINT = "← → a minute  Enter done"
BEFORE = a_room(since_dose_s=None)


@pytest.mark.parametrize(
    ("key", "mark"),
    [
        ("d", Mark.DOSE),
        ("b", Mark.BOOSTER),
        ("o", Mark.ONSET),
        ("r", Mark.RETURNING),
    ],
)
async def test_left_and_right_move_a_mark_by_a_minute(key: str, mark: Mark) -> None:
    """As often as it takes, and the screen says what they do."""

    async def story(room: Room) -> None:
        room.desk.accept("Noted.")
        await room.press(key)
        assert f"Noted.   {HINT}" in room.screen
        assert "← → track" not in room.screen
        await room.press("left", "left", "right")
        assert room.desk.sent == [Seen(mark), EARLIER, EARLIER, LATER]

    await tell(story)


@pytest.mark.parametrize("other", ["enter", "escape", "h"])
async def test_another_key_ends_it(other: str) -> None:
    """And left and right are tracks again at once."""

    async def story(room: Room) -> None:
        await room.press("d", other)
        assert HINT not in room.screen
        assert "← → track" in room.screen
        room.desk.sent.clear()
        await room.press("left")
        assert room.desk.sent == [Press(Button.PREVIOUS_TRACK)]

    await tell(story, BEFORE)


async def test_it_ends_by_itself_eight_seconds_after_the_last_press() -> None:
    """A hand that comes a little late changes neither the dose nor the track."""

    async def story(room: Room) -> None:
        await room.press("d")
        room.clock.wait(6.0)
        await room.press("left")
        room.clock.wait(7.1)
        room.console.tick()
        await room.pilot.pause()
        assert HINT not in room.screen
        await room.press("left")
        assert room.desk.sent == [Seen(Mark.DOSE), EARLIER]
        await room.press("left")
        assert room.desk.sent[2:] == [Press(Button.PREVIOUS_TRACK)]

    await tell(story, BEFORE)


async def test_a_key_that_is_held_on_never_reaches_the_music() -> None:
    """It was a minute when it went down."""

    async def story(room: Room) -> None:
        await room.press("d")
        room.clock.wait(6.9)
        for _ in range(30):
            await room.pilot.press("right")
            room.clock.wait(0.5)
        assert Press(Button.NEXT_TRACK) not in room.desk.sent

    await tell(story, BEFORE)


async def test_a_lost_engine_ends_it() -> None:
    """Nobody knows whether the mark is still the last."""

    async def story(room: Room) -> None:
        await room.press("d")
        await room.show(None)
        assert HINT not in room.screen

    await tell(story, BEFORE)


async def test_a_number_that_answers_a_question_ends_it() -> None:
    """The Enter behind it is the answer's."""

    async def story(room: Room) -> None:
        await room.press("o")
        await room.show(a_room(asks="Minutes since the dose?"))
        assert HINT in room.screen
        await room.press("5", "enter")
        assert HINT not in room.screen
        assert room.desk.sent[1:] == [SinceDose(Seconds(300.0))]

    await tell(story, BEFORE)


async def test_a_mark_that_was_refused_is_followed_by_nothing() -> None:
    """Left would move the one before."""

    async def story(room: Room) -> None:
        room.desk.refuse("The dose is marked already, 12:00 ago.")
        await room.press("d")
        assert HINT not in room.screen
        room.desk.accept()
        await room.press("left")
        assert room.desk.sent == [Seen(Mark.DOSE), Press(Button.PREVIOUS_TRACK)]

    await tell(story)


async def test_nothing_moves_before_the_mark_is_there() -> None:
    """Neither the mark before it nor the music."""

    async def story(room: Room) -> None:
        room.desk.waits = asyncio.Event()
        await room.press("d", "left")
        assert room.desk.sent == [Seen(Mark.DOSE)]
        room.desk.waits.set()

    await tell(story, BEFORE)


async def test_on_a_black_screen_left_and_right_stay_tracks() -> None:
    """What nobody can read must not mean something else."""

    async def story(room: Room) -> None:
        await room.press("z", "b", "right")
        assert room.desk.sent == [Seen(Mark.BOOSTER), Press(Button.NEXT_TRACK)]

    await tell(story)


async def test_the_amount_is_written_later() -> None:
    """And taken out of the line only once it is safe."""

    async def story(room: Room) -> None:
        assert "u amount" in room.screen
        await room.press("u")
        assert "amount of the last dose" in room.screen
        await room.type("100 mg")
        await room.press("enter")
        assert room.desk.sent == [Amount("100 mg")]

    await tell(story, ONSET)


async def test_before_a_dose_there_is_no_amount() -> None:
    """Its key is not offered, and says why."""

    async def story(room: Room) -> None:
        assert "u amount" not in room.screen
        await room.press("u")
        assert "No dose is marked yet (d)." in room.screen

    await tell(story, BEFORE)
