"""The room file, looked at while its controls are listened to."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest

from kap_room.engine.host import Host
from kap_room.engine.ports import Message, PartSaid
from kap_room.exchange.commands import Command
from kap_room.exchange.desk import Answer
from kap_room.exchange.words import parse, words
from kap_room.library.page import read_room
from kap_room.link.places import find_places
from kap_room.wiring import controls
from kap_room.wiring.controls import Door, RoomControls
from tests.rig.broker import Mosquitto, Spy


class Quiet:
    """A host in which nothing ever changes."""

    async def changed(self) -> None:
        await asyncio.sleep(0.01)


class Obeying(Quiet):
    """One that does whatever it is asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def obey(self, command: Command) -> Answer:
        self.asked.append(words(command)[0])
        return Answer(ok=True)


class Screen:
    """Answers `Inbox`: the lines of health that came."""

    def __init__(self) -> None:
        self.said: asyncio.Queue[PartSaid] = asyncio.Queue()

    def post(self, message: Message) -> None:
        if isinstance(message, PartSaid):
            self.said.put_nowait(message)


async def until(holds: Callable[[], bool]) -> None:
    """Looks every hundredth of a second, for some ten seconds."""
    for _ in range(1_000):
        if holds():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it never became so")


def _write(file: Path, text: str) -> None:
    """Whole, as editors do: read half written it would be told of twice."""
    fresh = file.with_suffix(".new")
    fresh.write_text(text)
    fresh.replace(file)


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
        await asyncio.to_thread(_write, file, text)
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


COUCH = "room: Garden room\nbroker: {{port: {port}}}\ncontrols:\n  couch: {does}\n"


def test_a_button_is_heard_while_the_room_file_is_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each press is one command, before, between and after."""
    monkeypatch.setattr(controls, "LOOKED_EVERY", 0.0)
    file = Path(os.environ["KAP_ROOM_CONFIG"])
    host = Obeying()

    def write(port: int, double: str) -> None:
        does = f"{{topic: couch, does: {{single: mark, double: {double}}}}}"
        _write(file, COUCH.format(port=port, does=does))

    async def evening(spy: Spy, port: int) -> None:
        room = read_room(file).value
        assert room is not None
        hands = RoomControls(room, find_places(), Screen())
        running = asyncio.create_task(hands.run(cast("Host", host)))
        await until(lambda: bool(hands._buttons))  # noqa: SLF001 - nobody is told of it
        ((_, heard),) = hands._buttons  # noqa: SLF001 - as above
        await until(lambda: heard.is_believed)  # a second after it is listened to
        for turn in range(16):
            if turn in {1, 3}:
                await asyncio.to_thread(write, port, f"note {turn}")
            spy.say("couch", b"single")
            await asyncio.sleep(0.25)
        spy.say("couch", b"double")
        await until(lambda: "note" in host.asked)
        await asyncio.sleep(0.1)
        running.cancel()
        await asyncio.to_thread(hands.close)

    with Mosquitto(tmp_path / "broker") as broker, Spy(broker.port) as spy:
        write(broker.port, "talk")
        asyncio.run(evening(spy, broker.port))
    assert host.asked == ["mark"] * 16 + ["note"]


class Asked:
    """Answers `Asks`."""

    def __init__(self) -> None:
        self.words: list[str] = []

    def ask(self, command: Command, by: str) -> None:
        assert by == "couch"
        self.words.append(words(command)[0])


def test_silence_goes_through_a_door_that_has_just_been_left() -> None:
    """Heard at it a moment before the next one opened; all else is heard there."""
    asked = Asked()
    door = Door(asked, is_open=True)
    for says in ("talk", "silence"):
        door.ask(parse((says,)), "couch")
    door.leave()
    for says in ("talk", "silence"):
        door.ask(parse((says,)), "couch")
    assert asked.words == ["talk", "silence", "silence"]


def test_nothing_goes_through_a_door_before_it_opens() -> None:
    """Not even silence: it may be of yesterday."""
    asked = Asked()
    Door(asked, is_open=False).ask(parse(("silence",)), "couch")
    assert asked.words == []


def test_hands_that_cannot_begin_do_not_stay_deaf(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A room file that is changed is read all the same."""
    monkeypatch.setattr(controls, "LOOKED_EVERY", 0.0)
    monkeypatch.setattr(controls, "SHOWN_EVERY", 0.0)
    file = Path(os.environ["KAP_ROOM_CONFIG"])
    does = "{topic: couch, does: {single: mark}}"
    file.write_text(f"room: Garden room\ncontrols: {{couch: {does}}}\n")
    room = read_room(file).value
    assert room is not None
    screen = Screen()
    hands = RoomControls(room, find_places(), screen)

    def fails(*_: object) -> tuple[()]:
        raise OSError("the disk is gone")

    monkeypatch.setattr(controls, "wrong_in", fails)

    async def evening() -> PartSaid:
        running = asyncio.create_task(hands.run(cast("Host", Quiet())))
        await asyncio.sleep(0.05)
        await asyncio.to_thread(_write, file, "controls: [wrong]\n")
        async with asyncio.timeout(5.0):
            said = await screen.said.get()
        running.cancel()
        return said

    assert not asyncio.run(evening()).ok
