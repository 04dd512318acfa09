"""A therapist on paper: `dose at 12m; hold at 50m for 5m; dose 4m ago at 70m`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kap_room.exchange.commands import Button, Command, GoBackIn, Press
from kap_room.exchange.when import read_length
from kap_room.exchange.words import WordsWrong, parse
from kap_room.plan.units import Seconds


@dataclass(frozen=True, slots=True)
class Line:
    """One command and the moment it is given, counted from the start."""

    at: Seconds
    command: Command


def read_script(text: str) -> tuple[Line, ...]:
    """The lines in order of time. Raises `WordsWrong`.

    `for` gives, when it is over, what ends it: of a hold the same once more.
    """
    lines: list[Line] = []
    for clause in filter(None, (part.strip() for part in text.split(";"))):
        lines.extend(_read_clause(clause))
    return tuple(sorted(lines, key=lambda line: line.at))


def _read_clause(clause: str) -> list[Line]:
    said, found, when = clause.rpartition(" at ")
    if not found:
        wrong = f'"{clause}" does not say when. Write it as in dose at 12m.'
        raise WordsWrong(wrong)
    moment, lasting, lasts = when.partition(" for ")
    # On a command line one may quote a part: dose "4m ago" at 16m.
    command = parse(said.replace('"', " ").split())
    at = _length(moment)
    lines = [Line(at, command)]
    if lasting:
        lines.append(Line(Seconds(at + _length(lasts)), _ending(command, clause)))
    return lines


ENDED_BY: Final[Mapping[Button, Command]] = {
    Button.SILENCE: Press(Button.MUSIC),
    Button.GROUND: GoBackIn(),
    Button.LIGHTS_UP: Press(Button.LIGHTS_DOWN),
    **{
        button: Press(button)
        for button in (
            Button.HOLD,
            Button.AWAY,
            Button.TALK,
            Button.ARM_LIGHT,
            Button.WALK_LIGHT,
        )
    },
}
"""What is over when its time is: by itself once more, or by its counterpart."""


def _ending(command: Command, clause: str) -> Command:
    ending = ENDED_BY.get(command.button) if isinstance(command, Press) else None
    if ending is None:
        raise WordsWrong(
            f'"{clause}" is done at once and lasts no time. Leave "for" out.'
        )
    return ending


def _length(text: str) -> Seconds:
    length = read_length(text.strip())
    if length is None:
        wrong = f'"{text.strip()}" is not a length. Write it as in 12m or 1h 30m.'
        raise WordsWrong(wrong)
    return length
