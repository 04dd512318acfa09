"""`kap-room send` and `status`, each as a process, against an engine that answers."""

import asyncio
import json
import os
import socket
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import pytest

from kap_room.cli import quick as cli_quick
from kap_room.exchange import PROTOCOL
from kap_room.exchange.commands import Button, Note, PlayNext, Press
from kap_room.exchange.snapshot import (
    HealthView,
    LampView,
    PhaseView,
    SessionView,
    Snapshot,
    SoundView,
    TrackView,
)
from kap_room.exchange.words import EMERGENCY, LONGEST_NOTE, VOCABULARY
from kap_room.link import lines, quick
from tests.link.rig import Parrot, engine_at

HANGS = quick.ANSWERED_IN
"""Seconds for which whoever is no emergency waits for an engine that hangs."""

KAP_ROOM = "import sys; from kap_room.cli.entry import main; sys.exit(main())"


@dataclass(frozen=True, slots=True)
class Ended:
    code: int
    says: str
    complains: str


async def kap_room(*typed: str, given: bytes = b"", **environment: str) -> Ended:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        KAP_ROOM,
        *typed,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), **environment},
    )
    says, complains = await process.communicate(given)
    assert process.returncode is not None
    return Ended(process.returncode, says.decode(), complains.decode())


@pytest.fixture
def run(tmp_path: Path) -> Path:
    (tmp_path / "run").mkdir()
    return tmp_path / "run"


@pytest.fixture
def engine_socket(run: Path) -> Path:
    return run / "engine.sock"


