"""The room file, looked at while its controls are listened to."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import cast

import pytest

from kap_room.engine.host import Host
from kap_room.engine.ports import Message, PartSaid
from kap_room.library.page import read_room
from kap_room.link.places import find_places
from kap_room.wiring import controls
from kap_room.wiring.controls import RoomControls


class Quiet:
    """A host in which nothing ever changes."""

    async def changed(self) -> None:
        await asyncio.sleep(0.01)


class Screen:
    """Answers `Inbox`: the lines of health that came."""

    def __init__(self) -> None:
        self.said: asyncio.Queue[PartSaid] = asyncio.Queue()

    def post(self, message: Message) -> None:
        if isinstance(message, PartSaid):
            self.said.put_nowait(message)


def test_a_room_file_that_is_mended_is_no_fault_any_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Also where its controls are what they were before."""
    monkeypatch.setattr(controls, "LOOKED_EVERY", 0.0)
    monkeypatch.setattr(controls, "SHOWN_EVERY", 0.0)
    file = Path(os.environ["KAP_ROOM_CONFIG"])
    file.write_text("room: Garden room\n")
    room = read_room(file).value
    assert room is not None
    screen = Screen()
    hands = RoomControls(room, find_places(), screen)

    async def told(text: str) -> bool:
        await asyncio.to_thread(file.write_text, text)
        async with asyncio.timeout(5.0):
            return (await screen.said.get()).ok

    async def evening() -> tuple[bool, bool]:
        running = asyncio.create_task(hands.run(cast("Host", Quiet())))
        await asyncio.sleep(0.05)
        wrong = await told("controls: [wrong]\n")
        mended = await told("room: Garden room\n# as it was\n")
        running.cancel()
        return wrong, mended

    assert asyncio.run(evening()) == (False, True)
