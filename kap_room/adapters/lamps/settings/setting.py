"""What is asked of a lamp before a session, and what is said of its answer.

Pure: questions as messages, answers as bytes, and out of both what is doubtful and how
to mend it. Nothing here is ever sent that would change a lamp; whoever mends does that.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from kap_room.adapters.lamps.dialect import Outgoing
from kap_room.plan.room import Lamp

Facts = Mapping[str, str]
"""What a lamp said of itself, in the few words that its dialect knows."""

Mend = Outgoing | str
"""A message that mends it, or a command where no message can."""


@dataclass(frozen=True, slots=True)
class Remark:
    ok: bool
    says: str
    mends: tuple[Mend, ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """What one dialect can tell of how its lamps are set up."""

    questions: Callable[[Lamp, str], tuple[Outgoing, ...]]
    """The second is a topic of our own, for lamps that answer where they are told."""
    topics: Callable[[Lamp, str], tuple[str, ...]]
    """Where the answers come."""
    learn: Callable[[Lamp, bytes], Facts]
    """What a payload says; nothing where it is not understood."""
    wanted: frozenset[str]
    """With these nothing is left to wait for."""
    judge: Callable[[Lamp, Facts], tuple[Remark, ...]]


class Return(Enum):
    """What a lamp does when power comes back after a cut."""

    OFF = auto()
    AS_IT_WAS = auto()
    ON = auto()
    UNKNOWN = auto()


_SAYS: Final = {
    Return.OFF: "After a power cut it stays off.",
    Return.AS_IT_WAS: "After a power cut it comes back as it was.",
    Return.ON: "After a power cut it comes back on, and may return at full.",
    Return.UNKNOWN: (
        "It does not say what it does after a power cut: it may return at full."
    ),
}


def of_return(
    lamp: Lamp, returns: Return, mends: tuple[Mend, ...], says: str | None = None
) -> Remark:
    """A lamp that may return at full is doubted until it is mended or accepted."""
    words = says or _SAYS[returns]
    if returns in {Return.OFF, Return.AS_IT_WAS}:
        return Remark(ok=True, says=words)
    if lamp.full_is_accepted:
        return Remark(ok=True, says=f"{words} That is accepted in the room file.")
    return Remark(ok=False, says=f"{words} {_TO_DO}", mends=mends)


_TO_DO: Final = (
    "Mend it, or try it at the wall and write for this lamp: "
    "may return at full: accepted"
)
