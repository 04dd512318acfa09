"""Steps to the lamps: what should be, held against what was last told.

A step lasts at most five seconds and the lamp's own transition fills it, so that any
command is obeyed within one step even by a lamp that cannot stop a transition. What a
turn begins is spread over a step; what a command asks is sent at once, and again when
the step that ran is over. No step turns a lamp twice within two seconds (L1).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Final

from kap_room.engine.grouped import bundles_of, slots_of
from kap_room.engine.ports import Lights
from kap_room.engine.session import Session
from kap_room.engine.steps import RESTING, SHORTEST, STEP, Glow, Told, fitted
from kap_room.plan.look import Light
from kap_room.plan.room import Room
from kap_room.plan.units import Level, Seconds
from kap_room.timeline.glide import Glide, standing

REASSERT: Final = Seconds(60.0)
"""How often a lamp that should not change is told again, in case it missed it."""
RETRY: Final = Seconds(1.0)
BUDGET: Final = Seconds(1.0)
"""No lamp is told more often of itself."""
SLOW: Final = 2 * STEP
"""A ramp longer than this may begin a moment later in some lamps."""
Listener = Callable[[str, Light, Told], None]
"""Hears what a lamp was told, and from which light it goes there."""


class Lamplighter:
    """Sends the difference. Knows nothing of phases."""

    def __init__(self, lights: Lights, room: Room, listener: Listener) -> None:
        self._lights = lights
        self._listener = listener
        self._lamps = {lamp.name: lamp for lamp in room.lamps}
        self._bundles, self._slots = bundles_of(room), slots_of(room)
        self._told: dict[str, Told | None] = dict.fromkeys(self._lamps)
        self._glides: dict[str, Glide] = {}
        self._dues: dict[str, Seconds] = {}
        self._seen: Session | None = None

    def forget(self, lamp: str | None = None) -> None:
        """What a lamp was told no longer counts: it, or the broker, was away."""
        for name in (lamp,) if lamp is not None else tuple(self._told):
            self._told[name] = None
            self._dues.pop(name, None)

    def stands(self, lamp: str, level: Level, reading: Seconds, *, leapt: bool) -> None:
        """It is there, and not where it was told to be; whether or not it leapt."""
        glide = self._glides.get(lamp)
        if glide is None or leapt:
            self._glides[lamp] = standing(level, reading)
        else:
            self._glides[lamp] = glide.found_at(level, reading)
        if (told := self._told[lamp]) is not None:
            self._told[lamp] = replace(told, light=replace(told.light, level=level))

    def tend(
        self,
        session: Session,
        reading: Seconds,
        *,
        at_once: bool = False,
        resting: Collection[str] = (),
        lost: Collection[str] = (),
    ) -> Seconds | None:
        """Send what is due. The reading at which to look again.

        `at_once`: somebody has asked. `resting`: lamps that are left alone for now.
        """
        if self._is_new(session) or at_once:
            self._dues.clear()
        self._seen = session
        due: dict[str, Told] = {}
        for name, course in session.lamps.items():
            if name not in self._told or name in resting:
                continue
            if reading < self._dues.get(name, reading):
                continue
            glow = Glow(session, self._lamps[name], course, reading)
            self._note(name, self._considered(name, glow, at_once=at_once), due)
        self._send(due, session, reading, {*resting, *lost, *session.hands})
        return min(self._dues.values(), default=None)

    def _is_new(self, session: Session) -> bool:
        seen = self._seen
        return (
            seen is None
            or session.lamps is not seen.lamps
            or session.hands is not seen.hands
            or session.transport is not seen.transport
            or session.mode is not seen.mode
        )

    def _note(self, lamp: str, what: Told | Seconds, due: dict[str, Told]) -> None:
        if isinstance(what, Told):
            due[lamp] = what
        else:
            self._dues[lamp] = what

    def _considered(self, lamp: str, glow: Glow, *, at_once: bool) -> Told | Seconds:
        """The step that is due, or when to look again."""
        told = self._told[lamp]
        new = self._next(lamp, glow, spread=at_once or told is None)
        if new.light.level is None and new.light.warmth is None:
            return Seconds(glow.reading + REASSERT)
        if told is None:
            return self._without_flash(lamp, new, at_once=at_once)
        if glow.is_less_than(told.glow):
            told = replace(told, glow=replace(told.glow, session=glow.session))
            self._told[lamp] = told
        if glow.is_another_than(told.glow):
            if not at_once and (later := self._later(lamp, told, glow)):
                return later
            return self._changed(lamp, told, new, at_once=at_once)
        return self._gone_on(lamp, told, new)

    def _next(
        self,
        lamp: str,
        glow: Glow,
        *,
        spread: bool = False,
        over: Seconds | None = None,
    ) -> Told:
        """The step from now on, whether or not it is due."""
        over = over or glow.step or RESTING
        if spread and over == STEP and glow.left > SLOW:
            over = Seconds(STEP - self._slots[lamp])
        light = glow.light_at(Seconds(glow.reading + over))
        glide = self._glides.get(lamp)
        before = None if glide is None else glide.level_at(glow.reading)
        return Told(fitted(glow.lamp, light, before), glow.reading, over, glow)

    def _later(self, lamp: str, told: Told, glow: Glow) -> Seconds | None:
        """When a slow ramp of the plan begins in this lamp, if not yet."""
        is_turn = glow.course == replace(told.glow.course, plan=glow.course.plan)
        left = self._slots[lamp] - glow.turned_for
        if not is_turn or left <= 0.0 or glow.left <= SLOW:
            return None
        return Seconds(glow.reading + left)

    def _changed(
        self, lamp: str, told: Told, new: Told, *, at_once: bool
    ) -> Told | Seconds:
        """Somebody, or a turn, wants something else of this lamp."""
        is_known = told.is_over_at(new.at) and told.covers(new.light)
        if is_known and not new.glow.is_told_again(told.glow):
            self._told[lamp] = replace(told, glow=new.glow)
            return self._look_again(lamp, new.glow)
        again = told.runs_until(Seconds(new.at + SHORTEST))
        return self._without_flash(lamp, replace(new, again_at=again), at_once=at_once)

    def _gone_on(self, lamp: str, told: Told, new: Told) -> Told | Seconds:
        """The next step of what is under way, or the word a minute."""
        again = told.again_at is not None and told.again_at <= new.at
        due = self._look_again(lamp, new.glow)
        if new.at < due:
            return due
        if not again and new.glow.step and told.covers(new.light):
            # Rounded to a lamp's 254 steps there is nothing new to say yet.
            self._told[lamp] = replace(new, light=told.light, again_at=told.again_at)
            return self._look_again(lamp, new.glow)
        if again:
            # A lamp that missed it need not take as long again as it was to take.
            quick = self._next(lamp, new.glow, over=RESTING)
            is_there = told.has_level_of(quick.light)
            new = quick if is_there else new
        elif told.again_at is not None:
            new = replace(new, again_at=told.again_at)
        return self._without_flash(lamp, new, at_once=False)

    def _without_flash(self, lamp: str, new: Told, *, at_once: bool) -> Told | Seconds:
        """The step, or the rest before it that keeps it from being a flash."""
        glide, level = self._glides.get(lamp), new.light.level
        if glide is None or level is None:
            return new
        calm = glide.may_go_at(level, new.at, asked=at_once)
        if calm <= new.at:
            return new
        rests = glide.rest_before(level, new.at)
        if glide.ends <= new.at or rests is None:
            return calm
        rest = Light(rests, new.light.warmth)
        return replace(new, light=rest, over=max(SHORTEST, Seconds(calm - new.at)))

    def _look_again(self, lamp: str, glow: Glow) -> Seconds:
        """When the next step is due, as far as is known."""
        told = self._told[lamp]
        if told is None:
            return glow.reading
        due = told.ends
        # What is left of a ramp, by a hair or for a moment, is no step of its own.
        soon = glow.light_at(Seconds(glow.reading + SHORTEST))
        by_now = fitted(glow.lamp, soon, told.light.level)
        if not glow.step and told.covers(by_now):
            moved = self._slots[lamp] * 15 if told.glow.step else 0.0
            due = Seconds(told.ends + REASSERT + moved)
            if glow.is_last:
                due = Seconds(math.inf)
        return due if told.again_at is None else min(due, told.again_at)

    def _send(
        self,
        due: dict[str, Told],
        session: Session,
        reading: Seconds,
        apart: Collection[str],
    ) -> None:
        for bundle in self._bundles:
            members = set(bundle.members)
            if not members & due.keys() or not members.isdisjoint(apart):
                continue
            every = {**self._along(bundle.members, due, session, reading), **due}
            shared = bundle.shared(every)
            if shared and self._lights.show(bundle.name, shared.light, shared.over):
                for name in bundle.members:
                    self._keep(name, every[name])
                    due.pop(name, None)
        for name, told in due.items():
            if self._lights.show(name, told.light, told.over):
                self._keep(name, told)
            else:
                self._told[name] = None
                self._dues[name] = Seconds(told.at + RETRY)

    def _along(
        self,
        members: Collection[str],
        due: dict[str, Told],
        session: Session,
        reading: Seconds,
    ) -> dict[str, Told]:
        """What the other members could be told with those that are due."""
        along: dict[str, Told] = {}
        for name in members:
            course, told = session.lamps.get(name), self._told.get(name)
            if name in due or course is None or told is None:
                continue
            if reading < told.at + BUDGET:
                continue
            glow = Glow(session, self._lamps[name], course, reading)
            new = self._next(name, glow)
            step = self._without_flash(name, new, at_once=False)
            if isinstance(step, Told):
                again = told.again_at
                along[name] = replace(step, again_at=again)
        return along

    def _keep(self, lamp: str, told: Told) -> None:
        """It was sent."""
        glide, level = self._glides.get(lamp), told.light.level
        start = told.glow.light_at(told.at)
        if glide is not None:
            start = Light(glide.level_at(told.at), start.warmth)
        if level is not None:
            glide = glide or standing(start.level or level, told.at)
            self._glides[lamp] = glide.told(level, told.at, told.over)
        self._told[lamp] = told
        self._listener(lamp, start, told)
        self._dues[lamp] = self._look_again(lamp, told.glow)
