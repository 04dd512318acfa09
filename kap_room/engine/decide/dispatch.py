"""Which decision answers which command, and what can be taken back."""

from __future__ import annotations

from typing import Final, assert_never

from kap_room.engine.decide import lights, plan, record, sound, takeback
from kap_room.engine.session import Mode, Moment, Outcome, Refused, Session
from kap_room.engine.turns import end
from kap_room.exchange.commands import (
    Button,
    Code,
    Command,
    Extend,
    GoBackIn,
    MarkMoment,
    Note,
    PlayFrom,
    PlayNext,
    Press,
    Release,
    Seen,
    SetLight,
    SinceDose,
    Start,
)
from kap_room.plan.units import Decibels, Seconds, clock_words
from kap_room.timeline.programme import Shelf

AFTER_THE_END: Final = (Note, MarkMoment, Code, Press)
"""What is still answered when the session is over."""

NOT_TAKEN_BACK: Final = (Button.TAKE_BACK, Button.END, Button.REMINDER_DONE)


def decide(session: Session, shelf: Shelf, command: Command, moment: Moment) -> Outcome:
    """The session after a command. Raises `Refused` with the reason."""
    if session.mode is Mode.ENDED and not isinstance(command, AFTER_THE_END):
        raise Refused("The session is over. Start another one.")
    outcome = _decide(session, shelf, command, moment)
    if outcome.session == session or not _can_be_taken_back(command):
        return outcome
    return takeback.remember(session, outcome, name_of(command))


def _decide(  # noqa: PLR0911 - one line a kind of command
    session: Session, shelf: Shelf, command: Command, moment: Moment
) -> Outcome:
    reading = moment.reading
    match command:
        case Press():
            return _press(session, shelf, command.button, moment)
        case Seen():
            return plan.seen(session, shelf, command, reading)
        case GoBackIn():
            return plan.go_back_in(session, shelf, command, reading)
        case Extend():
            return plan.extend(session, command, reading)
        case SinceDose():
            return plan.since_dose(session, command, reading)
        case PlayFrom():
            return sound.play_from(session, shelf, command, reading)
        case PlayNext():
            return sound.play_next(session, shelf, command)
        case SetLight():
            return lights.set_light(session, shelf, command, reading)
        case Release():
            return lights.release(session, shelf, command, reading)
        case Note():
            return record.note(session, command, moment)
        case MarkMoment():
            return record.mark_moment(session, command)
        case Code():
            return record.code(session, command)
        case Start():
            raise Refused("A session runs already. End it first.")
        case _:
            assert_never(command)


def _press(  # noqa: C901, PLR0911, PLR0912 - one line a button
    session: Session, shelf: Shelf, button: Button, moment: Moment
) -> Outcome:
    reading = moment.reading
    if session.mode is Mode.ENDED:
        return _press_after_end(session, button)
    match button:
        case Button.SILENCE:
            return sound.silence(session, reading)
        case Button.MUSIC:
            return sound.sound_again(session, reading)
        case Button.TALK:
            return sound.talk(session, reading)
        case Button.LOUDER:
            return sound.louder(session, sound.STEP, reading)
        case Button.QUIETER:
            return sound.louder(session, Decibels(-sound.STEP), reading)
        case Button.NEXT_TRACK:
            return sound.next_track(session, shelf, reading)
        case Button.PREVIOUS_TRACK:
            return sound.previous_track(session, shelf, reading)
        case Button.RESTART_TRACK:
            return sound.restart_track(session, shelf, reading)
        case Button.KEEP_TRACK:
            return sound.keep_track(session)
        case Button.SOFTER:
            return sound.by_intensity(session, shelf, reading, calmer=True)
        case Button.DEEPER:
            return sound.by_intensity(session, shelf, reading, calmer=False)
        case Button.LIGHTS_UP:
            return lights.lights_up(session, shelf, reading)
        case Button.LIGHTS_DOWN:
            return lights.lights_down(session, shelf, reading)
        case Button.ARM_LIGHT:
            return lights.arm_light(session, shelf, reading)
        case Button.WALK_LIGHT:
            return lights.walk_light(session, shelf, reading)
        case Button.BACK_TO_PLAN:
            return lights.back_to_plan(session, shelf, reading)
        case Button.HOLD:
            return plan.hold(session, reading)
        case Button.GROUND:
            return plan.ground(session, shelf, reading)
        case Button.AWAY:
            return plan.away(session, shelf, reading)
        case Button.LAND:
            return plan.land(session, shelf, reading)
        case Button.NEXT_PHASE:
            return plan.go_to(session, shelf, 1, reading)
        case Button.PREVIOUS_PHASE:
            return plan.go_to(session, shelf, -1, reading)
        case Button.REMINDER_DONE:
            return record.reminder_done(session, moment)
        case Button.TAKE_BACK:
            return takeback.take_back(session, shelf, reading)
        case Button.END:
            return end(session, shelf, reading, "the therapist")
        case _:
            assert_never(button)


def _press_after_end(session: Session, button: Button) -> Outcome:
    if button in (Button.SILENCE, Button.END, Button.GROUND):
        return Outcome(session, says="The session is over; nothing sounds.")
    raise Refused("The session is over. Start another one.")


def _can_be_taken_back(command: Command) -> bool:
    if isinstance(command, Press):
        return command.button not in NOT_TAKEN_BACK
    return not isinstance(command, (Note, MarkMoment, Start))


def name_of(command: Command) -> str:  # noqa: PLR0911 - one line a kind of command
    """The command in words, for `take back` and the journal. Never a note's text."""
    match command:
        case Press():
            return command.button.value.replace("-", " ")
        case Seen():
            return command.mark.value
        case GoBackIn():
            return f"go back in ({command.way.value})"
        case Extend():
            word = "extend" if command.by > 0 else "shorten"
            return f"{word} by {clock_words(Seconds(abs(command.by)))}"
        case SetLight():
            return f"light {command.name} {command.level:.0%}"
        case Release():
            return f"release {command.name or 'every lamp'}"
        case PlayFrom():
            return f"playlist {command.playlist}"
        case PlayNext():
            return f"play next {command.file}"
        case SinceDose():
            return f"since dose {clock_words(command.length)}"
        case Code():
            return "code word"
        case Note() | MarkMoment() | Start():
            return type(command).__name__.lower()
        case _:
            assert_never(command)
