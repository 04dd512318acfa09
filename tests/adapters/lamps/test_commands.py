"""A message as a command: it reaches the room's broker, and holds no secret."""

from __future__ import annotations

import shlex
from pathlib import Path

from kap_room.adapters.lamps.commands import command_for
from kap_room.plan.room import Broker

MEND = "zigbee2mqtt/floor/set", b'{"power_on_behavior":"previous"}'


def test_a_plain_broker_needs_its_name_alone() -> None:
    """Ready to be pasted."""
    assert command_for(Broker("10.0.0.2"), MEND) == (
        "mosquitto_pub -h 10.0.0.2 -t zigbee2mqtt/floor/set "
        """-m '{"power_on_behavior":"previous"}'"""
    )


def test_a_message_without_payload_is_sent_as_such() -> None:
    """Tasmota takes it for a question, and a quoted nothing is easily lost."""
    assert command_for(Broker(), ("cmnd/floor/State", b"")).endswith(
        "-t cmnd/floor/State -n"
    )


def test_a_password_is_read_from_its_file_when_the_command_runs() -> None:
    """It stands neither here nor in the shell's history."""
    broker = Broker(username="room", password_file=Path("/etc/kap room/mqtt.pass"))
    assert """-u room -P "$(head -n1 '/etc/kap room/mqtt.pass')" """ in command_for(
        broker, MEND
    )


def test_a_broker_with_tls_is_reached_as_the_room_file_says() -> None:
    """Its port, whom to trust, and who we are."""
    files = (Path(f"/etc/{name}") for name in ("ca.crt", "room.crt", "room.key"))
    broker = Broker("broker", 8883, None, None, True, *files)  # noqa: FBT003
    assert (
        "-p 8883 --cafile /etc/ca.crt --cert /etc/room.crt --key /etc/room.key"
        in command_for(broker, MEND)
    )


def test_the_system_s_certificates_serve_where_none_is_named() -> None:
    """As the program itself trusts them."""
    command = command_for(Broker(port=8883, tls=True), MEND)
    assert "--tls-use-os-certs" in command


def test_no_topic_is_more_than_one_word_of_the_command() -> None:
    """However it is written."""
    topic = "zigbee2mqtt/it's; $(reboot) `x`/set"
    words = shlex.split(command_for(Broker(), (topic, b"{}")))
    assert words[words.index("-t") + 1] == topic
