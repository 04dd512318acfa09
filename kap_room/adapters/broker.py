"""`python -m kap_room.adapters.broker --port 0`: a broker for the demo alone.

Written for amqtt 0.12. It asks nobody for a password, so it listens on this computer
only, and it dies with the demo. A room has a broker of its own. The socket is ours, so
that nothing of amqtt can open another. A client that only publishes and leaves may go
unheard while somebody listens to everything: amqtt writes to it first.

Prints one JSON line, {"port": N}, when it listens; SIGTERM ends it.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import signal
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from typing import Final

HOME: Final = "127.0.0.1"

MISSING: Final = (
    "The broker of the demo is not installed (amqtt is missing). "
    'Install it with: pip install "kap-room[demo]"'
)


def is_installed() -> bool:
    return find_spec("amqtt") is not None


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="broker", description="A broker for the demo, on this computer only."
    )
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    port: int = parser.parse_args(arguments).port
    if not is_installed():
        return _refuse(1, MISSING)
    # Its log would stand in the therapist's terminal.
    logging.disable(logging.CRITICAL)
    try:
        asyncio.run(serve(port))
    except (OSError, OverflowError) as fault:
        why = getattr(fault, "strerror", None) or "no such port"
        return _refuse(3, f"No broker can listen on port {port} here ({why}).")
    return 0


async def serve(port: int) -> None:
    """Listen until SIGTERM."""
    # Imported late: it costs 0.2 s, and is an extra that a room does not need.
    from amqtt.adapters import (  # noqa: PLC0415
        StreamReaderAdapter,
        StreamWriterAdapter,
    )
    from amqtt.broker import Broker  # noqa: PLC0415
    from amqtt.contexts import (  # noqa: PLC0415
        BrokerConfig,
        ListenerConfig,
        ListenerType,
    )

    async def welcome(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        await broker.external_connected(
            StreamReaderAdapter(reader), StreamWriterAdapter(writer), "default"
        )

    listener = ListenerConfig(type=ListenerType.EXTERNAL)
    broker = Broker(BrokerConfig({"default": listener}, dict(PLUGINS)))
    leaving = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, leaving.set)
    server = await asyncio.start_server(welcome, HOME, port)
    await broker.start()
    _announce(server.sockets[0].getsockname()[1])
    await leaving.wait()
    server.close()
    # What hangs may be left: the process ends, and its sockets with it.
    await asyncio.wait([asyncio.create_task(broker.shutdown())], timeout=0.5)


PLUGINS: Final = {
    "amqtt.plugins.authentication.AnonymousAuthPlugin": {"allow_anonymous": True}
}
"""All of them: none that opens, writes or publishes anything."""


def _announce(port: int) -> None:
    sys.stdout.write(json.dumps({"port": port}) + "\n")
    sys.stdout.flush()


def _refuse(code: int, says: str) -> int:
    sys.stderr.write(says + "\n")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
