"""A press is taught something, taken out, or taken back."""

from __future__ import annotations

from kap_room.ui.screens.controls.teaching import NOT_WRITTEN
from tests.ui.controls.learning import DOOR, HELD, STEPPED, Taught
from tests.ui.controls.telling import agree, hears, is_open, listens, sees, tell, write
from tests.ui.room import (
    Room,
)


async def test_a_press_is_taught_and_every_line_is_seen_first() -> None:
    """Press, choose, agree: three times Enter, and no key more."""

    async def story(room: Room, taught: Taught) -> None:
        await hears(room, taught, HELD)
        await agree(room, "next-ph")
        assert "+     does: {pedal 64 long: next-phase}" in room.screen
        assert "It may be pressed by a cat." in room.screen
        assert not [asked for asked in taught.asked if asked[0] == "write"]
        await room.press("enter")
        await sees(room, "Written: pedal, pedal 64 long: next-phase")
        assert taught.asked == [
            ("proposed", "pedal", "pedal 64 long", "next-phase"),
            ("write", "pedal, pedal 64 long: next-phase"),
        ]

    await tell(story)


async def test_a_new_control_can_be_called_something_else() -> None:
    """Before it is written, and seen once more."""

    async def story(room: Room, taught: Taught) -> None:
        await hears(room, taught, DOOR)
        await agree(room, "music")
        await room.press("n")
        write(room, " left")
        await room.press("enter")
        await sees(room, "door left, double: music")
        await room.press("enter")
        await sees(room, "Written: door left")

    await tell(story)


async def test_a_press_while_something_is_chosen_changes_nothing_of_it() -> None:
    """A knee on a pad must not take the place of what was meant."""

    async def story(room: Room, taught: Taught) -> None:
        await hears(room, taught, HELD)
        await room.press("enter")
        await hears(room, taught, DOOR)
        write(room, "music")
        await room.press("enter")
        await sees(room, "Enter writes it")
        assert taught.asked == [("proposed", "pedal", "pedal 64 long", "music")]

    await tell(story)


async def test_tab_makes_it_a_long_or_a_double_press() -> None:
    """Without pressing it so."""

    async def story(room: Room, taught: Taught) -> None:
        await hears(room, taught, STEPPED)
        await room.press("enter", "tab")
        assert "pedal 64 long (MIDI)" in room.screen
        await room.press("tab")
        assert "pedal 64 double (MIDI)" in room.screen
        await room.press("tab")
        assert "pedal 64 (MIDI)" in room.screen

    await tell(story)


async def test_a_long_press_is_never_offered_an_emergency() -> None:
    """Silence, ground and lights up act as the finger comes down."""

    async def story(room: Room, taught: Taught) -> None:
        await hears(room, taught, STEPPED)
        await room.press("enter")
        assert "Music to nothing in 3 s" in room.screen
        await room.press("tab")
        assert "Music to nothing in 3 s" not in room.screen
        write(room, "silence")
        await room.press("enter")
        assert taught.asked == []

    await tell(story)


async def test_an_example_is_taken_into_the_line_to_be_changed() -> None:
    """Enter twice is the example itself."""

    async def story(room: Room, taught: Taught) -> None:
        await hears(room, taught, STEPPED)
        await room.press("enter")
        write(room, "light floor")
        await room.press("enter")
        await sees(room, "light floor 30%")
        assert taught.asked == []
        await room.pilot.press("backspace", "backspace", "backspace", "5", "%")
        await room.press("enter")
        await sees(room, "Enter writes it")
        assert taught.asked == [("proposed", "pedal", "pedal 64", "light floor 5%")]

    await tell(story)


async def test_what_is_refused_is_said_and_another_can_be_chosen() -> None:
    """In whole, however long the reason is, and alone; the line stays open."""

    async def story(room: Room, taught: Taught) -> None:
        taught.refusal = f"silence {'acts at once ' * 8} here, and no other way."
        await hears(room, taught, HELD)
        await room.press("x")
        assert NOT_WRITTEN in room.screen
        await room.press("enter")
        write(room, "talk")
        await room.press("enter")
        await sees(room, "silence acts at once", "and no other way.")
        assert NOT_WRITTEN not in room.screen
        taught.refusal = ""
        await room.press("enter")
        await sees(room, "Enter writes it")

    await tell(story)


async def test_a_control_is_removed_after_its_lines_were_seen() -> None:
    """On its first line all of it, on a press that press."""

    async def story(room: Room, taught: Taught) -> None:
        await room.press("home", "delete")
        await sees(room, "- ", "# the black one", "pedal goes")
        await room.press("escape")
        assert "Delete remove" in room.screen
        await room.press("down", "x")
        await sees(room, "pedal goes")
        await room.press("enter")
        await sees(room, "Written: pedal goes")
        assert taught.asked == [
            ("without", "pedal", None),
            ("without", "pedal", "pedal 64"),
            ("write", "pedal goes"),
        ]

    await tell(story)


async def test_the_last_thing_is_taken_back_and_said_before() -> None:
    """And no more than there is."""

    async def story(room: Room, taught: Taught) -> None:
        assert "take back" not in room.screen
        await hears(room, taught, HELD)
        await agree(room, "music")
        await room.press("enter")
        await sees(room, "take back: pedal, pedal 64 long: music")
        await room.press("ctrl+z")
        await sees(room, "Taken back")
        assert taught.asked[-1] == ("take back",)

    await tell(story)


async def test_escape_goes_one_step_back_and_writes_nothing() -> None:
    """From the lines to the list, from the list to the scenes."""

    async def story(room: Room, taught: Taught) -> None:
        await hears(room, taught, HELD)
        await agree(room, "music")
        await room.press("escape")
        assert "Delete remove" in room.screen
        await room.press("escape")
        assert not is_open(room)
        assert [asked[0] for asked in taught.asked] == ["proposed"]
        assert not listens(taught)

    await tell(story)


async def test_enter_that_is_held_does_not_run_through_to_the_writing() -> None:
    """A key that is held looks like a row of presses."""

    async def story(room: Room, taught: Taught) -> None:
        await hears(room, taught, HELD)
        for _ in range(6):
            await room.pilot.press("enter")
            room.clock.wait(0.3)
        await room.pilot.pause()
        assert taught.asked == []

    await tell(story)
