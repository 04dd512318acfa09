"""A room whose engine only writes down what it was asked, behind the real way to it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from kap_room.adapters.buttons.mqtt import MqttButtons
from kap_room.adapters.controls.asking import Asking
from kap_room.exchange.commands import Command
from kap_room.exchange.desk import Answer
from kap_room.exchange.words import words
from kap_room.plan.controls import MqttButton, SaidAs
from kap_room.plan.room import Broker


@dataclass
class Scribe:
    """Answers `Obeys` and `Tells`."""

    asked: list[str] = field(default_factory=list)
    told: list[tuple[bool, str]] = field(default_factory=list)

    async def obey(self, command: Command) -> Answer:
        self.asked.append(" ".join(words(command)))
        return Answer(ok=True)

    def tell(self, says: str, *, ok: bool) -> None:
        self.told.append((ok, says))

    async def wait_for(self, count: int) -> list[str]:
        """What was asked, once it is so many or the time is over."""
        await self.until(lambda: len(self.asked) >= count)
        return self.asked

    async def until(self, is_so: Callable[[], bool], within: float = 4.0) -> None:
        """Looks every 2 ms, and no longer than that."""
        for _ in range(int(within / 0.002)):
            if is_so():
                return
            await asyncio.sleep(0.002)


def button(topic: str, field: str | None = None, **does: str) -> MqttButton:
    said = tuple(
        SaidAs(says.replace("_", " "), tuple(text.split()))
        for says, text in does.items()
    )
    return MqttButton("couch button", topic, field, said)


@asynccontextmanager
async def listening(
    port: int, *buttons: MqttButton, settled: bool = True
) -> AsyncIterator[Scribe]:
    """Listened to; `settled`: the first second after the subscription is over."""
    scribe = Scribe()
    asking = Asking(scribe, scribe.tell)
    listened = MqttButtons(Broker(port=port), buttons, asking, scribe.tell)
    listened.start()
    try:
        connection = listened._connection  # noqa: SLF001 - nobody else is told of it
        await scribe.until(lambda: connection.is_there, within=10.0)
        assert connection.is_there
        if settled:
            await scribe.until(lambda: listened.is_believed)
        yield scribe
    finally:
        await asyncio.to_thread(listened.close)
