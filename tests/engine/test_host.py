"""The engine in its loop: what goes wrong inside it never takes the buttons away."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

import pytest

from kap_room.engine.begin import CannotStart, Loaded
from kap_room.engine.host import FAULT, Host
from kap_room.exchange.commands import Button, Note, Press, Start
from kap_room.exchange.desk import Answer
from tests.engine.house import House, loaded


def load(start: Start) -> Loaded:
    if start.scene == "wrong":
        raise CannotStart("scenes/wrong.yaml:3: lasts: there is no such length.")
    return loaded()


@dataclass
class Room:
    house: House
    host: Host
    fed: list[float]


@pytest.fixture
async def room() -> AsyncIterator[Room]:
    house, fed = House(), list[float]()
    host = Host(house.engine, load, lambda _: None, fed.append)
    running = asyncio.create_task(host.run())
    await host.obey(Start("demo"))
    yield Room(house, host, fed)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_a_start_that_cannot_be_read_begins_nothing() -> None:
    """The sentence is the answer."""
    house = House()
    host = Host(house.engine, load, lambda _: None, lambda _: None)
    answer = await host.obey(Start("wrong"))
    assert answer == Answer(
        ok=False, says="scenes/wrong.yaml:3: lasts: there is no such length."
    )
    assert house.engine.session is None


async def test_a_second_start_is_refused(room: Room) -> None:
    """One room, one session."""
    answer = await room.host.obey(Start("demo"))
    assert not answer.ok


async def test_a_note_is_answered_when_it_is_durable(room: Room) -> None:
    """Not before: the answer is what the screen calls saved."""
    asked = asyncio.create_task(room.host.obey(Note("calm")))
    await asyncio.sleep(0.02)
    assert not asked.done()
    room.house.disk_writes()
    assert (await asked).ok


async def test_who_asked_may_be_gone_when_the_note_is_durable(room: Room) -> None:
    """A console that was killed meanwhile is nobody's fault."""
    asked = asyncio.create_task(room.host.obey(Note("calm")))
    await asyncio.sleep(0.02)
    asked.cancel()
    await asyncio.gather(asked, return_exceptions=True)
    room.house.disk_writes()
    assert (await room.host.obey(Press(Button.SILENCE))).ok


def broken(*_: object) -> None:
    raise ZeroDivisionError


@pytest.mark.parametrize("part", ["step", "take"])
async def test_a_fault_of_ours_is_logged_and_the_keeper_is_fed(
    room: Room,
    part: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """An engine that ended would come back to the same fault, for ever."""
    with monkeypatch.context() as patch:
        fault: Callable[..., None] = broken
        patch.setattr(room.house.engine, part, fault)
        fed = len(room.fed)
        answer = await room.host.obey(Press(Button.TALK))
        await asyncio.sleep(0.05)
    assert len(room.fed) > fed
    assert answer == Answer(ok=False, says=FAULT)
    assert "the session goes on" in caplog.text
    assert (await room.host.obey(Press(Button.SILENCE))).ok
