"""What a lamp's word means for the session: a hand, a power cut, its way back, nothing.

It decides by what the lamp was told and what it said before, and changes the session
and what is known of the lamp. It sends nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from kap_room.engine import walls
from kap_room.engine.catching import way_back
from kap_room.engine.known import Known
from kap_room.engine.ports import LampSaid
from kap_room.engine.session import Mode, Session
from kap_room.engine.steps import fitted
from kap_room.exchange.events import Event, LampByHand, LampTakenDown
from kap_room.plan.look import Light
from kap_room.plan.room import Lamp
from kap_room.plan.shapes import DARK
from kap_room.plan.units import Level, Seconds
from kap_room.timeline.hands import LEVEL
from kap_room.timeline.lamps import LampCourse

FULL: Final = 0.99
ONLINE: Final = Seconds(10.0)
DIM_PHASE: Final = 0.3
AGAIN: Final = Seconds(60.0)
"""A lamp that is at full again so soon was put there by a hand."""
DOWN: Final = Seconds(1.5)
"""How fast a lamp that came back at full is taken down."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What follows from a word."""

    known: Known
    session: Session | None
    events: tuple[Event, ...] = ()
    stands: Level | None = None
    """The lamp is at this level, and not where it was told to be."""
    leapt: bool = False
    """By itself, as after a power cut: how it was moved before counts no more."""
    anew: bool = False
    """It is to be told again, whatever it was told."""


