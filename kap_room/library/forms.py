"""A scene and a playlist as they may be written: every key, its kind, its sentence.

The sentences are what an editor shows beside a key, and what a person is told when one
is missing. What a key means for others in the same file is judged elsewhere.
"""

from __future__ import annotations

from pydantic import Field

from kap_room.library import entries
from kap_room.library.entries import Form
from kap_room.plan.music import Order, RunsOut
from kap_room.plan.scene import Turn
from kap_room.plan.units import Decibels, Seconds


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
    after_each_dose: entries.Length | None = Field(
        None,
        alias="after each dose",
        description="When, counted from the dose and again from every booster: 12m.",
    )
    at: entries.Length | None = Field(
        None, description="When, counted from the beginning of the phase: 5m."
    )


class PhaseForm(Form):
    name: entries.Name = Field(description="A name of its own, as in onset.")
    lasts: entries.Lasts | None = Field(
        None,
        description="How long: 20m, or open to wait for the therapist. Left out, the "
        "route's length counts.",
    )
    ends_on: entries.MarkWord | None = Field(
        None,
        alias="ends on",
        description="The mark that ends it, should it come before its length is over.",
    )
    turn: entries.TurnWord = Field(
        Turn.AUTOMATIC,
        description="ask: when its length is over the screen proposes the next phase, "
        "and the music goes on.",
    )
    waits: entries.Waits | None = Field(
        None,
        description="With turn: ask, how long until it turns by itself; open: never. "
        "Left out: 10m.",
    )
    finish_track: entries.UpTo | None = Field(
        None,
        alias="finish track",
        description="How much later it may turn to let a track end: up to 2m.",
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
        None, description="How the dose is taken: gives lengths, marks and reminders."
    )
    at_least: entries.Stay | None = Field(
        None,
        alias="at least",
        description="How long a person stays after the last dose, whatever the plan.",
    )
    reminders: entries.NoneWord | None = Field(
        None, description="none: the route's reminders are left out."
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
