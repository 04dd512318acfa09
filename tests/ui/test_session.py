"""The screen of a session, told as stories."""

import asyncio
from dataclasses import replace

import pytest

from kap_room.exchange.commands import (
    Button,
    GoBackIn,
    Note,
    Press,
    SinceDose,
    Way,
)
from kap_room.exchange.snapshot import (
    HealthView,
    NoteView,
    ReminderView,
    Snapshot,
    SoundView,
)
from kap_room.plan.units import Seconds
from kap_room.ui.widgets.panel import cells
from tests.ui.room import IDLE, ONSET, Room, a_room, tell

WORDS = "breath slows"


def with_a_note(age: float) -> Snapshot:
    note = NoteView(WORDS, 620.0, "14:07", age, saved=True)
    return replace(ONSET, notes=3, last_notes=(*ONSET.last_notes, note))


async def test_the_screen_tells_where_we_are() -> None:
    """Everything that matters, on 80 by 24, without scrolling."""

    async def story(room: Room) -> None:
        for fact in (
            "T+10 since dose   14:07   ends about 15:40",
            "10 min of 15 min   4:50 left",
            "then peak when onset is seen (o), or in 4:50",
            "playing   Slow tide",
            "2:14 of 7:40",
            "volume -2 dB",
            "Low strings in 5:18, when the track ends",
            "ceiling 20%",
            "floor 5% by hand",
            "bed - lost",
            "2 notes",
            "in 1:40   Lozenge: spit or swallow",
            'The lamp "bed" has not answered for 20 s. Check its power.',
            "space silence",
        ):
            assert fact in room.screen

    await tell(story)


async def test_the_body_clock_goes_on_when_nothing_comes_from_the_engine() -> None:
    """It counts for the person, not for the computer."""

    async def story(room: Room) -> None:
        room.clock.wait(120.0)
        await room.show(None)
        assert "T+12 since dose" in room.screen

    await tell(story)


async def test_a_lost_engine_is_told_calmly_and_the_screen_stays() -> None:
    """One line; nothing that was known is taken away."""

    async def story(room: Room) -> None:
        await room.show(None)
        assert "The engine does not answer; the music goes on by itself." in room.screen
        assert "Slow tide" in room.screen
        await room.show(ONSET)
        assert "does not answer" not in room.screen

    await tell(story, replace(ONSET, health={}))


async def test_a_note_types_spaces_and_is_not_silence() -> None:
    """In a field every key but the few belongs to the words."""

    async def story(room: Room) -> None:
        await room.press("n")
        await room.type("is he cold? lamp down")
        await room.press("pagedown")
        assert room.desk.sent == []
        await room.press("enter")
        assert room.desk.sent == [Note("is he cold? lamp down")]

    await tell(story)


async def test_a_letter_typed_at_once_behind_n_is_never_a_booster() -> None:
    """On a slow computer it overtakes the line that it was meant for."""

    async def story(room: Room) -> None:
        room.console.session.action_press("note")
        room.console.session.action_press("booster")
        await room.type("reath")
        await room.press("enter")
        assert room.desk.sent == [Note("breath")]

    await tell(story)


async def test_silence_in_the_middle_of_a_note_leaves_the_note_as_it_is() -> None:
    """The hand goes to F2 and back to the words."""

    async def story(room: Room) -> None:
        await room.press("n")
        await room.type("breath ")
        await room.press("f2")
        await room.type("slows")
        await room.press("enter")
        assert room.desk.sent == [Press(Button.SILENCE), Note(WORDS)]

    await tell(story)


async def test_a_note_is_shown_as_saved_only_when_it_is() -> None:
    """Until the answer the words stay in the line."""

    async def story(room: Room) -> None:
        room.desk.waits = asyncio.Event()
        await room.press("n")
        await room.type(WORDS)
        await room.press("enter", "enter")
        assert WORDS in room.screen
        assert "saving" in room.screen
        assert room.desk.sent == [Note(WORDS)]
        room.desk.waits.set()
        await room.pilot.pause()
        await room.pilot.pause()
        assert "saved 14:07" in room.screen
        assert WORDS not in room.screen

    await tell(story)


async def test_a_note_that_was_refused_stays_in_the_line() -> None:
    """With the sentence that says why, and Enter tries again."""

    async def story(room: Room) -> None:
        room.desk.refuse("The disk is full; the note was not saved.")
        await room.press("n")
        await room.type(WORDS)
        await room.press("enter")
        assert WORDS in room.screen
        assert "The disk is full; the note was not saved." in room.screen
        room.desk.accept()
        await room.press("enter")
        assert room.desk.sent == [Note(WORDS), Note(WORDS)]
        assert WORDS not in room.screen

    await tell(story)


