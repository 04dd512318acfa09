"""The controls of a room file: what each press means, with its map's presses below.

Which commands there are is judged elsewhere. Here it is told which presses exist, that
no two lines claim the same one, and what a ready-made map adds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kap_room.library.control_forms import ControlForm, Does, press_of
from kap_room.library.maps import ReadyMade, map_for, map_named, names_of_maps, plainly
from kap_room.library.problems import did_you_mean, one_of, quoted
from kap_room.library.sheet import Sheet, words_for
from kap_room.library.tree import Place
from kap_room.plan.controls import (
    NOTHING,
    Binding,
    Control,
    Gesture,
    Glow,
    Kind,
    MidiControl,
    MqttButton,
    PadLight,
    SaidAs,
    Touch,
)

NO_MAP = "none"


def controls_of(forms: Mapping[str, ControlForm], sheet: Sheet) -> tuple[Control, ...]:
    _judge_one_each(forms, sheet)
    return tuple(
        _midi(name, form, sheet) if form.topic is None else _button(name, form, sheet)
        for name, form in forms.items()
    )


def _judge_one_each(forms: Mapping[str, ControlForm], sheet: Sheet) -> None:
    devices: dict[str, Place] = {}
    said: dict[tuple[str, str | None, str], Place] = {}
    for name, form in forms.items():
        place: Place = ("controls", name)
        if (form.midi is None) == (form.topic is None):
            sheet.say_of(
                place,
                "Write either midi, the name of a device, or topic, where a button "
                "speaks.",
            )
            continue
        if form.midi is not None:
            first = devices.setdefault(plainly(form.midi), place)
            if first != place:
                whose = words_for(first)
                sheet.say_of((*place, "midi"), f"{whose} has this device already.")
            continue
        for says in form.does:
            key = form.topic or "", form.field, says.lower()
            first = said.setdefault(key, place)
            if first != place:
                whose = words_for(first)
                sheet.say_of((*place, "does", says), f"{whose} has this press already.")


def _button(name: str, form: ControlForm, sheet: Sheet) -> MqttButton:
    place: Place = ("controls", name)
    for key in ("map", "lights", "lit", "unlit"):
        if getattr(form, key) not in (None, {}):
            sheet.say_of((*place, key), "A button on a topic has none.")
    if not form.does and not sheet.is_out((*place, "does")):
        sheet.say_of((*place, "does"), 'This is missing: say what it "does".')
    does = (SaidAs(says, words) for says, words in form.does.items())
    return MqttButton(name, form.topic or "", form.field, tuple(does))


def _midi(name: str, form: ControlForm, sheet: Sheet) -> MidiControl:
    place: Place = ("controls", name)
    if form.field is not None:
        sheet.say_of((*place, "field"), "A MIDI device has none.")
    ready = _map_of(form, place, sheet)
    glow = ready.glow if ready is not None else Glow()
    lit = glow.lit if form.lit is None else form.lit
    unlit = glow.unlit if form.unlit is None else form.unlit
    return MidiControl(
        name,
        form.midi or "",
        _bindings(form.does, ready, place, sheet),
        _lights(form, ready, place, sheet),
        Glow(lit, unlit),
        None if ready is None else ready.name,
    )


def _map_of(form: ControlForm, place: Place, sheet: Sheet) -> ReadyMade | None:
    if form.map is None:
        return map_for(form.midi or "", or_plain=not form.does)
    if form.map.lower() == NO_MAP:
        return None
    ready = map_named(form.map)
    if ready is None:
        known = (*names_of_maps(), NO_MAP)
        sheet.say_of(
            (*place, "map"),
            f"There is no map {quoted(form.map)}. There is {one_of(known)}."
            f"{did_you_mean(form.map, known)}",
        )
    return ready


def _bindings(
    does: Mapping[str, Does], ready: ReadyMade | None, place: Place, sheet: Sheet
) -> tuple[Binding, ...]:
    """Those of the file first; of the map what the file does not speak of."""
    written = tuple(_written(does, (*place, "does"), sheet))
    spoken_of = {(at_heart(each.touch), each.gesture) for each in written}
    beside = (
        each
        for each in (ready.does if ready is not None else ())
        if (at_heart(each.touch), each.gesture) not in spoken_of
    )
    return tuple(each for each in (*written, *beside) if each.words != (NOTHING,))


def _written(does: Mapping[str, Does], place: Place, sheet: Sheet) -> Iterator[Binding]:
    claimed: dict[tuple[Touch, Gesture], str] = {}
    for key, words in does.items():
        try:
            touch, gesture = press_of(key)
        except ValueError as wrong:
            sheet.say_of((*place, key), str(wrong))
            continue
        for (other, same), written in claimed.items():
            if gesture is same and overlap(touch, other):
                sheet.say_of(
                    (*place, key), f"{quoted(written)} is the same press. Keep one."
                )
        claimed[touch, gesture] = key
        yield Binding(touch, gesture, words, key)


def _lights(
    form: ControlForm, ready: ReadyMade | None, place: Place, sheet: Sheet
) -> tuple[PadLight, ...]:
    lights = {} if ready is None else {each.touch: each for each in ready.lights}
    for key, (shows, phase) in form.lights.items():
        try:
            touch, _ = press_of(key)
        except ValueError as wrong:
            sheet.say_of((*place, "lights", key), str(wrong))
            continue
        lights[touch] = PadLight(touch, shows, phase)
    return tuple(lights.values())


def at_heart(touch: Touch) -> Touch:
    """A pedal is a control change, whatever one calls it."""
    kind = Kind.CC if touch.kind is Kind.PEDAL else touch.kind
    return Touch(kind, touch.number, touch.channel)


def overlap(one: Touch, other: Touch) -> bool:
    """Whether one movement of a finger is both."""
    one, other = at_heart(one), at_heart(other)
    same = (one.kind, one.number) == (other.kind, other.number)
    return same and (
        one.channel == other.channel or None in {one.channel, other.channel}
    )
