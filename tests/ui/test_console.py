"""The console as a guest: how it comes, waits and leaves."""

from dataclasses import replace

import pytest
from textual.widgets import Input

from kap_room.exchange.commands import Button, Press, Start
from kap_room.exchange.desk import SceneCard
from kap_room.ui import app
from tests.ui.room import IDLE, ONSET, Room, TwoScenes, tell


async def test_it_waits_calmly_for_an_engine() -> None:
    """The scenes can be looked at meanwhile."""

    async def story(room: Room) -> None:
        assert "Waiting for the engine" in room.screen
        assert "Sublingual lozenge, three hours" in room.screen
        await room.show(IDLE)
        assert "Waiting" not in room.screen

    await tell(story, None)


async def test_a_scene_shows_its_phases_and_its_length() -> None:
    """Before it begins one knows how long it will be."""

    async def story(room: Room) -> None:
        assert "Onset          15 min" in room.screen
        assert "Arrival        open" in room.screen
        assert "1 h 55 min and 2 open phases" in room.screen
        assert "nothing to mend" in room.screen

    await tell(story, IDLE)


async def test_a_long_name_takes_one_row_of_the_list() -> None:
    """So that each row is a scene; the card beside it has the whole name."""
    long = "A quiet evening with a very long name of its own"

    class LongNames:
        def scenes(self) -> tuple[SceneCard, ...]:
            return tuple(
                replace(card, name=f"{long} {number}")
                for number, card in enumerate(TwoScenes().scenes())
            )

    async def story(room: Room) -> None:
        listed = [row[1:34].strip() for row in room.rows()[2:5]]
        assert listed == [f"{long[:31]}…", f"{long[:31]}…", ""]
        assert f"{long} 0"[:40] in room.screen

    await tell(story, IDLE, shelf=LongNames())


async def test_enter_starts_the_scene_with_its_code_word() -> None:
    """The code word is written first, or not at all."""

    async def story(room: Room) -> None:
        await room.press("c")
        await room.type("heron")
        await room.press("enter")
        assert "code word heron" in room.screen
        await room.press("enter")
        path = "/room/scenes/sublingual.yaml"
        assert room.desk.sent == [Start(path, code="heron")]

    await tell(story, IDLE)


async def test_a_held_enter_starts_nothing_twice() -> None:
    """Nor does it run through the code word into the start."""

    async def story(room: Room) -> None:
        await room.press("c")
        for _ in range(10):
            await room.pilot.press("enter")
            room.clock.wait(0.04)
        assert room.desk.sent == []

    await tell(story, IDLE)


async def test_a_scene_that_cannot_start_says_why() -> None:
    """Nothing is sent, and the file and line are named."""

    async def story(room: Room) -> None:
        await room.press("down", "enter")
        assert room.desk.sent == []
        assert "scenes/iv.yaml:7" in room.screen
        assert "This scene cannot start until it is mended." in room.screen

    await tell(story, IDLE)


async def test_page_down_in_the_list_is_silence() -> None:
    """A pedal means the same wherever the therapist looks."""

    async def story(room: Room) -> None:
        await room.press("pagedown")
        assert room.desk.sent == [Press(Button.SILENCE)]

    await tell(story, IDLE)


@pytest.mark.parametrize("key", ["q", "ctrl+c", "ctrl+q"])
async def test_leaving_changes_nothing_in_the_room(key: str) -> None:
    """The console closes; no command is sent."""

    async def story(room: Room) -> None:
        await room.press(key)
        assert not room.console.is_running
        assert room.desk.sent == []

    await tell(story)


async def test_leaving_with_a_note_unsaved_is_asked_first() -> None:
    """Words are lost by nobody's habit."""

    async def story(room: Room) -> None:
        await room.press("n")
        await room.type("breath")
        await room.press("ctrl+c", "q")
        assert room.console.is_running
        assert "A note is not saved" in room.screen
        await room.press("q")
        assert not room.console.is_running

    await tell(story)


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (60, 16), (40, 12), (30, 8)])
async def test_every_size_keeps_clocks_phase_sound_and_keys(
    size: tuple[int, int],
) -> None:
    """A smaller window loses what can be missed, and overlaps nothing."""

    async def story(room: Room) -> None:
        for fact in ("T+10", "Onset   10 min", "Slow tide"):
            assert fact in room.screen
        assert "silence" in "\n".join(room.rows()[-6:])
        assert all(len(row) <= size[0] for row in room.rows())

    await tell(story, ONSET, size)


async def test_nothing_of_it_blinks_or_rings() -> None:
    """No animation, no cursor that blinks, no bell, no notice that slides in."""

    async def story(room: Room) -> None:
        await room.press("n")
        assert room.console.animation_level == "none"
        assert not room.console.session.query_one(Input).cursor_blink
        room.console.bell()

    await tell(story)


async def test_a_console_that_closes_while_its_clock_ticks_ends_quietly(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Its screens are there a little longer than what stands on them."""
    monkeypatch.setattr(app, "TICK", 0.02)

    async def story(room: Room) -> None:
        assert room.rows()

    for shown in (IDLE, ONSET, IDLE, ONSET):
        await tell(story, shown)
