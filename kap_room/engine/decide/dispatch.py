"""Which decision answers which command, and what can be taken back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final, assert_never

from kap_room.engine.decide import (
    asked,
    ground,
    intensity,
    lights,
    marks,
    plan,
    record,
    since,
    sound,
    takeback,
)
from kap_room.engine.floor import floored
from kap_room.engine.session import Mode, Moment, Outcome, Refused, Session
from kap_room.engine.turns import end
from kap_room.exchange.commands import (
    Amount,
    Button,
    Code,
    Command,
    Extend,
    GoBackIn,
    MarkMoment,
    MoveMark,
    Note,
    PlayFrom,
    PlayNext,
    Press,
    Release,
    Seen,
    SetLight,
    SetVolume,
    SinceDose,
    Start,
)
from kap_room.plan.scene import Mark
from kap_room.plan.units import Seconds, clock_words
from kap_room.timeline.programme import Shelf

Pressed = Callable[[Session, Shelf, Moment], Outcome]

AFTER_THE_END: Final = (Amount, Note, MarkMoment, Code, Press, SetLight, Release)
"""What is still answered when the session is over."""

NOT_TAKEN_BACK: Final = (Button.TAKE_BACK, Button.END)

LIGHT: Final = (
    Button.LIGHTS_UP,
    Button.LIGHTS_DOWN,
    Button.ARM_LIGHT,
    Button.WALK_LIGHT,
    Button.BACK_TO_PLAN,
)
"""The person is still there when the session is over."""


def decide(session: Session, shelf: Shelf, command: Command, moment: Moment) -> Outcome:
    """The session after a command. Raises `Refused` with the reason."""
    if session.mode is Mode.ENDED and not isinstance(command, AFTER_THE_END):
        raise Refused("The session is over. Start another one.")
    outcome = _decide(session, shelf, command, moment)
    if session.mode is Mode.ENDED:
        return outcome
    outcome = replace(outcome, session=floored(outcome.session, moment.reading))
    if not _can_be_taken_back(command):
        return outcome
    return takeback.remember(session, outcome, name_of(command), moment.reading)


def _decide(  # noqa: C901, PLR0911, PLR0912 - one line a kind of command
    session: Session, shelf: Shelf, command: Command, moment: Moment
) -> Outcome:
    reading = moment.reading
    match command:
        case Press():
            if session.mode is Mode.ENDED:
                return _press_after_end(session, shelf, command.button, moment)
            return PRESSES[command.button](session, shelf, moment)
        case Seen():
            return marks.seen(session, shelf, command, reading)
        case MoveMark():
            return marks.move(session, shelf, command, reading)
        case Amount():
            return record.amount(session, command)
        case GoBackIn():
            return ground.go_back_in(session, shelf, command, reading)
        case Extend():
            return plan.extend(session, command, reading)
        case SinceDose() if session.dose is None:
            dose = Seen(Mark.DOSE, command.length)
            return marks.seen(session, shelf, dose, reading)
        case SinceDose():
            return since.since_dose(session, shelf, command, reading)
        case PlayFrom():
            return asked.play_from(session, shelf, command, reading)
        case PlayNext():
            return asked.play_next(session, shelf, command)
        case SetVolume():
            return sound.set_volume(session, command, reading)
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


PRESSES: Final[Mapping[Button, Pressed]] = {
    Button.SILENCE: lambda s, _, m: sound.silence(s, m.reading),
    Button.MUSIC: lambda s, shelf, m: sound.sound_again(s, shelf, m.reading),
    Button.TALK: lambda s, _, m: sound.talk(s, m.reading),
    Button.LOUDER: lambda s, _, m: sound.louder(s, sound.STEP, m.reading),
    Button.QUIETER: lambda s, _, m: sound.louder(s, sound.STEP_DOWN, m.reading),
    Button.NEXT_TRACK: lambda s, shelf, m: sound.next_track(s, shelf, m.reading),
    Button.PREVIOUS_TRACK: lambda s, shelf, m: sound.previous_track(
        s, shelf, m.reading
    ),
    Button.RESTART_TRACK: lambda s, shelf, m: sound.restart_track(s, shelf, m.reading),
    Button.KEEP_TRACK: lambda s, _, __: sound.keep_track(s),
    Button.SOFTER: lambda s, shelf, m: intensity.calmer(s, shelf, m.reading),
    Button.DEEPER: lambda s, shelf, m: intensity.deeper(s, shelf, m.reading),
    Button.LIGHTS_UP: lambda s, shelf, m: lights.lights_up(s, shelf, m.reading),
    Button.LIGHTS_DOWN: lambda s, shelf, m: lights.lights_down(s, shelf, m.reading),
    Button.ARM_LIGHT: lambda s, shelf, m: lights.arm_light(s, shelf, m.reading),
    Button.WALK_LIGHT: lambda s, shelf, m: lights.walk_light(s, shelf, m.reading),
    Button.BACK_TO_PLAN: lambda s, shelf, m: lights.back_to_plan(s, shelf, m.reading),
    Button.HOLD: lambda s, shelf, m: plan.hold(s, shelf, m.reading),
    Button.GROUND: lambda s, shelf, m: ground.ground(s, shelf, m.reading),
    Button.AWAY: lambda s, shelf, m: ground.away(s, shelf, m.reading),
    Button.LAND: lambda s, shelf, m: ground.land_from(s, shelf, m.reading),
    Button.NEXT_PHASE: lambda s, shelf, m: plan.go_to(s, shelf, 1, m.reading),
    Button.PREVIOUS_PHASE: lambda s, shelf, m: plan.go_to(s, shelf, -1, m.reading),
    Button.REMINDER_DONE: lambda s, _, m: record.reminder_done(s, m),
    Button.TAKE_BACK: lambda s, shelf, m: takeback.take_back(s, shelf, m.reading),
    Button.END: lambda s, shelf, m: end(s, shelf, m.reading, "the therapist"),
}
"""What each plain button does. A test holds that none is missing."""


def _press_after_end(
    session: Session, shelf: Shelf, button: Button, moment: Moment
) -> Outcome:
    if button in LIGHT:
        return PRESSES[button](session, shelf, moment)
    if button in (Button.SILENCE, Button.END, Button.GROUND):
        return Outcome(session, says="The session is over; nothing sounds.")
    raise Refused("The session is over. Start another one.")


def _can_be_taken_back(command: Command) -> bool:
    if isinstance(command, Press):
        return command.button not in NOT_TAKEN_BACK
    return not isinstance(command, (Note, MarkMoment, Start))


def name_of(  # noqa: C901, PLR0911, PLR0912 - one line a kind of command
    command: Command,
) -> str:
    """The command in words, for `take back` and the journal. Never a note's text."""
    match command:
        case Press():
            return command.button.value.replace("-", " ")
        case Seen():
            return command.mark.value
        case MoveMark():
            word = "later" if command.by > 0 else "earlier"
            return f"{word} by {clock_words(Seconds(abs(command.by)))}"
        case Amount():
            return "amount"
        case GoBackIn():
            return f"go back in ({command.way.value})"
        case Extend():
            word = "extend" if command.by > 0 else "shorten"
            return f"{word} by {clock_words(Seconds(abs(command.by)))}"
        case SetVolume():
            return f"volume {command.gain:+.0f} dB"
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
