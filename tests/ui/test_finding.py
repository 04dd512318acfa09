"""Music is found in one line over the session, and no key waits for it."""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from kap_room.exchange.commands import Button, PlayFrom, PlayNext, Press
from kap_room.exchange.finding import Hit, Hits
from kap_room.exchange.snapshot import Snapshot
from kap_room.plan.units import Seconds
from kap_room.ui.app import Console
from kap_room.ui.screens.finding import FindingScreen
from tests.ui.room import (
    AT,
    IDLE,
    ONSET,
    Clock,
    RecordingDesk,
    Room,
    TwoScenes,
    a_room,
    read_the_shelf,
)
from tests.ui.test_agreeing import over

LIBRARY = (
    Hit("bells/one.flac", "One bell", "Anon", Seconds(372.0), 2, ("wordless",)),
    Hit("bells/two.flac", "Two bells", length=Seconds(90.0)),
    Hit("rain/roof.flac", "Rain on a roof", intensity=1),
)


class Shelved:
    """A library in which the tenth search takes as long as the first."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.may_answer = threading.Event()
        self.may_answer.set()

    def find(self, words: str, most: int) -> Hits:
        self.asked.append(words)
        assert self.may_answer.wait(5.0)
        found = [hit for hit in LIBRARY if words.casefold() in hit.called.casefold()]
        return Hits(tuple(found[:most]), len(found))


Story = Callable[[Room, Shelved], Awaitable[None]]


async def tell(
    story: Story, shown: Snapshot = ONSET, size: tuple[int, int] = (80, 24)
) -> None:
    desk, clock, shelved = RecordingDesk(), Clock(), Shelved()
    console = Console(desk, TwoScenes(), finding=shelved, clock=clock, wall=lambda: AT)
    async with console.run_test(size=size) as pilot:
        room = Room(pilot, desk, clock)
        await read_the_shelf(pilot)
        await room.show(shown)
        await story(room, shelved)
        shelved.may_answer.set()


async def until(room: Room, holds: Callable[[], bool]) -> None:
    """The search is on a thread: wait until it has answered."""
    for _ in range(1_000):
        if holds():
            return
        await room.pilot.pause(0.01)
    raise AssertionError(room.screen)


def is_open(room: Room) -> bool:
    return isinstance(room.console.screen, FindingScreen)


async def search(room: Room, words: str, sees: str) -> None:
    await room.press("slash")
    await room.type(words)
    await until(room, lambda: sees in room.screen)


async def test_what_is_found_comes_next() -> None:
    """As one types; Enter takes it, and the session's screen is back."""

    async def story(room: Room, shelved: Shelved) -> None:
        room.desk.accept("bells/one.flac comes next.")
        await search(room, "bell", "One bell")
        await until(room, lambda: "Rain" not in room.screen)
        assert "6:12  intensity 2  Anon" in room.screen
        assert shelved.asked[-1] == "bell"
        await room.press("enter")
        assert room.desk.sent == [PlayNext("bells/one.flac")]
        assert not is_open(room)
        assert "bells/one.flac comes next." in room.screen

    await tell(story)


async def test_arrows_choose_among_what_was_found() -> None:
    """And stay at the ends."""

    async def story(room: Room, _: Shelved) -> None:
        await search(room, "bell", "Two bells")
        await room.press("up", "down", "down", "down", "enter")
        assert room.desk.sent == [PlayNext("bells/two.flac")]

    await tell(story)


async def test_esc_keeps_nothing() -> None:
    """Neither a track nor the words."""

    async def story(room: Room, _: Shelved) -> None:
        await search(room, "bell", "One bell")
        await room.press("escape")
        assert not is_open(room)
        assert room.desk.sent == []
        await room.press("slash")
        await until(room, lambda: "Rain on a roof" in room.screen)

    await tell(story)


@pytest.mark.parametrize(
    ("key", "button"),
    [("f2", Button.SILENCE), ("f4", Button.LIGHTS_UP), ("f8", Button.GROUND)],
)
async def test_the_emergency_keys_act_while_it_searches(
    key: str, button: Button
) -> None:
    """However long the search takes; and the line stays."""

    async def story(room: Room, shelved: Shelved) -> None:
        shelved.may_answer.clear()
        await room.press("slash")
        await room.type("be")
        await room.press(key)
        assert room.desk.sent == [Press(button)]
        assert is_open(room)

    await tell(story)


