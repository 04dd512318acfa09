"""What hands mean by what is heard of devices, while somebody learns one.

By the very gestures that count in a session, so that what is shown as long or double is
so there too. Pure: what was heard comes in with its reading, presses come out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from kap_room.adapters.buttons import spelling
from kap_room.adapters.buttons.anywhere import is_relay, says_of
from kap_room.adapters.buttons.hearing import Contact, Sign
from kap_room.adapters.controls.fingers import HIGHEST, Fingers, Fired, Meaning
from kap_room.adapters.controls.gestures import Presses
from kap_room.adapters.controls.lines import Heard
from kap_room.adapters.controls.listening import SUSTAIN, touched
from kap_room.plan.controls import Gesture, Kind, Touch
from kap_room.plan.units import Seconds

GESTURES: Final = tuple(Gesture)

SLIDES_FROM: Final = 3
"""Places between its ends. A button knows one, however hard it is pressed."""

AGAIN_AFTER: Final = Seconds(1.0)
"""A fader that goes on moving is told of now and again."""

MOST: Final = 500
"""Controls that are remembered. A mixing desk has a hundred."""

PLAIN: Final = {
    Gesture.PRESS: "press",
    Gesture.LONG: "long",
    Gesture.DOUBLE: "double",
}
"""What a room file calls it where a device has one contact; of several, it says which.
"""
OF_A_PART: Final = {
    Gesture.PRESS: spelling.SINGLE,
    Gesture.LONG: spelling.HOLD,
    Gesture.DOUBLE: spelling.DOUBLE,
}


@dataclass(frozen=True, slots=True)
class AtPort:
    """A control of a MIDI device was pressed, or moved."""

    port: str
    touch: Touch
    gesture: Gesture = Gesture.PRESS
    slides: bool = False


@dataclass(frozen=True, slots=True)
class OnTopic:
    topic: str
    says: str


Meant = AtPort | OnTopic

Where = tuple[str, Kind, int]


@dataclass(slots=True)
class _Control:
    touch: Touch
    fingers: Fingers
    places: set[int] = field(default_factory=set)
    told_at: float = float("-inf")

    @property
    def slides(self) -> bool:
        return len(self.places) >= SLIDES_FROM


@dataclass(slots=True)
class Hearing:
    """Ask `due` at `next_due`."""

    _before: dict[str, dict[tuple[Kind, int], int]] = field(default_factory=dict)
    _controls: dict[Where, _Control] = field(default_factory=dict)
    _contacts: dict[tuple[str, str], Presses] = field(default_factory=dict)

    def heard(self, heard: Heard, reading: Seconds) -> tuple[Meant, ...]:
        """At a MIDI port."""
        return tuple(self._heard(heard, reading))

    def spoke(
        self, topic: str, signs: tuple[Sign, ...], reading: Seconds
    ) -> tuple[Meant, ...]:
        """On a topic."""
        return tuple(self._spoke(topic, signs, reading))

    def due(self, reading: Seconds) -> tuple[Meant, ...]:
        """What has become clear by now."""
        return (*self._due_at_ports(reading), *self._due_on_topics(reading))

    @property
    def next_due(self) -> Seconds | None:
        fingers = (each.fingers.next_due for each in self._controls.values())
        contacts = (each.next_due for each in self._contacts.values())
        dues = (due for due in (*fingers, *contacts) if due is not None)
        return min(dues, default=None)

    def only_these(self, ports: Collection[str]) -> None:
        """Of a device that went, whatever finger was on it is forgotten."""
        for port in [port for port in self._before if port not in ports]:
            del self._before[port]
        for where in [where for where in self._controls if where[0] not in ports]:
            del self._controls[where]

    def _heard(self, heard: Heard, reading: Seconds) -> Iterator[Meant]:
        said, control = heard.said, self._control(heard, reading)
        if control is None:
            return
        is_knob = said.kind is Kind.CC and said.number != SUSTAIN
        if is_knob and not control.slides and 0 < said.value < HIGHEST:
            control.places.add(said.value)
        if control.slides:
            if reading - control.told_at >= AGAIN_AFTER:
                control.told_at = reading
                yield AtPort(heard.port, control.touch, slides=True)
            return
        yield from _meant(heard.port, control, control.fingers.heard(said, reading))

    def _control(self, heard: Heard, reading: Seconds) -> _Control | None:
        said, before = heard.said, self._before.setdefault(heard.port, {})
        where = heard.port, said.kind, said.number
        touch = touched(heard, before)
        if where not in self._controls and touch is not None:
            if len(self._controls) >= MOST:
                self._controls.clear()
            fingers = Fingers.on(Meaning(touch, gesture) for gesture in GESTURES)
            # It may have gone down with what looked like a knob that only lies there.
            first = before.get((said.kind, said.number), said.value)
            if first != said.value:
                fingers.heard(replace(said, value=first), reading)
            self._controls[where] = _Control(touch, fingers)
        return self._controls.get(where)

    def _spoke(
        self, topic: str, signs: tuple[Sign, ...], reading: Seconds
    ) -> Iterator[Meant]:
        for sign in signs:
            if not isinstance(sign, Contact):
                if (says := says_of(sign)) is not None:
                    yield OnTopic(topic, says)
            elif is_relay(sign):
                yield OnTopic(topic, "toggle")
            else:
                presses = self._presses(topic, sign.part)
                told = presses.pressed if sign.down else presses.released
                for gesture in told(reading):
                    yield OnTopic(topic, _said_by(sign.part, gesture))

    def _presses(self, topic: str, part: str) -> Presses:
        if len(self._contacts) >= MOST:
            self._contacts.clear()
        return self._contacts.setdefault((topic, part), Presses(GESTURES))

    def _due_at_ports(self, reading: Seconds) -> Iterator[Meant]:
        for (port, _, _), control in self._controls.items():
            fired = control.fingers.due(reading)
            if not control.slides:
                yield from _meant(port, control, fired)

    def _due_on_topics(self, reading: Seconds) -> Iterator[Meant]:
        for (topic, part), presses in self._contacts.items():
            for gesture in presses.due(reading):
                yield OnTopic(topic, _said_by(part, gesture))


def _meant(port: str, control: _Control, fired: tuple[object, ...]) -> Iterator[AtPort]:
    for each in fired:
        if isinstance(each, Fired):
            yield AtPort(port, control.touch, GESTURES[each.binding])


def _said_by(part: str, gesture: Gesture) -> str:
    if not part:
        return PLAIN[gesture]
    return f"{spelling.spelt(part)} {OF_A_PART[gesture]}"