@dataclass(frozen=True, slots=True)
class Lookout:
    """One lamp at one moment."""

    lamp: Lamp
    known: Known
    session: Session | None
    reading: Seconds
    is_new: bool = False
    """It has not spoken before: it may have been so for days."""

    def hears(self, said: LampSaid) -> Finding:
        finding = self._meant(said)
        return replace(finding, known=_coloured(finding.known, said, self.reading))

    def comes_back(self) -> Finding:
        """Found after it was away, or just come to power; it may say what it is."""
        known = replace(self.known.back(self.reading), found_at=self.reading)
        return Finding(replace(known, from_low=True), self.session, anew=True)

    def rises_from_low(self) -> Finding:
        """It did not say what it is, so that nobody knows."""
        known = replace(self.known, from_low=False)
        session, course = self.session, self._course
        if session is None or course is None or self._hand.level is not None:
            return Finding(known, session)
        dark = Light(DARK)
        if self._aim <= DARK:
            return Finding(known, session, anew=True)
        return Finding(known, self._found(session, course, dark), anew=True)

    def _meant(self, said: LampSaid) -> Finding:
        light = Light(said.level, said.warmth)
        session, course = self.session, self._course
        if session is None or course is None or self._is_left_to_people(course):
            return Finding(self.known.stands(light, self.reading), session)
        if self._is_back_at_full(said):
            return self._taken_down(session, course)
        again = self.reading <= self.known.full_at + AGAIN
        if said.level is None or (again and said.level >= FULL):
            return self._judged(session, said)
        if self.known.fresh:
            return self._first_word(session, course, said.level, light)
        return self._judged(session, said)

    def _is_left_to_people(self, course: LampCourse) -> bool:
        """The session is over, and so is all that it had to tell this lamp."""
        session = self.session
        if session is None or session.mode is not Mode.ENDED:
            return False
        if session.gives_back_at is not None:
            return False
        position = session.position_at(self.reading)
        return course.moves_for(position, self.reading, held=True) <= 0.0

    @property
    def _course(self) -> LampCourse | None:
        return None if self.session is None else self.session.lamps.get(self.lamp.name)

    @property
    def _hand(self) -> Light:
        if self.session is None:
            return Light()
        return self.session.hands.get(self.lamp.name, Light())

    @property
    def _wanted(self) -> Level:
        """Where it should be: as a hand left it, or as it was told."""
        if self.session is None:
            return Level(0.0)
        light = walls.shown(self.session, self.lamp.name, self.reading)
        return fitted(self.lamp, light, light.level).level or Level(0.0)

    @property
    def _aim(self) -> Level:
        """Where it is to be once it is there."""
        session, course = self.session, self._course
        if session is None or course is None or self._hand.level is not None:
            return self._wanted
        light = course.aim_at(session.position_at(self.reading))
        return fitted(self.lamp, light, light.level).level or Level(0.0)

    def _is_back_at_full(self, said: LampSaid) -> bool:
        """As lamps are after a power cut, and not where it should be."""
        known = self.known
        wanted = self._aim if known.fresh else self._wanted
        if said.level is None or said.level < FULL or wanted >= FULL - LEVEL.wide:
            return False
        if self.reading <= known.full_at + AGAIN:
            return False
        if not known.fresh and not known.level.is_hand(
            said.level, self.reading, moved=True
        ):
            return False
        dark = wanted < DIM_PHASE and self._hand.level is None
        return dark or self.reading <= known.found_at + ONLINE

    def _taken_down(self, session: Session, course: LampCourse) -> Finding:
        """Once, at once; a hand's lamp to where the hand had it."""
        name, full = self.lamp.name, Light(Level(1.0))
        left_at = self._hand.level
        if left_at is not None:
            by_hand = {**session.lighting.by_hand, name: left_at}
            session = walls.level_taken_over(session, (name,))
            lighting = replace(session.lighting, by_hand=by_hand)
            session = replace(session, lighting=lighting)
            position = session.position_at(self.reading)
            to = Light(left_at)
            course = course.taken(to, Seconds(0.0), position, self.reading)
        session = self._found(session, course, full, DOWN)
        known = self.known.stands(full, self.reading)
        if not self.is_new:
            known = replace(known, full_at=self.reading)
        event = LampTakenDown(name)
        return Finding(known, session, (event,), Level(1.0), leapt=True, anew=True)

    def _first_word(
        self, session: Session, course: LampCourse, level: Level, light: Light
    ) -> Finding:
        """It was away, or nobody knew it: its way goes on from where it says it is."""
        known = self.known
        if self._hand.level is not None:
            session = walls.taken(session, self.lamp.name, Light(level))
            return Finding(known.stands(light, self.reading), session, (), level)
        if known.waits_until is None and known.level.steps:
            # It was told meanwhile: this is where it was before that.
            said = known.level.said(level, self.reading)
            known = replace(known, level=said, fresh=False)
            return self._heeded(known, session, level)
        known = known.stands(light, self.reading)
        found = self._found(session, course, Light(level))
        return Finding(known, found, (), level, anew=True)

    def _judged(self, session: Session, said: LampSaid) -> Finding:
        """Each attribute by itself: a hand's, or our own seen late."""
        known, hand, reading = self.known, self._hand, self.reading
        level, warmth = said.level, said.warmth
        took_level = took_warmth = False
        if level is not None:
            again = reading <= known.full_at + AGAIN and level >= FULL
            # Said twice before it was told, it is the same word.
            moved = again and known.told_at >= known.full_at
            has = hand.level is not None
            took_level = not has and known.level.is_hand(level, reading, moved=moved)
            mine = known.level.said(level, reading)
            if has or took_level:
                mine = known.level.held(level, reading)
            known = replace(known, level=mine)
        if warmth is not None:
            has = hand.warmth is not None
            took_warmth = not has and known.warmth.is_hand(warmth, reading)
            mine = known.warmth.said(warmth, reading)
            if has or took_warmth:
                mine = known.warmth.held(warmth, reading)
            known = replace(known, warmth=mine)
        if said.coloured and hand.warmth is None and known.shows_colour(reading):
            took_warmth = True
            warmth = walls.shown(session, self.lamp.name, reading).warmth
        now = Light(
            level if took_level or hand.level is not None else None,
            warmth if took_warmth or hand.warmth is not None else None,
        )
        if now != Light() and now.over(hand) != hand:
            session = walls.taken(session, self.lamp.name, now)
        if not took_level and not took_warmth and hand.level is not None:
            return Finding(known, session, (), level)
        if not took_level and not took_warmth:
            return self._heeded(known, session, level)
        event = LampByHand(
            self.lamp.name,
            level if took_level else None,
            warmth if took_warmth else None,
            said.coloured,
        )
        return Finding(known, session, (event,), level if took_level else None)

    def _heeded(self, known: Known, session: Session, level: Level | None) -> Finding:
        """It is where it was told to be; or it missed that, and is told again."""
        course = self._course
        if level is None or course is None:
            return Finding(known, session)
        is_near = abs(level - self._wanted) <= LEVEL.wide
        if is_near or not known.level.is_over_at(self.reading):
            return Finding(known, session)
        found = self._found(session, course, Light(level))
        return Finding(known, found, (), level, anew=True)

    def _found(
        self,
        session: Session,
        course: LampCourse,
        at: Light,
        over: Seconds | None = None,
    ) -> Session:
        """On its way again from where it is."""
        if over is None:
            over = way_back(course, at.level or DARK, self._aim)
        position = session.position_at(self.reading)
        found = course.found(at, over, position, self.reading)
        return replace(session, lamps={**session.lamps, self.lamp.name: found})


def _coloured(known: Known, said: LampSaid, reading: Seconds) -> Known:
    """Since when it shows white, if it says so."""
    if said.coloured:
        return replace(known, white_at=None)
    if said.warmth is None or known.white_at is not None:
        return known
    return replace(known, white_at=reading)