async def test_letters_are_words_and_no_commands() -> None:
    """Also those that overtake the line on a slow computer."""

    async def story(room: Room, _: Shelved) -> None:
        room.console.session.action_press("find")
        room.console.session.action_press("booster")
        await room.type("ell dose")
        await room.press("pagedown")
        assert room.desk.sent == []
        assert "bell dose" in room.screen

    await tell(story)


async def test_a_late_answer_is_not_shown_for_other_words() -> None:
    """What Enter takes is what the line says."""

    async def story(room: Room, shelved: Shelved) -> None:
        shelved.may_answer.clear()
        await room.press("slash")
        await room.type("rain")
        shelved.may_answer.set()
        await until(room, lambda: "Rain on a roof" in room.screen)
        await room.press("enter")
        assert room.desk.sent == [PlayNext("rain/roof.flac")]

    await tell(story)


async def test_a_refusal_is_said_in_the_line_and_it_stays_open() -> None:
    """Another one can be chosen at once."""

    async def story(room: Room, _: Shelved) -> None:
        room.desk.refuse("It does not come: without lyrics.")
        await search(room, "bell", "One bell")
        await room.press("enter")
        assert is_open(room)
        assert "It does not come: without lyrics." in room.screen
        room.desk.accept("done")
        await room.press("down", "enter")
        assert not is_open(room)

    await tell(story)


async def test_two_presses_of_enter_ask_once() -> None:
    """The answer may take a moment: a new file is measured first."""

    async def story(room: Room, _: Shelved) -> None:
        room.desk.waits = asyncio.Event()
        await search(room, "bell", "One bell")
        await room.press("enter", "enter")
        room.desk.waits.set()
        await until(room, lambda: not is_open(room))
        assert room.desk.sent == [PlayNext("bells/one.flac")]

    await tell(story)


@pytest.mark.parametrize("state", ["ended", "away", "idle"])
async def test_it_closes_itself_when_the_session_is_not_under_way(state: str) -> None:
    """Over, or its words hidden, or gone; it is not there when another begins."""

    async def story(room: Room, _: Shelved) -> None:
        await search(room, "bell", "One bell")
        await room.show(IDLE if state == "idle" else a_room(state=state))
        assert not is_open(room)
        await room.show(ONSET)
        await room.pilot.pause()
        assert not is_open(room)
        assert "Slow tide" in room.screen

    await tell(story)


@pytest.mark.parametrize("state", ["ended", "away"])
async def test_it_does_not_open_where_no_music_could_come(state: str) -> None:
    """Nor over hidden words."""

    async def story(room: Room, _: Shelved) -> None:
        await room.press("slash", "P")
        assert not is_open(room)

    await tell(story, a_room(state=state))


async def test_the_session_stays_in_sight_above_it() -> None:
    """What sounds, where we are, and how to be quick."""

    async def story(room: Room, _: Shelved) -> None:
        await search(room, "", "Rain on a roof")
        for fact in ("T+10 since dose", "Slow tide", "F2 silence", "Esc close"):
            assert fact in room.screen
        before = room.rows()[0]
        await room.show(a_room(since_dose_s=700.0))
        assert room.rows()[0] != before

    await tell(story)


async def test_the_enter_that_chose_a_track_begins_no_phase() -> None:
    """A hand that presses twice, while a turn is proposed and the clocks go on."""

    async def story(room: Room, _: Shelved) -> None:
        room.clock.wait(5.0)
        await search(room, "bell", "One bell")
        room.console.tick()
        room.clock.wait(5.0)
        await room.pilot.press("enter")
        await room.pilot.pause()
        room.clock.wait(0.3)
        await room.press("enter")
        assert room.desk.sent == [PlayNext("bells/one.flac")]

    await tell(story, over())


WITH_PLAYLISTS = replace(
    ONSET, sound=replace(ONSET.sound, playlists=("arrival", "onset", "peak"))
)


async def test_another_playlist_is_chosen_from_those_of_the_session() -> None:
    """And the one that is heard is marked."""

    async def story(room: Room, _: Shelved) -> None:
        await room.press("P")
        await until(room, lambda: "arrival" in room.screen)
        assert "heard now" in room.screen
        await room.type("pe")
        await until(room, lambda: "heard now" not in room.screen)
        await room.press("enter")
        assert room.desk.sent == [PlayFrom("peak")]

    await tell(story, WITH_PLAYLISTS)


async def test_nothing_found_is_said_and_enter_does_nothing() -> None:
    """No track is ever chosen for somebody."""

    async def story(room: Room, _: Shelved) -> None:
        await search(room, "zzz", "nothing of that name")
        await room.press("enter")
        assert is_open(room)
        assert room.desk.sent == []

    await tell(story)
