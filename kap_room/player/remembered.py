"""How loud the sound server remembers a name to have been, put right beforehand.

PipeWire's session manager (WirePlumber 0.4) keeps the last volume of every name, and
gives it to the next stream of that name a moment after it came up, over whatever the
stream asked for. What it keeps can be told to it, by a small program of PipeWire's.

Where there is none, nothing is done and nothing is said: PulseAudio has no such habit.
"""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final

TELLER: Final = "pw-metadata"

PATIENCE: Final = 1.0
"""Seconds. It takes a hundredth of one where PipeWire answers."""

_KEY: Final = "restore.stream.Output/Audio.application.id:"
_SILENT: Final = (
    '{"mute": false, "volume": 1.0, "volumes": [0.0, 0.0], "channels": ["FL", "FR"], '
    '"told": %d}'
)
"""Other channels take the mean of these. What is told twice alike is not listened to,
so each is told with the moment."""

_TOLD: Final = b"set property"
"""What the program answers, but only if somebody was there to listen."""


def remember_silent(name: str) -> bool:
    """Whether the next stream of this `application.id` will be left as it is: at 0."""
    if not _has_pipewire(os.environ):
        return False
    value = _SILENT % time.monotonic_ns()
    words = ("-n", "route-settings", "0", _KEY + name, value, "Spa:String:JSON")
    try:
        said = subprocess.run(
            (TELLER, *words),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=PATIENCE,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return _TOLD in said.stdout


def _has_pipewire(environment: Mapping[str, str]) -> bool:
    """Whether its entrance is there; nobody may stand behind it."""
    usual = environment.get("XDG_RUNTIME_DIR", f"/run/user/{os.getuid()}")
    folder = environment.get("PIPEWIRE_RUNTIME_DIR", usual)
    entrance = environment.get("PIPEWIRE_REMOTE", "pipewire-0")
    return Path(folder, entrance).exists()
