"""The lamps under a hand, told as stories."""

import asyncio
import math
import time
from collections.abc import Mapping
from dataclasses import replace

import pytest
from textual import events

from kap_room.exchange.commands import Button, Note, Press, Release, SetLight
from kap_room.exchange.snapshot import LampView, Snapshot
from kap_room.plan.units import Level
from kap_room.ui.lamp_keys import ROW
from kap_room.ui.screens.help import help_parts
from kap_room.ui.widgets.lamp_row import GATHER, LEAVES_AFTER
from tests.ui.room import ONSET, Room, a_room, tell

EIGHT = {f"lamp {n}": LampView(n / 10, 2200.0, "ok") for n in range(1, 9)}
TWENTY = {f"lamp {n}": LampView(n / 20, 2200.0, "ok") for n in range(1, 21)}


def a_room_with(lamps: Mapping[str, LampView]) -> Snapshot:
    return replace(ONSET, lights=lamps)


async def gathered(room: Room) -> None:
    await room.pilot.pause(GATHER + 0.1)


def chosen_in(room: Room) -> str:
    """What stands behind the mark."""
    (row,) = (row for row in room.rows() if "►" in row)
    return row.partition("►")[2].split("███")[1].strip()


async def test_k_chooses_a_lamp_and_a_digit_sets_it() -> None:
    """The third key and the lamp moves."""

    async def story(room: Room) -> None:
        await room.press("k", "right", "right", "3")
        assert room.desk.sent == [SetLight("floor", Level(0.3))]
        assert "floor   5%, to 30%" in room.screen

    await tell(story)


async def test_what_is_chosen_is_told_by_a_mark_and_in_words() -> None:
    """Not by colour alone."""

    async def story(room: Room) -> None:
        await room.press("k")
        assert "all 4 lamps   28%" in room.screen
        await room.press("right")
        assert chosen_in(room) == "ceiling 20%"
        assert "ceiling   20%   by the plan" in room.screen

    await tell(story)


async def test_a_lamp_by_hand_says_so_and_how_it_is_given_back() -> None:
    """And r does it."""

    async def story(room: Room) -> None:
        await room.press("k", "right", "right")
        assert "by hand: r back to plan" in room.screen
        await room.press("r")
        assert room.desk.sent == [Release("floor")]

    await tell(story)


async def test_one_key_gives_all_of_them_back() -> None:
    """A capital R, or r while all are chosen."""

    async def story(room: Room) -> None:
        await room.press("k")
        assert "1 by hand: R back to plan" in room.screen
        await room.press("right", "R")
        await gathered(room)
        await room.press("left", "r")
        await gathered(room)
        assert room.desk.sent == [Release(None), Release(None)]

    await tell(story)


async def test_the_row_follows_the_room_while_it_is_open() -> None:
    """A lamp that another hand changed is shown as it is now."""

    async def story(room: Room) -> None:
        await room.press("k", "right", "4")
        ceiling = LampView(0.4, 2200.0, "ok", by_hand=True)
        await room.show(a_room_with({**ONSET.lights, "ceiling": ceiling}))
        assert "ceiling   40%   by hand: r back to plan" in room.screen
        await room.press("escape")
        assert "ceiling 40% by hand" in room.screen

    await tell(story)


async def test_lost_and_unknown_lamps_are_called_so() -> None:
    """In the row and in words."""
    lamps = {
        "bed": LampView(None, None, "lost"),
        "sill": LampView(0.1, None, "unknown"),
    }

    async def story(room: Room) -> None:
        assert "sill 10% unknown" in room.screen
        await room.press("k", "right")
        assert "lost, by the plan" in room.screen
        assert "sill 10% unknown" in room.screen
        await room.press("right")
        assert "not heard yet, by the plan" in room.screen

    await tell(story, a_room_with(lamps))


async def test_the_first_press_goes_out_at_once_and_the_others_gather() -> None:
    """A key held down for a second is a few commands, and the last one counts."""

    async def story(room: Room) -> None:
        await room.press("k", "right")
        await room.pilot.press("up")
        await room.pilot.pause()
        assert room.desk.sent == [SetLight("ceiling", Level(0.25))]
        began = time.monotonic()
        for _ in range(9):
            room.console.post_message(events.Key("up", None))
        await room.pilot.pause()
        assert "ceiling   20%, to 70%" in room.screen
        await gathered(room)
        # Of a second; on a busy computer it was a longer one.
        most = 1 + math.ceil((time.monotonic() - began) / GATHER)
        assert len(room.desk.sent) <= most
        assert room.desk.sent[-1] == SetLight("ceiling", Level(0.7))

    await tell(story)


async def test_a_command_waits_for_the_answer_to_the_one_before() -> None:
    """Otherwise the older might be obeyed last."""

    async def story(room: Room) -> None:
        room.desk.waits = asyncio.Event()
        await room.press("k", "right", "1", "9")
        await gathered(room)
        assert room.desk.sent == [SetLight("ceiling", Level(0.1))]
        room.desk.waits.set()
        await gathered(room)
        assert room.desk.sent[1:] == [SetLight("ceiling", Level(0.9))]

    await tell(story)


