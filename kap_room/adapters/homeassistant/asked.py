"""What a message on one of the room's own topics asks for, if the room lets it in.

Anybody on the broker can publish there. A word that the room file does not list is not
obeyed, whatever it is, and a number outside the therapist's volume is none: whoever
sends percent must not get the loudest there is.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from kap_room.exchange.commands import Command, SetVolume
from kap_room.exchange.words import parse
from kap_room.plan.home_assistant import Lets
from kap_room.plan.units import Decibels
from kap_room.timeline.gains import LOUDEST, QUIETEST

LONGEST: Final = 32
"""Bytes. The longest word has thirteen."""

_NUMBER: Final = re.compile(rb"\s*[+-]?[0-9]+(\.[0-9]*)?\s*")


def pressed(payload: bytes, may: Collection[Lets]) -> Command | None:
    """A word on the command topic."""
    if len(payload) > LONGEST:
        return None
    word = payload.decode("ascii", errors="replace").strip()
    lets = next((each for each in may if each.value == word), None)
    return None if lets in {None, Lets.VOLUME} else parse((word,))


def moved(payload: bytes, may: Collection[Lets]) -> Command | None:
    """A number on the volume topic."""
    if len(payload) > LONGEST or Lets.VOLUME not in may:
        return None
    if _NUMBER.fullmatch(payload) is None:
        return None
    gain = float(payload)
    return SetVolume(Decibels(gain)) if QUIETEST <= gain <= LOUDEST else None
