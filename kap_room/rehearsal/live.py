"""A rehearsal in the room itself: the real session, led from one turn to the next.

Whoever leads it is a therapist who does nothing but shorten: a snapshot goes in and at
most one command comes out. It knows no clock and no device; the session's own position
says when. A session that somebody holds, grounds or leaves is waited for.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from kap_room.exchange.commands import Button, Command, Extend, Press
from kap_room.exchange.snapshot import PhaseView, Snapshot
from kap_room.plan.scene import Phase, Scene, Turn
from kap_room.plan.units import Seconds

CODE: Final = "rehearsal"
"""The code word of its session."""

AROUND: Final = Seconds(10.0)
"""What is played before a turn, and again after it."""

CLOSING: Final = Seconds(5.0)

NEAR: Final = Seconds(1.0)
"""A turn that is this much further away than it should be is near enough."""

SETTLES: Final = Seconds(2.0)
"""After a command; a snapshot of before it may still be on its way."""


@dataclass(frozen=True, slots=True)
class Lead:
    """How far it has come: the phase that is now, and what was done in it."""

    phase: str | None = None
    asked_at: float | None = None
    """The position in the phase at the last command; None before it."""
    due_since: float | None = None
    """The position at which the phase was seen to be over, while it is still on."""
    refused: bool = False
    """Whether the phase would not be shortened."""

    def turned_to(self, phase: PhaseView | None) -> bool:
        return phase is not None and phase.name != self.phase

    def look(self, phase: PhaseView) -> Lead:
        """What this snapshot of the phase adds."""
        seen = self if phase.name == self.phase else Lead(phase.name)
        over = phase.remaining_s is not None and phase.remaining_s <= 0.0
        if not over:
            return replace(seen, due_since=None)
        since = phase.position_s if seen.due_since is None else seen.due_since
        return replace(seen, due_since=since)

    def asked(self, phase: PhaseView, *, ok: bool) -> Lead:
        return replace(self, asked_at=phase.position_s, refused=not ok)

    def command(self, phase: PhaseView) -> Command | None:
        """What to do now, if anything."""
        now = phase.position_s
        if now < AROUND or (
            self.asked_at is not None and now < self.asked_at + SETTLES
        ):
            return None
        if phase.next is None:
            return Press(Button.END)
        overdue = self.due_since is not None and now >= self.due_since + AROUND
        if phase.remaining_s is None or overdue or self.refused:
            return Press(Button.NEXT_PHASE)
        further = phase.remaining_s - AROUND
        return Extend(Seconds(-further)) if further > NEAR else None


def runs(snapshot: Snapshot) -> bool:
    """Whether a session is there that has not ended."""
    return snapshot.session.state not in ("idle", "ended")


def is_over(snapshot: Snapshot) -> bool:
    """Ended, and its closing fade as well."""
    return not runs(snapshot) and snapshot.sound.state != "fading"


def takes(scene: Scene) -> Seconds:
    """About as long as it takes, from the start until the closing fade is over."""
    *before, last = scene.phases
    ends = AROUND if last.lasts is None else min(last.lasts, AROUND)
    return Seconds(sum(map(_stays, before)) + ends + CLOSING)


def _stays(phase: Phase) -> Seconds:
    if phase.lasts is None:
        return AROUND
    proposed = AROUND if phase.turn is Turn.ASK else Seconds(0.0)
    return Seconds(min(phase.lasts, 2 * AROUND) + proposed)
