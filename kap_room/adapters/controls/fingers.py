"""What one MIDI device says, as presses that were meant and places of its faders.

Pure: messages in, presses out, with the reading handed in. Velocity never matters, and
a note of velocity nothing is a release. A pedal or knob is down from the middle of its
way and up again well below, so that a foot at half way does not tremble. One that says
the bottom of its way twice never says that it is let go: each of them is a press.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from kap_room.adapters.controls.gestures import Presses
from kap_room.plan.controls import Gesture, Kind, Touch
from kap_room.plan.units import Seconds

DOWN_FROM: Final = 64
UP_BELOW: Final = 40
"""Of 127."""

HIGHEST: Final = 127

Key = tuple[Kind, int, int | None]


@dataclass(frozen=True, slots=True)
class Meaning:
    """One binding, as far as fingers are concerned."""

    touch: Touch
    gesture: Gesture
    is_urgent: bool = False
    is_fader: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """One message of a device."""

    kind: Kind
    number: int
    channel: int
    """1 to 16."""
    value: int
    """0 to 127; of a note its velocity."""


@dataclass(frozen=True, slots=True)
class Fired:
    """A press was meant: the place of its binding in the list."""

    binding: int


@dataclass(frozen=True, slots=True)
class Moved:
    """A fader is here now."""

    binding: int
    place: float
    """0 at the bottom, 1 at the top."""


@dataclass(slots=True)
class _Pad:
    """Everything that is bound to one touch."""

    presses: Presses
    bindings: dict[Gesture, int]
    fader: int | None
    is_down: bool = False
    said: int = 0
    """Its last value."""


@dataclass(slots=True)
class Fingers:
    """All of one device. Ask `due` at `next_due`."""

    _pads: dict[Key, _Pad] = field(default_factory=dict)

    @classmethod
    def on(cls, meanings: Iterable[Meaning]) -> Fingers:
        bound: dict[Key, dict[Gesture, int]] = {}
        faders: dict[Key, int] = {}
        urgent: set[Key] = set()
        for place, each in enumerate(meanings):
            key = _key(each.touch)
            if each.is_fader:
                faders[key] = place
                continue
            bound.setdefault(key, {}).setdefault(each.gesture, place)
            if each.is_urgent and each.gesture is Gesture.PRESS:
                urgent.add(key)
        return cls(
            {
                key: _Pad(
                    Presses(bound.get(key, {}), urgent=key in urgent),
                    bound.get(key, {}),
                    faders.get(key),
                )
                for key in (*bound, *(key for key in faders if key not in bound))
            }
        )

    @property
    def next_due(self) -> Seconds | None:
        dues = (pad.presses.next_due for pad in self._pads.values())
        return min((due for due in dues if due is not None), default=None)

    def heard(self, said: Said, reading: Seconds) -> tuple[Fired | Moved, ...]:
        pad = self._pad(said)
        if pad is None:
            return ()
        if pad.fader is not None:
            return (Moved(pad.fader, said.value / HIGHEST),)
        return tuple(_fired(pad, said, reading))

    def due(self, reading: Seconds) -> tuple[Fired, ...]:
        """What has become clear by now: long presses, and those that stay single."""
        return tuple(
            Fired(pad.bindings[gesture])
            for pad in self._pads.values()
            for gesture in pad.presses.due(reading)
        )

    def stands(self, said: Said) -> None:
        """It tells how it is, and nobody has touched it."""
        pad = self._pad(said)
        if pad is not None:
            pad.is_down, pad.said = is_down(said), said.value

    def lift(self) -> None:
        """Its cable came out, or went in again."""
        for pad in self._pads.values():
            pad.presses.lift()
            pad.is_down, pad.said = False, 0

    def _pad(self, said: Said) -> _Pad | None:
        """The one that listens to this channel goes before one that hears them all."""
        here = self._pads.get((said.kind, said.number, said.channel))
        return here or self._pads.get((said.kind, said.number, None))


def is_down(said: Said) -> bool:
    """Of one word by itself; a program that is chosen is never down."""
    return said.kind is not Kind.PROGRAM and said.value >= (
        1 if said.kind is Kind.NOTE else DOWN_FROM
    )


def _fired(pad: _Pad, said: Said, reading: Seconds) -> Iterator[Fired]:
    for gesture in _gestures(pad, said, reading):
        yield Fired(pad.bindings[gesture])


def _gestures(pad: _Pad, said: Said, reading: Seconds) -> Iterator[Gesture]:
    if said.kind is Kind.PROGRAM:  # it is chosen, and never let go
        yield from pad.presses.pressed(reading)
        yield from pad.presses.released(reading)
        return
    if said.kind is Kind.NOTE:
        goes_down, goes_up = said.value > 0, said.value == 0
    else:
        again = pad.said == said.value == HIGHEST
        goes_down = again or (not pad.is_down and said.value >= DOWN_FROM)
        goes_up = pad.is_down and said.value < UP_BELOW
    pad.said = said.value
    if goes_down:
        pad.is_down = True
        yield from pad.presses.pressed(reading)
    elif goes_up:
        pad.is_down = False
        yield from pad.presses.released(reading)


def _key(touch: Touch) -> Key:
    kind = Kind.CC if touch.kind is Kind.PEDAL else touch.kind
    return kind, touch.number, touch.channel
