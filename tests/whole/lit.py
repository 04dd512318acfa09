"""A room whose lamps follow a scene, and what is asked of them in the claims."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.rig.broker import Mosquitto, Overheard, Spy
from tests.rig.house import House, Status
from tests.rig.lamps import Lamps

BRIGHTEST = 254
PLAYLIST = "name: noise\ntracks:\n  - file: noise.flac\n"


def set_topic(lamp: str) -> str:
    return f"zigbee2mqtt/{lamp}/set"


def resting_at(percent: int) -> str:
    """A scene in which the lamps soon rest."""
    return _scene(1, percent)


def dimming_to(percent: int, ramp: int) -> str:
    """A scene whose lamps go for so many seconds from what they are."""
    return _scene(ramp, percent)


def _scene(ramp: int, percent: int) -> str:
    return f"""
name: Lit
phases:
  - {{name: dark, lasts: open, look: night, ramp: {ramp}s, playlist: noise}}
looks:
  night: {{all: {{level: {percent}%, warmth: 2000 K}}}}
"""


@dataclass(frozen=True)
class Room:
    """A house at a broker of the test's own, with lamps that remember everything."""

    house: House
    broker: Mosquitto
    lamps: Lamps

    def listen(self) -> Spy:
        return Spy(self.broker.port)

    def come_back(self) -> tuple[Spy, float]:
        """The broker is there again: somebody who hears all, and since when."""
        self.broker.start()
        returned = time.monotonic()
        return self.listen(), returned


@contextmanager
def wired(folder: Path, music: Path, *lamps: str) -> Iterator[Room]:
    """Everything but the session; the lamps as `Lamps` describes them."""
    with ExitStack() as things:
        broker = things.enter_context(Mosquitto(folder / "broker"))
        there = things.enter_context(Lamps(broker.port, *lamps))
        house = things.enter_context(House(folder, music=music))
        lines = [f"room: Test room\nmusic: {music}"]
        lines.append(f"broker: {{host: 127.0.0.1, port: {broker.port}}}\nlights:")
        speaks = "speaks: zigbee2mqtt, topic"
        lines += [f"  {x.name}: {{{speaks}: {x.topic}}}" for x in there.lamps]
        house.write("room.yaml", "\n".join(lines) + "\n")
        yield Room(house, broker, there)


@contextmanager
def lit(folder: Path, music: Path, scene: str, lamps: Sequence[str]) -> Iterator[House]:
    """A session of this scene, begun."""
    with House(folder, music=music, lamps=lamps) as house:
        begin(house, scene)
        yield house


def begin(house: House, scene: str) -> None:
    prepare(house, scene)
    house.keep()
    house.wait_until(all_answer)
    house.start("lit")


def prepare(house: House, scene: str) -> None:
    house.write("playlists/noise.yaml", PLAYLIST)
    house.write("scenes/lit.yaml", scene)
    house.measure()


def all_answer(said: Status) -> bool:
    lamps = said["lights"].values()
    broker = said["health"].get("broker", {"ok": False})
    return bool(broker["ok"] and lamps and all(x["health"] == "ok" for x in lamps))


def payload(message: Overheard) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(message.payload)
    return told


def level_reported(spy: Spy, lamp: str) -> float | None:
    """What a lamp last said of itself."""
    said = spy.heard(f"zigbee2mqtt/{lamp}")
    if not said:
        return None
    last = payload(said[-1])
    return float(last["brightness"]) / BRIGHTEST if last["state"] == "ON" else 0.0
