"""Which of the things a topic says are news: a press counts once, and never later.

A broker keeps messages for whoever comes, bridges repeat them without saying so, and a
remote's state is told again whenever its battery changes. A press that was of yesterday
would stop the music of today. Time is handed in.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Final

from kap_room.adapters.buttons.clocks import NEVER_HEARD, Clock
from kap_room.adapters.buttons.hearing import PARTS, Contact, Press, Sign, Spoken
from kap_room.plan.units import Seconds

SETTLING: Final = Seconds(1.0)
"""After a subscription: what was kept for us comes in its first milliseconds."""

BRIDGE_SETTLING: Final = Seconds(10.0)
"""After zigbee2mqtt or its broker is back: two seconds later it repeats whatever it had
retained, and nothing in those messages tells them from new ones."""

ROUGH: Final = Seconds(1.5)
"""Two presses within it may bear one time, where a bridge writes whole seconds."""

LONG_AGO: Final = Seconds(-math.inf)


@dataclass(frozen=True, slots=True)
class Past:
    """What one topic said last. It outlives a connection."""

    spoken: Spoken | None = None
    at: Seconds = LONG_AGO
    """When it was said as news; what was kept is of nobody knows when."""
    contacts: tuple[Contact, ...] = ()
    """How each contact of it was last, as many as a device has."""
    live: bytes = b""
    """What it said last, the broker's memory left out."""
    clock: Clock = NEVER_HEARD

    def after(self, spoken: Spoken, at: Seconds) -> Past:
        told = {sign.part: sign for sign in spoken.signs if isinstance(sign, Contact)}
        others = (each for each in self.contacts if each.part not in told)
        contacts = (*others, *told.values())[-PARTS:]
        return replace(self, spoken=spoken, at=at, contacts=contacts)

    def now(self, spoken: Spoken, came: Came) -> Past:
        """After what was said just now, and not kept."""
        times = tuple(
            (press.time, press.ways[0])
            for press in spoken.signs
            if isinstance(press, Press) and press.time is not None
        )
        clock = self.clock.after(times, came.at)
        past = replace(self, live=spoken.payload, clock=clock)
        return past.after(spoken, came.at)

    def is_down(self, part: str) -> bool | None:
        for contact in self.contacts:
            if contact.part == part:
                return contact.down
        return None

    @property
    def presses(self) -> tuple[Press, ...]:
        signs = self.spoken.signs if self.spoken else ()
        return tuple(sign for sign in signs if isinstance(sign, Press))


@dataclass(frozen=True, slots=True)
class Came:
    """How a message came, on whose clock."""

    at: Seconds
    kept: bool = False
    """The broker had kept it, or sends it again."""
    subscribed: Seconds = LONG_AGO
    """When we asked for the topic on this connection."""
    bridge: Seconds = LONG_AGO
    """When the bridge behind the topic came back."""
    is_report: bool = False
    """The topic tells again and again how things are, whether or not they changed."""

    @property
    def settles(self) -> bool:
        return self.at - self.subscribed < SETTLING


def hear_news(past: Past, spoken: Spoken, came: Came) -> tuple[tuple[Sign, ...], Past]:
    """What of a message was pressed just now, and what is known from then on."""
    if came.kept:
        return (), past.after(spoken, LONG_AGO)
    if _is_told_again(past, spoken, came):
        return (), past.after(spoken, past.at)
    signs = tuple(sign for sign in spoken.signs if _is_new(past, spoken, sign, came))
    return signs, past.now(spoken, came)


def _is_told_again(past: Past, spoken: Spoken, came: Came) -> bool:
    """The whole message is one that was kept, though nothing says so."""
    if past.spoken is None:
        return came.settles
    # A bridge repeats what it said last, a broker what it had kept of it.
    if spoken.payload not in {past.spoken.payload, past.live}:
        return False
    # One that was heard since the return is no memory of anybody's.
    bridge_settles = came.at - came.bridge < BRIDGE_SETTLING
    return (came.settles and past.at < came.subscribed) or (
        bridge_settles and past.at < came.bridge
    )


def _is_new(past: Past, spoken: Spoken, sign: Sign, came: Came) -> bool:
    match sign:
        case Contact(down, part):
            was = past.is_down(part)
            # Nobody knew how it was: one that is up has not been pressed, and one that
            # stays as it is put may have been down for a year.
            stays = came.is_report or sign.is_relay
            return (down and not stays) if was is None else down != was
        case Press(is_counted=True) if came.settles:
            return False  # the answer to our own question where its counter stands
        case Press(time=time) if time is not None:
            return past.clock.is_of_now(time, sign.ways[0], came.at)
        case Press():
            rough = sign.is_rough and came.at - past.at < ROUGH
            marked = sign.mark is None or rough or _differs(sign, past)
            return marked and not _is_state(past, spoken, sign)


def _differs(sign: Press, past: Past) -> bool:
    seen = {(before.mark, before.ways[0]) for before in past.presses}
    return (sign.mark, sign.ways[0]) not in seen


def _is_state(past: Past, spoken: Spoken, sign: Press) -> bool:
    """The same word as before, told again because something beside it changed."""
    said = {before.ways for before in past.presses}
    before = past.spoken.rest if past.spoken else spoken.rest
    return sign.ways in said and bool(spoken.rest) and spoken.rest != before
