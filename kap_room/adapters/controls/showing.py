"""What the lights under the pads say of a moment. No light blinks."""

from __future__ import annotations

from collections.abc import Iterable

from kap_room.exchange.snapshot import Snapshot
from kap_room.plan.controls import PadLight, Shows


def lit(lights: Iterable[PadLight], snapshot: Snapshot) -> tuple[bool, ...]:
    """Of each light, whether it is lit."""
    shown = _shown(snapshot)
    return tuple(
        _is_now(light.phase, snapshot)
        if light.shows is Shows.PHASE
        else light.shows in shown
        for light in lights
    )


def _shown(snapshot: Snapshot) -> frozenset[Shows]:
    session, sound = snapshot.session, snapshot.sound
    is_due = any(reminder.due_in_s <= 0.0 for reminder in snapshot.reminders)
    is_asked = session.asks is not None or snapshot.proposal is not None
    true = {
        Shows.SILENT: sound.silenced,
        Shows.TALKING: sound.talking,
        Shows.HELD: session.state == "held",
        Shows.GROUNDED: session.state == "grounded",
        Shows.AWAY: session.state == "away",
        Shows.LIT: snapshot.lighting.step is not None,
        Shows.REMINDER: is_due or is_asked,
    }
    return frozenset(each for each, holds in true.items() if holds)


def _is_now(phase: int, snapshot: Snapshot) -> bool:
    return phase <= len(snapshot.phases) and snapshot.phases[phase - 1].is_now