class SilencedPlayer:
    """The player's socket, and what came in at it."""

    def __init__(self, run: Path) -> None:
        self._path = run / "player.sock"
        self.heard: list[dict[str, object]] = []
        self.took = asyncio.Event()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_unix_server(self._take, self._path)
        return self

    async def _take(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        while line := await reader.readline():
            self.heard.append(json.loads(line))
            self.took.set()
        writer.close()

    async def __aexit__(self, *problem: object) -> None:
        await asyncio.sleep(0.02)
        self._server.close()
        await asyncio.sleep(0)


async def test_a_command_that_is_accepted_ends_with_0(engine_socket: Path) -> None:
    """And what the engine says is printed."""
    engine = Parrot()
    async with engine_at(engine_socket, engine):
        ended = await kap_room("send", "silence")
    assert ended == Ended(0, "Heard 1.\n", "")
    assert engine.heard == [Press(Button.SILENCE)]


async def test_a_refusal_ends_with_1_and_its_reason(engine_socket: Path) -> None:
    """One line on stderr."""
    async with engine_at(engine_socket, Parrot()):
        ended = await kap_room("send", "end")
    assert ended == Ended(1, "", "No session is running.\n")


async def test_wrong_words_end_with_2(engine_socket: Path) -> None:
    """With what was probably meant."""
    async with engine_at(engine_socket, Parrot()):
        ended = await kap_room("send", "silnce")
    says = 'Unknown command "silnce". Did you mean "silence"?\n'
    assert ended == Ended(2, "", says)


async def test_wrong_words_end_with_2_without_an_engine_too() -> None:
    """A script with a mistake is told so on any day."""
    ended = await kap_room("send", "dose", "4m")
    assert ended.code == 2
    assert ended.complains.startswith('"4m" is not a moment.')


@pytest.mark.parametrize(
    "typed", [("send", "music"), ("status",), ("status", "--json")]
)
async def test_without_an_engine_both_end_with_3(typed: tuple[str, ...]) -> None:
    """The sentence says how to get one."""
    ended = await kap_room(*typed)
    assert ended == Ended(3, "", cli_quick.NO_ENGINE + "\n")


@pytest.mark.parametrize("word", ["silence", "ground"])
async def test_silence_reaches_the_player_when_no_engine_answers(
    word: str, run: Path
) -> None:
    """The music can be taken away with the engine gone (R4)."""
    async with SilencedPlayer(run) as player:
        ended = await kap_room("send", word)
    assert player.heard == [{"protocol": 1, "silence": {"over": 3.0}}]
    assert ended == Ended(0, "", cli_quick.PLAYER_TOOK_IT + "\n")


async def test_silence_does_not_wait_for_an_engine_that_hangs(run: Path) -> None:
    """One that is stopped takes the connection and never answers."""
    with socket.socket(socket.AF_UNIX) as hanging:
        hanging.bind(str(run / "engine.sock"))
        hanging.listen()
        async with SilencedPlayer(run) as player, asyncio.timeout(HANGS / 2):
            ended = await kap_room("send", "silence")
    assert len(player.heard) == 1
    assert ended.code == 0


async def test_the_next_engine_hears_of_the_silence_too(run: Path) -> None:
    """Or it would begin the music again as it comes."""
    engine = Parrot()
    with socket.socket(socket.AF_UNIX) as killed:
        killed.bind(str(run / "engine.sock"))
    async with SilencedPlayer(run) as player:
        sending = asyncio.create_task(kap_room("send", "silence"))
        await player.took.wait()
        async with engine_at(run / "engine.sock", engine):
            ended = await sending
    assert engine.heard == [Press(Button.SILENCE)]
    assert ended == Ended(0, "Heard 1.\n", cli_quick.PLAYER_TOOK_IT + "\n")


async def test_lights_cannot_be_had_without_an_engine(run: Path) -> None:
    """The player has no lamps, and nothing else is promised."""
    async with SilencedPlayer(run) as player:
        ended = await kap_room("send", "lights-up")
    assert player.heard == []
    assert ended.code == 3


async def test_a_note_is_read_from_standard_input(engine_socket: Path) -> None:
    """Whatever characters are in it."""
    engine = Parrot()
    engine.disk_is_well.set()
    words = 'She said: "warm" \\ väl 🌙\nand slept'
    async with engine_at(engine_socket, engine):
        ended = await kap_room("send", "note", "-", given=words.encode() + b"\n")
    assert ended.code == 0
    assert engine.heard == [Note(words)]


async def test_the_longest_note_goes_through(engine_socket: Path) -> None:
    """Ten thousand of the widest characters fit into one message."""
    engine = Parrot()
    engine.disk_is_well.set()
    async with engine_at(engine_socket, engine):
        given = ("🌙" * LONGEST_NOTE).encode()
        assert (await kap_room("send", "note", "-", given=given)).code == 0
        assert (await kap_room("send", "note", "-", given=given * 2)).code == 2
    assert engine.heard == [Note("🌙" * LONGEST_NOTE)]


async def test_bytes_that_are_no_text_do_no_harm(engine_socket: Path) -> None:
    """A file name in an old encoding is sent as far as it can be read."""
    engine = Parrot()
    async with engine_at(engine_socket, engine):
        ended = await kap_room("send", "play-next", os.fsdecode(b"caf\xe9.flac"))
    assert ended.code == 0
    assert engine.heard == [PlayNext("caf?.flac")]


async def test_help_needs_no_engine() -> None:
    """Every word that is understood is in it."""
    ended = await kap_room("send", "--help")
    assert ended.code == 0
    assert {w for w in VOCABULARY if f"  {w}" not in ended.says} == {"start"}
    assert max(len(line) for line in ended.says.splitlines()) <= 100
    assert (await kap_room("send")).code == 2
    assert (await kap_room("status", "--help")).says.startswith(
        "Usage: kap-room status"
    )


async def test_an_unknown_option_of_status_ends_with_2() -> None:
    """It might be one of another version."""
    ended = await kap_room("status", "--jsn")
    says = 'status does not know "--jsn". It takes --json and --follow.\n'
    assert ended == Ended(2, "", says)


def a_session() -> Snapshot:
    return Snapshot(
        session=SessionView(
            state="running", scene="Dusk", position_s=700.0, since_dose_s=3725.0
        ),
        phase=PhaseView("onset", 250.0, 650.0, "peak"),
        sound=SoundView(
            state="playing",
            track=TrackView("onset/tide.flac", 130.0, 460.0),
            next_track="onset/strings.mp3",
        ),
        lights={
            "floor": LampView(0.15, 2200.0, "ok"),
            "shelf": LampView(0.4, None, "lost", by_hand=True),
        },
        notes=3,
        health={
            "broker": HealthView(ok=True, says="answers"),
            "shelf": HealthView(ok=False, says="It has not answered for 20 s."),
        },
    )


async def test_the_status_is_a_few_calm_lines(engine_socket: Path) -> None:
    """What a glance wants to know, and no word of a note."""
    engine = Parrot()
    engine.now = a_session()
    async with engine_at(engine_socket, engine):
        ended = await kap_room("status")
    assert ended.says.splitlines() == [
        "Dusk: running",
        "phase    onset 4:10, 10:50 left, then peak",
        "dose     1:02:05 ago",
        "sound    playing: onset/tide.flac 2:10 of 7:40; next onset/strings.mp3",
        "lights   floor 15%, shelf 40% by hand (lost)",
        "notes    3",
        "health   shelf: It has not answered for 20 s.",
    ]


async def test_the_status_of_an_idle_room_is_calm_too(engine_socket: Path) -> None:
    """Nothing is missing from it, for nothing is there."""
    async with engine_at(engine_socket, Parrot()):
        ended = await kap_room("status")
    assert ended.says.splitlines() == [
        "No session.",
        "sound    silent",
        "health   all is well",
    ]


async def test_the_status_as_json_is_the_snapshot(engine_socket: Path) -> None:
    """The names of the contract, one object."""
    engine = Parrot()
    engine.now = a_session()
    async with engine_at(engine_socket, engine):
        told = json.loads((await kap_room("status", "--json")).says)
    assert told["phase"]["remaining_s"] == 650.0
    assert told["lights"]["shelf"]["by_hand"] is True
    assert told["sound"]["level_db"] is None


async def test_who_follows_gets_one_object_per_line_and_may_stop_reading(
    engine_socket: Path,
) -> None:
    """`| head -1` ends it quietly."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        KAP_ROOM,
        "status",
        "--follow",
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    engine = Parrot()
    async with engine_at(engine_socket, engine):
        assert process.stdout is not None
        assert process.stderr is not None
        assert json.loads(await process.stdout.readline())["notes"] == 0
        engine.become(Snapshot(notes=1))
        assert json.loads(await process.stdout.readline())["notes"] == 1
        process.terminate()
        assert await process.stderr.read() == b""
        await process.wait()


def test_the_quick_way_agrees_with_the_long_one() -> None:
    """It repeats three facts so as not to import them; they are the same."""
    assert quick.PROTOCOL == PROTOCOL
    assert set(quick.EMERGENCY) == EMERGENCY
    assert quick.LONGEST_LINE == lines.LONGEST_LINE


async def test_silence_imports_nothing_that_python_has_not_loaded(
    engine_socket: Path,
) -> None:
    """Before the message is sent; each would be paid by the person on the couch."""
    program = (
        "import sys; before = set(sys.modules)\n"
        "from kap_room.cli import entry, quick\n"
        "from kap_room.link import quick as way\n"
        "ask = way.ask\n"
        "def look(*told):\n"
        "    print(*sorted(set(sys.modules) - before)); return ask(*told)\n"
        "way.ask = look\n"
        "sys.argv[1:] = ['send', 'silence']; entry.main()\n"
    )
    async with engine_at(engine_socket, Parrot()):
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", program, stdout=asyncio.subprocess.PIPE
        )
        says, _ = await process.communicate()
    loaded = set(says.decode().splitlines()[0].split())
    assert {name for name in loaded if not name.startswith("kap_room")} == {"_socket"}
