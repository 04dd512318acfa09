"""A remote of zigbee2mqtt and a Home Assistant, in a whole room at a real broker."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kap_room.adapters.controls.asking import APART
from tests.rig.broker import Mosquitto, Spy, wait_until
from tests.rig.flood import Finger, flood
from tests.rig.house import House, Status
from tests.whole.lit import PLAYLIST

COUCH = "zigbee2mqtt/couch button"

SCENE = """
name: Quiet
phases:
  - {name: arrival, lasts: 30m, playlist: noise}
  - {name: peak, lasts: 30m, playlist: noise}
"""

CONTROLS = f"""
controls:
  couch:
    topic: {COUCH}
    does: {{single: talk, double: next-phase, hold: ground, triple: silence}}
"""

FLOOR = "zigbee2mqtt/floor"
LAMP = f"lights:\n  floor: {{speaks: zigbee2mqtt, topic: {FLOOR}}}\n"

AT_HOME = "home assistant: {may: [silence, volume]}\n"

CONFIG = "homeassistant/device/kap-room-test-room/config"
STATE = "kap-room/test-room/state"
THERE = "kap-room/test-room/availability"
ASK = "kap-room/test-room/command"

SETTLED = 2.5
"""Seconds after which the engine believes what comes on a topic: one, by its own clock,
and it may be late in beginning to listen."""


@pytest.fixture(scope="module")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mosquitto]:
    """It has kept an old press for whoever comes."""
    with Mosquitto(tmp_path_factory.mktemp("broker"), persistence=True) as mosquitto:
        with Spy(mosquitto.port) as remote:
            remote.say(COUCH, action("hold"), retain=True)
        yield mosquitto


@pytest.fixture(scope="module")
def begun(
    tmp_path_factory: pytest.TempPathFactory, music: Path, broker: Mosquitto
) -> Iterator[House]:
    """A session with a remote and a Home Assistant, which all claims share."""
    with House(tmp_path_factory.mktemp("house"), music=music) as house:
        house.write("playlists/noise.yaml", PLAYLIST)
        house.write("scenes/quiet.yaml", SCENE)
        furnish(house, broker, CONTROLS + LAMP + AT_HOME)
        house.keep()
        house.start("quiet")
        house.wait_until(lambda said: said["sound"]["state"] == "playing")
        listens(house)
        yield house


@pytest.fixture
def house(begun: House) -> House:
    """As it was in the beginning, whatever the claim before this one has done."""
    said = begun.status()
    if said["session"]["state"] == "grounded":
        begun.press("go-back-in", "plan")
    if said["sound"]["talking"]:
        begun.press("talk")
    if said["phase"]["name"] == "peak":
        begun.press("previous-phase")
    begun.press("music")
    begun.wait_until(is_at_ease)
    time.sleep(APART)  # a press of the claim before would be the same press
    return begun


def is_at_ease(said: Status) -> bool:
    sound, phase = said["sound"], said["phase"]["name"]
    state = said["session"]["state"], phase, sound["silenced"], sound["talking"]
    return state == ("running", "arrival", False, False)


def listens(house: House) -> None:
    """Its lines to the broker are there, all of which begin together, and believed."""
    house.wait_until(lambda said: said["health"].get("broker", {}).get("ok"))
    time.sleep(SETTLED)


def furnish(
    house: House, broker: Mosquitto, more: str, name: str = "Test room"
) -> None:
    at = f"broker: {{host: 127.0.0.1, port: {broker.port}}}"
    house.write("room.yaml", f"room: {name}\nmusic: {house.music}\n{at}\n{more}")


def action(word: str, linkquality: int = 120) -> str:
    return f'{{"action":"{word}","battery":90,"linkquality":{linkquality}}}'


def is_talking(said: Status) -> bool:
    return bool(said["sound"]["talking"])


def is_grounded(said: Status) -> bool:
    return bool(said["session"]["state"] == "grounded")


def test_a_remote_does_what_its_room_wrote_beside_it(
    house: House, broker: Mosquitto
) -> None:
    """One press, two presses, and one that is held; each once."""
    with Spy(broker.port) as remote:
        remote.say(COUCH, action("single"))
        house.wait_until(is_talking, within=8.0)
        time.sleep(APART)  # at once it would be the same press
        remote.say(COUCH, action("single"))
        house.wait_until(lambda said: not is_talking(said), within=8.0)
        remote.say(COUCH, action("double"))
        house.wait_until(lambda said: said["phase"]["name"] == "peak", within=8.0)
        remote.say(COUCH, action("hold", 99))
        house.wait_until(is_grounded, within=8.0)


def test_an_old_press_does_nothing_when_the_engine_comes_back(
    house: House, broker: Mosquitto
) -> None:
    """The broker had kept it, and gives it to whoever comes."""
    assert not is_grounded(house.status())
    killed = house.kill("engine")
    house.wait_until(lambda said: said["pids"]["engine"] != killed)
    listens(house)
    assert not is_grounded(house.status())
    with Spy(broker.port) as remote:
        remote.say(COUCH, action("single"))
        house.wait_until(is_talking, within=8.0)
    assert not is_grounded(house.status())


WHOLE = (
    '{"action":"spin","action_transaction":13,"battery":90,"current_heating":null,'
    '"last_seen":"2026-11-22T09:00:00Z","linkquality":120,'
    '"update":{"installed_version":16777241,"latest_version":16777241,"state":"idle"}}'
)
"""As long as a remote of today makes it."""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("topic", "payload"),
    [
        (COUCH, action("spin")),
        (COUCH, WHOLE),
        (FLOOR, '{"state":"ON","brightness":100}'),
        (FLOOR, '{"state":"ON","brightness":{}}'),
    ],
    ids=["its button", "its button, at length", "a lamp", "a lamp that changes"],
)
def test_silence_is_obeyed_while_a_device_floods_us(
    house: House, broker: Mosquitto, topic: str, payload: str
) -> None:
    """Ten thousand messages a second; memory stays as it was."""
    finger = Finger(broker.port)
    engine = house.pids()["engine"]
    lost = flood(broker.port, topic, payload, 10_000, 8.0)
    time.sleep(1.0)
    before, taken = memory_of(engine), []
    for _ in range(7):
        began = time.monotonic()
        finger.say(COUCH, action("triple"))
        house.wait_until(lambda said: said["sound"]["silenced"], within=3.0)
        taken.append(time.monotonic() - began)
        house.press("music")
        house.wait_until(lambda said: not said["sound"]["silenced"])
        time.sleep(0.2)
    # With the question itself, which the engine answers in between.
    assert statistics.median(taken) < 0.2, taken
    assert int(lost.communicate()[0]) > 50_000
    finger.close()
    assert memory_of(engine) - before < 4_000


def memory_of(pid: int) -> int:
    """In kB."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))


