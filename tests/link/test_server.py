"""The engine's socket stays open to everyone who may command, and to nobody else."""

import asyncio
import os
import socket
import stat
from pathlib import Path

import pytest

from kap_room.exchange.commands import Button, MarkMoment, Note, Press
from kap_room.exchange.snapshot import SessionView, Snapshot
from kap_room.link.lines import LONGEST_LINE
from kap_room.link.server import CannotListen, listen_privately
from tests.link.rig import Parrot, caller_of, engine_at


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "run" / "engine.sock"


async def test_a_command_is_obeyed_and_answered(path: Path) -> None:
    """What was said arrives as the command that was meant."""
    engine = Parrot()
    async with engine_at(path, engine), caller_of(path) as caller:
        caller.say({"send": ["mark", "tears"]})
        assert await caller.hear() == {"protocol": 1, "ok": True, "says": "Heard 1."}
    assert engine.heard == [MarkMoment("tears")]


async def test_a_refusal_carries_its_reason(path: Path) -> None:
    """The engine's sentence reaches the one who asked."""
    async with engine_at(path, Parrot()), caller_of(path) as caller:
        caller.say({"send": ["end"]})
        answer = await caller.hear()
    assert answer == {"protocol": 1, "ok": False, "says": "No session is running."}


async def test_wrong_words_are_told_apart_from_a_refusal(path: Path) -> None:
    """They are the caller's mistake, and the engine never hears them."""
    engine = Parrot()
    async with engine_at(path, engine), caller_of(path) as caller:
        caller.say({"send": ["silnce"]})
        answer = await caller.hear()
    assert answer["wrong"] is True
    assert answer["says"] == 'Unknown command "silnce". Did you mean "silence"?'
    assert engine.heard == []


async def test_silence_passes_a_note_that_waits_for_the_disk(path: Path) -> None:
    """On one and the same connection, silence is answered before the note."""
    engine = Parrot()
    async with engine_at(path, engine), caller_of(path) as caller:
        caller.say({"send": ["note", "warm hands"], "id": 1})
        caller.say({"send": ["silence"], "id": 2})
        assert (await caller.hear())["id"] == 2
        engine.disk_is_well.set()
        assert (await caller.hear())["id"] == 1
    assert engine.heard == [Note("warm hands"), Press(Button.SILENCE)]


async def test_silence_is_heard_when_too_many_notes_wait(path: Path) -> None:
    """A flood of commands is refused, and an emergency among them is not."""
    engine = Parrot()
    async with engine_at(path, engine), caller_of(path) as caller:
        for number in range(70):
            caller.say({"send": ["note", str(number)], "id": number})
        caller.say({"send": ["ground"], "id": "ground"})
        answers = [await caller.hear() for _ in range(7)]
    assert [answer["ok"] for answer in answers] == [False] * 6 + [True]
    assert answers[-1]["id"] == "ground"


async def test_a_client_that_hangs_holds_up_nobody(path: Path) -> None:
    """Half a line, and nothing more, from one; the other is answered."""
    async with engine_at(path, Parrot()), caller_of(path) as hanging:
        hanging.say(b'{"protocol":1,"se')
        async with caller_of(path) as caller:
            caller.say({"send": ["music"]})
            assert (await caller.hear())["ok"] is True


