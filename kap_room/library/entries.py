"""The kinds of value that stand after a colon, for the forms of scene, playlist, room.

Each kind is a reader of text that refuses with a sentence, and what an editor needs to
know about it. pydantic converts nothing here: its own words would reach a therapist.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Annotated, Final, TypeVar

from pydantic import BaseModel, ConfigDict, PlainValidator, WithJsonSchema

from kap_room.library import values
from kap_room.library.problems import did_you_mean, is_plain, one_of, quoted
from kap_room.plan.music import Order, RunsOut
from kap_room.plan.scene import Mark, Route, Turn
from kap_room.plan.units import Decibels, Kelvin, Level, Seconds

T = TypeVar("T")
Word = TypeVar("Word", bound=StrEnum)

OPEN: Final = Seconds(math.inf)
"""How a form holds `open`; None there is a line that was left out."""

SHORTEST_CHANGE: Final = Seconds(1.0)
"""No light and no sound changes at a stroke, whatever a file asks for."""

LONGEST_NAME: Final = 80
LONGEST_SENTENCE: Final = 400
LONGEST_PATH: Final = 1000


class Form(BaseModel):
    """A group of `key: value` lines. A key it does not know is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def entry(read: Callable[[str], T]) -> PlainValidator:
    def of_one_value(value: object) -> T:
        if not isinstance(value, str):
            raise ValueError("One value belongs here, not a list or a group of lines.")  # noqa: TRY004 (pydantic tells a TypeError in words of its own)
        return read(value.strip())

    return PlainValidator(of_one_value)


def shown_as(pattern: str, *examples: str) -> WithJsonSchema:
    """Text of a certain shape, for an editor."""
    shape = {"type": "string", "pattern": f"^{pattern}$", "examples": list(examples)}
    return WithJsonSchema(shape)


def choice(words: type[Word], *among: Word) -> Callable[[str], Word]:
    allowed = among or tuple(words)

    def choose(text: str) -> Word:
        for word in allowed:
            if word == text.lower():
                return word
        raise ValueError(
            f"{quoted(text)} is not known here. Write {one_of(allowed)}."
            f"{did_you_mean(text, allowed)}"
        )

    return choose


def listed(*words: str) -> WithJsonSchema:
    return WithJsonSchema({"enum": list(words)})


def lasts_of(text: str) -> Seconds:
    if text.lower() == "open":
        return OPEN
    if text and text.isalpha():
        raise ValueError(f"{quoted(text)} is not a length. Write 20m, or open.")
    length = values.length_of(text)
    if length <= 0:
        raise ValueError("A phase cannot last no time at all. Write 20m, or open.")
    return length


def waits_of(text: str) -> Seconds:
    if text.lower() == "open":
        return OPEN
    if text and text.isalpha():
        raise ValueError(f"{quoted(text)} is not a length. Write 10m, or open.")
    length = values.length_of(text)
    if length <= 0:
        raise ValueError("Nobody could answer in no time. Write 10m, or open.")
    return length


def up_to(text: str) -> Seconds:
    """The most that something may take, and only together with those words."""
    found = _UP_TO.fullmatch(text)
    if found is None:
        raise ValueError(f"{quoted(text)} is no limit. Write it as in up to 2m.")
    length = values.length_of(found[1])
    if length <= 0:
        raise ValueError("It is no time at all. Write up to 2m, or remove the line.")
    return length


def stay_of(text: str) -> Seconds:
    length = values.length_of(text)
    if length <= 0:
        raise ValueError("It is no time at all. Write 2h, or remove the line.")
    return length


def none_of(value: object) -> bool:
    """The one word that may stand where a group of lines would be expected."""
    if isinstance(value, str) and value.strip().lower() == "none":
        return True
    raise ValueError(
        "Only none may stand here: it leaves out the route's reminders. Reminders of "
        "your own stand in a phase."
    )


def change_of(text: str) -> Seconds:
    length = values.length_of(text)
    if length < SHORTEST_CHANGE:
        raise ValueError(
            f"{quoted(text)} is too sudden. Write "
            f"{values.length_words(SHORTEST_CHANGE)} or more."
        )
    return length


def sentence_of(text: str) -> str:
    return _plain_words(text, LONGEST_SENTENCE)


def name_of(text: str) -> str:
    return _plain_words(text, LONGEST_NAME)


def _plain_words(text: str, longest: int) -> str:
    words = " ".join(text.split())
    if not words:
        raise ValueError("It is empty. Write a word.")
    if not is_plain(words):
        raise ValueError("It holds a control character. Write plain words.")
    if len(words) > longest:
        raise ValueError(f"It is longer than {longest} characters. Write it shorter.")
    return words


def path_of(text: str) -> str:
    """Some path, which may have spaces that a name would lose."""
    if not text:
        raise ValueError("It is empty. Write the name of a file or folder.")
    if not is_plain(text):
        raise ValueError("It holds a control character. Write the file's plain name.")
    if len(text) > LONGEST_PATH:
        raise ValueError(f"It is longer than {LONGEST_PATH} characters.")
    return text