async def test_a_note_that_was_closed_is_there_again() -> None:
    """Escape keeps the draft."""

    async def story(room: Room) -> None:
        await room.press("n")
        await room.type(WORDS)
        await room.press("escape")
        assert WORDS not in room.screen
        await room.press("h", "n")
        assert WORDS in room.screen
        assert room.desk.sent == [Press(Button.HOLD)]

    await tell(story)


async def test_a_draft_of_one_session_never_enters_another() -> None:
    """What was begun about one person is not written down about the next."""

    async def story(room: Room) -> None:
        await room.press("n")
        await room.type(WORDS)
        await room.press("escape")
        await room.show(a_room(id="2026-03-04-2"))
        await room.press("n")
        assert WORDS not in room.screen

    await tell(story)


async def test_the_words_of_a_note_hide_after_five_seconds() -> None:
    """People sit up and read."""

    async def story(room: Room) -> None:
        assert WORDS in room.screen
        room.clock.wait(4.0)
        room.console.tick()
        await room.pilot.pause()
        assert WORDS in room.screen
        room.clock.wait(1.0)
        room.console.tick()
        await room.pilot.pause()
        assert WORDS not in room.screen
        assert "3 notes" in room.screen

    await tell(story, with_a_note(age=0.0))


async def test_a_console_opened_later_does_not_show_old_words() -> None:
    """The age of a note is the engine's, not this screen's."""

    async def story(room: Room) -> None:
        assert WORDS not in room.screen
        assert "3 notes" in room.screen

    await tell(story, with_a_note(age=6.0))


async def test_a_black_screen_shows_nothing_and_its_keys_act() -> None:
    """For the moment in which any light is too much."""

    async def story(room: Room) -> None:
        await room.press("z")
        assert not room.screen.strip()
        await room.press("h", "space")
        assert room.desk.sent == [Press(Button.HOLD), Press(Button.SILENCE)]
        assert not room.screen.strip()
        await room.press("z")
        assert "Slow tide" in room.screen

    await tell(story)


async def test_away_hides_every_word_and_tells_how_long() -> None:
    """The person may be alone with the screen."""

    async def story(room: Room) -> None:
        room.clock.wait(250.0)
        room.console.tick()
        await room.pilot.pause()
        assert room.screen.strip() == "away 4:10"
        await room.press("a", "space")
        assert room.desk.sent == [Press(Button.AWAY), Press(Button.SILENCE)]
        await room.show(ONSET)
        assert "Slow tide" in room.screen

    await tell(story, a_room(state="away"))


async def test_the_end_is_asked_first() -> None:
    """Escape goes on; Enter ends."""

    async def story(room: Room) -> None:
        await room.press("ctrl+e", "escape")
        assert room.desk.sent == []
        await room.press("ctrl+e", "enter")
        assert room.desk.sent == [Press(Button.END)]

    await tell(story)


async def test_go_back_in_asks_how_and_enter_is_the_softest() -> None:
    """After ground nothing starts that was not chosen."""

    async def story(room: Room) -> None:
        await room.press("g")
        assert "begin the return" in room.screen
        assert room.desk.sent == []
        await room.press("enter", "g", "3")
        assert room.desk.sent == [GoBackIn(Way.SOFTER), GoBackIn(Way.LEFT)]

    await tell(story, a_room(state="grounded"))


async def test_before_ground_g_asks_whether_to_land() -> None:
    """The return can be begun without grounding anybody; Enter begins nothing."""

    async def story(room: Room) -> None:
        await room.press("g")
        assert "Land: begin the return now?" in room.screen
        await room.press("enter", "1")
        assert room.desk.sent == []
        await room.press("4")
        assert room.desk.sent == [Press(Button.LAND)]

    await tell(story)


async def test_the_question_after_a_restart_takes_a_number() -> None:
    """The first digit opens the line."""

    async def story(room: Room) -> None:
        assert "Minutes since the dose? (at least 50)" in room.screen
        await room.press("5", "2", "enter")
        assert room.desk.sent == [SinceDose(Seconds(3120.0))]

    asks = "Minutes since the dose? (at least 50)"
    await tell(story, a_room(state="held", asks=asks))


async def test_what_was_due_is_said_without_a_sound() -> None:
    """A reminder that is due says now."""

    async def story(room: Room) -> None:
        assert "now   Lozenge: spit or swallow   x done" in room.screen
        await room.press("x")
        assert room.desk.sent == [Press(Button.REMINDER_DONE)]

    due = ReminderView("Lozenge: spit or swallow", -3.0)
    await tell(story, replace(ONSET, reminders=(due,)))


