"""What comes next in the plan, when and why: always one sentence on the screen.

A key that brings it about stands behind it in brackets. Nothing here decides anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from kap_room.engine.session import Mode, Session, Woken
from kap_room.engine.wording import short
from kap_room.exchange.snapshot import ComingView, ProposalView
from kap_room.plan.scene import Mark
from kap_room.plan.units import Seconds, clock_words
from kap_room.timeline.course import Began, Course

SEEN: Final[Mapping[Mark, str]] = {
    Mark.DOSE: "when the dose is given (d)",
    Mark.BOOSTER: "when a booster is given (b)",
    Mark.ONSET: "when onset is seen (o)",
    Mark.PEAK: "when the peak is seen",
    Mark.RETURNING: "when returning is seen (r)",
}

STOPPED: Final[Mapping[Mode, str]] = {
    Mode.HELD: "the plan is held (h)",
    Mode.AWAY: "the plan is held while you are away (a)",
    Mode.GROUNDED: "nothing starts by itself (g)",
}


def proposal(session: Session, reading: Seconds) -> ProposalView | None:
    """The turn that is proposed at this moment; None while there is none."""
    course, position = session.course, session.position_at(reading)
    woken = session.woken
    if woken is not None and woken.since_dose is not None and session.asks is None:
        return _offer(session, woken, reading)
    if session.mode is Mode.ENDED or not course.proposes(position):
        return None
    left = None if course.ends is None else course.ends - position
    moves = left if session.mode is Mode.RUNNING else None
    asks = f"{_next(course)} now? {'Ctrl+E' if course.following is None else '>'}"
    return ProposalView(
        phase=None if course.following is None else course.following.name,
        since_s=position - (course.asks_at or position),
        turns_in_s=moves,
        says=f"{asks}; {_by_itself(session, left)}",
    )


def _offer(session: Session, woken: Woken, reading: Seconds) -> ProposalView:
    """After a reboot: the phase in which the minutes since the dose lie."""
    name = session.course.phase.name
    since = clock_words(session.since_dose_at(reading) or Seconds(0.0))
    says = f"{name}, {since} after the dose: music (m) and hold (h) take it up"
    return ProposalView(name, reading - woken.reading, None, says)


def coming(session: Session, reading: Seconds) -> ComingView | None:
    """None when the session is over."""
    if session.mode is Mode.ENDED:
        return None
    course, position = session.course, session.position_at(reading)
    phase = None if course.following is None else course.following.name
    left = None if course.planned is None else course.planned - position
    if proposed := proposal(session, reading):
        return ComingView(phase, proposed.turns_in_s, proposed.says)
    stopped = STOPPED.get(session.mode)
    in_s = None if stopped else left
    says = " ".join((_next(course), _when(course, left)))
    return ComingView(phase, in_s, f"{says}; {stopped}" if stopped else says)


def _next(course: Course) -> str:
    return "the end" if course.following is None else course.following.name


def _by_itself(session: Session, left: Seconds | float | None) -> str:
    if stopped := STOPPED.get(session.mode):
        return stopped
    if left is None:
        return "it waits for you"
    return f"by itself in {clock_words(Seconds(left))}"


def _when(course: Course, left: float | None) -> str:
    mark = course.phase.ends_on if course.following is not None else None
    seen = None if mark is None else SEEN[mark]
    if left is None:
        return seen or ("(Ctrl+E)" if course.following is None else "(>)")
    within = clock_words(Seconds(left))
    if course.asks_at is not None:
        return f"{seen}; asks in {within}" if seen else f"asks in {within}"
    if seen:
        return f"{seen}, or in {within}"
    return f"in {within}{_why(course)}"


def _why(course: Course) -> str:
    """Counted from the last word of a person, where that was a mark."""
    anchor = course.anchor
    if course.planned is None or anchor.began in (Began.START, Began.HAND):
        return ""
    return f", from {anchor.began} + {short(Seconds(course.planned - anchor.begins))}"
