"""What the room tells everybody on the broker: phase, position, sound. Nothing else.

A broker is heard by every lamp and every telephone in the house. No code word, no
therapist, no note, no dose and no minutes since one, no name of a scene or a track is
in here, and whether the person is away or was brought to ground is nobody's business.
"""

from __future__ import annotations

from typing import Final

from kap_room.adapters.broker_line.payload import write
from kap_room.exchange.snapshot import Snapshot
from kap_room.plan.units import Seconds

ONLINE: Final = b"online"
OFFLINE: Final = b"offline"

SOUNDS: Final = ("playing", "silent", "fading", "lost")

OFTEN: Final = Seconds(1.0)
"""Numbers are told no more often."""

AT_ONCE: Final = Seconds(0.1)
"""A word that changed is told at once, and ten in a second are enough."""

Told = dict[str, object]


def state_of(snapshot: Snapshot) -> Told:
    """Null is what there is not: no session, or a phase that is open."""
    phase, position = snapshot.phase, snapshot.session.position_s
    left = None if phase is None else phase.remaining_s
    return {
        "phase": None if phase is None else phase.name,
        "position_s": None if position is None else int(position),
        "position_min": _minutes(position),
        "remaining_s": None if left is None else int(left),
        "remaining_min": _minutes(left),
        "sound": snapshot.sound.state,
        "volume_db": round(snapshot.sound.volume_db, 1),
    }


def payload_of(told: Told) -> bytes:
    return write(told)


def is_due(told: Told, before: Told | None, since: Seconds) -> bool:
    """Whether it is to be said, so long after the last was."""
    if before is None:
        return True
    if told == before:
        return False
    words = any(told[key] != before[key] for key in ("phase", "sound"))
    return since >= (AT_ONCE if words else OFTEN)


def _minutes(seconds: float | None) -> int | None:
    """Whole ones: what keeps a history should not write a line a second."""
    return None if seconds is None else int(seconds // 60)
