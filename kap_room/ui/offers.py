"""What can be asked for now, and in which words: the line of keys.

Every offer keeps its place whatever happens, so that a hand finds it in the dark; only
its words change, or it is not there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kap_room.exchange.snapshot import Snapshot
from kap_room.ui.keys import BY_ID


@dataclass(frozen=True, slots=True)
class Offer:
    key: str
    word: str
    is_way_back: bool = False
    """The key that undoes what the room is in: silence, talk, hold, ground."""


PLACES: Final = (
    ("silence", "music", "talk", "hold", "ground|go-back-in"),
    ("lights-up", "lights-down|amount", "arm-light", "walk-light", "away"),
    ("dose|booster", "onset", "returning", "note", "volume"),
    ("tracks", "intensity", "phases", "length", "black"),
)
"""Rows of places. Of several acts in one place the first that is usable shows."""

_PAIRS: Final = {
    "volume": Offer("+ -", "volume"),
    "tracks": Offer("← →", "track"),
    "intensity": Offer("[ ]", "soft/deep"),
    "phases": Offer("< >", "phase"),
    "length": Offer("e E", "±5 min"),
}
"""Two keys that are opposites share a place."""

MINUTE: Final = Offer("← →", "a minute", is_way_back=True)


def rows(
    snapshot: Snapshot, *, corrects: bool = False
) -> tuple[tuple[Offer | None, ...], ...]:
    """The places as they are now; None is an empty one.

    `corrects`: the moments after a mark, in which two keys are for it.
    """
    return tuple(
        tuple(
            MINUTE if corrects and place == "tracks" else _offer(place, snapshot)
            for place in row
        )
        for row in PLACES
    )


def take_back(snapshot: Snapshot) -> str | None:
    what = snapshot.session.take_back
    return None if what is None or not _is_on(snapshot) else f"take back: {what}"


def _offer(place: str, snapshot: Snapshot) -> Offer | None:
    if place in _PAIRS:
        return _PAIRS[place] if _is_on(snapshot) else None
    usable = (name for name in place.split("|") if _is_usable(name, snapshot))
    name = next(usable, None)
    return None if name is None else _worded(name, snapshot)


def _is_on(snapshot: Snapshot) -> bool:
    return snapshot.session.state in ("running", "held", "grounded", "away")


def _is_usable(name: str, snapshot: Snapshot) -> bool:
    """A key that is not offered still acts: the engine says why not."""
    if name in ("silence", "lights-up", "ground", "black"):
        return name != "ground" or snapshot.session.state != "grounded"
    if not _is_on(snapshot):
        return False
    grounded = snapshot.session.state == "grounded"
    given = snapshot.session.since_dose_s is not None
    only_when = {
        "go-back-in": grounded,
        "music": not grounded and _is_quiet(snapshot),
        "talk": not grounded,
        "hold": not grounded,
        "away": not grounded,
        "lights-down": snapshot.lighting.step is not None,
        "dose": not given,
        "booster": given,
        "onset": given,
        "returning": given,
        "amount": given,
    }
    return only_when.get(name, True)


def _is_quiet(snapshot: Snapshot) -> bool:
    return snapshot.sound.silenced or snapshot.sound.state == "silent"


def _worded(name: str, snapshot: Snapshot) -> Offer:
    act, state = BY_ID[name], snapshot.session.state
    back = {
        "music": ("music", True),
        "talk": ("music back", snapshot.sound.talking),
        "hold": ("go on", state == "held"),
        "go-back-in": ("go back in", True),
        "away": ("I am back", state == "away"),
        "lights-up": ("more light", snapshot.lighting.step in ("soft", "safe")),
        "arm-light": ("arm off", snapshot.lighting.arm),
        "walk-light": ("walk off", snapshot.lighting.walk),
    }
    word, is_back = back.get(name, (act.word, False))
    return Offer(act.shown, word if is_back else act.word, is_back)
