"""Who a connection tells, for tests to look into."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Ear:
    """Answers the connection's `Listener`."""

    times_found: int = 0
    lost_because: list[str] = field(default_factory=list)
    heard_on: list[tuple[str, bytes]] = field(default_factory=list)
    was_kept: list[bool] = field(default_factory=list)
    doubts: list[tuple[str, bool]] = field(default_factory=list)
    order: list[str] = field(default_factory=list)
    """Of what was told."""

    def found(self) -> None:
        self.times_found += 1
        self.order.append("found")

    def lost(self, says: str) -> None:
        self.lost_because.append(says)

    def heard(self, topic: str, payload: bytes, *, kept: bool) -> None:
        self.was_kept.append(kept)
        self.heard_on.append((topic, payload))
        self.order.append("heard")

    def doubt(self, says: str, *, ok: bool) -> None:
        self.doubts.append((says, ok))
