"""The lamps' side of the engine: what they are told, what they say, whether they live.

It joins the lamplighter, who sends, to the lookout, who judges, and keeps what is
known of each lamp. What follows for the session is handed back, never kept.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from kap_room.engine.catching import caught_up
from kap_room.engine.known import Known
from kap_room.engine.lamplighter import Lamplighter
from kap_room.engine.lookout import Finding, Lookout
from kap_room.engine.messages import Devices
from kap_room.engine.ports import (
    BrokerFound,
    BrokerLost,
    LampFound,
    LampLost,
    LampSaid,
    Lights,
    Message,
)
from kap_room.engine.session import Mode, Outcome, Session
from kap_room.engine.steps import Told
from kap_room.exchange.events import Event
from kap_room.plan.look import Light
from kap_room.plan.room import Room
from kap_room.plan.units import Seconds

SETTLING: Final = Seconds(5.0)
"""A broker that is back says of every lamp that it is there: that is no news."""


class LampSide:
    """All lamps of a room."""

    def __init__(self, lights: Lights, room: Room, devices: Devices) -> None:
        self._lights = lights
        self._devices = devices
        self._lamps = {lamp.name: lamp for lamp in room.lamps}
        self._known = {name: Known() for name in self._lamps}
        self._lamplighter = Lamplighter(lights, room, self._was_told)
        self._broker_at: Seconds | None = None
        self._away_since: Seconds | None = None

    def forget(self) -> None:
        """Another session: every lamp is told anew."""
        self._lamplighter.forget()

    def hear(
        self, message: Message, session: Session | None, reading: Seconds
    ) -> Outcome | None:
        """What a lamp's word means for the session; None where it means nothing."""
        match message:
            case BrokerFound():
                self._broker_at = reading
                for name, known in self._known.items():
                    if not known.gone:
                        self._known[name] = known.back(reading)
                self._lamplighter.forget()
                if session is not None and self._away_since is not None:
                    was, self._away_since = self._away_since, None
                    return Outcome(caught_up(session, was, reading))
            case BrokerLost() if self._away_since is None:
                self._away_since = reading
            case LampLost(lamp) if lamp in self._known:
                known = self._known[lamp]
                self._known[lamp] = replace(known, gone=True, fresh=True)
            case LampFound(lamp) if lamp in self._known:
                return self._found(lamp, session, reading)
            case LampSaid(lamp) if lamp in self._known:
                return self._said(message, session, reading)
            case _:
                pass
        return None

    def tend(
        self, session: Session, reading: Seconds, *, at_once: bool = False
    ) -> Seconds | None:
        """Tell what is due. When to look again."""
        waits = {
            name: known.waits_until
            for name, known in self._known.items()
            if known.waits_until is not None and known.waits_until > reading
        }
        health = self._devices.lamp_health
        due = self._lamplighter.tend(
            session,
            reading,
            at_once=at_once,
            resting=() if at_once else waits,
            lost=[name for name, state in health.items() if state == "lost"],
        )
        return min((*waits.values(), *([] if due is None else [due])), default=None)

    def overdue(self, session: Session, reading: Seconds) -> Session:
        """Lamps that came back, and did not say in time what they are."""
        for name, known in tuple(self._known.items()):
            if known.is_to_rise_at(reading):
                looks = Lookout(self._lamps[name], known, session, reading)
                found = self._follow(name, looks.rises_from_low(), reading)
                session = session if found is None else found.session
        return session

    def ask(self, session: Session, reading: Seconds) -> Outcome | None:
        """Ask the lamps of which nothing was heard for a minute. None: no news."""
        if session.mode is Mode.ENDED:
            return None
        outcome = None
        for name, known in self._known.items():
            if known.gone:
                continue
            if not known.silent and known.is_silent_at(reading):
                self._known[name] = replace(known, silent=True, fresh=True)
                told = self._devices.lamp_silent(session, name)
                outcome = (outcome or Outcome(session)).then(told)
            elif reading >= known.ask_due():
                self._ask(name, known, reading)
        return outcome

    def _ask(self, lamp: str, known: Known, reading: Seconds) -> None:
        asked = self._lights.ask(lamp)
        unanswered = known.unanswered + 1 if asked else known.unanswered
        self._known[lamp] = replace(known, asked_at=reading, unanswered=unanswered)

    def _said(
        self, said: LampSaid, session: Session | None, reading: Seconds
    ) -> Outcome | None:
        lamp = said.lamp
        before = self._known[lamp]
        known = before.heard(reading)
        events: tuple[Event, ...] = ()
        if before.silent and not known.silent:
            events = self._devices.lamp_speaks(lamp)
        is_new = not before.spoke
        looks = Lookout(self._lamps[lamp], known, session, reading, is_new=is_new)
        outcome = self._follow(lamp, looks.hears(said), reading)
        if outcome is None and session is not None and events:
            return Outcome(session, events)
        if outcome is not None:
            return replace(outcome, events=(*events, *outcome.events))
        return None

    def _found(
        self, lamp: str, session: Session | None, reading: Seconds
    ) -> Outcome | None:
        known = self._known[lamp]
        settles = self._broker_at is not None and reading < self._broker_at + SETTLING
        if settles and not known.gone:
            # It was there all the time; the broker has just told us so.
            self._known[lamp] = replace(known, found_at=reading)
            return None
        looks = Lookout(self._lamps[lamp], known, session, reading)
        return self._follow(lamp, looks.comes_back(), reading)

    def _follow(self, lamp: str, finding: Finding, reading: Seconds) -> Outcome | None:
        self._known[lamp] = finding.known
        if finding.stands is not None:
            leapt = finding.leapt
            self._lamplighter.stands(lamp, finding.stands, reading, leapt=leapt)
        if finding.anew:
            self._lamplighter.forget(lamp)
        if finding.session is None:
            return None
        return Outcome(finding.session, finding.events)

    def _was_told(self, lamp: str, start: Light, told: Told) -> None:
        known = self._known[lamp]
        self._known[lamp] = known.told(start, told.light, told.at, told.over)