async def test_what_was_pressed_last_goes_out_though_the_row_is_left() -> None:
    """Escape closes the row, not the hand's last word."""

    async def story(room: Room) -> None:
        await room.press("k", "right", "1", "9", "escape")
        await gathered(room)
        assert room.desk.sent[1:] == [SetLight("ceiling", Level(0.9))]

    await tell(story)


async def test_a_refusal_is_said_and_the_row_stays() -> None:
    """With the engine's own sentence."""

    async def story(room: Room) -> None:
        room.desk.refuse("The session is over. Start another one.")
        await room.press("k", "right", "9")
        assert "The session is over." in room.screen
        assert "ceiling   20%   by the plan" in room.screen

    await tell(story)


@pytest.mark.parametrize("key", ["escape", "k"])
async def test_left_the_keys_mean_what_they_always_do(key: str) -> None:
    """Arrows are tracks again, + is louder, and r is what was seen."""

    async def story(room: Room) -> None:
        await room.press("k", key, "right", "plus")
        assert room.desk.sent == [Press(Button.NEXT_TRACK), Press(Button.LOUDER)]
        assert "►" not in room.screen

    await tell(story)


async def test_a_key_held_too_long_opens_the_row_and_no_more() -> None:
    """Its repeats do not close what the press opened."""

    async def story(room: Room) -> None:
        for _ in range(15):
            await room.pilot.press("k")
            room.clock.wait(0.04)
        await room.pilot.pause()
        assert "►" in room.screen

    await tell(story)


async def test_a_forgotten_row_is_left_by_itself() -> None:
    """Ten minutes later r must mean that the person returns."""

    async def story(room: Room) -> None:
        await room.press("k", "right")
        room.clock.wait(LEAVES_AFTER)
        room.console.tick()
        await room.pilot.pause()
        assert "►" not in room.screen
        await room.press("right")
        assert room.desk.sent == [Press(Button.NEXT_TRACK)]

    await tell(story)


async def test_every_other_key_acts_as_everywhere() -> None:
    """Silence, lights up and ground first of all, and the row stays open."""

    async def story(room: Room) -> None:
        await room.press("k", "space", "f4", "f8", "pagedown", "pageup", "h")
        await room.press("backspace")
        buttons = (
            *(Button.SILENCE, Button.LIGHTS_UP, Button.GROUND),
            *(Button.SILENCE, Button.LIGHTS_UP, Button.HOLD, Button.TAKE_BACK),
        )
        assert room.desk.sent == [Press(button) for button in buttons]
        assert "►" in room.screen

    await tell(story)


async def test_a_note_leaves_the_row() -> None:
    """Its letters are words, and afterwards r is what was seen."""

    async def story(room: Room) -> None:
        await room.press("k", "n")
        await room.type("rr 9")
        await room.press("enter")
        assert room.desk.sent == [Note("rr 9")]
        assert "►" not in room.screen

    await tell(story)


@pytest.mark.parametrize("covered", ["z", "a"])
async def test_nothing_is_chosen_on_a_screen_that_is_hidden(covered: str) -> None:
    """Nobody should change what nobody sees; the digits are nothing there."""

    async def story(room: Room) -> None:
        if covered == "z":
            await room.press("k", "z")
        await room.press("k", "right", "9")
        assert not [x for x in room.desk.sent if isinstance(x, SetLight)]

    await tell(story, a_room(state="away") if covered == "a" else ONSET)


async def test_a_room_without_lamps_says_so() -> None:
    """And the key is not offered."""

    async def story(room: Room) -> None:
        assert "k lamps" not in room.screen
        await room.press("k")
        assert "The room file names no lamps." in room.screen

    await tell(story, a_room_with({}))


async def test_eight_lamps_are_all_seen_on_a_small_screen() -> None:
    """With all of them as the first place."""

    async def story(room: Room) -> None:
        assert "k lamps" in room.screen
        await room.press("k")
        for name in EIGHT:
            assert name in room.screen
        assert all(len(row) <= 80 for row in room.rows())

    await tell(story, a_room_with(EIGHT))


@pytest.mark.parametrize("size", [(80, 24), (40, 11)])
async def test_twenty_lamps_are_walked_through_one_by_one(
    size: tuple[int, int],
) -> None:
    """The chosen one is always on the screen, also on a very small one."""

    async def story(room: Room) -> None:
        await room.press("k")
        for name in TWENTY:
            await room.press("right")
            assert chosen_in(room).startswith(name)
        assert "silence" in "\n".join(room.rows()[-2:]) or size[1] < 24

    await tell(story, a_room_with(TWENTY), size)


async def test_hidden_lamps_that_want_a_look_are_counted() -> None:
    """A lamp by hand is told even where there is no room for it."""
    lamps = dict(TWENTY)
    lamps["lamp 19"] = LampView(0.5, 2200.0, "ok", by_hand=True)

    async def story(room: Room) -> None:
        assert "15 more: 1 by hand" in room.screen

    await tell(story, a_room_with(lamps))


def test_every_key_of_the_row_has_a_line_in_the_help() -> None:
    """What is not explained does not exist for a therapist."""
    said = "".join(words for words, _ in help_parts(200))
    assert all(one.tells in said and one.word in said for one in ROW)
