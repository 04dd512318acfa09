"""The demo's room in a process of its own: sound server, broker, lamps and keeper.

It outlives the console. It ends when it is told to, when its keeper ends, or a while
after the session is over.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import Final

from kap_room.adapters.sound_server import SoundServer
from kap_room.link.places import find_places
from kap_room.starter import missing
from kap_room.wiring.demo import LAMPS, ROOM, DemoRoom, state_of

LOOK_EVERY: Final = 2.0
"""Seconds between looks at whether anybody still needs the room."""

EMPTY_FOR: Final = 600.0
"""Seconds without a running session after which the room closes itself."""

FADES_WITHIN: Final = 8.0


def main() -> int:
    places = find_places()
    room = DemoRoom(places, Path(os.environ["KAP_ROOM_DEMO_MUSIC"]))
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    with SoundServer(places.runtime / "sound") as server:
        sound = server.ensure()
        os.environ.update(sound.env)
        port = _free_port()
        places.room_file.write_text(ROOM.format(music=room.music, port=port))
        room.says.write_text(json.dumps({"pid": os.getpid(), "sound": sound.says}))
        keeper = _child("kap_room.wiring.keeper")
        others = [
            _child("kap_room.adapters.broker", "--port", str(port)),
            _child("kap_room.adapters.virtual_lamps", "--port", str(port), *LAMPS),
        ]
        if missing(room.music):
            others.append(_child("kap_room.starter", str(room.music)))
        _stay(room, keeper, stop)
        _end([keeper])
        _end(others)
    room.says.unlink(missing_ok=True)
    return 0


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _child(module: str, *arguments: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", module, *arguments]
    return subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    )


def _stay(
    room: DemoRoom, keeper: subprocess.Popen[bytes], stop: threading.Event
) -> None:
    """Until nobody needs the room any more."""
    empty = 0.0
    while not stop.wait(LOOK_EVERY) and keeper.poll() is None:
        session = state_of(room).get("session")
        state = session.get("state") if isinstance(session, dict) else None
        empty = empty + LOOK_EVERY if state in ("idle", "ended") else 0.0
        if empty >= EMPTY_FOR:
            return


def _end(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        child.terminate()
    for child in children:
        with suppress(subprocess.TimeoutExpired):
            child.wait(FADES_WITHIN)
        if child.poll() is None:
            child.kill()


if __name__ == "__main__":
    sys.exit(main())
