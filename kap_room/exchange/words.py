"""The words of a therapist, a script, a button on MQTT or a pedal, and the commands.

Whatever sends a command goes through here, so that each has one spelling everywhere.
Words come from strangers: nothing in them is believed beyond what is read below, and
what cannot be read is answered by a sentence that says what to write.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final, assert_never

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
    Way,
)
from kap_room.exchange.when import (
    gain_words,
    length_words,
    level_words,
    read_ago,
    read_gain,
    read_length,
    read_level,
)
from kap_room.plan.scene import Mark
from kap_room.plan.units import Seconds

EMERGENCY: Final = frozenset(("silence", "ground", "lights-up"))
"""Words that act first: nothing may stand in line before them."""

LONGEST_NOTE: Final = 10_000
"""Characters. Several pages; more is a file that was sent by mistake."""

LONGEST_AMOUNT: Final = 200
"""Characters of how much was given: a number, a unit and a lot number."""

LONGEST_NAME: Final = 4096
"""Characters of anything else: the longest path there is."""

_SHOWN: Final = 40
"""Characters of a wrong word that are repeated to whoever wrote it."""

_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""What a terminal would obey. Tabs and new lines may stand in a note."""


class WordsWrong(ValueError):  # noqa: N818 - the sentence is for a person, not a fault
    """Nothing was done; the sentence says what to write instead."""


def parse(words: Sequence[str]) -> Command:
    """The command that these words mean."""
    if not words:
        raise WordsWrong('Say what to do, as in "silence" or "music".')
    first, rest = verb_of(words), words[1:]
    if first in _BUTTONS:
        _nothing_after(first, rest)
        return Press(_BUTTONS[first])
    if first in _MARKS:
        return Seen(_MARKS[first], _ago(first, rest))
    if first not in _WITH_MORE:
        raise WordsWrong(f'Unknown command "{_short(first)}".{_hint(first)}')
    return _WITH_MORE[first](rest)


def verb_of(words: Sequence[str]) -> str:
    """What is to be done: it may be written in large letters, and with _ for -."""
    return _plain(words[0]).lower().replace("_", "-") if words else ""


def words(  # noqa: C901, PLR0911, PLR0912 - one line for each command
    command: Command,
) -> tuple[str, ...]:
    """The words that `parse` reads as this command."""
    match command:
        case Press(button):
            return (button.value,)
        case Seen(mark, ago):
            return (mark.value, f"{length_words(ago)} ago") if ago else (mark.value,)
        case MoveMark(by):
            return ("later" if by > 0 else "earlier", length_words(Seconds(abs(by))))
        case Amount(text):
            return ("amount", text)
        case GoBackIn(way):
            return ("go-back-in", way.value)
        case Extend(by):
            return ("extend" if by > 0 else "shorten", length_words(Seconds(abs(by))))
        case PlayFrom(text):
            return ("playlist", text)
        case PlayNext(file=text):
            return ("play-next", text)
        case SetVolume(gain):
            return ("volume", gain_words(gain))
        case SetLight(name, level):
            return ("light", name, level_words(level))
        case Note(text):
            return ("note", text)
        case Code(text):
            return ("code", text)
        case Release(name):
            return ("release",) if name is None else ("release", name)
        case MarkMoment(tag):
            return ("mark",) if tag is None else ("mark", tag)
        case SinceDose(length):
            return ("since-dose", length_words(length))
        case Start():
            return _start_words(command)
        case _:
            assert_never(command)


def _start(rest: Sequence[str]) -> Start:
    """The flags stand after the path, each with its value as the next word."""
    path = _text("start", rest[:1], "the path of a scene")
    if not path.startswith("/"):
        raise WordsWrong(f'"{_short(path)}" is not a whole path. Begin it with "/".')
    named: dict[str, str] = {}
    without: list[str] = []
    left = list(rest[1:])
    while left:
        flag, equals, value = left.pop(0).partition("=")
        if flag not in ("--code", "--therapist", "--without"):
            raise WordsWrong(
                f'"{_short(flag)}" says nothing to start. '
                "Write --code, --therapist or --without."
            )
        given = value if equals else left.pop(0) if left else ""
        said = _text(f"start {flag}", (given,), "a value")
        if flag == "--without":
            without.append(said)
        else:
            named[flag] = said
    code = _one_word((named["--code"],)) if "--code" in named else None
    return Start(path, code, named.get("--therapist"), tuple(without))


def _start_words(start: Start) -> tuple[str, ...]:
    said = ["start", start.scene]
    if start.code is not None:
        said += ["--code", start.code]
    if start.therapist is not None:
        said += ["--therapist", start.therapist]
    for what in start.without:
        said += ["--without", what]
    return tuple(said)


