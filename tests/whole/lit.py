"""A room whose lamps follow a scene, and what is asked of them in the claims."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.rig.broker import Overheard, Spy
from tests.rig.house import House, Status

BRIGHTEST = 254
PLAYLIST = "name: noise\ntracks:\n  - file: noise.flac\n"


def set_topic(lamp: str) -> str:
    return f"zigbee2mqtt/{lamp}/set"


def resting_at(percent: int) -> str:
    """A scene in which the lamps soon rest."""
    return _scene("- {name: dark, lasts: open, look: night, ramp: 1s}", percent)


def dimming_to(percent: int, ramp: int) -> str:
    """A scene whose lamps go down from 60 % for so many seconds."""
    phases = (
        "- {name: light, lasts: 5s, look: day, ramp: 1s}\n"
        f"  - {{name: dark, lasts: open, look: night, ramp: {ramp}s}}"
    )
    return _scene(phases, percent)


def _scene(phases: str, percent: int) -> str:
    phases = phases.replace("}", ", playlist: noise}")
    return f"""
name: Lit
phases:
  {phases}
looks:
  day: {{all: {{level: 60%, warmth: 2700 K}}}}
  night: {{all: {{level: {percent}%, warmth: 2000 K}}}}
"""


@contextmanager
def lit(folder: Path, music: Path, scene: str, lamps: Sequence[str]) -> Iterator[House]:
    """A session of this scene, begun."""
    with House(folder, music=music, lamps=lamps) as house:
        begin(house, scene)
        yield house


def begin(house: House, scene: str) -> None:
    house.write("playlists/noise.yaml", PLAYLIST)
    house.write("scenes/lit.yaml", scene)
    house.measure()
    house.keep()
    house.wait_until(all_answer)
    house.start("lit")


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
