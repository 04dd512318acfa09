"""The broker of the demo: it carries our lamps, and nothing else of the computer."""

from __future__ import annotations

import socket
import subprocess
import sys

import pytest

from kap_room.adapters import broker
from kap_room.adapters.lamps.mqtt import MqttLights
from kap_room.engine.ports import BrokerFound, LampFound, LampSaid
from kap_room.plan.look import Light
from kap_room.plan.room import Broker, Lamp
from kap_room.plan.units import Kelvin, Level, Seconds
from tests.adapters.lamps.postbox import Postbox
from tests.adapters.programs import embedded_broker, virtual_lamps
from tests.rig.broker import Spy, wait_until

FLOOR = Lamp("floor", "zigbee2mqtt", "zigbee2mqtt/floor")


def test_lamps_are_found_dimmed_and_heard_through_it() -> None:
    """A whole room on one computer: broker, lamps, and what tells them."""
    with embedded_broker() as (_, port), virtual_lamps(port, "floor"):
        inbox = Postbox()
        lights = MqttLights(Broker(port=port), [FLOOR], inbox)
        lights.start()
        try:
            assert inbox.has(BrokerFound())
            assert inbox.has(LampFound("floor"))
            assert inbox.has(LampSaid("floor", Level(1.0), Kelvin(1_000_000 / 370)))
            dim = Light(Level(54 / 254), Kelvin(2000.0))
            assert lights.show("floor", dim, Seconds(1.5))
            told = LampSaid("floor", Level(54 / 254), Kelvin(2000.0))
            # Promised at once, and so in the end.
            assert wait_until(lambda: inbox.posted.count(told) == 2, within=5.0)
            promised = inbox.posted.index(told)
            between = inbox.posted[
                promised + 1 : inbox.posted.index(told, promised + 1)
            ]
            assert len(between) == 1
        finally:
            lights.close()


def test_it_listens_on_this_computer_only() -> None:
    """It asks for no password, so nobody may reach it by another address."""
    with embedded_broker() as (_, port):
        for address, answers in (("127.0.0.1", True), ("127.0.0.2", False)):
            with socket.socket() as sock:
                assert (sock.connect_ex((address, port)) == 0) is answers


def test_it_keeps_what_is_to_be_kept() -> None:
    """Availability must reach whoever comes later."""
    with embedded_broker() as (_, port), Spy(port) as spy:
        spy.say("zigbee2mqtt/floor/availability", "online", retain=True)
        with Spy(port) as newcomer:
            assert newcomer.wait_for("zigbee2mqtt/floor/availability")


def test_it_ends_when_it_is_told_and_says_nothing() -> None:
    """SIGTERM with clients still there; the terminal belongs to the therapist."""
    with embedded_broker() as (program, port), Spy(port):
        assert program.end() == 0
        assert program.process.stderr is not None
        assert program.process.stderr.read() == ""


def test_a_port_that_is_taken_is_a_sentence() -> None:
    """One line that names the port, and the code of a device not reached."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        tried = subprocess.run(
            [sys.executable, "-m", "kap_room.adapters.broker", "--port", str(port)],
            check=False,
            capture_output=True,
            text=True,
        )
    assert tried.returncode == 3
    assert tried.stderr.count("\n") == 1
    assert str(port) in tried.stderr


def test_without_amqtt_it_names_the_extra(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A room needs no broker of its own in here; the demo does."""
    monkeypatch.setitem(sys.modules, "amqtt", None)
    assert broker.main([]) == 1
    assert "kap-room[demo]" in capsys.readouterr().err
