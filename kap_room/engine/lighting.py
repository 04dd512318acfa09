"""How the lamps of a session move: the plan's ramps, and the hands over them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from enum import Enum, auto
from typing import Final

from kap_room.engine.session import Lighting, Session
from kap_room.engine.walls import level_of, level_taken_over, started
from kap_room.plan.look import ALL, Light, Look, light_of
from kap_room.plan.room import Afterwards, Room
from kap_room.plan.units import Level, Seconds
from kap_room.timeline.lamps import LampCourse, Ramp, is_brighter, plan_ramp

STEPS: Final = (
    (Level(0.0), Seconds(0.0)),
    (Level(0.15), Seconds(6.0)),
    (Level(0.40), Seconds(4.0)),
    (Level(1.00), Seconds(2.0)),
)
"""Lights up: how bright and how fast, by step; the last is for a medical need."""

STEP_NAMES: Final = (None, "soft", "safe", "full")

STEP_DOWN: Final = Seconds(8.0)
BACK: Final = Seconds(60.0)
AS_IT_WAS: Final = Seconds(180.0)
"""How slowly the room is given back after a session."""
HAND: Final = Seconds(4.0)
"""Arm light, walk light, one lamp set by hand."""


def first_lamps(
    room: Room, look: Look, seen: Mapping[str, Light], ramp: Seconds | None
) -> dict[str, LampCourse]:
    """Every lamp from where it reports to be, or from low when nobody knows."""
    courses = {}
    for lamp in room.lamps:
        end = light_of(lamp.name, look, room.groups)
        start = seen.get(lamp.name, Light())
        courses[lamp.name] = LampCourse(plan_ramp(start, end, Seconds(0.0), ramp))
    return courses


def ramp_to_look(session: Session, room: Room, position: Seconds) -> Session:
    """The plan's ramp into the phase that is now, begun at this position."""
    phase = session.course.phase
    if phase.look is None:
        return session
    look = session.scene.looks.get(phase.look, {})
    lamps = {}
    for name, course in session.lamps.items():
        start = course.plan.light_at(position)
        end = light_of(name, look, room.groups).over(start)
        ramp = plan_ramp(start, end, position, phase.ramp)
        lamps[name] = replace(course, plan=ramp)
    return replace(session, lamps=lamps)


class By(Enum):
    """Who changes the hands on the lamps, for the lamps that a hand at the wall has."""

    PLAN = auto()
    """It leaves those alone."""
    KEY = auto()
    """Those of which it asks for more light than before obey: it is the newer hand."""
    EMERGENCY = auto()
    """Those that are darker than it asks obey, also if it asked before. The others are
    told once more what they are thought to be: that may have been misunderstood."""


def with_hands(  # noqa: PLR0913 - whose hands, on what, how softly and when
    session: Session,
    room: Room,
    lighting: Lighting,
    over: Seconds,
    reading: Seconds,
    *,
    by: By = By.KEY,
) -> Session:
    """The hands on the lamps changed. Lamps that no hand has any more go back."""
    position = session.position_at(reading)
    lamps = {}
    overruled = _overruled(session, room, lighting, by)
    for name in session.lamps:
        course = session.lamps[name]
        if name in overruled:
            course = started(session, name, over, reading)
        wanted = _wanted(name, room, lighting, course.plan.light_at(position))
        if wanted is None:
            lamps[name] = course.given_back(over, position, reading)
            continue
        light, at_least = wanted
        same = course.hand is not None and course.hand.end == light
        if same and course.at_least == at_least:
            lamps[name] = course
        else:
            lamps[name] = course.taken(
                light, over, position, reading, at_least=at_least
            )
    session = level_taken_over(session, overruled)
    session = replace(session, lamps=lamps, lighting=lighting)
    return _told_again(session, room, over, reading) if by is By.EMERGENCY else session


def _told_again(
    session: Session, room: Room, over: Seconds, reading: Seconds
) -> Session:
    """Lamps that a hand has left bright enough, as far as is known."""
    lamps = dict(session.lamps)
    for name, hand in session.hands.items():
        if hand.level and _most_asked(name, room, session.lighting):
            left = Light(hand.level)
            again = Ramp(left, left, reading, over)
            lamps[name] = replace(lamps[name], again=again)
    return replace(session, lamps=lamps)


