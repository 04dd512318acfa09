"""Who is told of a broker: that it is there, that it went, and what it says.

Always on the connection's thread, so nobody may do more than hand on what is told, and
all must return at once.
"""

from __future__ import annotations

import logging
from typing import Protocol

_log = logging.getLogger(__name__)


class Listener(Protocol):
    def found(self) -> None:
        """It is there, and lets us hear whatever is said from now on."""
        ...

    def lost(self, says: str) -> None: ...

    def heard(self, topic: str, payload: bytes, *, kept: bool) -> None:
        """`kept` is an old word: the broker had kept it, or says it a second time."""
        ...


class Doubts(Protocol):
    """Told of a broker that is there and does not let us hear; or does by now."""

    def __call__(self, says: str, *, ok: bool) -> None: ...


def tell_the_log(says: str, *, ok: bool) -> None:
    """Where nobody else is told."""
    _log.log(logging.INFO if ok else logging.WARNING, "%s", says)
