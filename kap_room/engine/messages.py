"""What the devices of a room have said so far, and what each word of theirs means."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from typing import Final, assert_never

from kap_room.engine.health import Health
from kap_room.engine.ports import (
    BrokerFound,
    BrokerLost,
    LampFound,
    LampLost,
    LampSaid,
    Message,
    NotWritten,
    PartSaid,
    PlayerLost,
    PlayerSaid,
    TrackMeasured,
    Written,
)
from kap_room.engine.reports import heard_from, taken_up_anew
from kap_room.engine.session import Mode, Outcome, Session
from kap_room.exchange.events import Event, HealthChanged
from kap_room.exchange.order import PlayerReport
from kap_room.plan.look import Light
from kap_room.plan.music import Measure
from kap_room.plan.room import Room
from kap_room.timeline.programme import Shelf

NO_SOUND: Final = "No sound output answers. The plan and the lamps go on."
MEND_SOUND: Final = "Start the sound server (pulseaudio --start) or check the cable."
NO_PLAYER: Final = "The player is starting again; the music fades in by itself."


@dataclass(frozen=True, slots=True)
class Heard:
    """What one message changes."""

    session: Session | None = None
    """None leaves the session as it is."""
    events: tuple[Event, ...] = ()
    anew: bool = False
    """The player is new: it needs the whole order."""
    written: tuple[int, ...] = ()
    not_written: tuple[tuple[int | None, str], ...] = ()


class Devices:
    """The latest word of every device. Nothing here decides anything."""

    def __init__(self, room: Room) -> None:
        self.health = Health()
        self.measures: dict[str, Measure] = {}
        self.lamps_seen: dict[str, Light] = {}
        self.lamp_health = {lamp.name: "unknown" for lamp in room.lamps}
        self.report: PlayerReport | None = None
        self.ordered = 0
        """The revision of the last order; an older one is answered late."""
        self.pids: dict[str, int | None] = {
            "keeper": os.getppid(),
            "engine": os.getpid(),
            "player": None,
        }

    def hear(  # noqa: PLR0911 - one way a kind of message
        self, message: Message, session: Session | None, shelf: Shelf | None
    ) -> Heard:
        match message:
            case PlayerSaid():
                return self._player_said(message.report, session, shelf)
            case PlayerLost():
                self.report = None
                self.pids["player"] = None
                return self._told(session, "sound", NO_PLAYER, ok=False)
            case TrackMeasured():
                self.measures[str(message.file)] = message.measure
                return Heard()
            case Written():
                told = self._told(session, "journal", "Notes are kept.", ok=True)
                return replace(told, written=(message.ticket,))
            case NotWritten():
                told = self._told(session, "journal", message.says, ok=False)
                return replace(told, not_written=((message.ticket, message.says),))
            case PartSaid():
                return self._told(session, message.part, message.says, ok=message.ok)
            case _:
                return self._light_said(message, session)

    def _light_said(
        self,
        message: BrokerFound | BrokerLost | LampSaid | LampFound | LampLost,
        session: Session | None,
    ) -> Heard:
        match message:
            case BrokerFound():
                self._forget_lamps(session)
                return self._told(session, "broker", "The broker answers.", ok=True)
            case BrokerLost():
                self._forget_lamps(session)
                self.lamp_health = dict.fromkeys(self.lamp_health, "unknown")
                return self._told(session, "broker", message.says, ok=False)
            case LampSaid():
                before = self.lamps_seen.get(message.lamp, Light())
                said = Light(message.level, message.warmth)
                self.lamps_seen[message.lamp] = said.over(before)
                if self.lamp_health.get(message.lamp) == "unknown":
                    self.lamp_health[message.lamp] = "ok"
                return Heard()
            case LampFound():
                self.lamp_health[message.lamp] = "ok"
                says = f'The lamp "{message.lamp}" answers.'
                return self._told(session, f"lamp {message.lamp}", says, ok=True)
            case LampLost():
                self.lamp_health[message.lamp] = "lost"
                says = f'The lamp "{message.lamp}" does not answer; check its power.'
                return self._told(session, f"lamp {message.lamp}", says, ok=False)
            case _:
                assert_never(message)

    def _forget_lamps(self, session: Session | None) -> None:
        """While nothing runs, anybody may change a lamp that nobody hears meanwhile.

        Those that can be asked say at once what they are; the others rise from low.
        """
        if session is None or session.mode is Mode.ENDED:
            self.lamps_seen = {}

    def lamp_silent(self, session: Session, lamp: str) -> Outcome:
        """It was asked, and does not answer."""
        self.lamp_health[lamp] = "lost"
        says = f'The lamp "{lamp}" does not answer; check its power.'
        told = self._told(session, f"lamp {lamp}", says, ok=False)
        return Outcome(session, told.events)

    def lamp_speaks(self, lamp: str) -> tuple[Event, ...]:
        """It was thought lost, and is not."""
        self.lamp_health[lamp] = "ok"
        says = f'The lamp "{lamp}" answers.'
        return self._told(None, f"lamp {lamp}", says, ok=True).events

    def _player_said(
        self, report: PlayerReport, session: Session | None, shelf: Shelf | None
    ) -> Heard:
        first = self.report is None
        self.report = report
        self.pids["player"] = report.pid
        ok = report.sound == "ok"
        says = report.says if report.sound == "partly" else "Sound is there."
        if report.sound == "lost":
            says = f"{report.says or NO_SOUND} {MEND_SOUND}"
        told = self._told(session, "sound", says, ok=ok)
        if session is None or shelf is None:
            return replace(told, anew=first)
        events: tuple[Event, ...] = told.events
        names = {deck.deck for deck in report.decks}
        lead = session.programme.lead
        is_stale = not first and report.revision < self.ordered
        if first and lead is not None and not names:
            session = taken_up_anew(session, shelf, report.reading)
            return Heard(session, events, anew=True)
        outcome = heard_from(session, shelf, report, is_stale=is_stale)
        return Heard(outcome.session, (*events, *outcome.events), anew=first)

    def _told(
        self, session: Session | None, part: str, says: str, *, ok: bool
    ) -> Heard:
        events: tuple[HealthChanged, ...] = self.health.tell(part, says, ok=ok)
        return Heard(session, events)
