"""The controls in the console: looked at, heard, and left alone."""

from __future__ import annotations

from dataclasses import replace

from kap_room.exchange.commands import Button, Press
from kap_room.exchange.learning import ControlsView
from kap_room.ui.screens.controls.asking import IN_SESSION
from kap_room.ui.screens.controls.screen import ControlsScreen
from kap_room.ui.start_keys import KEYS
from tests.ui.controls.learning import DOOR, HELD, STEPPED, TWO, Taught
from tests.ui.controls.telling import (
    agree,
    hears,
    is_open,
    listens,
    marked,
    sees,
    tell,
    until,
    write,
)
from tests.ui.room import (
    IDLE,
    ONSET,
    Room,
)


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


async def test_a_session_that_begins_is_shown_and_nothing_is_listened_to() -> None:
    """An appointment may fall due, or a pedal may begin one."""

    async def story(room: Room, taught: Taught) -> None:
        await hears(room, taught, HELD)
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
        await hears(room, taught, HELD)
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