async def test_a_command_that_fails_is_answered_and_the_next_obeyed(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A defect costs one command; it is in the log and never a traceback abroad."""
    async with engine_at(path, Parrot()), caller_of(path) as caller:
        caller.say({"send": ["deeper"]})
        answer = await caller.hear()
        caller.say({"send": ["music"]})
        assert (await caller.hear())["ok"] is True
    assert answer["says"] == "The engine could not do this. Its log says why."
    assert "A command failed: Press" in caplog.text


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (b"silence\n", "Each message is one line of JSON."),
        (b"[1]\n", "Each message is one JSON object."),
        (b"[" * 50_000 + b"\n", "Each message is one line of JSON."),
        (b"\xff\xfe\n", "Each message is one line of JSON."),
        (
            b'{"protocol":2,"status":true}\n',
            "This side speaks protocol 1, not 2. Two versions of kap-room are in use",
        ),
        (b'{"protocol":1,"dance":true}\n', 'Send {"send": [words]}, "status" or'),
        (b"x" * (LONGEST_LINE + 10) + b"\n", "A message has at most 65536 bytes."),
    ],
)
async def test_what_is_not_understood_is_refused_in_a_sentence(
    path: Path, line: bytes, says: str
) -> None:
    """And the connection ends, for the rest of it could mean anything."""
    async with engine_at(path, Parrot()), caller_of(path) as caller:
        caller.say(line)
        answer = await caller.hear()
        assert str(answer["says"]).startswith(says)
        assert answer["ok"] is False
        assert await caller.is_left()


async def test_words_that_are_no_words_are_refused(path: Path) -> None:
    """A number among the words is a mistake, not a reason to fall."""
    async with engine_at(path, Parrot()), caller_of(path) as caller:
        caller.say({"send": ["extend", 5]})
        assert (await caller.hear())["wrong"] is True


async def test_the_status_is_the_snapshot_of_now(path: Path) -> None:
    """Plain JSON with the names of the contract; what is absent is null."""
    async with engine_at(path, Parrot()), caller_of(path) as caller:
        caller.say({"status": True})
        snapshot = (await caller.hear())["snapshot"]
    assert isinstance(snapshot, dict)
    assert snapshot["session"]["state"] == "idle"
    assert snapshot["session"]["since_dose_s"] is None


async def test_a_watcher_sees_each_change(path: Path) -> None:
    """The room as it is at once, and again as soon as it is another."""
    engine = Parrot()
    async with engine_at(path, engine), caller_of(path) as caller:
        caller.say({"watch": True})
        first = await caller.hear()
        engine.become(Snapshot(session=SessionView(state="running")))
        second = await caller.hear()
    states = [first["snapshot"], second["snapshot"]]
    assert [s["session"]["state"] for s in states if isinstance(s, dict)] == [
        "idle",
        "running",
    ]


async def test_a_watcher_that_slept_is_shown_the_room_as_it_is(path: Path) -> None:
    """However much changed meanwhile: a short backlog, and then the newest."""
    engine = Parrot()
    async with engine_at(path, engine), caller_of(path) as sleeper:
        sleeper.say({"watch": True})
        await sleeper.hear()
        bulk = "x" * 60_000
        for number in range(30):
            engine.become(Snapshot(session=SessionView(scene=bulk), notes=number))
            await asyncio.sleep(0.06)
        seen: list[int] = []
        while not seen or seen[-1] != 29:
            snapshot = (await sleeper.hear())["snapshot"]
            assert isinstance(snapshot, dict)
            seen.append(snapshot["notes"])
    assert len(seen) < 15
    assert seen == sorted(seen)


def test_the_socket_is_its_owners_alone(tmp_path: Path) -> None:
    """Whoever can open it commands the room."""
    with listen_privately(tmp_path / "engine.sock"):
        mode = (tmp_path / "engine.sock").stat().st_mode
    assert stat.S_ISSOCK(mode)
    assert stat.S_IMODE(mode) == 0o600


async def test_the_socket_of_a_killed_engine_is_replaced(path: Path) -> None:
    """The next engine answers where the last one did."""
    path.parent.mkdir()
    dead = socket.socket(socket.AF_UNIX)
    dead.bind(str(path))
    dead.close()
    async with engine_at(path, Parrot()), caller_of(path) as caller:
        caller.say({"status": True})
        assert "snapshot" in await caller.hear()


async def test_nothing_is_left_of_a_socket_that_was_closed(path: Path) -> None:
    """A file without an engine would make the next caller wait."""
    async with engine_at(path, Parrot()):
        assert os.listdir(path.parent) == ["engine.sock"]  # noqa: PTH208
    assert os.listdir(path.parent) == []  # noqa: PTH208 - hidden files count too


def test_a_folder_that_cannot_hold_a_socket_is_told(tmp_path: Path) -> None:
    """A path too long for a socket is a sentence and no traceback."""
    deep = tmp_path / ("d" * 120)
    deep.mkdir()
    with pytest.raises(CannotListen, match="Set KAP_ROOM_RUNTIME to a short folder"):
        listen_privately(deep / "engine.sock")
