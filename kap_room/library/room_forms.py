"""A room as it may be written: every key, its kind and its sentence.

As in kap_room.library.forms: what a key means for others is judged elsewhere.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Discriminator, Field, Tag

from kap_room.library import entries
from kap_room.library.control_forms import ControlForm
from kap_room.library.entries import Form
from kap_room.library.forms import LookForm
from kap_room.library.ha_forms import HomeAssistantForm
from kap_room.plan.room import Ability, Afterwards, Dimming
from kap_room.plan.units import Decibels, Level


class Dialect(StrEnum):
    """How one make of lamp talks."""

    ZIGBEE2MQTT = "zigbee2mqtt"
    TASMOTA = "tasmota"
    WLED = "wled"
    HOMEASSISTANT = "homeassistant"
    ESPHOME = "esphome"
    SHELLY = "shelly"
    SHELLY1 = "shelly1"


DialectWord = Annotated[
    Dialect, entries.entry(entries.choice(Dialect)), entries.listed(*Dialect)
]

DimmingWord = Annotated[
    Dimming, entries.entry(entries.choice(Dimming)), entries.listed(*Dimming)
]
AbilityWord = Annotated[
    Ability,
    entries.entry(entries.choice(Ability)),
    entries.listed(Ability.WARMTH, Ability.DIM, Ability.SWITCH),
]
AfterwardsWord = Annotated[
    Afterwards, entries.entry(entries.choice(Afterwards)), entries.listed(*Afterwards)
]


def accepted(text: str) -> bool:
    if text.lower() != "accepted":
        raise ValueError("Write accepted, or leave the line out.")
    return True


Accepted = Annotated[bool, entries.entry(accepted), entries.listed("accepted")]


class BrokerForm(Form):
    host: entries.Host = Field("127.0.0.1", description="A name or an address.")
    port: entries.Port | None = Field(
        None, description="Left out: 1883, or 8883 with tls."
    )
    username: entries.Name | None = Field(None, description="Where it asks for one.")
    password_file: entries.AnyPath | None = Field(
        None,
        alias="password file",
        description="A file that holds the password alone. Never the password itself.",
    )
    tls: entries.YesOrNo = Field(False, description="yes: speak encrypted.")  # noqa: FBT003 (a default)
    ca_file: entries.AnyPath | None = Field(
        None,
        alias="ca file",
        description="A certificate to trust. Left out: the system's own.",
    )
    certificate_file: entries.AnyPath | None = Field(
        None,
        alias="certificate file",
        description="Ours, where the broker asks for one; it goes with key file.",
    )
    key_file: entries.AnyPath | None = Field(
        None, alias="key file", description="The key of our certificate."
    )


class OutputForm(Form):
    output: entries.Name = Field("auto", description="auto, or a sink's name.")
    volume: entries.Gain = Field(Decibels(0.0), description="Its own, as in -6 dB.")
    ceiling: entries.Ceiling | None = Field(
        None, description="Its own; left out: that of the room."
    )


class SoundForm(Form):
    output: entries.Name | None = Field(
        None, description="auto, or the name of a sink of the sound server."
    )
    outputs: dict[entries.Name, OutputForm] = Field(
        {}, description="Several outputs instead of one, each with its own volume."
    )
    ceiling: entries.Ceiling = Field(
        Decibels(-3.0), description="A peak that nothing passes, as in -3 dB."
    )
    reference: entries.Loudness = Field(
        Decibels(-23.0), description="How loud 0 dB is, as in -23 LUFS."
    )


class ReachedForm(Form):
    """What one reaches a lamp by, or a group that its bridge knows as one."""

    speaks: DialectWord = Field(
        description="What it understands: zigbee2mqtt, tasmota, wled, homeassistant, "
        "esphome, shelly or shelly1."
    )
    topic: entries.Topic | None = Field(
        None, description="Its topic at the broker, as in zigbee2mqtt/ceiling."
    )
    command_topic: entries.Topic | None = Field(
        None, alias="command topic", description="For homeassistant: room/bed/set."
    )
    state_topic: entries.Topic | None = Field(
        None, alias="state topic", description="For homeassistant: room/bed."
    )
    availability_topic: entries.Topic | None = Field(
        None,
        alias="availability topic",
        description="For homeassistant: room/bed/available.",
    )


class LampForm(ReachedForm):
    can: AbilityWord = Field(
        Ability.WARMTH,
        description="warmth, dim where it has one white, or switch where it has two "
        "states. Left out: warmth.",
    )
    minimum: entries.Brightness = Field(
        Level(0.0), description="Never darker than this while it is on, as in 2%."
    )
    dimming: DimmingWord = Field(
        Dimming.LINEAR,
        description="square where half of its scale is a quarter of its light. "
        "Left out: linear.",
    )
    never_dark: entries.YesOrNo = Field(
        False,  # noqa: FBT003 (a default)
        alias="never dark",
        description="yes: it is never told to go off; it goes down to its minimum.",
    )
    may_return_at_full: Accepted = Field(
        False,  # noqa: FBT003 (a default)
        alias="may return at full",
        description="accepted: it may come back at full after a power cut, and you "
        "know. Otherwise check doubts it.",
    )


class GroupForm(ReachedForm):
    """A group that the lamps' own bridge knows: one message reaches all of them."""

    lamps: tuple[entries.Name, ...] = Field(
        min_length=1, description="The lamps in it: [floor, bed]."
    )


