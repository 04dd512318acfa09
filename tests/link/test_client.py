"""A front end survives every engine: it waits, comes back, and sends nothing twice."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from kap_room.exchange.commands import Button, Note, Press
from kap_room.exchange.snapshot import LampView, SessionView, Snapshot
from kap_room.link.client import COMES_BACK_IN, RemoteDesk
from tests.link.rig import Parrot, engine_at

SILENCE = Press(Button.SILENCE)


@pytest.fixture
def run(tmp_path: Path) -> Path:
    folder = tmp_path / "run"
    folder.mkdir()
    return folder


def desk_in(run: Path) -> RemoteDesk:
    return RemoteDesk(run / "engine.sock", run / "player.sock")


@asynccontextmanager
async def stranger(
    path: Path, heard: list[bytes], answer: bytes = b""
) -> AsyncIterator[None]:
    """Takes one line of each connection, says its answer and goes."""

    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append(await reader.readline())
        writer.write(answer)
        writer.close()

    server = await asyncio.start_unix_server(take, path)
    try:
        yield
    finally:
        server.close()
        await asyncio.sleep(0.01)


async def until(holds: Callable[[], object]) -> None:
    """Looks every millisecond, for some ten seconds."""
    for _ in range(10_000):
        if holds():
            return
        await asyncio.sleep(0.001)
    raise AssertionError("it never became so")


async def test_a_command_reaches_the_engine_and_its_answer_returns(run: Path) -> None:
    """The desk is the engine, seen from another process."""
    engine = Parrot()
    async with engine_at(run / "engine.sock", engine):
        answer = await desk_in(run).send(Press(Button.TALK))
    assert (answer.ok, answer.says, answer.lost) == (True, "Heard 1.", False)
    assert engine.heard == [Press(Button.TALK)]


async def test_a_note_in_waiting_leaves_the_way_free(run: Path) -> None:
    """Silence is answered while the note before it still waits for its disk."""
    engine = Parrot()
    desk = desk_in(run)
    async with engine_at(run / "engine.sock", engine):
        note = asyncio.create_task(desk.send(Note("warm hands")))
        await until(lambda: engine.heard)
        assert (await desk.send(SILENCE)).ok
        assert not note.done()
        engine.disk_is_well.set()
        assert (await note).ok


async def test_without_an_engine_a_command_is_lost_and_says_so(run: Path) -> None:
    """At once, for no socket means that no engine is about to come back."""
    async with asyncio.timeout(COMES_BACK_IN / 2):
        answer = await desk_in(run).send(Press(Button.MUSIC))
    assert (answer.ok, answer.lost) == (False, True)
    assert answer.says == "No engine answers. Send it again in a moment."


async def test_without_an_engine_silence_reaches_the_player_itself(run: Path) -> None:
    """Emergency keys work when the engine does not (R4)."""
    heard: list[bytes] = []
    async with stranger(run / "player.sock", heard):
        answer = await desk_in(run).send(SILENCE)
    assert [json.loads(line) for line in heard] == [
        {"protocol": 1, "silence": {"over": 3.0}}
    ]
    assert (answer.ok, answer.lost) == (True, True)


async def test_a_command_waits_for_an_engine_that_is_being_started(run: Path) -> None:
    """A note saved in the seconds after a crash is not refused."""
    engine = Parrot()
    engine.disk_is_well.set()
    with socket.socket(socket.AF_UNIX) as killed:
        killed.bind(str(run / "engine.sock"))
    note = asyncio.create_task(desk_in(run).send(Note("warm hands")))
    await asyncio.sleep(0.05)
    async with engine_at(run / "engine.sock", engine):
        assert (await note).ok
    assert engine.heard == [Note("warm hands")]


async def test_a_command_that_may_have_been_obeyed_is_not_sent_twice(run: Path) -> None:
    """An engine that dies before it answers leaves the question to the therapist."""
    heard: list[bytes] = []
    async with stranger(run / "engine.sock", heard):
        answer = await desk_in(run).send(Press(Button.LOUDER))
    assert len(heard) == 1
    assert (answer.ok, answer.lost) == (False, True)
    assert answer.says.startswith("The engine went away before it answered.")


async def test_the_snapshot_arrives_as_it_was(run: Path) -> None:
    """Through JSON and back, no value has changed."""
    engine = Parrot()
    engine.now = Snapshot(
        session=SessionView(state="running", position_s=12.25),
        lights={"floor": LampView(0.15, 2200.0, "ok")},
        pids={"player": None},
    )
    async with engine_at(run / "engine.sock", engine):
        seen = desk_in(run).snapshots()
        assert await anext(seen) == engine.now
        await seen.aclose()


async def test_snapshots_go_on_with_the_next_engine(run: Path) -> None:
    """None in between, and nobody has to ask again."""
    seen = desk_in(run).snapshots()
    assert await anext(seen) is None
    async with engine_at(run / "engine.sock", Parrot()):
        assert await anext(seen) == Snapshot()
    assert await anext(seen) is None
    async with engine_at(run / "engine.sock", Parrot()):
        assert await anext(seen) == Snapshot()
    await seen.aclose()


async def test_a_newer_engines_additions_are_passed_over(run: Path) -> None:
    """A field that this version does not know costs nothing."""
    newer = b'{"protocol":1,"snapshot":{"notes":3,"moon":"full"}}\n'
    async with stranger(run / "engine.sock", [], newer):
        seen = desk_in(run).snapshots()
        assert await anext(seen) == Snapshot(notes=3)
        await seen.aclose()


async def test_an_engine_of_another_protocol_is_told_from_none(run: Path) -> None:
    """The therapist reads what to do about it."""
    async with stranger(run / "engine.sock", [], b'{"protocol":2,"ok":true}\n'):
        answer = await desk_in(run).send(Press(Button.MUSIC))
    assert answer.says.startswith("This side speaks protocol 1, not 2.")
