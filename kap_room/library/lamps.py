"""The lamps and groups of a room file: whether each can be reached, and by one name.

Whether it answers is for the pre-flight. Here only what the file says is judged.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from kap_room.library.problems import did_you_mean, one_of, quoted
from kap_room.library.room_forms import (
    Dialect,
    GroupForm,
    LampForm,
    ReachedForm,
    RoomForm,
)
from kap_room.library.sheet import Sheet, words_for
from kap_room.library.tree import Place
from kap_room.plan.look import ALL
from kap_room.plan.room import Ability, Dimming, Lamp

TOPICS: Final = {
    Dialect.ZIGBEE2MQTT: "zigbee2mqtt/ceiling",
    Dialect.TASMOTA: "floorlamp",
    Dialect.WLED: "wled/shelf",
    Dialect.ESPHOME: "kap/light/desk",
    Dialect.SHELLY: "shellyplusdimmer-a1b2",
    Dialect.SHELLY1: "shellies/shellydimmer2-a1b2",
}

KNOW_GROUPS: Final = (
    Dialect.ZIGBEE2MQTT,
    Dialect.TASMOTA,
    Dialect.WLED,
    Dialect.HOMEASSISTANT,
)
"""Those whose lamps can be reached together, on one topic."""


def lamp_of(name: str, form: LampForm, place: Place, sheet: Sheet) -> Lamp:
    _judge_topics(form, place, sheet)
    _judge_ability(form, place, sheet)
    return Lamp(
        name,
        form.speaks.value,
        form.topic or form.state_topic or "",
        form.minimum,
        form.command_topic,
        form.availability_topic,
        form.dimming,
        form.can,
        form.never_dark,
        form.may_return_at_full,
    )


def members_of(group: tuple[str, ...] | GroupForm) -> tuple[str, ...]:
    return group.lamps if isinstance(group, GroupForm) else group


def group_lamps_of(form: RoomForm, sheet: Sheet) -> Mapping[str, Lamp]:
    """The groups that their bridge knows, as if each were a lamp."""
    return {
        name: _group_lamp(name, group, form.lights, sheet)
        for name, group in form.groups.items()
        if isinstance(group, GroupForm)
    }


def judge_lamps(form: RoomForm, sheet: Sheet) -> None:
    _judge_names(form, sheet)
    _judge_one_topic_each(form, sheet)


def _group_lamp(
    name: str, group: GroupForm, lights: Mapping[str, LampForm], sheet: Sheet
) -> Lamp:
    place: Place = ("groups", name)
    _judge_topics(group, place, sheet)
    if group.speaks not in KNOW_GROUPS:
        sheet.say_of(
            (*place, "speaks"),
            f"What speaks {group.speaks} knows no groups; {one_of(KNOW_GROUPS)} does. "
            "Write the lamps alone, as in [floor, bed].",
        )
    members = [lights[lamp] for lamp in group.lamps if lamp in lights]
    for number, lamp in enumerate(group.lamps):
        light = lights.get(lamp)
        if light is not None and light.speaks is not group.speaks:
            sheet.say_of(
                (*place, "lamps", number),
                f"{quoted(lamp)} speaks {light.speaks}, and the group "
                f"{group.speaks}. A bridge knows only lamps of its own.",
            )
    abilities = list(Ability)
    least = min((abilities.index(light.can) for light in members), default=-1)
    return Lamp(
        name,
        group.speaks.value,
        group.topic or group.state_topic or "",
        command_topic=group.command_topic,
        availability_topic=group.availability_topic,
        can=abilities[least],
    )


def _judge_topics(form: ReachedForm, place: Place, sheet: Sheet) -> None:
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
        return
    if form.topic is None:
        sheet.say_of(
            (*place, "topic"),
            f"This is missing: write the lamp's topic, as in {TOPICS[form.speaks]}.",
        )
    others = ("command topic", "state topic", "availability topic")
    _refuse_topics(form, place, others, sheet)


def _refuse_topics(
    form: ReachedForm, place: Place, keys: tuple[str, ...], sheet: Sheet
) -> None:
    for key in keys:
        if getattr(form, key.replace(" ", "_")) is not None:
            sheet.say_of(
                (*place, key), f"A lamp that speaks {form.speaks} has no {key}."
            )


def _judge_ability(form: LampForm, place: Place, sheet: Sheet) -> None:
    """What cannot be said of a lamp that knows on and off alone."""
    if form.can is not Ability.SWITCH:
        return
    if form.minimum:
        sheet.say_of((*place, "minimum"), "A lamp that can only switch has none.")
    if form.dimming is not Dimming.LINEAR:
        sheet.say_of((*place, "dimming"), "A lamp that can only switch has none.")
    if form.never_dark:
        sheet.say_of(
            (*place, "never dark"),
            "A lamp that can only switch would always be at full. Remove this line.",
        )


def _judge_names(form: RoomForm, sheet: Sheet) -> None:
    written = sheet.tree.at(("lights",))
    lamps = tuple(written) if isinstance(written, dict) else ()
    for kind, names in (("lights", form.lights), ("groups", form.groups)):
        if ALL in names:
            sheet.say_of(
                (kind, ALL), f"{quoted(ALL)} means every lamp. Use another name."
            )
    for group, listed in form.groups.items():
        if group in lamps:
            sheet.say_of(
                ("groups", group), "A lamp has this name too. Use another name."
            )
        inner = ("lamps",) if isinstance(listed, GroupForm) else ()
        for number, lamp in enumerate(members_of(listed)):
            if lamp not in lamps:
                sheet.say_of(
                    ("groups", group, *inner, number),
                    f"There is no lamp {quoted(lamp)} under lights."
                    f"{did_you_mean(lamp, lamps)}",
                )


def _judge_one_topic_each(form: RoomForm, sheet: Sheet) -> None:
    """Two names for one lamp would pull it to and fro."""
    taken: dict[str, Place] = {}
    for place, reached in _all_reached(form):
        for key, topic in _told_at(reached):
            first = taken.setdefault(topic, place)
            if first != place:
                whose = words_for(first)
                sheet.say_of((*place, key), f"{whose} has this topic already.")
                break


def _all_reached(form: RoomForm) -> Iterator[tuple[Place, ReachedForm]]:
    for name, lamp in form.lights.items():
        yield ("lights", name), lamp
    for name, group in form.groups.items():
        if isinstance(group, GroupForm):
            yield ("groups", name), group


def _told_at(form: ReachedForm) -> Iterator[tuple[str, str]]:
    """A lamp's topics, and the key of each; tasmota's lie in a tree of their own."""
    named = (
        ("topic", form.topic),
        ("command topic", form.command_topic),
        ("state topic", form.state_topic),
    )
    root = "cmnd/" if form.speaks is Dialect.TASMOTA else ""
    return ((key, root + topic) for key, topic in named if topic is not None)
