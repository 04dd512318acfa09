"""Virtual lamps at a real broker: what a room hears of them from start to end."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.adapters.programs import Program, virtual_lamps
from tests.rig.broker import Mosquitto, Spy, wait_until

FLOOR = "zigbee2mqtt/floor"
ONLINE = b'{"state":"online"}'
OFFLINE = b'{"state":"offline"}'


@pytest.fixture
def mosquitto(tmp_path: Path) -> Iterator[Mosquitto]:
    with Mosquitto(tmp_path / "broker") as broker:
        yield broker


@pytest.fixture
def spy(mosquitto: Mosquitto) -> Iterator[Spy]:
    with Spy(mosquitto.port) as listening:
        yield listening


@pytest.fixture
def lamps(mosquitto: Mosquitto, spy: Spy) -> Iterator[Program]:
    with virtual_lamps(mosquitto.port, "floor", "bed") as program:
        assert spy.wait_for(FLOOR)
        assert spy.wait_for("zigbee2mqtt/bed")
        for topic in ("floor/availability", "bed/availability"):
            assert spy.wait_for(f"zigbee2mqtt/{topic}")
        for topic in ("state", "devices"):
            assert spy.wait_for(f"zigbee2mqtt/bridge/{topic}")
        yield program


def brightness(spy: Spy, topic: str = FLOOR) -> list[int]:
    return [json.loads(message.payload)["brightness"] for message in spy.heard(topic)]


@pytest.mark.usefixtures("lamps")
def test_they_come_to_power_at_full(spy: Spy) -> None:
    """As bulbs do that nobody has told otherwise."""
    assert brightness(spy) == [254]


@pytest.mark.usefixtures("lamps")
def test_they_are_announced_to_whoever_comes_later(mosquitto: Mosquitto) -> None:
    """Availability, the bridge and its inventory are kept by the broker."""
    with Spy(mosquitto.port) as newcomer:
        assert newcomer.wait_for("zigbee2mqtt/bridge/devices")
        assert newcomer.wait_for("zigbee2mqtt/bridge/state")
        assert newcomer.wait_for(f"{FLOOR}/availability")
        kept = {m.topic: m.payload for m in newcomer.heard() if m.kept}
    assert kept[f"{FLOOR}/availability"] == ONLINE
    assert kept["zigbee2mqtt/bridge/state"] == ONLINE
    devices = json.loads(kept["zigbee2mqtt/bridge/devices"])
    assert [each["friendly_name"] for each in devices] == ["floor", "bed"]
    assert FLOOR not in kept


@pytest.mark.usefixtures("lamps")
def test_a_glide_is_promised_told_on_its_way_and_ended(spy: Spy) -> None:
    """At once, about once a second, and when it is there."""
    spy.forget()
    spy.say(f"{FLOOR}/set", '{"state":"ON","brightness":54,"transition":2.5}')
    assert spy.wait_for(FLOOR, count=4, within=8.0)
    promised, *between, ended = brightness(spy)
    assert promised == ended == 54
    began, *on_its_way, ends = [message.reading for message in spy.heard(FLOOR)]
    glowed = [254 - (254 - 54) * (at - began) / 2.5 for at in on_its_way]
    # Half a second of it, where a busy computer is late with a word or hears it late.
    assert between == pytest.approx(glowed, abs=40)
    assert ends - began == pytest.approx(2.5, abs=0.5)


@pytest.mark.usefixtures("lamps")
def test_one_that_is_asked_answers(spy: Spy) -> None:
    """With what it is now, and no other lamp does."""
    spy.forget()
    spy.say(f"{FLOOR}/get", '{"state":""}')
    assert spy.wait_for(FLOOR)
    assert brightness(spy) == [254]
    assert spy.heard("zigbee2mqtt/bed") == ()


def test_lamps_that_die_are_reported_by_the_broker(spy: Spy, lamps: Program) -> None:
    """Their will says so when they cannot."""
    spy.forget()
    lamps.process.kill()
    assert spy.wait_for(f"{FLOOR}/availability")
    assert spy.wait_for("zigbee2mqtt/bridge/state")
    assert spy.heard(f"{FLOOR}/availability")[-1].payload == OFFLINE


def test_lamps_that_leave_say_so_themselves(spy: Spy, lamps: Program) -> None:
    """SIGTERM ends them in good order."""
    spy.forget()
    assert lamps.end() == 0
    assert spy.wait_for(f"{FLOOR}/availability")
    assert spy.heard(f"{FLOOR}/availability")[-1].payload == OFFLINE


@pytest.mark.usefixtures("lamps")
def test_they_glow_on_while_the_broker_is_away(mosquitto: Mosquitto, spy: Spy) -> None:
    """And when it is back they say what they are, and can be told again."""
    spy.say(f"{FLOOR}/set", '{"state":"ON","brightness":54}')
    assert spy.wait_for(FLOOR, count=2)
    mosquitto.kill()
    assert wait_until(lambda: not spy.is_listening, within=5.0)
    spy.forget()
    mosquitto.start()
    assert spy.wait_for(f"{FLOOR}/availability", within=5.0)
    assert wait_until(lambda: spy.is_listening, within=3.0)
    spy.say(f"{FLOOR}/get", "{}")
    assert wait_until(lambda: 54 in brightness(spy), within=3.0)


def test_lamps_of_other_makes_and_with_vices_live_beside_them(
    mosquitto: Mosquitto, spy: Spy
) -> None:
    """Each at the topics that the line on standard output names."""
    wanted = ("floor:tasmota:twice", "shelf:wled", "desk:esphome:silent")
    with virtual_lamps(mosquitto.port, *wanted) as program:
        assert program.said["lamps"] == ["floor", "shelf", "desk"]
        assert program.said["lights"] == {
            "floor": {"speaks": "tasmota", "topic": "floor"},
            "shelf": {"speaks": "wled", "topic": "wled/shelf"},
            "desk": {"speaks": "esphome", "topic": "kap/light/desk"},
        }
        spy.say("cmnd/floor/Dimmer", b"25")
        spy.say("wled/shelf/api", b'{"bri":51}')
        spy.say("kap/light/desk/command", b'{"state":"ON"}')
        assert spy.wait_for("stat/floor/RESULT", count=2)
        assert wait_until(lambda: _last(spy, "wled/shelf/g") == b"51", 3.0)
        assert spy.heard("kap/light/desk/state") == ()
        assert spy.wait_for("kap/status")
        assert _last(spy, "kap/status") == b"online"


def _last(spy: Spy, topic: str) -> bytes | None:
    return next((each.payload for each in reversed(spy.heard(topic))), None)


def test_a_lamp_that_cannot_be_had_is_refused_before_anything_is_lit() -> None:
    """In a sentence, with the exit code of a wrong argument."""
    module = "kap_room.adapters.virtual_lamps"
    done = subprocess.run(
        [sys.executable, "-m", module, "floor:tasmotta"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.startswith('No lamp here speaks "tasmotta".')