async def test_the_key_of_a_reminder_shows_only_while_one_is_due() -> None:
    """And stands beside the one that it is for, however long that is."""
    late, soon = ReminderView("water? " * 20, -3.0), ReminderView("lamp", 60.0)

    async def story(room: Room) -> None:
        assert "x done" not in room.screen
        await room.show(replace(ONSET, reminders=(late, soon)))
        (row,) = (row for row in room.rows() if "x done" in row)
        assert row.startswith(" remind  now   water?")

    await tell(story)


async def test_a_reminder_that_went_quiet_stays_to_be_read() -> None:
    """Dimly, with its key once nothing else is due; beside what is due as a number."""
    old = (ReminderView("Vitals", -900.0), ReminderView("Water", -700.0))
    due = ReminderView("Lozenge: spit or swallow", -3.0)

    async def story(room: Room) -> None:
        assert "2 not done: Vitals   x done" in room.screen
        await room.show(replace(ONSET, reminders=(due,), not_done=old))
        assert "Lozenge: spit or swallow   x done   2 not done" in room.screen

    await tell(story, replace(ONSET, reminders=(), not_done=old))


async def test_silence_says_how_the_music_comes_back() -> None:
    """And its key is offered."""

    async def story(room: Room) -> None:
        assert "silent: m brings the music back" in room.screen
        assert "m music" in room.screen

    quiet = SoundView(state="silent", silenced=True)
    await tell(story, replace(ONSET, sound=quiet))


async def test_after_the_end_enter_goes_back_to_the_scenes() -> None:
    """The last screen stays until it has been read."""

    async def story(room: Room) -> None:
        await room.show(a_room(state="ended"))
        assert "The session has ended" in room.screen
        await room.press("enter")
        assert "Choose a scene" in room.screen

    await tell(story)


async def test_a_console_opened_on_a_running_session_shows_it() -> None:
    """It holds nothing of its own that could be missing."""

    async def story(room: Room) -> None:
        assert "Choose a scene" in room.screen
        await room.show(ONSET)
        assert "Slow tide" in room.screen

    await tell(story, IDLE)


async def test_many_things_that_do_not_answer_are_still_one_line() -> None:
    """What matters most in words, the others by name, and none is cut away."""
    health = {
        name: HealthView(ok=False, says=f"The {name} does not answer. Look at it.")
        for name in ("lamp bed", "lamp floor", "output", "journal", "sound")
    }

    async def story(room: Room) -> None:
        told = "The sound does not answer.   also: journal, output, 2 lamps"
        assert told in room.screen

    await tell(story, replace(ONSET, health=health))


async def test_a_lost_broker_is_not_told_once_for_every_lamp() -> None:
    """Without it nobody can hear them: that is no fault of theirs."""
    health = {
        name: HealthView(ok=False, says=f"The {name} does not answer. Look at it.")
        for name in ("lamp bed", "lamp floor", "broker")
    }

    async def story(room: Room) -> None:
        assert "The broker does not answer. Look at it." in room.screen
        assert "also" not in room.screen

    await tell(story, replace(ONSET, health=health))


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_long_complaint_leaves_room_for_the_others(
    size: tuple[int, int],
) -> None:
    """The first is cut rather than the count of the rest."""
    says = "No sound comes out of the speakers in the garden room, as it seems to me"
    health = {
        "sound": HealthView(ok=False, says=says),
        "broker": HealthView(ok=False, says="The broker does not answer."),
    }

    async def story(room: Room) -> None:
        assert "also: broker" in room.screen

    await tell(story, replace(ONSET, health=health), size)


async def test_a_name_in_wide_letters_keeps_its_place() -> None:
    """Some scripts take two cells for a letter."""

    async def story(room: Room) -> None:
        row = next(row for row in room.rows() if "20%" in row)
        assert cells(row) <= 80
        assert "floor 5% by hand" in row

    lamps = {"天井の照明器具がとても長い名前": ONSET.lights["ceiling"]}
    lamps["floor"] = ONSET.lights["floor"]
    await tell(story, replace(ONSET, lights=lamps))


async def test_words_from_files_are_never_obeyed() -> None:
    """A name may hold brackets and control characters; they stay what they are."""
    odd = "a [bold]lamp[/] \x1b[31m"

    async def story(room: Room) -> None:
        assert "a [bold]lamp[/]" in room.screen
        assert "\x1b" not in room.screen

    lamps = {odd: ONSET.lights["ceiling"]}
    await tell(story, replace(ONSET, lights=lamps), (120, 40))
