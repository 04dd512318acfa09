"""Before a session: what answers and what does not, and what mends it, in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kap_room.adapters.lamps.preflight import check_lamps
from kap_room.library.check import Finding, Verdict
from kap_room.plan.room import Broker, Lamp, Room
from kap_room.plan.units import Seconds
from tests.adapters.broker_line.doorman import Doorman
from tests.adapters.lamps.answerer import ASKER, Answerer, Answers
from tests.rig.broker import Mosquitto, Spy, free_port

FLOOR = Lamp("floor", "zigbee2mqtt", "zigbee2mqtt/floor")
BED = Lamp("bed", "zigbee2mqtt", "zigbee2mqtt/bed")
READING = Lamp("reading", "tasmota", "readinglamp")
WALL = Lamp("wall", "shelly", "shellyplus-1")
OLD = Lamp("old", "shelly1", "shellies/shellydimmer2-1")
SHELF = Lamp("shelf", "wled", "wled/shelf")
DESK = Lamp("desk", "esphome", "kap/light/desk")
SIDE = Lamp("side", "homeassistant", "room/side", command_topic="room/side/set")
SHORT = Seconds(1.0)

STATE = "zigbee2mqtt/floor", '{"state":"ON","brightness":254}'
OF_FLOOR: Answers = {("zigbee2mqtt/floor/get", '"state"'): STATE}


def returning(behavior: str) -> Answers:
    says = "zigbee2mqtt/floor", f'{{"power_on_behavior":"{behavior}"}}'
    return {**OF_FLOOR, ("zigbee2mqtt/floor/get", "power_on"): says}


def room(broker: Broker | None, *lamps: Lamp) -> Room:
    return Room("Garden room", Path("music"), broker, lamps=lamps)


def check(port: int, *lamps: Lamp, wait: Seconds = SHORT) -> tuple[Finding, ...]:
    return check_lamps(room(Broker(port=port), *lamps), wait)


def of(lamp: Lamp, findings: tuple[Finding, ...]) -> list[Finding]:
    return [finding for finding in findings if finding.about == f"lamp {lamp.name}"]


@pytest.fixture
def mosquitto(tmp_path: Path) -> Iterator[Mosquitto]:
    with Mosquitto(tmp_path / "broker") as broker:
        yield broker


def test_a_lamp_that_answers_is_told_from_one_that_does_not(
    mosquitto: Mosquitto,
) -> None:
    """With its level, and with what to check."""
    with Answerer(mosquitto.port, returning("previous")):
        found = check(mosquitto.port, FLOOR, BED)
    assert found[0] == Finding(Verdict.OK, "broker", "The broker answers.")
    answers = Finding(Verdict.OK, "lamp floor", "It answers. It is at 100%.")
    assert of(FLOOR, found)[0] == answers
    (bed,) = of(BED, found)
    assert bed.verdict is Verdict.WRONG
    assert "zigbee2mqtt/bed" in bed.says


def test_a_broker_that_lets_a_lamp_not_be_heard_is_in_doubt(
    mosquitto: Mosquitto,
) -> None:
    """Its access list is to blame, not the lamp; before a session nothing plays yet."""
    with (
        Answerer(mosquitto.port, OF_FLOOR),
        Doorman(mosquitto.port, refuses=1) as door,
    ):
        broker = check(door.port, FLOOR)[0]
    assert (broker.verdict, broker.about) == (Verdict.DOUBT, "broker")
    assert "does not let us hear" in broker.says
    assert "Music" not in broker.says


def test_a_lamp_that_comes_back_as_it_was_is_right(mosquitto: Mosquitto) -> None:
    """There is nothing to mend."""
    with Answerer(mosquitto.port, returning("previous")):
        found = of(FLOOR, check(mosquitto.port, FLOOR))
    assert [one.verdict for one in found] == [Verdict.OK, Verdict.OK]


def test_a_lamp_that_may_return_at_full_comes_with_its_mending_command(
    mosquitto: Mosquitto,
) -> None:
    """Ready to be pasted, for this very broker."""
    with Answerer(mosquitto.port, returning("on")):
        _, doubt = of(FLOOR, check(mosquitto.port, FLOOR))
    assert doubt.verdict is Verdict.DOUBT
    (command,) = doubt.mends
    assert command == (
        f"mosquitto_pub -h 127.0.0.1 -p {mosquitto.port} -t zigbee2mqtt/floor/set "
        """-m '{"power_on_behavior":"previous"}'"""
    )


def test_what_the_room_file_accepts_is_no_doubt(mosquitto: Mosquitto) -> None:
    """It is said, and the evening begins."""
    with Answerer(mosquitto.port, returning("on")):
        found = check(mosquitto.port, replace(FLOOR, full_is_accepted=True))
    assert {one.verdict for one in found} == {Verdict.OK}


def test_what_the_broker_kept_of_before_is_no_answer(mosquitto: Mosquitto) -> None:
    """Somebody may have mended or broken it since."""
    with Spy(mosquitto.port) as spy, Answerer(mosquitto.port, OF_FLOOR):
        kept = '{"power_on_behavior":"previous"}'
        spy.say("zigbee2mqtt/floor", kept, retain=True)
        _, doubt = of(FLOOR, check(mosquitto.port, FLOOR))
    assert doubt.verdict is Verdict.DOUBT


def test_a_tasmota_lamp_and_a_shelly_are_asked_in_their_own_words(
    mosquitto: Mosquitto,
) -> None:
    """Over the same broker, at once."""
    answers: Answers = {
        ("cmnd/readinglamp/State", ""): (
            "stat/readinglamp/RESULT",
            '{"POWER":"OFF","Dimmer":40}',
        ),
        ("cmnd/readinglamp/PowerOnState", ""): (
            "stat/readinglamp/RESULT",
            '{"PowerOnState":1}',
        ),
        ("cmnd/readinglamp/SetOption20", ""): (
            "stat/readinglamp/RESULT",
            '{"SetOption20":"ON"}',
        ),
        ("cmnd/readinglamp/SetOption117", ""): (
            "stat/readinglamp/RESULT",
            '{"SetOption117":"OFF"}',
        ),
        ("shellyplus-1/rpc", "Light.GetStatus"): (
            f"{ASKER}/rpc",
            '{"id":1,"result":{"id":0,"output":true,"brightness":30}}',
        ),
        ("shellyplus-1/rpc", "Light.GetConfig"): (
            f"{ASKER}/rpc",
            '{"id":1,"result":{"id":0,"initial_state":"off"}}',
        ),
        ("shellyplus-1/rpc", "Mqtt.GetConfig"): (
            f"{ASKER}/rpc",
            '{"result":{"status_ntf":false,"rpc_ntf":false,"enable_control":true}}',
        ),
    }
    with Answerer(mosquitto.port, answers):
        found = check(mosquitto.port, READING, WALL, wait=Seconds(2.0))
    reading, wall = of(READING, found), of(WALL, found)
    doubt, ok = Verdict.DOUBT, Verdict.OK
    assert [one.verdict for one in reading] == [ok, doubt, doubt]
    assert [one.verdict for one in wall] == [ok, ok, doubt]
    told = [command for one in (*reading, *wall) for command in one.mends]
    assert "-t cmnd/readinglamp/PowerOnState -m 3" in told[0]
    assert "-t cmnd/readinglamp/SetOption20 -m 0" in told[1]
    assert "status_ntf" in told[2]


def test_lamps_that_cannot_be_asked_are_there_when_somebody_says_so(
    mosquitto: Mosquitto,
) -> None:
    """Their broker keeps that they are online."""
    with Spy(mosquitto.port) as spy:
        spy.say("wled/shelf/status", "online", retain=True)
        spy.say("kap/status", "online", retain=True)
        found = check(mosquitto.port, SHELF, DESK)
    assert [one.verdict for one in of(SHELF, found)] == [Verdict.OK, Verdict.DOUBT]
    assert [one.verdict for one in of(DESK, found)] == [Verdict.OK, Verdict.OK]


def test_a_lamp_that_nobody_can_ask_is_a_doubt_and_not_a_fault(
    mosquitto: Mosquitto,
) -> None:
    """Without an availability topic only a look at it tells."""
    found = of(SIDE, check(mosquitto.port, SIDE))
    assert {one.verdict for one in found} == {Verdict.DOUBT}
    assert "kap-room lights try side" in found[0].says


def test_nothing_is_switched_by_checking(mosquitto: Mosquitto) -> None:
    """Somebody may be sitting there already."""
    every = {("zigbee2mqtt/floor/get", ""): STATE}
    lamps = (FLOOR, READING, WALL, OLD, SHELF, DESK, SIDE)
    with Spy(mosquitto.port) as spy, Answerer(mosquitto.port, every):
        check(mosquitto.port, *lamps)
        heard = [(m.topic, m.payload) for m in spy.heard() if m.topic != STATE[0]]
    assert heard
    for topic, payload in heard:
        asks = topic.endswith("/get") or b".Get" in payload or payload == b""
        assert asks or payload in {b"update", b"announce"}, (topic, payload)


def test_a_lamp_reported_lost_is_said_to_be_without_power(
    mosquitto: Mosquitto,
) -> None:
    """Its bridge knows better than our waiting."""
    with Spy(mosquitto.port) as spy:
        spy.say("zigbee2mqtt/floor/availability", "offline", retain=True)
        (floor,) = of(FLOOR, check(mosquitto.port, FLOOR))
    assert "lost" in floor.says


def test_a_broker_that_is_not_there_is_one_finding() -> None:
    """Ten lamps behind it are no ten problems."""
    port = free_port()
    (finding,) = check(port, FLOOR, BED)
    assert (finding.verdict, finding.about) == (Verdict.WRONG, "broker")
    assert f"127.0.0.1:{port}" in finding.says


def test_a_lamp_without_a_broker_to_reach_it_is_a_problem() -> None:
    """The room file names lamps and forgot the rest."""
    (finding,) = check_lamps(room(None, FLOOR))
    assert finding.verdict is Verdict.WRONG
    assert "broker" in finding.says


def test_a_lamp_of_an_unknown_make_does_not_keep_others_from_being_asked(
    mosquitto: Mosquitto,
) -> None:
    """One line of the room file is wrong, not the room."""
    strange = Lamp("lava", "morse", "lava")
    with Answerer(mosquitto.port, returning("off")):
        found = check(mosquitto.port, strange, FLOOR)
    assert [one.verdict for one in of(strange, found)] == [Verdict.WRONG]
    assert {one.verdict for one in of(FLOOR, found)} == {Verdict.OK}


def test_a_room_without_lamps_and_broker_has_nothing_to_say() -> None:
    """Music alone is a room as well."""
    assert check_lamps(room(None)) == ()
