"""A room at its broker, and what an engine before this one had left there."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import cast

from kap_room.adapters.homeassistant.device import device_of
from kap_room.adapters.homeassistant.identity import mark_of
from kap_room.adapters.homeassistant.remembered import Left, Remembered
from kap_room.engine.host import Host
from kap_room.exchange.snapshot import Snapshot
from kap_room.link.places import find_places
from kap_room.plan.home_assistant import HomeAssistant
from kap_room.plan.room import Broker, Room
from kap_room.wiring.homeassistant import AtHome
from tests.rig.broker import Mosquitto, Spy, wait_until
from tests.rig.relay import Relay
from tests.wiring.test_controls import Screen

KEPT = tuple(
    f"{root}/{topic}"
    for root, topic in (
        ("homeassistant/device", "kap-room-attic/config"),
        ("kap-room/attic", "state"),
        ("kap-room/attic", "availability"),
    )
)


class Idle:
    """A host without a session."""

    def snapshot(self) -> Snapshot:
        return Snapshot()

    async def changed(self) -> None:
        await asyncio.sleep(0.05)


def test_a_broker_that_is_called_otherwise_still_has_the_room(tmp_path: Path) -> None:
    """What was left under yesterday's name goes late, and takes nothing of today's."""
    with (
        Mosquitto(tmp_path / "broker") as broker,
        Relay(broker.port) as yesterday,
        Spy(broker.port) as spy,
    ):
        yesterday.swallow()
        places = find_places()
        places.data.mkdir(parents=True, exist_ok=True)
        remembered = Remembered(places.data)
        remembered.add(Left(Broker(port=yesterday.port), KEPT))
        here = Broker(port=broker.port)
        room = Room(
            "Attic", tmp_path, broker=here, home_assistant=HomeAssistant(may=())
        )

        async def evening() -> None:
            at_home = AtHome(room, places, Screen())
            running = asyncio.create_task(at_home.run(cast("Host", Idle())))
            assert await asyncio.to_thread(spy.wait_for, KEPT[0])
            yesterday.mend()
            yesterday.hang_up()
            one_left = lambda: len(remembered.read()) == 1  # noqa: E731
            assert await asyncio.to_thread(wait_until, one_left, 8.0)
            await asyncio.sleep(0.3)
            with Spy(broker.port) as later:
                assert all(later.wait_for(topic) for topic in KEPT)
            running.cancel()
            await asyncio.to_thread(at_home.close)

        asyncio.run(evening())


def test_whoever_takes_every_name_of_a_room_is_left_alone(tmp_path: Path) -> None:
    """Names do not become longer for ever; it is told, and the room goes on."""
    with Mosquitto(tmp_path / "broker") as broker, Spy(broker.port) as spy:
        places = find_places()
        places.data.mkdir(parents=True, exist_ok=True)
        wanted = HomeAssistant(may=())
        room = Room(
            "Attic", tmp_path, broker=Broker(port=broker.port), home_assistant=wanted
        )
        first = device_of(room, wanted, mark_of(places.data))
        names = (first, first.apart, first.apart.apart)
        screen = Screen()

        async def evening() -> None:
            at_home = AtHome(room, places, screen)
            running = asyncio.create_task(at_home.run(cast("Host", Idle())))
            for name in names:
                assert await asyncio.to_thread(spy.wait_for, name.topics.config)
                spy.say(name.topics.config, replace(name, mark="00000000").config)
            async with asyncio.timeout(10.0):
                await running
            await asyncio.to_thread(at_home.close)

        asyncio.run(evening())
        told = [screen.said.get_nowait() for _ in range(screen.said.qsize())]
        assert [said.ok for said in told] == [True, True, True, False]
        assert Remembered(places.data).read() == ()
