"""The three files as they may be written: every key, its kind and its sentence.

The sentences are what an editor shows beside a key, and what a person is told when one
is missing. What a key means for others in the same file is judged elsewhere.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from kap_room.library import entries
from kap_room.library.entries import Form
from kap_room.plan.music import Order, RunsOut
from kap_room.plan.units import Decibels, Level, Seconds


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


class LightForm(Form):
    level: entries.Brightness | None = Field(
        None, description="How bright, as in 15%; 0% is off."
    )
    warmth: entries.Warmth | None = Field(
        None, description="How warm, as in 2200 K: 1800 K is a candle."
    )


LookForm = dict[entries.Name, LightForm]


class ReminderForm(Form):
    say: entries.Sentence = Field(description="What the screen says, silently.")
    after_dose: entries.Length | None = Field(
        None, alias="after dose", description="When, counted from the dose: 12m."
    )
    at: entries.Length | None = Field(
        None, description="When, counted from the beginning of the phase: 5m."
    )


class PhaseForm(Form):
    name: entries.Name = Field(description="A name of its own, as in onset.")
    lasts: entries.Lasts | None = Field(
        None,
        description="How long: 20m, or open to wait for the therapist. Left out, the "
        "route's usual length counts.",
    )
    ends_on: entries.MarkWord | None = Field(
        None,
        alias="ends on",
        description="The mark that ends it, should it come before its length is over.",
    )
    playlist: entries.PlaylistName | None = Field(
        None, description="The name of a file in playlists/. Left out: no music."
    )
    volume: entries.Gain = Field(
        Decibels(0.0), description="Against the room's reference level, as in -6 dB."
    )
    look: entries.Name | None = Field(
        None, description="One of the looks below. Left out: lamps stay as they are."
    )
    ramp: entries.Change | None = Field(
        None,
        description="How long the lamps take to the look. Left out: 0.5 % a second.",
    )
    crossfade: entries.Change | None = Field(
        None, description="Between tracks, as in 10s. Left out: 8s."
    )
    arm_light: entries.YesOrNo = Field(
        False,  # noqa: FBT003 (a default)
        alias="arm light",
        description="yes: the room's arm light is on while the phase lasts.",
    )
    reminders: tuple[ReminderForm, ...] | None = Field(
        None, description="What the screen reminds of, silently."
    )


class SceneForm(Form):
    """A scene is a whole session: its phases, music and light."""

    name: entries.Sentence | None = Field(
        None, description="Its name on the screen. Left out: the file's name."
    )
    route: entries.RouteWord | None = Field(
        None, description="How the dose is taken: gives usual lengths and reminders."
    )
    phases: tuple[PhaseForm, ...] = Field(
        min_length=1, description="The phases in their order, each beginning with `- `."
    )
    looks: dict[entries.Name, LookForm] = Field(
        {}, description="What the lamps should be, by the names that phases use."
    )


class TrackForm(Form):
    file: entries.TrackFile = Field(
        description="Where it lies in the music folder, as in onset/slow-tide.flac."
    )
    trim: entries.Gain = Field(
        Decibels(0.0), description="Louder or quieter than measured, as in -2 dB."
    )
    begins: entries.Length = Field(
        Seconds(0.0), alias="from", description="Where in the file to start: 0:12."
    )
    ends: entries.Length | None = Field(
        None, alias="to", description="Where in the file to end: 7:40."
    )
    intensity: entries.Intensity | None = Field(
        None, description="1 calm to 5 intense: what softer and deeper choose by."
    )
    tags: tuple[entries.Name, ...] = Field(
        (), description="Words to find it by, or to leave it out: [strings, wordless]."
    )


class PlaylistForm(Form):
    """A playlist is what may sound in a phase."""

    name: entries.Sentence | None = Field(
        None, description="Its name on the screen. Left out: the file's name."
    )
    order: entries.OrderWord = Field(
        Order.AS_WRITTEN,
        description="fit chooses so that a track's end falls on the phase's end.",
    )
    when_it_runs_out: entries.RunsOutWord = Field(
        RunsOut.CONTINUE,
        alias="when it runs out",
        description="What happens when all of it was heard.",
    )
    tracks: tuple[TrackForm, ...] = Field(
        min_length=1, description="The tracks, each beginning with `- file: `."
    )


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


class LampForm(Form):
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
    minimum: entries.Brightness = Field(
        Level(0.0), description="Never darker than this while it is on, as in 2%."
    )


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
    groups: dict[entries.Name, tuple[entries.Name, ...]] = Field(
        {}, description="Names for several lamps together: bedside: [floor, bed]."
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
    therapists: tuple[entries.Name, ...] = Field(
        (), description="Who may be named in a session."
    )
    leaving_rule: entries.Sentence | None = Field(
        None, alias="leaving rule", description="What is read out before leaving."
    )
