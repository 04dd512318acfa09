"""Every key of the table sends its command, and nothing else has one."""

import pytest

from kap_room.exchange.commands import Button, Press
from kap_room.exchange.snapshot import Snapshot
from kap_room.ui.keys import BY_ID, TABLE, Act, Group
from kap_room.ui.screens.help import help_parts
from tests.ui.room import ONSET, Room, a_room, tell

ACTS = tuple(act for acts in TABLE.values() for act in acts)


def keys_of(act: Act) -> list[str]:
    rows = (act.keys, act.everywhere, act.outside)
    return [key for row in rows for key in row.split(",") if key]


LEFT_ALONE = ("f1", "f3", "f5", "f11", "f12")
"""Browsers and terminals take them."""
CONTRACT = {
    "silence": "f2",
    "lights-up": "f4",
    "ground": "f8",
    "music": "m",
    "talk": "t",
    "hold": "h",
    "lights-down": "L",
    "arm-light": "v",
    "walk-light": "w",
    "go-back-in": "g",
    "away": "a",
    "end": "ctrl+e",
    "lamps": "k",
    "reminder-done": "x",
    "dose": "d",
    "booster": "b",
    "onset": "o",
    "returning": "r",
    "amount": "u",
    "command": "colon",
    "note": "n",
    "extend": "e",
    "shorten": "E",
    "black": "z",
    "take-back": "backspace",
    "previous-track": "left",
    "next-track": "right",
}


GROUPS = [g for g in TABLE if any(act.command for act in TABLE[g])]


@pytest.mark.parametrize("group", GROUPS)
async def test_every_key_sends_its_command_and_no_other(group: Group) -> None:
    """One key does one thing, at once."""
    pressed = [
        (key, act) for act in TABLE[group] if act.command for key in keys_of(act)
    ]

    async def story(room: Room) -> None:
        await room.press(*(key for key, _ in pressed))
        assert room.desk.sent == [act.command for _, act in pressed]

    await tell(story)


@pytest.mark.parametrize(("name", "key"), CONTRACT.items())
def test_the_keys_are_where_hands_know_them(name: str, key: str) -> None:
    """A key that changes its place is a harm."""
    act = BY_ID[name]
    assert key in (act.keys, act.everywhere)


def test_no_key_stands_for_two_things() -> None:
    """Neither within the table nor against the keys that are left to others."""
    keys = [key for act in ACTS for key in keys_of(act)]
    assert len(keys) == len(set(keys))
    assert not set(keys) & set(LEFT_ALONE)


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.id)
def test_every_key_has_a_line_in_the_help(act: Act) -> None:
    """What is not explained does not exist for a therapist."""
    said = "".join(words for words, _ in help_parts(200))
    assert act.tells
    assert act.tells in said
    assert act.word in said


EMERGENCY = ("f2", "f4", "f8")
ACTED = [Press(Button.SILENCE), Press(Button.LIGHTS_UP), Press(Button.GROUND)]


@pytest.mark.parametrize("first", ["n", "question_mark", "ctrl+e", "z", "a"])
async def test_emergency_keys_act_whatever_stands_on_the_screen(first: str) -> None:
    """In a note, over the help, over a question, on a black screen, and away."""

    async def story(room: Room) -> None:
        await room.press(first)
        room.desk.sent.clear()
        await room.press(*EMERGENCY)
        assert room.desk.sent == ACTED

    await tell(story, a_room(state="away") if first == "a" else ONSET)


async def test_emergency_keys_act_before_there_is_a_session() -> None:
    """In the list of scenes and in the code word, while no engine answers."""

    async def story(room: Room) -> None:
        await room.press(*EMERGENCY, "c", *EMERGENCY)
        assert room.desk.sent == ACTED * 2

    await tell(story, None)


async def test_emergency_keys_act_when_the_engine_is_lost() -> None:
    """The desk knows other ways; the console never decides that it is no use."""

    async def story(room: Room) -> None:
        await room.show(None)
        await room.press(*EMERGENCY)
        assert room.desk.sent == ACTED

    await tell(story)


@pytest.mark.parametrize("over", ["question_mark", "ctrl+e"])
@pytest.mark.parametrize("key", ["space", "pagedown"])
async def test_silence_is_under_the_thumb_in_every_dialog(over: str, key: str) -> None:
    """Outside fields space and a pedal's Page Down are silence, wherever one is."""

    async def story(room: Room) -> None:
        await room.press(over, key)
        assert room.desk.sent == [Press(Button.SILENCE)]

    await tell(story)


async def test_a_held_key_sends_its_command_once() -> None:
    """And says calmly that it counted once."""

    async def story(room: Room) -> None:
        for _ in range(20):
            await room.pilot.press("l")
            room.clock.wait(0.04)
        assert room.desk.sent == [Press(Button.LIGHTS_UP)]
        await room.pilot.pause()
        assert "done" in room.screen
        assert "lights up counted once" in room.screen

    await tell(story)


async def test_what_the_engine_refuses_is_said_calmly() -> None:
    """Its sentence stands in the calm line."""

    async def story(room: Room) -> None:
        room.desk.refuse("Booster is not built yet.")
        await room.press("b")
        assert "Booster is not built yet." in room.screen

    await tell(story)


async def test_backspace_says_what_it_takes_back_before_and_after() -> None:
    """Nobody should have to guess what will be undone."""

    async def story(room: Room) -> None:
        assert "Backspace take back: next phase" in room.screen
        room.desk.accept("Taken back: next phase.")
        await room.press("backspace")
        assert room.desk.sent == [Press(Button.TAKE_BACK)]
        assert "Taken back: next phase." in room.screen

    await tell(story, a_room(take_back="next phase"))


async def test_the_line_of_keys_offers_what_can_be_done_now() -> None:
    """Music while silent, the booster after the dose, going on while held."""

    async def story(room: Room) -> None:
        assert "b booster" in room.screen
        assert "d dose" not in room.screen
        assert "m music" not in room.screen
        await room.show(room_before_the_dose())
        assert "d dose" in room.screen
        assert "h go on" in room.screen
        assert "b booster" not in room.screen

    def room_before_the_dose() -> Snapshot:
        return a_room(since_dose_s=None, state="held")

    await tell(story, ONSET)
