"""A message as the command that a person pastes into a terminal to send it.

The password is never in it: the shell reads it from its file when the command runs.
"""

from __future__ import annotations

import shlex

from kap_room.adapters.lamps.dialect import Outgoing
from kap_room.plan.room import Broker

PLAIN_PORT = 1883


def command_for(broker: Broker, message: Outgoing) -> str:
    topic, payload = message
    text = payload.decode("utf-8", errors="replace")
    said = f"-m {shlex.quote(text)}" if text else "-n"
    return f"mosquitto_pub {_reach(broker)} -t {shlex.quote(topic)} {said}"


def _reach(broker: Broker) -> str:
    words = ["-h", shlex.quote(broker.host)]
    if broker.port != PLAIN_PORT:
        words += ["-p", str(broker.port)]
    if broker.username is not None:
        words += ["-u", shlex.quote(broker.username)]
    if broker.password_file is not None:
        file = shlex.quote(str(broker.password_file))
        words += ["-P", f'"$(head -n1 {file})"']
    return " ".join([*words, *_trust(broker)])


def _trust(broker: Broker) -> list[str]:
    if not broker.tls:
        return []
    if broker.ca_file is None:
        words = ["--tls-use-os-certs"]
    else:
        words = ["--cafile", shlex.quote(str(broker.ca_file))]
    if broker.certificate_file is not None and broker.key_file is not None:
        words += ["--cert", shlex.quote(str(broker.certificate_file))]
        words += ["--key", shlex.quote(str(broker.key_file))]
    return words