def _overruled(
    session: Session, room: Room, lighting: Lighting, by: By
) -> tuple[str, ...]:
    """Lamps that a hand at the wall has, and of which a key now asks for more light."""
    if by is By.PLAN:
        return ()
    rises = []
    for name in session.hands:
        left_at = level_of(session.hands, name)
        more = _most_asked(name, room, lighting)
        if left_at is None or more <= left_at:
            continue
        before = _most_asked(name, room, session.lighting)
        if by is By.EMERGENCY or more > before:
            rises.append(name)
    return tuple(rises)


def _wanted(
    name: str, room: Room, lighting: Lighting, planned: Light
) -> tuple[Light, bool] | None:
    """What the hands together want of a lamp, and whether more is welcome.

    None leaves it to the plan.
    """
    by_hand = lighting.by_hand.get(name)
    asked = _asked(name, room, lighting)
    if by_hand is not None:
        asked = (*asked, Light(by_hand))
    brightest = max(asked, key=lambda light: light.level or 0.0, default=None)
    if lighting.closing:
        last = light_of(name, room.safe_look, room.groups)
        if brightest is None:
            return last, False
        return (brightest, False) if is_brighter(brightest, last) else (last, False)
    if brightest is not None:
        return brightest, by_hand is None
    if lighting.low and planned.level is not None:
        return replace(planned, level=Level(min(planned.level, STEPS[1][0]))), False
    return None


def _most_asked(name: str, room: Room, lighting: Lighting) -> Level:
    asks = _asked(name, room, lighting)
    return max((light.level or Level(0.0) for light in asks), default=Level(0.0))


def _asked(name: str, room: Room, lighting: Lighting) -> tuple[Light, ...]:
    """What every button that is on asks of a lamp."""
    looks: list[Look] = []
    if lighting.grounded:
        looks.append(room.safe_look)
    if lighting.step:
        looks.append({ALL: Light(STEPS[lighting.step][0])})
    if lighting.arm:
        looks.append(room.arm_light)
    if lighting.walk:
        looks.append(room.walk_light)
    asked = (light_of(name, look, room.groups) for look in looks)
    return tuple(light for light in asked if light.level is not None)


def as_it_is(
    room: Room, seen: Mapping[str, Light], after: Session | None, reading: Seconds
) -> dict[str, Light]:
    """What the lamps are to go back to after the session that begins now.

    As they report to be, while nothing moves them. Where the session before still
    does, what they report is on the way to somewhere: then what that one gives back.
    """
    if room.afterwards is not Afterwards.AS_IT_WAS:
        return {}
    if after is not None and is_unfinished(after, reading):
        return {**seen, **after.before}
    return dict(seen)


def is_unfinished(session: Session, reading: Seconds) -> bool:
    """Whether a session that has ended still moves a lamp, or is about to."""
    if session.gives_back_at is not None:
        return reading < session.gives_back_at + AS_IT_WAS
    position = session.position_at(reading)
    courses = session.lamps.values()
    return any(course.moves_for(position, reading, held=True) for course in courses)


def given_back(session: Session, room: Room, reading: Seconds) -> Session:
    """The closing light is over: every lamp goes to what it was before the session.

    One of which nobody knew what it was stays in the closing light.
    """
    position = session.position_at(reading)
    lamps = {}
    for name, course in session.lamps.items():
        now = course.light_at(position, reading)
        lamps[name] = course.planned(session.before.get(name, Light()).over(now))
    session = replace(session, lamps=lamps, gives_back_at=None)
    lighting = replace(session.lighting, closing=False, over=True)
    return with_hands(session, room, lighting, AS_IT_WAS, reading, by=By.PLAN)


def low_no_more(session: Session, room: Room, reading: Seconds) -> Session:
    """The session is taken up again: the lamps go to the plan."""
    if not session.lighting.low:
        return session
    wanted = replace(session.lighting, low=False)
    return with_hands(session, room, wanted, BACK, reading)


def eased(
    session: Session, before: Session, over: Seconds, reading: Seconds
) -> Session:
    """Where the plan itself leapt: each lamp goes softly from where it glows."""
    lamps = {}
    for name, course in session.lamps.items():
        was = before.lamps.get(name, course)
        position = before.position_at(reading)
        glows = was.light_at(position, reading)
        back = course.back
        if glows != course.light_at(session.position_at(reading), reading):
            back = Ramp(glows, glows, reading, over)
        lamps[name] = replace(course, back=back)
    return replace(session, lamps=lamps)
