"""The one message the player obeys, replaced whole, and what the player says back.

All times are readings of CLOCK_MONOTONIC, which engine and player share. Gains are in
decibels. The player computes every gain for the moment it sends one:

    static gain of the deck + the therapist's volume, cut at its ceiling,
    + its rise + what newer decks leave it + the other master fades

`Order.as_json` and `Order.from_json` are plain standard library, so that the player
stays small.
"""

from __future__ import annotations

from dataclasses import dataclass

from kap_room.exchange import PROTOCOL
from kap_room.plan.shapes import Fade
from kap_room.plan.units import Decibels, Seconds


@dataclass(frozen=True, slots=True)
class DeckOrder:
    """One appearance of one file."""

    deck: str
    """A name never used again: a deck already sounding under it is left alone."""
    file: str
    """Absolute path."""
    gain: Decibels
    """Static: loudness, trim and the phase's volume."""
    most: Decibels
    """The ceiling for this file: no sum of gains above may pass it (S2)."""
    starts: Seconds
    """The reading at which its rise begins. In the past means now."""
    rise: Seconds
    """How long it takes from nothing to its gain; what was sounding yields."""
    begins: Seconds = Seconds(0.0)
    """Where in the file it starts."""
    ends: Seconds | None = None
    """Where in the file it is over; None is the file's own end."""


@dataclass(frozen=True, slots=True)
class OutputOrder:
    """One place where everything is heard."""

    sink: str = "auto"
    """`auto`, or the name of a sink of the sound server. No two of one name."""
    volume: Decibels = Decibels(0.0)
    """Its own, on top of the gains of every deck."""
    most: Decibels = Decibels(0.0)
    """What its own ceiling adds to every deck's `most`; below 0 where it is lower."""


@dataclass(frozen=True, slots=True)
class Order:
    """What the player should do until the next order."""

    revision: int
    decks: tuple[DeckOrder, ...] = ()
    """Oldest first. The last leads; an earlier one yields to it and is closed once the
    newer has risen. A deck sounding that is not named here fades out over a second."""
    next: DeckOrder | None = None
    """Taken up at its `starts`, or sooner when the lead nears its end or fails. None:
    nothing is to follow, and the lead fades out at its end."""
    fallback: tuple[DeckOrder, ...] = ()
    """What to go on with, in turn, when next is used up or cannot sound and no new
    order comes. Their `starts` mean nothing."""
    master: tuple[Fade, ...] = ()
    """Fades whose gains add up. The first is the therapist's volume, and is cut by the
    ceiling; talk, silence, start and closing lower what is left."""
    sounding: bool = False
    """Whether dead air is a fault. False at idle, after ground and after the end: then
    nothing is started by itself."""
    outputs: tuple[OutputOrder, ...] = (OutputOrder(),)
    """Heard together. While none of them is there, `auto` stands in."""


@dataclass(frozen=True, slots=True)
class DeckReport:
    deck: str
    file: str
    state: str
    """waiting | starting | sounding | over | failed"""
    position: Seconds
    """Where in the file it is."""
    length: Seconds | None
    """What libVLC believes; None is not known."""
    rose: Seconds | None
    """The reading at which its rise really began; None when it has not."""
    gain: Decibels
    """What it sends now, all stages together."""
    says: str = ""
    """Why it failed."""


@dataclass(frozen=True, slots=True)
class PlayerReport:
    revision: int
    """The order it follows; 0 when it has none."""
    reading: Seconds
    lead: str | None
    """The deck that leads. When it is the order's next, the player took it up."""
    decks: tuple[DeckReport, ...]
    sound: str
    """ok | partly | lost: whether the sound server takes what is sent. `partly` when
    an output that was ordered is not there; `says` names it."""
    pid: int
    says: str = ""
    silenced: bool = False
    """Whether somebody asked the player itself for silence, and no order has come since
    then. The next engine must know, or it would bring the music back."""
    protocol: int = PROTOCOL