_LIST, _BRIDGED = "[list]", "[group]"


def _way_of_writing(value: object) -> str:
    return _BRIDGED if isinstance(value, dict) else _LIST


AnyGroup = Annotated[
    Annotated[tuple[entries.Name, ...], Tag(_LIST)]
    | Annotated[GroupForm, Tag(_BRIDGED)],
    Discriminator(_way_of_writing),
]


class RoomForm(Form):
    """A room is its music folder, its sound output, its broker and its lamps."""

    room: entries.Name | None = Field(None, description="The room's name.")
    music: entries.AnyPath | None = Field(
        None, description="The music folder. Left out: music, beside this file."
    )
    broker: BrokerForm | None = Field(None, description="Where the MQTT broker is.")
    sound: SoundForm | None = Field(None, description="Where and how loud it plays.")
    lights: dict[entries.Name, LampForm] = Field(
        {}, description="The lamps, each by a name of your own."
    )
    groups: dict[entries.Name, AnyGroup] = Field(
        {},
        description="Names for several lamps together: bedside: [floor, bed]; or with "
        "speaks and a topic, where their bridge knows them as a group.",
    )
    controls: dict[entries.Name, ControlForm] = Field(
        {},
        description="Pads, pedals and buttons, each by a name of your own: "
        "pedal: {midi: FS-1, does: {pedal 64: silence}}.",
    )
    home_assistant: HomeAssistantForm | None = Field(
        None,
        alias="home assistant",
        description="Announce the room to Home Assistant: {may: [silence, music]}; "
        "{} lets it ask for the usual. Left out: it is told nothing.",
    )
    safe_look: LookForm | None = Field(
        None, alias="safe look", description="The second step of lights up."
    )
    arm_light: LookForm | None = Field(
        None, alias="arm light", description="Lamps to see an arm by."
    )
    walk_light: LookForm | None = Field(
        None, alias="walk light", description="Lamps to walk by."
    )
    after_the_session: AfterwardsWord = Field(
        Afterwards.LEAVE,
        alias="after the session",
        description="as it was: the lamps go back to what they were before. "
        "Left out: leave.",
    )
    therapists: tuple[entries.Name, ...] = Field(
        (), description="Who may be named in a session."
    )
    leaving_rule: entries.Sentence | None = Field(
        None, alias="leaving rule", description="What is read out before leaving."
    )
