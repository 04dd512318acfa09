"""The controls as they may be written in a room file, and a ready-made map of one.

What a press is called is read here. Which commands there are is not known in this
layer: the words of one are kept as they stand, and judged where commands are known.
"""

from __future__ import annotations

import re
from typing import Annotated, Final

from pydantic import Field, PlainValidator, WithJsonSchema

from kap_room.library import entries
from kap_room.library.entries import Form
from kap_room.library.problems import did_you_mean, one_of, quoted
from kap_room.plan.controls import Gesture, Kind, Shows, Touch

HIGHEST: Final = 127
CHANNELS: Final = 16
MOST_PHASES: Final = 64

WRITE: Final = "Write it as in note 36, cc 7, program 1 or pedal 64."

_CHANNEL: Final = re.compile(r"\bon channel ([0-9]{1,3})\b")


def press_of(text: str) -> tuple[Touch, Gesture]:
    """As in `note 36`, `pedal 64 long` or `note 36 double on channel 10`."""
    said = " ".join(text.lower().split())
    channel = _CHANNEL.search(said)
    kind, *rest = _CHANNEL.sub("", said).split() or [""]
    if kind not in tuple(Kind):
        raise ValueError(
            f"{quoted(text)} is no press of a MIDI control. {WRITE}"
            f"{did_you_mean(kind, tuple(Kind))}"
        )
    number = _number(rest[0] if rest else "", 0, HIGHEST, f"{quoted(text)}: a {kind}")
    gesture = rest[1] if rest[1:] else Gesture.PRESS.value
    if gesture not in tuple(Gesture) or rest[2:]:
        raise ValueError(
            f"{quoted(text)} has a word too many. After the number stands nothing, "
            f"{one_of((Gesture.LONG, Gesture.DOUBLE))}, or on channel 10."
        )
    heard_on = None
    if channel is not None:
        heard_on = _number(channel[1], 1, CHANNELS, f"{quoted(text)}: a channel")
    return Touch(Kind(kind), number, heard_on), Gesture(gesture)


def shown_of(text: str) -> tuple[Shows, int]:
    """As in `silent`, or `phase 2`."""
    said = " ".join(text.lower().split())
    word, _, number = said.partition(" ")
    if word == Shows.PHASE:
        return Shows.PHASE, _number(number, 1, MOST_PHASES, "The phase")
    if said not in tuple(Shows):
        known = [*(each for each in Shows if each is not Shows.PHASE), "phase 1"]
        raise ValueError(
            f"{quoted(text)} is nothing that a light shows. Write {one_of(known)}."
            f"{did_you_mean(said, known)}"
        )
    return Shows(said), 0


def press_words(touch: Touch, gesture: Gesture) -> str:
    """What `press_of` reads as these."""
    words = f"{touch.kind} {touch.number}"
    if gesture is not Gesture.PRESS:
        words += f" {gesture}"
    return words if touch.channel is None else f"{words} on channel {touch.channel}"


def _number(text: str, lowest: int, highest: int, what: str) -> int:
    if not re.fullmatch(r"[0-9]{1,3}", text) or not lowest <= int(text) <= highest:
        raise ValueError(f"{what} has a number from {lowest} to {highest}. {WRITE}")
    return int(text)


def _does_of(text: str) -> tuple[str, ...]:
    return tuple(entries.sentence_of(text).split())


Does = Annotated[
    tuple[str, ...],
    entries.entry(_does_of),
    WithJsonSchema({"type": "string", "examples": ["silence", "volume", "nothing"]}),
]
Shown = Annotated[
    tuple[Shows, int],
    entries.entry(shown_of),
    WithJsonSchema({"type": "string", "examples": ["silent", "held", "phase 1"]}),
]


def _one_value(value: object) -> int:
    if not isinstance(value, str):
        raise ValueError("One number belongs here, from 0 to 127.")  # noqa: TRY004 (pydantic tells a TypeError in words of its own)
    return _number(value.strip(), 0, HIGHEST, "It")


Value = Annotated[
    int,
    PlainValidator(_one_value),
    WithJsonSchema({"type": "integer", "minimum": 0, "maximum": HIGHEST}),
]


class ControlForm(Form):
    """Something to press: on a MIDI device, or a button that speaks on a topic."""

    midi: entries.Name | None = Field(
        None, description="How the name of the MIDI device begins, as in nanoKONTROL2."
    )
    topic: entries.Topic | None = Field(
        None,
        description="Of a button at the broker, as in zigbee2mqtt/couch button.",
    )
    field: entries.Name | None = Field(
        None,
        description="Which field of a JSON message says what was pressed, as in "
        "action. Left out: the usual ones.",
    )
    map: entries.Name | None = Field(
        None,
        description="The ready-made map of a MIDI device. Left out: the one that has "
        "its name. none: no map.",
    )
    does: dict[entries.Name, Does] = Field(
        {}, description="What each press does: {pedal 64: silence, note 36 long: end}."
    )
    lights: dict[entries.Name, Shown] = Field(
        {}, description="What the lights of pads show: {note 36: silent}."
    )
    lit: Value | None = Field(
        None, description="The value that lights a pad dimly, 0 to 127."
    )
    unlit: Value | None = Field(
        None, description="The value that puts a pad's light out. Left out: 0."
    )


class MapForm(Form):
    """One kind of device, ready to be named in a room file."""

    name: entries.Name
    ports: tuple[entries.Name, ...] = ()
    """How the names of its ports begin, where that is not its own name."""
    says: entries.Sentence | None = None
    """What to set on the device first."""
    does: dict[entries.Name, Does] = Field({})
    lights: dict[entries.Name, Shown] = Field({})
    lit: Value = 1
    unlit: Value = 0
