"""What one Enter would begin: the turn that is proposed, or a session after a reboot.

It is taken only where it is read. An Enter that was meant for something else, in the
moment in which a proposal appears, begins nothing; nor does a second one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kap_room.exchange.commands import Button, Command, Press
from kap_room.exchange.snapshot import PhaseView, ProposalView, Snapshot
from kap_room.plan.units import Seconds, clock_words
from kap_room.ui.presses import Clock
from kap_room.ui.words import one_line, title, wants_minutes

STRAY: Final = Seconds(0.7)
"""A hand that was on its way to Enter before the words were there."""

CLOSE: Final = Seconds(1.0)
"""So short before it turns by itself, an Enter could meet the next phase."""

TAKE_UP: Final = (Press(Button.MUSIC), Press(Button.HOLD))
"""Each softly: the music comes back in 8 s or more, the plan goes on."""


@dataclass(frozen=True, slots=True)
class Proposed:
    key: str
    """Which one it is: another is to be read first."""
    head: str
    """In place of where we are in the phase."""
    enter: str
    """What Enter does."""
    rest: str
    """What else can be done, and what comes by itself."""
    commands: tuple[Command, ...]
    """One after another, each once the one before was accepted. None: asks first."""


def proposed(snapshot: Snapshot) -> Proposed | None:
    session, phase, offer = snapshot.session, snapshot.phase, snapshot.proposal
    if session.state not in ("running", "held") or phase is None:
        return None
    if offer is not None and offer.phase == phase.name:
        return _taken_up(session.id, phase)
    if offer is not None:
        return _turn(session.id, phase, offer, session.state)
    if session.asks and session.state == "held" and not wants_minutes(session.asks):
        return _taken_up(session.id, phase)
    return None


def _taken_up(session: str | None, phase: PhaseView) -> Proposed:
    """After a reboot the phase that is now is offered, and not the next."""
    return Proposed(
        f"{session} takes up {phase.name}",
        f"By the plan it is {one_line(phase.name)}; held until you take it up",
        "takes it up softly",
        "or music (m) and hold (h)",
        TAKE_UP,
    )


def _turn(
    session: str | None, phase: PhaseView, offer: ProposalView, state: str
) -> Proposed:
    name = offer.phase
    return Proposed(
        f"{session} turns from {phase.name}",
        f"{title(phase.name)} is over by the plan",
        f"{one_line(name)} begins" if name else "end, asked first",
        f"e 5 min more   {_otherwise(offer, state)}",
        (Press(Button.NEXT_PHASE),) if name else (),
    )


def _otherwise(offer: ProposalView, state: str) -> str:
    if state == "held":
        return "the plan is held (h)"
    if offer.turns_in_s is None:
        return "waits for you"
    return f"by itself in {clock_words(Seconds(int(offer.turns_in_s)))}"


@dataclass(slots=True)
class Standing:
    """Since when a proposal can be read, and whether it was taken already."""

    clock: Clock
    now: Proposed | None = None
    _since: float = 0.0
    _taken: str = ""

    def see(self, there: Proposed | None, *, can_be_read: bool) -> Proposed | None:
        """What is there; what is to be shown of it."""
        if there is None or there.key != self._taken:
            self._taken = ""
        shown = there if can_be_read and there and not self._taken else None
        if shown is None or self.now is None or shown.key != self.now.key:
            self._since = self.clock()
        self.now = shown
        return shown

    def take(self, snapshot: Snapshot, age: float) -> Proposed | None:
        """What Enter begins at this moment; nothing, where it is too soon or late."""
        offer, view = self.now, snapshot.proposal
        if offer is None or self.clock() - self._since < STRAY:
            return None
        by_itself = None if view is None else view.turns_in_s
        if by_itself is not None and by_itself - age < CLOSE:
            return None
        if offer.commands:
            self._taken, self.now = offer.key, None
        return offer

    def hide(self) -> None:
        """Something stands over it."""
        self.now = None

    def refused(self) -> None:
        """It can be tried again."""
        self._taken = ""
