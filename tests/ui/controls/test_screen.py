"""The controls in the console: looked at, pressed, taught, and taken back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

from kap_room.exchange.commands import Button, Press
from kap_room.exchange.learning import ControlsView
from kap_room.exchange.snapshot import Snapshot
from kap_room.ui.app import Console
from kap_room.ui.screens.controls.asking import IN_SESSION
from kap_room.ui.screens.controls.panels import Filter
from kap_room.ui.screens.controls.screen import ControlsScreen
from kap_room.ui.start_keys import KEYS
from tests.ui.controls.learning import DOOR, HELD, STEPPED, TWO, Taught
from tests.ui.room import (
    AT,
    IDLE,
    ONSET,
    Clock,
    RecordingDesk,
    Room,
    TwoScenes,
    read_the_shelf,
)

Story = Callable[[Room, Taught], Awaitable[None]]


async def tell(
    story: Story,
    taught: Taught | None = None,
    size: tuple[int, int] = (80, 24),
    shown: Snapshot | None = IDLE,
) -> None:
    desk, clock, taught = RecordingDesk(), Clock(), taught or Taught()
    console = Console(desk, TwoScenes(), learning=taught, clock=clock, wall=lambda: AT)
    async with console.run_test(size=size) as pilot:
        room = Room(pilot, desk, clock)
        await read_the_shelf(pilot)
        await room.show(shown)
        await room.press("C")
        await until(room, lambda: is_open(room))
        await story(room, taught)


async def until(room: Room, holds: Callable[[], bool]) -> None:
    """Devices are heard, and files read and written, beside the screen."""
    for _ in range(300):
        if holds():
            await room.pilot.pause()
            return
        await room.pilot.pause(0.01)
    raise AssertionError(room.screen)


async def sees(room: Room, *words: str) -> None:
    await until(room, lambda: all(word in room.screen for word in words))


def is_open(room: Room) -> bool:
    return isinstance(room.console.screen, ControlsScreen)


def listens(taught: Taught) -> bool:
    return taught.listens


def marked(room: Room) -> tuple[str, str]:
    screen = room.console.screen
    assert isinstance(screen, ControlsScreen)
    assert screen.item is not None
    return screen.item.key


async def agree(room: Room, words: str) -> None:
    """To what the marked press shall do, up to the lines of the room file."""
    await room.press("enter")
    write(room, words)
    await room.press("enter")
    await sees(room, "Enter writes it")


def write(room: Room, words: str) -> None:
    """Into the line that is open, all at once."""
    room.console.screen.query_one(Filter).insert_text_at_cursor(words)


async def test_each_control_is_shown_with_what_it_does_and_whether_it_is_there() -> (
    None
):
    """In plain words, with what is doubtful beside it."""

    async def story(room: Room, _: Taught) -> None:
        rows = room.rows()
        assert any("pedal" in row and row.endswith("there") for row in rows)
        assert "pedal 64              talk              Music down 20 dB" in room.screen
        assert "One single is land, and nobody asks" in room.screen
        assert "also plugged in: nanoKONTROL2" in room.screen

    await tell(story)


async def test_a_device_that_is_unplugged_is_shown_so() -> None:
    """While one looks."""

    async def story(room: Room, taught: Taught) -> None:
        pedal, couch = TWO.controls
        taught.view = replace(TWO, controls=(replace(pedal, is_there=False), couch))
        await sees(room, "not there")

    await tell(story)


async def test_a_press_is_marked_and_what_it_does_is_said() -> None:
    """Nothing has to be found in a list."""

    async def story(room: Room, taught: Taught) -> None:
        await room.press("end")
        assert marked(room) == ("couch", "hold")
        taught.press(STEPPED)
        await sees(room, "pedal, FS-1: pedal 64 (MIDI)")
        assert marked(room) == ("pedal", "pedal 64")
        taught.press(HELD)
        await sees(room, "pedal 64 long", "It does nothing yet.")

    await tell(story)


async def test_a_press_is_taught_and_every_line_is_seen_first() -> None:
    """Press, choose, agree: three times Enter, and no key more."""

    async def story(room: Room, taught: Taught) -> None:
        taught.press(HELD)
        await sees(room, "pedal 64 long")
        await room.press("enter")
        await room.type("next-ph")
        await room.press("enter")
        await sees(room, "Enter writes it")
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
        taught.press(DOOR)
        await sees(room, "door: double")
        await agree(room, "music")
        await room.press("n")
        await room.type(" left")
        await room.press("enter")
        await sees(room, "door left, double: music")
        await room.press("enter")
        await sees(room, "Written: door left")

    await tell(story)


async def test_a_press_while_something_is_chosen_changes_nothing_of_it() -> None:
    """A knee on a pad must not take the place of what was meant."""

    async def story(room: Room, taught: Taught) -> None:
        taught.press(HELD)
        await sees(room, "pedal 64 long")
        await room.press("enter")
        taught.press(DOOR)
        await room.pilot.pause(0.25)
        write(room, "music")
        await room.press("enter")
        await sees(room, "Enter writes it")
        assert taught.asked == [("proposed", "pedal", "pedal 64 long", "music")]

    await tell(story)


async def test_tab_makes_it_a_long_or_a_double_press() -> None:
    """Without pressing it so."""

    async def story(room: Room, taught: Taught) -> None:
        taught.press(STEPPED)
        await sees(room, "pedal, FS-1: pedal 64 (MIDI)")
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
        taught.press(STEPPED)
        await sees(room, "pedal, FS-1: pedal 64 (MIDI)")
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
        taught.press(STEPPED)
        await sees(room, "pedal, FS-1: pedal 64 (MIDI)")
        await room.press("enter")
        write(room, "light floor")
        await room.press("enter")
        await sees(room, "light floor 30%")
        assert taught.asked == []
        await room.pilot.press("backspace", "backspace", "backspace")
        await room.type("5%")
        await room.press("enter")
        await sees(room, "Enter writes it")
        assert taught.asked == [("proposed", "pedal", "pedal 64", "light floor 5%")]

    await tell(story)


async def test_what_is_refused_is_said_and_another_can_be_chosen() -> None:
    """In whole, however long the reason is; the line stays open."""

    async def story(room: Room, taught: Taught) -> None:
        taught.refusal = f"silence {'acts at once ' * 8} here, and no other way."
        taught.press(HELD)
        await sees(room, "pedal 64 long")
        await room.press("enter")
        write(room, "talk")
        await room.press("enter")
        await sees(room, "silence acts at once", "and no other way.")
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
        taught.press(HELD)
        await sees(room, "pedal 64 long")
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
        taught.press(HELD)
        await sees(room, "pedal 64 long")
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
        taught.press(HELD)
        await sees(room, "pedal 64 long")
        for _ in range(6):
            await room.pilot.press("enter")
            room.clock.wait(0.3)
        await room.pilot.pause()
        assert taught.asked == []

    await tell(story)


async def test_a_session_that_begins_is_shown_and_nothing_is_listened_to() -> None:
    """An appointment may fall due, or a pedal may begin one."""

    async def story(room: Room, taught: Taught) -> None:
        taught.press(HELD)
        await sees(room, "pedal 64 long")
        await agree(room, "music")
        assert listens(taught)
        await room.show(ONSET)
        assert room.console.current_mode == "session"
        assert not listens(taught)
        await room.show(IDLE)
        await until(room, lambda: listens(taught))
        assert "Delete remove" in room.screen

    await tell(story)


async def test_while_a_session_runs_its_hands_are_not_changed() -> None:
    """Whatever screen was left open."""

    async def story(room: Room, taught: Taught) -> None:
        screen = room.console.screen
        assert isinstance(screen, ControlsScreen)
        screen.take(ONSET)
        await room.press("down", "enter", "x", "ctrl+z")
        assert IN_SESSION in room.screen
        assert taught.asked == []

    await tell(story)


async def test_a_room_file_with_a_fault_is_mended_first() -> None:
    """What is wrong is told in whole."""

    async def story(room: Room, _: Taught) -> None:
        await sees(room, "room.yaml:5: controls.pedal.does.note 900", "0 to 127")
        await room.press("enter")
        assert "Mend it first." in room.screen

    problem = (
        "/home/room/.config/kap-room/room.yaml:5: controls.pedal.does.note 900: "
        '"note 900": a note has a number from 0 to 127. Write it as in note 36.'
    )
    await tell(story, Taught(ControlsView(problems=(problem,))))


async def test_no_midi_and_no_broker_are_told() -> None:
    """Each to its end, with what to do; and what is known is shown all the same."""

    async def story(room: Room, _: Taught) -> None:
        await sees(room, "with MIDI running here?", "broker on?", "pedal 64")

    midi = "MIDI could not be asked. Is a sound system with MIDI running here?"
    broker = "The connection to 192.168.1.20:1883 is refused: nothing listens there. "
    await tell(story, Taught(replace(TWO, faults=(midi, f"{broker}Is the broker on?"))))


async def test_the_emergency_keys_act_in_every_step() -> None:
    """In the list, in the line, and before the lines of the file."""

    async def story(room: Room, taught: Taught) -> None:
        await room.press("f2")
        taught.press(HELD)
        await sees(room, "pedal 64 long")
        await room.press("enter")
        write(room, "mus")
        await room.press("f4")
        await room.press("enter")
        await sees(room, "Enter writes it")
        await room.press("f8")
        urgent = (Button.SILENCE, Button.LIGHTS_UP, Button.GROUND)
        assert room.desk.sent == [Press(button) for button in urgent]

    await tell(story)


async def test_what_a_stranger_calls_itself_reaches_no_terminal() -> None:
    """A device may bear any name."""

    async def story(room: Room, taught: Taught) -> None:
        name = "bad\x1b[31mname"
        taught.press(replace(DOOR, control=name, device=name))
        await sees(room, "does nothing yet")
        assert "\x1b" not in room.screen

    await tell(story)


async def test_all_keys_of_the_start_are_in_its_line_and_in_the_help() -> None:
    """In a terminal of eighty cells too."""

    async def story(room: Room, _: Taught) -> None:
        await room.press("escape")
        line = " ".join(room.screen.split())
        for key in KEYS:
            assert f"{key.shown} {key.word}" in line
        await room.press("question_mark")
        await room.press("end")
        await until(room, lambda: "teach it something else" in room.screen)

    await tell(story)


async def test_the_keys_of_this_screen_are_told() -> None:
    """On a page of their own, and one comes back to the list."""

    async def story(room: Room, _: Taught) -> None:
        await room.press("question_mark")
        await sees(room, "Nothing is", "Delete")
        await room.press("escape")
        assert is_open(room)

    await tell(story)
