"""What answers and what does not: one line a part, told only when it changes."""

from __future__ import annotations

from collections.abc import Mapping

from kap_room.exchange.events import HealthChanged
from kap_room.exchange.snapshot import HealthView


class Health:
    """The parts of the room, each with a sentence that says what to do."""

    def __init__(self) -> None:
        self._parts: dict[str, HealthView] = {}

    @property
    def parts(self) -> Mapping[str, HealthView]:
        return dict(self._parts)

    def tell(self, part: str, says: str, *, ok: bool) -> tuple[HealthChanged, ...]:
        """What the journal should know of it: nothing when it is no news."""
        view = HealthView(ok, says)
        before = self._parts.get(part)
        self._parts[part] = view
        if before == view or (before is None and ok):
            return ()
        return (HealthChanged(part, ok, says),)

    def forget(self, part: str) -> None:
        self._parts.pop(part, None)
