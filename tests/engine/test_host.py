"""The engine in its loop: what goes wrong inside it never takes the buttons away."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from kap_room.engine.begin import CannotStart, Loaded
from kap_room.engine.host import FAULT, Find, Host, Looked
from kap_room.engine.ports import TrackMeasured
from kap_room.engine.session import Refused
from kap_room.exchange.commands import (
    Button,
    FoundFile,
    Note,
    PlayNext,
    Press,
    Start,
)
from kap_room.exchange.desk import Answer
from kap_room.plan.music import Measure, Track
from kap_room.plan.units import SILENT, Decibels, Seconds
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


MEASURE = Measure(Seconds(200.0), Decibels(-26.0), Decibels(-9.0))
BELLS = FoundFile(Track("bells.flac"), "/music/bells.flac")


async def asked_for(find: Find, house: House) -> Answer:
    host = Host(house.engine, load, lambda _: None, lambda _: None, find=find)
    await host.obey(Start("demo"))
    return await host.obey(PlayNext("bells"))


async def test_a_file_is_looked_for_before_it_is_decided_upon() -> None:
    """Where it lies and how loud it is come with it."""
    house = House()
    answer = await asked_for(lambda _: Looked(BELLS, MEASURE), house)
    assert answer == Answer(ok=True, says="bells.flac comes next.")
    coming = house.order.next
    assert coming is not None
    assert (coming.file, coming.gain) == ("/music/bells.flac", Decibels(-3.0))
    assert Path(BELLS.path) not in house.measurer.wanted


async def test_one_that_is_new_is_measured_before_it_is_laid_out() -> None:
    """For a moment; what cannot sound is refused then."""
    house = House()

    def find(file: str) -> Looked:
        del file
        broken = Measure(Seconds(0.0), SILENT, SILENT, "It is empty.")
        house.engine.post(TrackMeasured(Path(BELLS.path), broken))
        return Looked(BELLS)

    answer = await asked_for(find, house)
    assert answer == Answer(ok=False, says="bells.flac cannot sound: It is empty.")
    assert Path(BELLS.path) in house.measurer.wanted


async def test_what_is_not_found_is_refused_with_the_reason() -> None:
    """And what sounds goes on."""

    def nowhere(_: str) -> Looked:
        raise Refused("The music folder has no such file.")

    house = House()
    answer = await asked_for(nowhere, house)
    assert answer == Answer(ok=False, says="The music folder has no such file.")
    assert house.playing == "arrival/0.flac"


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
