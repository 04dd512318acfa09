"""The room as a device of Home Assistant, where its file says so; and its going.

What an engine before this one announced, under another name, at another broker or while
the key still stood in the room file, is taken away by the next that starts.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable, Sequence
from typing import Final, Protocol

from kap_room.adapters.controls.asking import Asking
from kap_room.adapters.homeassistant.device import Device, device_of
from kap_room.adapters.homeassistant.identity import mark_of
from kap_room.adapters.homeassistant.remembered import Left, Remembered
from kap_room.engine.host import Host
from kap_room.engine.ports import Inbox, PartSaid
from kap_room.library.check import Finding
from kap_room.link.places import Places
from kap_room.plan.home_assistant import HomeAssistant
from kap_room.plan.room import Broker, Room

PART: Final = "home assistant"
"""Its line of health."""

TAKEN: Final = (
    'Another room is called "{}" at the broker. This one is "{}" there, and nothing '
    "that is asked of the other is heard here."
)

NO_NAME: Final = (
    "Home Assistant is told nothing more: whatever this room is called at the broker, "
    "another one takes the name. Give it another name in the room file."
)

MOST_NAMES: Final = 3
"""Whose own letters are taken as well has met no room, but somebody who plays."""

_log = logging.getLogger(__name__)


class Closes(Protocol):
    def close(self) -> None: ...


class AtHome:
    def __init__(self, room: Room, places: Places, inbox: Inbox) -> None:
        self._room, self._inbox = room, inbox
        self._data = places.data
        self._remembered = Remembered(places.data)
        self._open: list[Closes] = []

    async def run(self, host: Host) -> None:
        """For as long as the room is kept. Whatever fails in here, the room goes on."""
        try:
            await self._run(host)
        except Exception:  # noqa: BLE001 - see above
            _log.exception("Home Assistant is told nothing more")

    def close(self) -> None:
        for each in self._open:
            each.close()

    async def _run(self, host: Host) -> None:
        room, wanted = self._room, self._room.home_assistant
        if room.broker is None or wanted is None:
            self._take_away(self._remembered.read())
            return
        lefts = self._remembered.read()
        mark = await asyncio.to_thread(mark_of, self._data)
        device = device_of(room, wanted, mark)
        if any(device.apart.topics.state in left.topics for left in lefts):
            device = device.apart  # as it was called before
        for _ in range(MOST_NAMES):
            await self._be(device, room.broker, lefts, host)
            device, lefts = device.apart, ()
        self._tell(NO_NAME, ok=False)

    async def _be(
        self, device: Device, broker: Broker, lefts: Sequence[Left], host: Host
    ) -> None:
        """At home under this name, until it turns out to be another room's."""
        from kap_room.adapters.homeassistant.mqtt import RoomAtHome

        here = Left(broker, device.topics.kept)
        home = RoomAtHome(
            device,
            broker,
            Asking(host, self._tell),
            lambda: self._remembered.add(here),
        )
        # Another name may be the same broker, and what goes there is ours of today.
        self._take_away(_others(lefts, here), then=home.announce)
        home.start()
        self._open.append(home)
        while not home.is_taken:
            home.show(host.snapshot())
            await host.changed()
        self._open.remove(home)
        await asyncio.to_thread(home.close)
        # What stands there is another's, and not ours to take away.
        await asyncio.to_thread(self._remembered.forget, here)
        self._tell(TAKEN.format(device.topics.room, device.apart.topics.room), ok=True)

    def _tell(self, says: str, *, ok: bool) -> None:
        self._inbox.post(PartSaid(PART, says, ok))

    def _take_away(
        self, lefts: Iterable[Left], then: Callable[[], None] = lambda: None
    ) -> None:
        """`then` is called once each of them has gone."""

        def gone(left: Left) -> None:
            self._remembered.forget(left)
            then()

        for left in lefts:
            from kap_room.adapters.homeassistant.leaving import Leaving

            leaving = Leaving(left, gone)
            leaving.start()
            self._open.append(leaving)


def _others(lefts: Sequence[Left], here: Left) -> Iterable[Left]:
    """What was left that is not about to be said again."""
    for left in lefts:
        topics = tuple(
            topic
            for topic in left.topics
            if topic not in here.topics or not left.is_at(here.broker)
        )
        if topics:
            yield Left(left.broker, topics)


def findings_of_home(
    room: Room, wanted: HomeAssistant, places: Places
) -> tuple[Finding, ...]:
    """Of `check`: whether another room has the name that this one would have."""
    from kap_room.adapters.homeassistant.preflight import check_home

    return check_home(room, device_of(room, wanted, mark_of(places.data)))