def _light(rest: Sequence[str]) -> SetLight:
    """The level is the last word, so that a lamp's name may be several."""
    if rest and rest[-1] == "%":  # "15 %", as it is printed elsewhere
        rest = (*rest[:-2], "".join(rest[-2:]))
    if not rest[1:]:
        raise WordsWrong('Name a lamp and a level, as in "light floor 15%".')
    level = read_level(rest[-1])
    if level is None:
        raise WordsWrong(
            f'"{_short(rest[-1])}" is not a level. Write 0% to 100%, as in 15%.'
        )
    return SetLight(_text("light", rest[:-1], "a lamp"), level)


def _volume(rest: Sequence[str]) -> SetVolume:
    gain = read_gain(" ".join(rest))
    if gain is None:
        said = f'"{_short(" ".join(rest))}" is no gain. ' if rest else ""
        raise WordsWrong(f'{said}Write one, as in "volume -6 dB".')
    return SetVolume(gain)


def _way(rest: Sequence[str]) -> Way:
    if not rest:
        return Way.SOFTER
    said = " ".join(rest).strip().lower()
    if said not in tuple(Way):
        ways = ", ".join(Way)
        raise WordsWrong(f'"{_short(said)}" is no way back in. Write one of {ways}.')
    return Way(said)


def _ago(first: str, rest: Sequence[str]) -> Seconds:
    if not rest:
        return Seconds(0.0)
    ago = read_ago(" ".join(rest))
    if ago is None:
        raise WordsWrong(
            f'"{_short(" ".join(rest))}" is not a moment. '
            f'Write how long ago it was, as in "{first} 4m ago".'
        )
    return ago


def _length(first: str, rest: Sequence[str], example: str) -> Seconds:
    said = " ".join(rest)
    length = read_length(said)
    if not length:
        meant = f'"{_short(said)}" is not a length. ' if said else ""
        raise WordsWrong(f'{meant}Write one up to a day, as in "{first} {example}".')
    return length


def _one_word(rest: Sequence[str]) -> str:
    word = _text("code", rest, "the code word")
    if len(word.split()) > 1:
        raise WordsWrong("A code is one word, and never a name.")
    return word


def _text(
    first: str, rest: Sequence[str], what: str, longest: int = LONGEST_NAME
) -> str:
    text = _plain(" ".join(rest))
    if not text:
        raise WordsWrong(f'"{first}" needs {what}.')
    if len(text) > longest:
        raise WordsWrong(
            f'"{first}" takes up to {longest} characters; these are {len(text)}.'
        )
    return text


def _plain(text: str) -> str:
    """Without what a terminal would obey and what no file could keep."""
    return _CONTROL.sub(" ", text.encode("utf-8", "replace").decode("utf-8")).strip()


def _nothing_after(first: str, rest: Sequence[str]) -> None:
    if rest:
        raise WordsWrong(
            f'"{first}" stands alone: leave out "{_short(" ".join(rest))}".'
        )


def _hint(first: str) -> str:
    # Only a wrong word needs it, and the first right one must not wait for it.
    from difflib import get_close_matches  # noqa: PLC0415

    begun = [word for word in VOCABULARY if len(first) > 1 and word.startswith(first)]
    near = begun or get_close_matches(first, VOCABULARY, n=1)
    return f' Did you mean "{near[0]}"?' if near else ""


def _short(text: str) -> str:
    text = _plain(text)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


_BUTTONS: Final = {button.value: button for button in Button}
_MARKS: Final = {mark.value: mark for mark in Mark}
_WITH_MORE: Final[Mapping[str, Callable[[Sequence[str]], Command]]] = {
    "go-back-in": lambda rest: GoBackIn(_way(rest)),
    "earlier": lambda rest: MoveMark(Seconds(-_length("earlier", rest, "1m"))),
    "later": lambda rest: MoveMark(_length("later", rest, "1m")),
    "amount": lambda rest: Amount(
        _text("amount", rest, "how much, as in 100 mg", LONGEST_AMOUNT)
    ),
    "extend": lambda rest: Extend(_length("extend", rest, "5m")),
    "shorten": lambda rest: Extend(Seconds(-_length("shorten", rest, "5m"))),
    "playlist": lambda rest: PlayFrom(_text("playlist", rest, "its name")),
    "play-next": lambda rest: PlayNext(_text("play-next", rest, "a file")),
    "volume": _volume,
    "light": _light,
    "release": lambda rest: Release(_text("release", rest, "a lamp") if rest else None),
    "note": lambda rest: Note(_text("note", rest, "its words", LONGEST_NOTE)),
    "mark": lambda rest: MarkMoment(_text("mark", rest, "a tag") if rest else None),
    "since-dose": lambda rest: SinceDose(_length("since-dose", rest, "52m")),
    "code": lambda rest: Code(_one_word(rest)),
    "start": _start,
}

VOCABULARY: Final = (*_BUTTONS, *_MARKS, *_WITH_MORE)
"""Every first word that is understood."""
