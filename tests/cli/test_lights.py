"""`kap-room lights`, and what `check` says of lamps: words, JSON and exit codes."""

import asyncio
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from kap_room.cli.entry import main
from kap_room.exchange.snapshot import LampView, SessionView, Snapshot
from tests.adapters.lamps.answerer import Answerer, Answers
from tests.link.rig import Parrot, engine_at
from tests.rig.broker import Mosquitto, Spy, free_port

STATE = "zigbee2mqtt/floor"
FLOOR: Answers = {
    ("zigbee2mqtt/floor/get", '"state"'): (STATE, '{"state":"OFF","brightness":102}'),
}


@dataclass(frozen=True, slots=True)
class Ended:
    code: int
    says: str
    complains: str


@dataclass(frozen=True)
class Hut:
    """A room file and a broker, and nothing else."""

    folder: Path
    port: int
    patch: pytest.MonkeyPatch
    screen: pytest.CaptureFixture[str]

    def write(self, lights: str, port: int | None = None) -> None:
        broker = f"broker: {{host: 127.0.0.1, port: {port or self.port}}}\n"
        (self.folder / "room.yaml").write_text(broker + lights)

    async def kap_room(self, *typed: str) -> Ended:
        """On a thread beside an engine that may have to answer meanwhile."""
        self.patch.setattr("sys.argv", ["kap-room", *typed])
        code = await asyncio.to_thread(main)
        out, err = self.screen.readouterr()
        return Ended(code, out, err)


@pytest.fixture
def hut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Hut]:
    (tmp_path / "run").mkdir(mode=0o700)
    monkeypatch.setenv("KAP_ROOM_CONFIG", str(tmp_path / "room.yaml"))
    monkeypatch.setenv("KAP_ROOM_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("KAP_ROOM_RUNTIME", str(tmp_path / "run"))
    with Mosquitto(tmp_path / "broker") as broker:
        hut = Hut(tmp_path, broker.port, monkeypatch, capsys)
        hut.write("lights: {floor: {speaks: zigbee2mqtt, topic: zigbee2mqtt/floor}}\n")
        yield hut


def running(state: str) -> Parrot:
    """An engine whose session has a lamp that a hand took."""
    engine = Parrot()
    lamp = LampView(0.15, 2200.0, "ok", by_hand=True)
    session = replace(Snapshot().session, state=state)
    assert isinstance(session, SessionView)
    engine.now = replace(Snapshot(), session=session, lights={"floor": lamp})
    return engine


async def test_the_list_shows_what_each_lamp_answers(hut: Hut) -> None:
    """As a table, and as JSON."""
    with Answerer(hut.port, FLOOR):
        table = await hut.kap_room("lights", "list")
        ended = await hut.kap_room("lights", "list", "--json")
    assert table == Ended(0, "floor  zigbee2mqtt  zigbee2mqtt/floor  ok  0%\n", "")
    (floor,) = json.loads(ended.says)
    assert (floor["health"], floor["level"], floor["by_hand"]) == ("ok", 0.0, None)


async def test_in_a_session_the_list_is_what_the_engine_says(hut: Hut) -> None:
    """Also that a hand has a lamp; nobody is asked twice."""
    async with engine_at(hut.folder / "run" / "engine.sock", running("running")):
        with Spy(hut.port) as spy:
            ended = await hut.kap_room("lights", "list")
            assert spy.heard() == ()
    assert ended.says.endswith("ok  15% 2200 K by hand\n")


async def test_a_broker_that_is_away_ends_each_with_3(hut: Hut) -> None:
    """With a sentence; the list is shown as far as it is known."""
    lights = "lights: {floor: {speaks: zigbee2mqtt, topic: zigbee2mqtt/floor}}\n"
    hut.write(lights, free_port())
    tried = ("list",), ("discover",), ("try", "floor", "20%")
    ended = [await hut.kap_room("lights", *words) for words in tried]
    assert [one.code for one in ended] == [3, 3, 3]
    assert all("nothing listens there" in one.complains for one in ended)
    assert "unknown" in ended[0].says


async def test_discover_prints_lines_for_the_room_file(hut: Hut) -> None:
    """And marks what it has."""
    bulb = {"type": "light", "features": [{"name": "state"}, {"name": "brightness"}]}
    devices = [
        {"friendly_name": name, "ieee_address": name, "definition": {"exposes": [bulb]}}
        for name in ("floor", "bed")
    ]
    with Spy(hut.port) as spy:
        spy.say("zigbee2mqtt/bridge/devices", json.dumps(devices), retain=True)
        ended = await hut.kap_room("lights", "discover")
        as_json = await hut.kap_room("lights", "discover", "--json")
    assert ended.says.splitlines() == [
        "lights:",
        "  bed: {speaks: zigbee2mqtt, topic: zigbee2mqtt/bed, can: dim}",
        '# In the room file already: "floor", zigbee2mqtt at "zigbee2mqtt/floor"',
    ]
    known = {
        one["name"]: one["in_room_file"] for one in json.loads(as_json.says)["lamps"]
    }
    assert known == {"floor": True, "bed": False}


async def test_try_never_reaches_into_a_session(hut: Hut) -> None:
    """Somebody lies there; the session's own command is named."""
    async with engine_at(hut.folder / "run" / "engine.sock", running("held")):
        with Spy(hut.port) as spy:
            ended = await hut.kap_room("lights", "try", "floor", "20%")
            assert spy.heard() == ()
    assert (ended.code, ended.says) == (1, "")
    assert "kap-room send light floor 20%" in ended.complains


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("try", "flor", "20%"), 'Did you mean "floor"?'),
        (("try", "floor", "20"), "Write 20%."),
        (("try", "floor"), "level"),
        (("lst",), "lst"),
    ],
)
async def test_a_wrong_word_ends_with_2(
    hut: Hut, words: tuple[str, ...], says: str
) -> None:
    """In one sentence, with what was meant."""
    ended = await hut.kap_room("lights", *words)
    assert (ended.code, ended.says) == (2, "")
    assert says in ended.complains
    assert ended.complains.count("\n") == 1


