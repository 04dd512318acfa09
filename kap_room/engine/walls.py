"""Hands on the lamps that are not the therapist's keys: taken, overruled, given back.

A hand at the wall wins over the plan until it is released. A key that asks for more
light (lights up, ground, arm, walk or away) or for this lamp is the newer hand: every
lamp obeys it. What the plan does by itself never takes a lamp from a hand.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from kap_room.engine.session import Session
from kap_room.plan.look import Light
from kap_room.plan.units import Level, Seconds
from kap_room.timeline.lamps import LampCourse


def taken(session: Session, lamp: str, light: Light) -> Session:
    """A hand has put the lamp to this, and has it from now on."""
    hands = dict(session.hands)
    hands[lamp] = light.over(hands.get(lamp, Light()))
    return replace(session, hands=hands)


def shown(session: Session, lamp: str, reading: Seconds) -> Light:
    """What the lamp is: as a hand left it, or as it was told."""
    course = session.lamps[lamp]
    light = course.light_at(session.position_at(reading), reading)
    return session.hands.get(lamp, Light()).over(light)


def started(session: Session, lamp: str, over: Seconds, reading: Seconds) -> LampCourse:
    """The lamp's course, on its way from where a hand has left it."""
    course, hand = session.lamps[lamp], session.hands.get(lamp)
    if hand is None:
        return course
    return course.found(hand, over, session.position_at(reading), reading)


def released(
    session: Session, names: Collection[str], over: Seconds, reading: Seconds
) -> Session:
    """These go from where a hand has left them to where they should be by now."""
    given = [name for name in session.hands if name in names]
    if not given:
        return session
    lamps = dict(session.lamps)
    for name in given:
        lamps[name] = started(session, name, over, reading)
    return replace(session, lamps=lamps, hands=without(session.hands, given))


def level_taken_over(session: Session, names: Collection[str]) -> Session:
    """A newer hand has their level; the older one keeps a warmth that it chose."""
    hands = {
        name: replace(light, level=None) if name in names else light
        for name, light in session.hands.items()
    }
    kept = {name: light for name, light in hands.items() if light != Light()}
    return session if kept == session.hands else replace(session, hands=kept)


def without(hands: Mapping[str, Light], names: Collection[str]) -> dict[str, Light]:
    return {name: light for name, light in hands.items() if name not in names}


def level_of(hands: Mapping[str, Light], lamp: str) -> Level | None:
    light = hands.get(lamp)
    return None if light is None else light.level
