"""What one button's presses mean: the commands that its room wrote beside them.

A press that the device made out is looked up by its name. A contact that only goes down
and up is given to our own gestures. What is urgent fires on the edge, also where the
device would first wait for a second press.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from kap_room.adapters.buttons import spelling
from kap_room.adapters.buttons.hearing import PARTS, Contact, Press, Sign
from kap_room.adapters.controls.gestures import Presses
from kap_room.exchange.commands import Button, Command
from kap_room.exchange.commands import Press as Asked
from kap_room.exchange.words import EMERGENCY, WordsWrong, parse
from kap_room.exchange.words import words as words_of
from kap_room.plan.controls import NOTHING, Gesture, MqttButton
from kap_room.plan.units import Seconds

GESTURES: Final = {
    Gesture.PRESS: spelling.SINGLE,
    Gesture.LONG: spelling.HOLD,
    Gesture.DOUBLE: spelling.DOUBLE,
}

HELD: Final = Seconds(5.0)
"""A Hue remote tells every second that it is held, a Tasmota every four."""

STEPS: Final = (Asked(Button.LOUDER), Asked(Button.QUIETER))
"""What a finger that stays down asks for each time it is told of."""

Reads = Callable[[tuple[str, ...]], Command]


class Meaning:
    """One button of the room file. It is told of signs, and answers with commands."""

    def __init__(self, button: MqttButton, reads: Reads = parse) -> None:
        """`reads` makes a command of words, or raises `WordsWrong`."""
        self._reads = reads
        self._does: dict[str, Command] = {}
        self._urgent: set[str] = set()
        for said in button.does:
            self._write(said.says, said.words)
        self._contacts: dict[str, Presses] = {}
        self._on_edge: set[str] = set()
        """Parts whose press was obeyed as it went down, and is yet to be named."""
        self._held: tuple[str, Seconds] | None = None
        """Which press was a finger that stays down, and when that was last told."""

    def _write(self, says: str, words: tuple[str, ...]) -> None:
        if not words or words == (NOTHING,):
            return
        try:
            command = self._reads(words)
        except WordsWrong:
            return  # the room file was judged before; a slip costs that press alone
        for way in spelling.written_as(says):
            self._does.setdefault(way, command)
            if words_of(command)[0] in EMERGENCY:
                self._urgent.add(way)

    @property
    def urgent(self) -> frozenset[str]:
        """The presses that mean an emergency."""
        return frozenset(self._urgent)

    def commands(self, sign: Sign, reading: Seconds) -> tuple[Command, ...]:
        """What has just been asked for."""
        if isinstance(sign, Press):
            held_on = self._is_held_on(sign, reading)
            commands = tuple(self._pressed(sign))
            return tuple(c for c in commands if not held_on or c in STEPS)
        return tuple(self._moved(sign, reading))

    def due(self, reading: Seconds) -> tuple[Command, ...]:
        """What has become clear by now: a press that was no double one."""
        return tuple(
            command
            for part, presses in self._contacts.items()
            for gesture in presses.due(reading)
            for command in self._of_gesture(gesture, part)
        )

    @property
    def next_due(self) -> Seconds | None:
        times = (presses.next_due for presses in self._contacts.values())
        return min((time for time in times if time is not None), default=None)

    def lift(self) -> None:
        """It was away: whatever finger was on it is forgotten."""
        self._on_edge.clear()
        self._held = None
        for presses in self._contacts.values():
            presses.lift()

    def _is_held_on(self, press: Press, reading: Seconds) -> bool:
        """A finger that stays down, of which its device tells again and again."""
        before, self._held = self._held, None
        if not press.ways[-1].endswith(spelling.HOLD):
            return False
        self._held = press.ways[0], reading
        return before is not None and (
            before[0] == press.ways[0] and reading - before[1] < HELD
        )

    def _pressed(self, press: Press) -> Iterator[Command]:
        part = press.part.replace(":", "")
        if press.ways[-1] == spelling.DOWN:
            way = self._way(spelling.SINGLE, part)
            if way in self._urgent and len(self._on_edge) < PARTS:
                self._on_edge.add(part)
                yield self._does[way]
                return
        was_obeyed = part in self._on_edge
        if press.ways[-1] != spelling.UP:
            self._on_edge.discard(part)  # it has its name; the next press is another
        if was_obeyed and spelling.SINGLE in press.ways:
            return  # when the finger went down
        named = spelling.meant(press.ways, self._does)
        if named:
            yield self._does[named]

    def _moved(self, contact: Contact, reading: Seconds) -> Iterator[Command]:
        words = ["on" if contact.down else "off", "toggle"]
        if contact.is_relay:
            words.append(spelling.SINGLE)
        for word in words:
            way = self._way(word, contact.part)
            if way:
                yield self._does[way]
                return
        presses = self._presses(contact.part)
        if presses is None:
            return
        told = presses.pressed if contact.down else presses.released
        for gesture in told(reading):
            yield from self._of_gesture(gesture, contact.part)

    def _presses(self, part: str) -> Presses | None:
        if part in self._contacts:
            return self._contacts[part]
        ways = {gesture: self._way(GESTURES[gesture], part) for gesture in GESTURES}
        bound = [gesture for gesture, way in ways.items() if way]
        if not bound:
            return None
        if len(self._contacts) >= PARTS:
            # An invented one gives way, or the real one would be deaf from here on.
            del self._contacts[next(iter(self._contacts))]
        urgent = ways[Gesture.PRESS] in self._urgent
        self._contacts[part] = Presses(bound, urgent=urgent)
        return self._contacts[part]

    def _of_gesture(self, gesture: Gesture, part: str) -> Iterator[Command]:
        way = self._way(GESTURES[gesture], part)
        if way:
            yield self._does[way]

    def _way(self, word: str, part: str) -> str:
        return spelling.meant(spelling.spellings(word, part), self._does) or ""
