"""Leads the session of a live rehearsal at a desk, and says each turn as it comes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import PurePosixPath
from typing import Final

from kap_room.exchange.commands import Button, Press, Start
from kap_room.exchange.desk import Desk
from kap_room.exchange.snapshot import Snapshot
from kap_room.plan.units import Seconds, clock_words
from kap_room.rehearsal.live import AROUND, CLOSING, Lead, is_over, runs

GONE_FOR: Final = Seconds(30.0)
"""Without an engine: by then nobody brings it back."""

GONE: Final = (
    "The engine does not answer any more. kap-room send silence takes the music away."
)

FADED_WITHIN: Final = Seconds(2 * CLOSING)


class Ending(Enum):
    OVER = "over"
    REFUSED = "refused"
    GONE = "gone"
    """The engine does not answer any more."""


@dataclass(frozen=True, slots=True)
class Ended:
    ending: Ending
    says: str = ""
    """Why, where it did not come to its end."""


@dataclass(slots=True)
class Leader:
    desk: Desk
    say: Callable[[str], None]
    ramps: Mapping[str, Seconds]
    """How long the lamps take to the look of a phase, on paper."""
    opening: str = ""
    """What is said once its session has begun."""
    _is_ours: bool = field(default=False, init=False)
    """Whether there is a session of ours to end."""

    async def lead(self, start: Start) -> Ended:
        """From the start to the last note of the closing fade."""
        try:
            async with asyncio.timeout(GONE_FOR) as patience:
                return await self._lead(start, _seen(self.desk, patience))
        except TimeoutError:
            self._is_ours = False
            return Ended(Ending.GONE, GONE)

    async def close(self) -> None:
        """End what was begun, and wait for its closing fade."""
        if not self._is_ours:
            return
        self._is_ours = False
        if (await self.desk.send(Press(Button.END))).lost:
            self.say(GONE)
            return
        try:
            async with asyncio.timeout(FADED_WITHIN):
                async for snapshot in self.desk.snapshots():
                    if snapshot is not None and is_over(snapshot):
                        return
        except TimeoutError:
            self.say("The room still sounds: kap-room send silence ends that.")

    async def _lead(self, start: Start, seen: AsyncIterator[Snapshot]) -> Ended:
        before = await anext(seen)
        if runs(before):
            says = "A session runs: nothing is rehearsed in its room."
            return Ended(Ending.REFUSED, says)
        self._is_ours = True
        answer = await self.desk.send(start)
        if not answer.ok:
            self._is_ours = False
            ending = Ending.GONE if answer.lost else Ending.REFUSED
            return Ended(ending, answer.says)
        self.say(self.opening)
        lead, ours = Lead(), None
        async for snapshot in seen:
            name = snapshot.session.id
            if name == before.session.id:
                continue  # it was on its way when the session began
            ours = ours or name
            if name != ours or is_over(snapshot):
                break
            lead = await self._obeyed(lead, snapshot)
        self._is_ours = False
        return Ended(Ending.OVER)

    async def _obeyed(self, lead: Lead, snapshot: Snapshot) -> Lead:
        phase = snapshot.phase
        if phase is None:
            return lead
        if lead.turned_to(phase):
            self.say(turn_line(snapshot, self.ramps))
        lead = lead.look(phase)
        command = lead.command(phase)
        if command is None or snapshot.session.state != "running":
            return lead
        answer = await self.desk.send(command)
        if not answer.ok and not lead.refused:
            self.say(answer.says)
        return lead.asked(phase, ok=answer.ok)


async def _seen(desk: Desk, patience: asyncio.Timeout) -> AsyncIterator[Snapshot]:
    """Every snapshot; an engine that is away for a moment is waited for."""
    async for snapshot in desk.snapshots():
        if snapshot is not None:
            patience.reschedule(asyncio.get_running_loop().time() + GONE_FOR)
            yield snapshot


def turn_line(snapshot: Snapshot, ramps: Mapping[str, Seconds]) -> str:
    """What begins with this phase, in one line."""
    if snapshot.phase is None:
        return ""
    name, track = snapshot.phase.name, snapshot.sound.track
    music = "none" if track is None else PurePosixPath(track.file).stem
    line = f"{name} begins. Music: {music}."
    ramp = ramps.get(name)
    if ramp is None or not snapshot.lights:
        return line
    line += f" Lamps: over {clock_words(ramp)}"
    return f"{line}, seen in part." if ramp > AROUND else f"{line}."