def test_home_assistant_is_told_of_the_room_and_may_ask_for_silence(
    house: House, broker: Mosquitto
) -> None:
    """And of nothing that stands about a person in the session."""
    with Spy(broker.port) as home:
        house.send("code", "rosewood")
        house.send("dose")
        house.send("note", "Rosewood weeps")
        assert home.wait_for(CONFIG)
        home.say(ASK, "ground")
        home.say(ASK, "silence")
        house.wait_until(lambda said: said["sound"]["silenced"], within=8.0)
        assert not is_grounded(house.status())
        assert home.wait_for(STATE)
        assert wait_until(lambda: last_state(home)["sound"] == "silent", within=20.0)
        assert last_state(home)["phase"] == "arrival"
        said = b"".join(each.topic.encode() + each.payload for each in home.heard())
        assert b"osewood" not in said
        assert b"dose" not in said


def last_state(home: Spy) -> Status:
    told: Status = json.loads(home.heard(STATE)[-1].payload)
    return told


def test_nothing_is_left_at_the_broker_when_the_key_is_taken_out(
    tmp_path: Path,
) -> None:
    """Nor under the name that the room had before."""
    attic = {CONFIG.replace("test-room", "attic")}
    attic |= {f"kap-room/attic/{word}" for word in ("state", "availability")}
    with Mosquitto(tmp_path / "broker") as broker, House(tmp_path) as house:
        furnish(house, broker, AT_HOME)
        house.keep()
        assert wait_until(lambda: len(kept_at(broker)) == len(attic), within=15.0)
        furnish(house, broker, AT_HOME, name="Attic")
        house.kill("engine")
        assert wait_until(lambda: kept_at(broker) == attic, within=20.0)
        furnish(house, broker, "")
        house.kill("engine")
        assert wait_until(lambda: kept_at(broker) == set(), within=20.0)
        remembered = house.folder / "data" / "announced.json"
        assert wait_until(lambda: not remembered.exists(), within=10.0)


def test_two_rooms_with_like_names_have_nothing_in_common_at_the_broker(
    tmp_path: Path,
) -> None:
    """Who came first keeps the name; the other takes nothing of it away."""
    with (
        Mosquitto(tmp_path / "broker") as broker,
        House(tmp_path / "one", has_sound=False) as one,
        House(tmp_path / "two", has_sound=False) as two,
    ):
        furnish(one, broker, AT_HOME, name="Test room")
        one.keep()
        assert wait_until(lambda: len(kept_at(broker)) == 3, within=15.0)
        firsts = kept_at(broker)
        furnish(two, broker, AT_HOME, name="test-room")
        two.keep()
        assert wait_until(lambda: len(kept_at(broker)) == 6, within=15.0)
        assert 'called "test-room" at the broker' in two.run("check").out
        furnish(two, broker, "", name="test-room")
        two.kill("engine")
        assert wait_until(lambda: kept_at(broker) == firsts, within=20.0)


def kept_at(broker: Mosquitto) -> set[str]:
    """Every topic on which the broker keeps something."""
    with Spy(broker.port) as later:
        return {each.topic for each in later.kept()}
