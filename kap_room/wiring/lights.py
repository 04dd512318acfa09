"""`kap-room lights`: which lamps there are, which there could be, and trying one.

While a session runs its engine says what each lamp is; otherwise the lamps are asked.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from kap_room.adapters.lamps import trying
from kap_room.adapters.lamps.dialects import problem_with
from kap_room.adapters.lamps.discovery.listening import BrokerAway, listen
from kap_room.adapters.lamps.discovery.proposal import Proposal, proposal_of
from kap_room.adapters.lamps.preflight import Heard, ask_lamps
from kap_room.library.problems import did_you_mean, one_of, quoted
from kap_room.library.session_files import read_room_or_none
from kap_room.library.values import level_words
from kap_room.link import quick
from kap_room.link.places import Places
from kap_room.plan.room import Ability, Broker, Lamp, Room
from kap_room.plan.units import Level
from kap_room.wiring.loading import FilesWrong
from kap_room.wiring.tone import QUIET, session_runs

ANSWERED_IN: Final = 3.0


class Unreached(Exception):  # noqa: N818 - a sentence for a person
    """Why the lamps could not be asked."""


class Refused(Exception):  # noqa: N818 - a sentence for a person
    """Understood, and not done."""


class NoSuchLamp(Exception):  # noqa: N818 - a sentence for a person
    """Nothing in the room has that name."""


@dataclass(frozen=True, slots=True)
class LampLine:
    """One lamp as `kap-room lights list` shows it."""

    name: str
    speaks: str
    topic: str
    health: str
    """ok, lost or unknown."""
    level: float | None
    warmth_k: float | None
    by_hand: bool | None
    """None while no session runs."""


@dataclass(frozen=True, slots=True)
class LampList:
    lamps: tuple[LampLine, ...]
    says: str | None = None
    """Why they could not be asked."""


def room_at(places: Places) -> Room:
    """Raise `FilesWrong` with every problem of the room file."""
    page = read_room_or_none(places.room_file)
    if page.value is None:
        raise FilesWrong(page.problems)
    return page.value


def list_lamps(places: Places) -> LampList:
    room = room_at(places)
    told = _told_by_engine(places)
    if told is not None:
        return LampList(tuple(_of_engine(lamp, told) for lamp in room.lamps))
    return _asked(room)


def discover(places: Places) -> Proposal:
    """Raise `FilesWrong`, or `Unreached` where the broker does not answer."""
    room = room_at(places)
    try:
        heard = listen(room.broker or Broker())
    except BrokerAway as away:
        raise Unreached(str(away)) from None
    return proposal_of(heard.findings, room, is_whole=heard.is_whole)


def try_light(places: Places, name: str, level: Level) -> tuple[str, ...]:
    """What each lamp answered, as sentences."""
    room = room_at(places)
    known = (*(lamp.name for lamp in room.lamps), *room.groups)
    if name not in known:
        says = f"There is no lamp or group {quoted(name)} in the room file."
        raise NoSuchLamp(says + (did_you_mean(name, known) or _choice(known)))
    if session_runs(places):
        level_said = level_words(level)
        raise Refused(
            "A session runs, and its lamps are its own. In it, write: "
            f"kap-room send light {name} {level_said}"
        )
    try:
        tried = trying.try_light(room, name, level)
    except trying.CannotTry as cannot:
        raise Unreached(str(cannot)) from None
    if not any(one.level is not None or not one.is_asked for one in tried):
        raise Unreached(" ".join(map(_answer, tried)))
    return tuple(map(_answer, tried))


def _choice(known: tuple[str, ...]) -> str:
    if not known:
        return " It names none: kap-room lights discover proposes some."
    return f" There is {one_of(known)}."


def _answer(tried: trying.Tried) -> str:
    name = quoted(tried.lamp.name)
    if tried.level is not None:
        only = " It can only switch." if tried.lamp.can is Ability.SWITCH else ""
        return f"{name} answers that it is at {tried.level:.0%}.{only}"
    if not tried.is_asked:
        return f"{name} was told. Its kind does not answer: look at it."
    return f"{name} did not answer. Check its power and its topic."


def _told_by_engine(places: Places) -> Mapping[str, Any] | None:
    """The lamps of a session that runs, by name; None where none does."""
    question = quick.question_line("status")
    try:
        said = json.loads(quick.ask(str(places.engine_socket), question, ANSWERED_IN))
        snapshot = said["snapshot"]
        lights = snapshot["lights"]
        runs = snapshot["session"]["state"] not in QUIET
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return lights if runs and isinstance(lights, dict) else None


def _of_engine(lamp: Lamp, told: Mapping[str, Any]) -> LampLine:
    one = told.get(lamp.name, {})
    return LampLine(
        lamp.name,
        lamp.speaks,
        lamp.topic,
        one.get("health", "unknown"),
        one.get("level"),
        one.get("warmth_k"),
        bool(one.get("by_hand")),
    )


def _asked(room: Room) -> LampList:
    heard = Heard(None)
    if room.broker is not None and room.lamps:
        able = tuple(lamp for lamp in room.lamps if problem_with(lamp) is None)
        heard = ask_lamps(room.broker, able)
    lines = []
    for lamp in room.lamps:
        said = heard.said.get(lamp.name)
        health = "unknown"
        if lamp.name in heard.lost:
            health = "lost"
        elif said is not None or lamp.name in heard.found:
            health = "ok"
        level = None if said is None else said.level
        warmth = None if said is None else said.warmth
        where = lamp.name, lamp.speaks, lamp.topic
        lines.append(LampLine(*where, health, level, warmth, None))
    return LampList(tuple(lines), heard.broker)