async def test_where_the_room_has_no_lamps_none_can_be_tried(hut: Hut) -> None:
    """And it is said how to come to some."""
    hut.write("")
    ended = await hut.kap_room("lights", "try", "floor", "20%")
    assert (ended.code, ended.complains.count("\n")) == (2, 1)
    assert ended.complains.endswith(
        "It names none: kap-room lights discover proposes some.\n"
    )


async def test_a_wrong_room_file_ends_with_2_and_its_line(hut: Hut) -> None:
    """As everywhere."""
    hut.write("lights: {floor: {speaks: morse, topic: floor}}\n")
    ended = await hut.kap_room("lights", "list")
    assert ended.code == 2
    assert "room.yaml:2: lights.floor.speaks:" in ended.complains


SCENE = "name: Short\nphases: [{name: arrival, lasts: 5m}]\n"


async def test_check_prints_the_mending_command_on_a_line_of_its_own(hut: Hut) -> None:
    """It can be copied as it stands; in JSON it is a value."""
    (hut.folder / "short.yaml").write_text(SCENE)
    returns: Answers = {
        **FLOOR,
        ("zigbee2mqtt/floor/get", "power_on"): (STATE, '{"power_on_behavior":"on"}'),
    }
    with Answerer(hut.port, returns):
        ended = await hut.kap_room("check", str(hut.folder / "short.yaml"))
        as_json = await hut.kap_room("check", str(hut.folder / "short.yaml"), "--json")
    lines = ended.says.splitlines()
    doubt = next(n for n, line in enumerate(lines) if line.startswith("doubt  lamp"))
    assert lines[doubt + 1].strip().startswith("mosquitto_pub -h 127.0.0.1 -p")
    mends = [command for one in json.loads(as_json.says) for command in one["mends"]]
    assert lines[doubt + 1].strip() in mends


async def test_check_tells_of_a_file_for_the_broker_that_is_not_there(
    hut: Hut,
) -> None:
    """With its line; and the broker is not asked, as it could not be reached."""
    (hut.folder / "short.yaml").write_text(SCENE)
    (hut.folder / "room.yaml").write_text(
        "broker:\n  username: room\n  password file: mqtt.pass\n"
        "  tls: yes\n  certificate file: room.crt\n  key file: room.key\n"
        "lights: {floor: {speaks: zigbee2mqtt, topic: zigbee2mqtt/floor}}\n"
    )
    (hut.folder / "room.key").write_text("")
    ended = await hut.kap_room("check", str(hut.folder / "short.yaml"))
    told = [line.split(" There is")[0] for line in ended.complains.splitlines()]
    assert told == [
        f"{hut.folder}/room.yaml:3: broker.password file:",
        f"{hut.folder}/room.yaml:5: broker.certificate file:",
    ]
    assert ended.code == 2
    assert "lamp floor" not in ended.says
