"""A therapist on paper: `dose at 12m; hold at 50m for 5m`."""

from __future__ import annotations

from dataclasses import dataclass

from kap_room.exchange.commands import Command
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

    `for` gives the command once more when it is over: it ends a hold or an absence.
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
    command = parse(said.split())
    at = _length(moment)
    lines = [Line(at, command)]
    if lasting:
        lines.append(Line(Seconds(at + _length(lasts)), command))
    return lines


def _length(text: str) -> Seconds:
    length = read_length(text.strip())
    if length is None:
        wrong = f'"{text.strip()}" is not a length. Write it as in 12m or 1h 30m.'
        raise WordsWrong(wrong)
    return length
