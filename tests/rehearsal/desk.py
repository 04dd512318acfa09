"""A desk at an engine on a virtual clock: a second passes with every snapshot."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping

from kap_room.engine.begin import Loaded
from kap_room.exchange.commands import Command, Start
from kap_room.exchange.desk import Answer
from kap_room.exchange.snapshot import Snapshot
from tests.engine.house import House


class VirtualDesk:
    """`exchange.desk.Desk`; what else is done in the room comes at its seconds."""

    def __init__(
        self, files: Loaded, acts: Mapping[int, Callable[[House], object]] | None = None
    ) -> None:
        self.house = House()
        self.given: list[tuple[float, Command]] = []
        self.answers_gone = False
        self._files = files
        self._acts = dict(acts or {})
        self._began: float | None = None

    @property
    def seconds(self) -> float:
        """Since the start."""
        began = self.house.reading if self._began is None else self._began
        return self.house.reading - began

    async def send(self, command: Command) -> Answer:
        self.given.append((round(self.seconds, 1), command))
        if isinstance(command, Start):
            self._began = self.house.reading
            return self.house.begin(self._files)
        answer = self.house.give(command)
        assert answer is not None
        return answer

    async def snapshots(self) -> AsyncIterator[Snapshot | None]:
        while True:
            act = self._acts.pop(round(self.seconds), None)
            if act is not None:
                act(self.house)
            yield None if self.answers_gone else self.house.view
            await asyncio.sleep(0)
            self.house.wait(1.0)