def track_of(text: str) -> str:
    """A path that stays inside the music folder, as far as its words say."""
    file = path_of(text)
    if "://" in file:
        raise ValueError(f"{quoted(file)} is an address. Only files can be played.")
    if "\\" in file:
        raise ValueError(f"{quoted(file)} has a \\ in it. Write / between folders.")
    if file.startswith(("/", "~")) or file[1:2] == ":":
        raise ValueError(
            f"{quoted(file)} is not relative. Write the path from the music folder on, "
            "as in onset/slow-tide.flac."
        )
    parts = PurePosixPath(file).parts
    if ".." in parts or not parts:
        raise ValueError(
            f"{quoted(file)} leads out of the music folder. Write a path inside it."
        )
    return str(PurePosixPath(file))


def playlist_of(text: str) -> str:
    name = name_of(text)
    if "/" in name or name.startswith("."):
        raise ValueError(
            f"{quoted(name)} is a path. Write the playlist's name alone, as in onset."
        )
    return name.removesuffix(".yaml").removesuffix(".yml")


def topic_of(text: str) -> str:
    topic = path_of(text)
    if any(sign in topic for sign in "+#") or topic.startswith(("$", "/")):
        raise ValueError(
            f"{quoted(topic)} is not one topic. Write it without +, # or $ and "
            "without a / before it."
        )
    return topic


def host_of(text: str) -> str:
    host = name_of(text)
    if " " in host or "/" in host:
        raise ValueError(
            f"{quoted(host)} is not a host. Write a name or an address alone, as in "
            "127.0.0.1; the port has a line of its own."
        )
    return host


_UP_TO: Final = re.compile(r"up\s+to\s+(.+)", re.IGNORECASE)
_MARKS: Final = (Mark.DOSE, Mark.ONSET, Mark.PEAK, Mark.RETURNING)
_TEXT: Final = WithJsonSchema({"type": "string", "minLength": 1})

Name = Annotated[str, entry(name_of), _TEXT]
Sentence = Annotated[str, entry(sentence_of), _TEXT]
AnyPath = Annotated[str, entry(path_of), _TEXT]
TrackFile = Annotated[str, entry(track_of), _TEXT]
PlaylistName = Annotated[str, entry(playlist_of), _TEXT]
Topic = Annotated[str, entry(topic_of), _TEXT]
Host = Annotated[str, entry(host_of), _TEXT]

_LENGTH: Final = rf"(?:{values.LENGTH_PATTERN}|{values.CLOCK_PATTERN})"
Lasts = Annotated[
    Seconds, entry(lasts_of), shown_as(rf"(?:open|{_LENGTH})", "20m", "open")
]
Waits = Annotated[
    Seconds, entry(waits_of), shown_as(rf"(?:open|{_LENGTH})", "10m", "open")
]
UpTo = Annotated[Seconds, entry(up_to), shown_as(rf"up to {_LENGTH}", "up to 2m")]
Stay = Annotated[Seconds, entry(stay_of), shown_as(_LENGTH, "2h")]
Length = Annotated[Seconds, entry(values.length_of), shown_as(_LENGTH, "12m", "0:12")]
Change = Annotated[Seconds, entry(change_of), shown_as(_LENGTH, "10s", "10m")]
Brightness = Annotated[
    Level, entry(values.level_of), shown_as(values.LEVEL_PATTERN, "15%")
]
Gain = Annotated[
    Decibels, entry(values.gain_of), shown_as(values.GAIN_PATTERN, "-6 dB")
]
Ceiling = Annotated[
    Decibels, entry(values.ceiling_of), shown_as(values.GAIN_PATTERN, "-3 dB")
]
Loudness = Annotated[
    Decibels, entry(values.loudness_of), shown_as(values.LOUDNESS_PATTERN, "-23 LUFS")
]
Warmth = Annotated[
    Kelvin, entry(values.warmth_of), shown_as(values.WARMTH_PATTERN, "2200 K")
]
YesOrNo = Annotated[
    bool,
    entry(values.yes_or_no),
    WithJsonSchema({"enum": ["yes", "no", True, False]}),
]
RouteWord = Annotated[Route, entry(choice(Route)), listed(*Route)]
MarkWord = Annotated[Mark, entry(choice(Mark, *_MARKS)), listed(*_MARKS)]
TurnWord = Annotated[Turn, entry(choice(Turn)), listed(*Turn)]
NoneWord = Annotated[bool, PlainValidator(none_of), listed("none")]
OrderWord = Annotated[Order, entry(choice(Order)), listed(*Order)]
RunsOutWord = Annotated[RunsOut, entry(choice(RunsOut)), listed(*RunsOut)]


def whole(lowest: int, highest: int) -> tuple[PlainValidator, WithJsonSchema]:
    def read(text: str) -> int:
        return values.whole_of(text, lowest, highest)

    shape = {"type": "integer", "minimum": lowest, "maximum": highest}
    return entry(read), WithJsonSchema(shape)


Port = Annotated[int, *whole(1, 65535)]
Intensity = Annotated[int, *whole(1, 5)]
