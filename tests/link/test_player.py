"""The player gets what should sound now, and the engine hears when it is gone."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from kap_room.exchange.order import Order, PlayerReport
from kap_room.exchange.wire import order_from_plain, report_to_plain
from kap_room.link.player import Patience, PlayerLink
from kap_room.plan.units import Seconds

PATIENCE = 10.0
"""Seconds that a busy computer may take; what is awaited comes at once."""


def report(revision: int) -> PlayerReport:
    return PlayerReport(revision, Seconds(12.5), None, (), "ok", pid=4711)


class Deaf:
    """A player that makes no sound: it keeps orders and says what it is told to."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.orders: asyncio.Queue[Order] = asyncio.Queue()
        self._server: asyncio.Server | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def begin(self) -> None:
        self.path.unlink(missing_ok=True)
        self._server = await asyncio.start_unix_server(self._attend, self.path)

    async def _attend(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self._writer = writer
        greeting = {"protocol": 1, "report": report_to_plain(report(0))}
        self.say(json.dumps(greeting).encode() + b"\n")
        while line := await reader.readline():
            message = json.loads(line)
            assert message["protocol"] == 1
            self.orders.put_nowait(order_from_plain(message["order"]))
        writer.close()

    def say(self, line: bytes) -> None:
        assert self._writer is not None
        self._writer.write(line)

    async def die(self) -> None:
        assert self._server is not None
        self._server.close()
        if self._writer is not None:
            self._writer.close()
        await asyncio.sleep(0.01)

    async def next_order(self) -> Order:
        async with asyncio.timeout(PATIENCE):
            return await self.orders.get()


class Room:
    """What the engine hears, and the link that tells it."""

    def __init__(self, path: Path) -> None:
        self.heard: asyncio.Queue[PlayerReport | None] = asyncio.Queue()
        self.player = Deaf(path)
        said, lost = self.heard.put_nowait, lambda: self.heard.put_nowait(None)
        self.link = PlayerLink(path, said, lost, Patience(starts=0.1))

    async def player_greets(self) -> None:
        await self.player.begin()
        while await self.hears() != report(0):
            """The first look may have come before the player."""

    async def hears(self) -> PlayerReport | None:
        async with asyncio.timeout(PATIENCE):
            return await self.heard.get()


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    room = Room(tmp_path / "player.sock")
    running = asyncio.create_task(room.link.run())
    yield room
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    if room.player._server is not None:  # noqa: SLF001 - ours, and it must be closed
        await room.player.die()


async def test_an_order_from_before_the_player_came_is_not_kept_for_it(
    room: Room,
) -> None:
    """It would begin tracks at places where they no longer are."""
    room.link.follow(Order(1))
    await room.player_greets()
    room.link.follow(Order(2))
    assert await room.player.next_order() == Order(2)
    assert room.player.orders.empty()


async def test_a_new_order_goes_out_at_once(room: Room) -> None:
    """The player follows within the same breath."""
    await room.player_greets()
    room.link.follow(Order(1))
    await room.player.next_order()
    took = []
    for revision in (2, 3, 4):  # a busy computer may be late once
        began = time.monotonic()
        room.link.follow(Order(revision, sounding=True))
        assert await room.player.next_order() == Order(revision, sounding=True)
        took.append(time.monotonic() - began)
    assert sorted(took)[1] < 0.1


async def test_the_next_player_is_told_nothing_of_the_one_before(room: Room) -> None:
    """It greets, and by then the engine knows better."""
    await room.player_greets()
    room.link.follow(Order(7))
    await room.player.next_order()
    await room.player.die()
    await room.player_greets()
    room.link.follow(Order(8))
    assert await room.player.next_order() == Order(8)


async def test_a_report_reaches_the_engine(room: Room) -> None:
    """As the value that the player sent."""
    await room.player_greets()
    room.link.follow(Order(1))
    await room.player.next_order()
    line = json.dumps({"protocol": 1, "report": report_to_plain(report(1))})
    room.player.say(line.encode() + b"\n")
    assert await room.hears() == report(1)


async def test_a_lost_player_is_told_once(room: Room) -> None:
    """However often nobody answers afterwards."""
    assert await room.hears() is None
    await asyncio.sleep(0.45)
    assert room.heard.empty()


async def test_a_player_that_garbles_its_words_is_not_lost(
    room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    """What cannot be read is logged once, and what comes after it is heard."""
    await room.player_greets()
    room.link.follow(Order(1))
    await room.player.next_order()
    for _ in range(5):
        room.player.say(b'{"protocol":1,"report":{"revision":"one"}}\n')
    line = json.dumps({"protocol": 1, "report": report_to_plain(report(1))})
    room.player.say(line.encode() + b"\n")
    assert await room.hears() == report(1)
    assert len(caplog.records) == 1


async def test_an_order_that_was_refused_is_in_the_log(
    room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    """It is a defect of ours, and nobody would ever hear of it."""
    await room.player_greets()
    room.link.follow(Order(1))
    await room.player.next_order()
    line = json.dumps({"protocol": 1, "refused": "order.decks: this is not a list."})
    room.player.say(line.encode() + b"\n")
    told = json.dumps({"protocol": 1, "report": report_to_plain(report(1))})
    room.player.say(told.encode() + b"\n")
    assert await room.hears() == report(1)
    assert "refused an order: order.decks: this is not a list." in caplog.text


QUICK = Patience(starts=0.3, quiet=0.2, look=0.05)
MET = Patience(starts=PATIENCE, quiet=0.2, look=0.05)


async def test_a_player_nobody_has_met_is_starting_and_not_lost(tmp_path: Path) -> None:
    """A room that comes to life complains of nothing; later it does."""
    heard: asyncio.Queue[PlayerReport | None] = asyncio.Queue()
    path = tmp_path / "player.sock"
    link = PlayerLink(path, heard.put_nowait, lambda: heard.put_nowait(None), QUICK)
    began = time.monotonic()
    running = asyncio.create_task(link.run())
    async with asyncio.timeout(PATIENCE):
        assert await heard.get() is None
    assert time.monotonic() - began >= QUICK.starts
    running.cancel()


async def test_a_player_that_says_nothing_is_told_once(tmp_path: Path) -> None:
    """Stopped by a signal, it keeps its socket; what it says afterwards is heard."""
    player = Deaf(tmp_path / "player.sock")
    await player.begin()
    heard: asyncio.Queue[PlayerReport | None] = asyncio.Queue()
    said, lost = heard.put_nowait, lambda: heard.put_nowait(None)
    link = PlayerLink(player.path, said, lost, MET)
    running = asyncio.create_task(link.run())
    async with asyncio.timeout(PATIENCE):
        assert await heard.get() == report(0)
        assert await heard.get() is None
        await asyncio.sleep(0.4)
        assert heard.empty()
        line = json.dumps({"protocol": 1, "report": report_to_plain(report(1))})
        player.say(line.encode() + b"\n")
        assert await heard.get() == report(1)
    running.cancel()
    await player.die()
