"""Asking a real broker which lamps it knows of: what it keeps, and who answers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kap_room.adapters.lamps.discovery import listening
from kap_room.adapters.lamps.discovery.found import Found
from kap_room.adapters.lamps.discovery.listening import BrokerAway, Overheard, listen
from kap_room.plan.room import Broker
from kap_room.plan.units import Seconds
from tests.adapters.lamps.answerer import ASKER, Answerer, Answers
from tests.adapters.lamps.discovery.payloads import (
    DEVICES,
    OF_ANOTHER,
    OF_OLD_SHELLY,
    OF_SHELLY,
    OF_TASMOTA,
    in_json,
)
from tests.rig.broker import Mosquitto, Spy, free_port

QUIET = Seconds(0.3)
SHELLYS: Answers = {
    ("dimmer/rpc", "Shelly.GetStatus"): (f"{ASKER}/rpc", in_json(OF_SHELLY).decode()),
    ("shellies/command", "announce"): (
        "shellies/announce",
        in_json(OF_OLD_SHELLY).decode(),
    ),
}


@pytest.fixture
def mosquitto(tmp_path: Path) -> Iterator[Mosquitto]:
    with Mosquitto(tmp_path / "broker") as broker:
        yield broker


def topics(heard: Overheard) -> set[str]:
    return {f.lamp.topic for f in heard.findings if isinstance(f, Found)}


def test_what_is_kept_is_found_and_who_is_there_answers(mosquitto: Mosquitto) -> None:
    """Every kind over one broker, in one go."""
    with Spy(mosquitto.port) as spy, Answerer(mosquitto.port, SHELLYS):
        spy.say("zigbee2mqtt/bridge/devices", in_json(DEVICES), retain=True)
        spy.say("homeassistant/light/x/config", in_json(OF_ANOTHER), retain=True)
        spy.say("tasmota/discovery/A/config", in_json(OF_TASMOTA), retain=True)
        spy.say("wled/shelf/status", "online", retain=True)
        spy.say("dimmer/online", "true", retain=True)
        heard = listen(Broker(port=mosquitto.port), quiet=Seconds(1.0))
    assert heard.is_whole
    assert topics(heard) == {
        "zigbee2mqtt/floor",
        "zigbee2mqtt/bed",
        "zigbee2mqtt/plug",
        "room/bed",
        "readinglamp",
        "wled/shelf",
        "dimmer",
        "shellies/shellydimmer2-a1b2",
    }


def test_nothing_is_switched_by_discovering(mosquitto: Mosquitto) -> None:
    """Two readings are all that is ever said."""
    with Spy(mosquitto.port) as spy:
        spy.say("dimmer/online", "true", retain=True)
        assert spy.wait_for("dimmer/online")
        spy.forget()
        listen(Broker(port=mosquitto.port), quiet=QUIET)
        heard = {m.topic: m.payload for m in spy.heard()}
    assert heard.keys() == {"shellies/command", "dimmer/rpc"}
    assert b"Shelly.GetStatus" in heard["dimmer/rpc"]


def test_a_broker_that_never_ends_is_left(
    mosquitto: Mosquitto, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What came so far is shown, and that there was more."""
    monkeypatch.setattr(listening, "MOST_MESSAGES", 20)
    with Spy(mosquitto.port) as spy:
        for number in range(30):
            spy.say(f"wled/{number}/status", "online", retain=True)
        heard = listen(Broker(port=mosquitto.port), quiet=QUIET)
    assert not heard.is_whole
    assert len(heard.findings) <= 20


def test_a_broker_that_is_away_is_a_sentence() -> None:
    """It says what to look at."""
    with pytest.raises(BrokerAway, match="nothing listens there"):
        listen(Broker(port=free_port()))
