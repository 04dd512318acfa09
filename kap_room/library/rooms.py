"""A room file becomes a room: its lamps, its broker, its sound."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from kap_room.library.forms import (
    BrokerForm,
    Dialect,
    LampForm,
    LookForm,
    RoomForm,
    SoundForm,
)
from kap_room.library.looks import look_of
from kap_room.library.problems import did_you_mean, quoted
from kap_room.library.sheet import Sheet
from kap_room.library.tree import Place
from kap_room.plan.look import ALL, Look
from kap_room.plan.room import Broker, Lamp, Output, Room, Sound

MUSIC: Final = "music"
"""The music folder beside a room file that names none."""

PLAIN_PORT: Final = 1883
TLS_PORT: Final = 8883


def room_without_file(path: Path) -> Room:
    """What a room is where nobody wrote it down yet: sound, and no lamps."""
    return Room(name="Room", music=path.absolute().parent / MUSIC)


def room_of(form: RoomForm, sheet: Sheet) -> Room:
    lamps = tuple(
        _lamp_of(name, lamp, ("lights", name), sheet)
        for name, lamp in form.lights.items()
    )
    _judge_names(form, sheet)
    usual = room_without_file(sheet.path)
    arm = _look_of(form.arm_light, "arm light", sheet)
    walk = _look_of(form.walk_light, "walk light", sheet)
    return Room(
        name=form.room or usual.name,
        music=_path(form.music or MUSIC, ("music",), sheet),
        broker=_broker_of(form, sheet),
        sound=_sound_of(form.sound or SoundForm.model_validate({}), sheet),
        lamps=lamps,
        groups=form.groups,
        safe_look=_look_of(form.safe_look, "safe look", sheet) or usual.safe_look,
        arm_light=arm,
        walk_light=walk,
        therapists=form.therapists,
        leaving_rule=form.leaving_rule,
    )


def _lamp_of(name: str, form: LampForm, place: Place, sheet: Sheet) -> Lamp:
    if form.speaks is Dialect.HOMEASSISTANT:
        for key, topic in (
            ("command topic", form.command_topic),
            ("state topic", form.state_topic),
        ):
            if topic is None:
                sheet.say_of(
                    (*place, key), f"This is missing: {form.speaks} needs a {key}."
                )
        _refuse_topics(form, place, ("topic",), sheet)
    else:
        if form.topic is None:
            sheet.say_of(
                (*place, "topic"),
                f"This is missing: write the lamp's topic, as in "
                f"{_TOPICS[form.speaks]}.",
            )
        others = ("command topic", "state topic", "availability topic")
        _refuse_topics(form, place, others, sheet)
    topic = form.topic or form.state_topic or ""
    more = form.command_topic, form.availability_topic
    return Lamp(name, form.speaks.value, topic, form.minimum, *more)


_TOPICS: Final = {
    Dialect.ZIGBEE2MQTT: "zigbee2mqtt/ceiling",
    Dialect.TASMOTA: "floorlamp",
    Dialect.WLED: "wled/shelf",
    Dialect.ESPHOME: "kap/light/desk",
    Dialect.SHELLY: "shellyplusdimmer-a1b2",
    Dialect.SHELLY1: "shellies/shellydimmer2-a1b2",
}


def _refuse_topics(
    form: LampForm, place: Place, keys: tuple[str, ...], sheet: Sheet
) -> None:
    for key in keys:
        if getattr(form, key.replace(" ", "_")) is not None:
            sheet.say_of(
                (*place, key), f"A lamp that speaks {form.speaks} has no {key}."
            )


def _judge_names(form: RoomForm, sheet: Sheet) -> None:
    written = sheet.tree.at(("lights",))
    lamps = tuple(written) if isinstance(written, dict) else ()
    for kind, names in (("lights", form.lights), ("groups", form.groups)):
        if ALL in names:
            sheet.say_of(
                (kind, ALL), f"{quoted(ALL)} means every lamp. Use another name."
            )
    for group, members in form.groups.items():
        if group in lamps:
            sheet.say_of(
                ("groups", group), "A lamp has this name too. Use another name."
            )
        for number, lamp in enumerate(members):
            if lamp not in lamps:
                sheet.say_of(
                    ("groups", group, number),
                    f"There is no lamp {quoted(lamp)} under lights."
                    f"{did_you_mean(lamp, lamps)}",
                )


def _look_of(form: LookForm | None, key: str, sheet: Sheet) -> Look:
    if form is None:
        return {}
    known = [ALL]
    for kind in ("lights", "groups"):
        written = sheet.tree.at((kind,))
        known.extend(written if isinstance(written, dict) else ())
    for name in form:
        if name not in known:
            sheet.say_of(
                (key, name),
                f"There is no lamp or group {quoted(name)} in this room."
                f"{did_you_mean(name, known)}",
            )
    return look_of(form, (key,), sheet)


def _broker_of(form: RoomForm, sheet: Sheet) -> Broker | None:
    if form.broker is None and not form.lights:
        return None
    broker = form.broker or BrokerForm.model_validate({})
    if broker.password_file is not None and broker.username is None:
        sheet.say_of(
            ("broker", "password file"),
            "A password without a username is never asked for. Write username too.",
        )
    place: Place = ("broker",)
    return Broker(
        host=broker.host,
        port=broker.port or (TLS_PORT if broker.tls else PLAIN_PORT),
        username=broker.username,
        password_file=_path_or_none(
            broker.password_file, (*place, "password file"), sheet
        ),
        tls=broker.tls,
        ca_file=_path_or_none(broker.ca_file, (*place, "ca file"), sheet),
    )


def _sound_of(form: SoundForm, sheet: Sheet) -> Sound:
    if form.output is not None and form.outputs:
        sheet.say_of(("sound", "outputs"), "Write either output or outputs, not both.")
    outputs = tuple(
        Output(name, output.output, output.volume, output.ceiling)
        for name, output in form.outputs.items()
    )
    first = outputs[0].sink if outputs else "auto"
    return Sound(form.output or first, form.ceiling, form.reference, outputs)


def _path_or_none(text: str | None, place: Place, sheet: Sheet) -> Path | None:
    return None if text is None else _path(text, place, sheet)


def _path(text: str, place: Place, sheet: Sheet) -> Path:
    """From the room file's folder on; `~` is the home folder."""
    there = os.path.expanduser(text)  # noqa: PTH111 (it does not raise for a stranger)
    if there.startswith("~"):
        sheet.say_of(place, f"{quoted(text)} is the home folder of nobody here.")
    return sheet.path.absolute().parent / there
