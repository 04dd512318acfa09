"""A room file becomes a room: its lamps, its broker, its sound."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from kap_room.library.controls import controls_of
from kap_room.library.forms import LookForm
from kap_room.library.ha_forms import home_assistant_of
from kap_room.library.lamps import group_lamps_of, judge_lamps, lamp_of, members_of
from kap_room.library.looks import look_of
from kap_room.library.problems import did_you_mean, quoted
from kap_room.library.room_forms import BrokerForm, RoomForm, SoundForm
from kap_room.library.sheet import Sheet
from kap_room.library.tree import Place
from kap_room.plan.look import ALL, Look
from kap_room.plan.room import Broker, Output, Room, Sound

MUSIC: Final = "music"
"""The music folder beside a room file that names none."""

PLAIN_PORT: Final = 1883
TLS_PORT: Final = 8883


def room_without_file(path: Path) -> Room:
    """What a room is where nobody wrote it down yet: sound, and no lamps."""
    return Room(name="Room", music=path.absolute().parent / MUSIC)


def room_of(form: RoomForm, sheet: Sheet) -> Room:
    lamps = tuple(
        lamp_of(name, lamp, ("lights", name), sheet)
        for name, lamp in form.lights.items()
    )
    judge_lamps(form, sheet)
    usual = room_without_file(sheet.path)
    arm = _look_of(form.arm_light, "arm light", sheet)
    walk = _look_of(form.walk_light, "walk light", sheet)
    return Room(
        name=form.room or usual.name,
        music=_path(form.music or MUSIC, ("music",), sheet),
        broker=_broker_of(form, sheet),
        sound=_sound_of(form.sound or SoundForm.model_validate({}), sheet),
        lamps=lamps,
        groups={name: members_of(group) for name, group in form.groups.items()},
        group_lamps=group_lamps_of(form, sheet),
        controls=controls_of(form.controls, sheet),
        home_assistant=home_assistant_of(form.home_assistant),
        safe_look=_look_of(form.safe_look, "safe look", sheet) or usual.safe_look,
        arm_light=arm,
        walk_light=walk,
        afterwards=form.after_the_session,
        therapists=form.therapists,
        leaving_rule=form.leaving_rule,
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
    buttons = any(control.topic is not None for control in form.controls.values())
    speaks = form.lights or buttons or form.home_assistant is not None
    if form.broker is None and not speaks:
        return None
    broker = form.broker or BrokerForm.model_validate({})
    if broker.password_file is not None and broker.username is None:
        sheet.say_of(
            ("broker", "password file"),
            "A password without a username is never asked for. Write username too.",
        )
    _judge_certificate(broker, sheet)
    return Broker(
        host=broker.host,
        port=broker.port or (TLS_PORT if broker.tls else PLAIN_PORT),
        username=broker.username,
        password_file=_broker_file("password file", broker.password_file, sheet),
        tls=broker.tls,
        ca_file=_broker_file("ca file", broker.ca_file, sheet),
        certificate_file=_broker_file(
            "certificate file", broker.certificate_file, sheet
        ),
        key_file=_broker_file("key file", broker.key_file, sheet),
    )


def _judge_certificate(broker: BrokerForm, sheet: Sheet) -> None:
    """A certificate and its key go together, and only where it is encrypted."""
    pair = {"certificate file": broker.certificate_file, "key file": broker.key_file}
    written = [key for key, file in pair.items() if file is not None]
    for missing in (key for key in pair if key not in written and written):
        sheet.say_of(
            ("broker", missing), f"This is missing: {written[0]} needs a {missing}."
        )
    if written and not broker.tls:
        sheet.say_of(
            ("broker", written[0]),
            "Without tls nobody asks for a certificate. Write tls: yes too.",
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


def _broker_file(key: str, text: str | None, sheet: Sheet) -> Path | None:
    return None if text is None else _path(text, ("broker", key), sheet)


def _path(text: str, place: Place, sheet: Sheet) -> Path:
    """From the room file's folder on; `~` is the home folder."""
    there = os.path.expanduser(text)  # noqa: PTH111 (it does not raise for a stranger)
    if there.startswith("~"):
        sheet.say_of(place, f"{quoted(text)} is the home folder of nobody here.")
    return sheet.path.absolute().parent / there
