"""The commands that the presses of a room file mean, and the presses that mean none.

A room file's own reader does not know the commands, so they are judged here: for the
check with the line of each, and for the engine, which leaves out what is wrong and goes
on with the rest.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kap_room.adapters.buttons.spelling import written_as
from kap_room.exchange.commands import Command
from kap_room.exchange.words import EMERGENCY, WordsWrong, parse, verb_of
from kap_room.library.controls import at_heart
from kap_room.library.page import Page
from kap_room.library.problems import Problem, quoted
from kap_room.library.shelves import NotFound
from kap_room.link.places import Places
from kap_room.plan.controls import (
    NOTHING,
    VOLUME,
    Binding,
    Control,
    Gesture,
    Kind,
    MidiControl,
    MqttButton,
)
from kap_room.plan.room import Room
from kap_room.wiring.loading import shelves_of


@dataclass(frozen=True, slots=True)
class Wrong:
    """A press that means nothing, and what to write instead."""

    control: str
    press: str
    says: str
    is_ready_made: bool = False


def command_of(words: tuple[str, ...], places: Places) -> Command:
    """Raise `WordsWrong`. A scene may be called by its name."""
    if words[0] == "start" and words[1:] and not words[1].startswith("/"):
        try:
            path = shelves_of(places).scene(words[1]).absolute()
        except NotFound as nowhere:
            raise WordsWrong(str(nowhere)) from nowhere
        words = ("start", str(path), *words[2:])
    return parse(words)


def wrong_in(room: Room, places: Places) -> tuple[Wrong, ...]:
    wrong = (each for control in room.controls for each in _wrong(control, places))
    return (*wrong, *_claimed_twice(room))


def problems_in(page: Page[Room], places: Places) -> tuple[Problem, ...]:
    """The same with the line of each in the room file."""
    if page.value is None:
        return ()
    found = []
    for wrong in wrong_in(page.value, places):
        line = page.tree.line_of(("controls", wrong.control, "does", wrong.press))
        key = f"controls.{wrong.control}.does.{wrong.press}"
        found.append(Problem(page.path, line, key, wrong.says))
    return tuple(found)


def commands_of(control: MidiControl, places: Places) -> tuple[Command | None, ...]:
    """Of each binding; None for a fader, and for what is wrong."""
    wrong = {each.press for each in _wrong(control, places)}
    return tuple(
        None
        if binding.is_fader or binding.key in wrong
        else command_of(binding.words, places)
        for binding in control.does
    )


def _wrong(control: Control, places: Places) -> Iterator[Wrong]:
    if isinstance(control, MidiControl):
        for binding in control.does:
            says = _objection(binding, control, places)
            if says is not None:
                yield Wrong(control.name, binding.key, says, binding.is_ready_made)
        return
    for said in control.does:
        if said.words != (NOTHING,):
            try:
                command_of(said.words, places)
            except WordsWrong as wrong:
                yield Wrong(control.name, said.says, str(wrong))


def _claimed_twice(room: Room) -> Iterator[Wrong]:
    """Presses of buttons that have two names: `single` and `press` are one."""
    claimed: dict[tuple[str, str | None, str], str] = {}
    for control in room.controls:
        if not isinstance(control, MqttButton):
            continue
        for said in control.does:
            key = control.topic, control.field, written_as(said.says)[-1]
            first = claimed.setdefault(key, said.says)
            if first != said.says:
                says = f"{quoted(first)} is the same press. Keep one."
                yield Wrong(control.name, said.says, says)


def _objection(binding: Binding, control: MidiControl, places: Places) -> str | None:
    first = verb_of(binding.words)
    if binding.words == (VOLUME,):
        can_slide = binding.touch.kind in {Kind.CC, Kind.PEDAL}
        if can_slide and binding.gesture is Gesture.PRESS:
            return None
        return "A volume alone is for a fader, as in cc 7: volume. Here write louder."
    if first in EMERGENCY and binding.gesture is not Gesture.PRESS:
        return acts_at_once(first, binding.gesture)
    if binding.gesture is not Gesture.PRESS:
        edge = _urgent_beside(binding, control)
        if edge is not None:
            return f"{edge} acts at once on this control: it knows no other press."
    try:
        command_of(binding.words, places)
    except WordsWrong as wrong:
        return str(wrong)
    return None


def acts_at_once(emergency: str, gesture: Gesture) -> str:
    """Why no long or double press is one of the emergency three."""
    return f"{emergency} acts at once: no press of it is {gesture}."


def _urgent_beside(binding: Binding, control: MidiControl) -> str | None:
    """The emergency that a plain press of the same control is."""
    for other in control.does:
        same = at_heart(other.touch) == at_heart(binding.touch)
        if same and other.gesture is Gesture.PRESS:
            first = verb_of(other.words)
            if first in EMERGENCY:
                return first
    return None
