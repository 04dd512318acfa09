"""How the plan of a session moves: one phase giving way to the next, and the end."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from kap_room.engine.lighting import BACK, HAND, ramp_to_look, with_hands
from kap_room.engine.music import enter_phase
from kap_room.engine.session import Mode, Outcome, Session
from kap_room.exchange.events import PhaseTurned, SessionEnded
from kap_room.plan.units import SILENT, Seconds
from kap_room.timeline.programme import Shelf

CLOSING: Final = Seconds(5.0)
CLOSING_RAMP: Final = Seconds(60.0)


def turn(  # noqa: PLR0913, PLR0917 - what turns, to where, when, and why
    session: Session,
    shelf: Shelf,
    to: int,
    position: Seconds,
    reading: Seconds,
    why: str,
    *,
    rise: Seconds | None = None,
) -> Outcome:
    """The phase `to` begins at this position: its music, its look, its arm light."""
    left = session.course.phase
    session = replace(session, course=session.course.turned(to, position))
    phase = session.course.phase
    session = ramp_to_look(session, shelf.room, position)
    if phase.arm_light != left.arm_light:
        lighting = replace(session.lighting, arm=phase.arm_light)
        over = HAND if phase.arm_light else BACK
        session = with_hands(session, shelf.room, lighting, over, reading)
    turned = Outcome(session, (PhaseTurned(phase.name, why),))
    if session.mode is Mode.GROUNDED:
        return turned
    return turned.then(enter_phase(session, shelf, reading, rise=rise))


def end(session: Session, shelf: Shelf, reading: Seconds, why: str) -> Outcome:
    """Closing fade, closing ramp, and nothing starts any more."""
    layers = session.layers.with_quiet(SILENT, CLOSING, reading)
    lighting = replace(session.lighting, closing=True, step=0, arm=False, walk=False)
    lighting = replace(lighting, grounded=False, by_hand={})
    session = with_hands(session, shelf.room, lighting, CLOSING_RAMP, reading)
    programme = replace(session.programme, next=None, turns=False)
    session = replace(
        session,
        mode=Mode.ENDED,
        transport=session.transport.hold(reading),
        layers=layers,
        programme=programme,
        asks=None,
        undo=(),
    )
    return Outcome(session, (SessionEnded(why),))
