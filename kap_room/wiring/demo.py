"""The demo's room: its folders, its room file, its music. The console is a guest here.

The room itself lives in a process of its own (`demo_room`), so that closing or killing
the console leaves the session, in the demo as anywhere.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kap_room.link.places import Places, find_places
from kap_room.link.quick import ask, question_line
from kap_room.starter import FIRST, is_ready
from kap_room.wiring.start import ANSWERS_WITHIN, LOOK_EVERY, NoEngine, in_background

LAMPS: Final = ("ceiling", "floor", "shelf", "bed")

ROOM: Final = """\
# The demo's room. It is written anew whenever the demo begins.
room: Demo room
music: {music}
broker: {{host: 127.0.0.1, port: {port}}}
lights:
  ceiling: {{speaks: zigbee2mqtt, topic: zigbee2mqtt/ceiling}}
  floor:   {{speaks: zigbee2mqtt, topic: zigbee2mqtt/floor}}
  shelf:   {{speaks: zigbee2mqtt, topic: zigbee2mqtt/shelf}}
  bed:     {{speaks: zigbee2mqtt, topic: zigbee2mqtt/bed}}
groups: {{bedside: [floor, bed]}}
arm light: {{bed: {{level: 70%}}}}
walk light: {{floor: {{level: 30%}}}}
"""


@dataclass(frozen=True, slots=True)
class DemoRoom:
    """Where the demo keeps its things."""

    places: Places
    """The demo's own room file and data; the sockets are those of this computer."""
    music: Path
    """Shared with real rooms, so that it is rendered once."""

    @property
    def says(self) -> Path:
        """What the room has to tell before its engine answers, as JSON."""
        return self.places.data / "room.json"

    @property
    def environment(self) -> dict[str, str]:
        return {
            "KAP_ROOM_CONFIG": str(self.places.room_file),
            "KAP_ROOM_DATA": str(self.places.data),
            "KAP_ROOM_RUNTIME": str(self.places.runtime),
        }


def demo_room() -> DemoRoom:
    """Raises `PlaceRefused` where the computer has no folder for sockets."""
    usual = find_places()
    usual.make_data()
    data = usual.data / "demo"
    data.mkdir(mode=0o700, exist_ok=True)
    places = Places(data / "room.yaml", data, usual.runtime)
    return DemoRoom(places, usual.data / "music")


def rendered(room: DemoRoom, first: int = FIRST) -> Iterator[str]:
    """Render the first pieces where they are missing; yields what there is to say."""
    if is_ready(room.music, first):
        return
    yield "Rendering the starter music; this is done once."
    command = [sys.executable, "-m", "kap_room.starter", str(room.music)]
    command += ["--first", str(first)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as renderer:
        for line in renderer.stdout or ():
            yield _progress(line)
    if renderer.returncode != 0:
        raise NoEngine("The starter music could not be rendered; see above.")


def _progress(line: str) -> str:
    with suppress(ValueError, KeyError, TypeError):
        told = json.loads(line)
        piece = f": {told['piece']}" if told["piece"] else ""
        left = round(told["seconds_left"])
        return f"  {told['done']} of {told['of']}{piece}, about {left} s left"
    return line.rstrip()


@dataclass(frozen=True, slots=True)
class Opened:
    says: str
    """What there is to say of its sound."""
    anew: bool
    """False where the room was open and a session may be running in it."""


def open_room(room: DemoRoom) -> Opened:
    """Have the demo's room live.

    Raises `NoEngine`, also where a real room is open on this computer.
    """
    if _engine_answers(room):
        if _owner(room) is None:
            raise NoEngine(
                "A room is open on this computer already: kap-room opens its console. "
                "The demo can begin when it is closed."
            )
        return Opened("The demo's room is open already.", anew=False)
    room.says.unlink(missing_ok=True)
    owner = in_background(
        (sys.executable, "-m", "kap_room.wiring.demo_room"),
        room.places.log,
        room.environment | {"KAP_ROOM_DEMO_MUSIC": str(room.music)},
    )
    until = time.monotonic() + ANSWERS_WITHIN
    while not _engine_answers(room):
        if owner.poll() is not None or time.monotonic() > until:
            raise NoEngine(f"The demo's room did not open. {room.places.log} says why.")
        time.sleep(LOOK_EVERY)
    return Opened(str(_told(room).get("sound", "")), anew=True)


def close_room(room: DemoRoom) -> None:
    """End the demo's room: the music fades out first."""
    owner = _owner(room)
    if owner is not None:
        with suppress(ProcessLookupError):
            os.kill(owner, signal.SIGTERM)


def state_of(room: DemoRoom) -> dict[str, object]:
    """The engine's snapshot; empty where none answers."""
    try:
        line = ask(str(room.places.engine_socket), question_line("status"), 2.0)
        snapshot = json.loads(line)["snapshot"]
    except (OSError, ValueError, KeyError):
        return {}
    return snapshot if isinstance(snapshot, dict) else {}


def _engine_answers(room: DemoRoom) -> bool:
    return bool(state_of(room))


def _told(room: DemoRoom) -> dict[str, object]:
    try:
        told = json.loads(room.says.read_text())
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def _owner(room: DemoRoom) -> int | None:
    """The process that holds the demo's room, while it lives."""
    owner = _told(room).get("pid")
    if not isinstance(owner, int):
        return None
    try:
        os.kill(owner, 0)
    except ProcessLookupError:
        return None
    return owner
