"""PulseAudio's own programs, as far as a sound server that starts itself needs them.

For pactl, parec and pulseaudio of PulseAudio 16; PipeWire's pulse server answers pactl
in the same words. Nothing is decided here.
"""

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ANSWERS_WITHIN: Final = 3.0
"""Seconds that one question to a server may take before it counts as not answered."""


def answers(env: Mapping[str, str]) -> str:
    """The name of the server that answers; empty when none does."""
    for line in pactl(env, "info").splitlines():
        if line.startswith("Server Name:"):
            name = line.partition(":")[2].strip()
            return "PulseAudio" if name == "pulseaudio" else name
    return ""


def pactl(env: Mapping[str, str], *words: str) -> str:
    """What pactl prints; empty when no server answered."""
    # Its own way of starting a server on demand is kept out: that one would go away
    # again by itself after 20 quiet seconds.
    calm = {"LC_ALL": "C.UTF-8", "PULSE_BINARY": "/bin/false"}
    try:
        return subprocess.run(
            ["pactl", *words],  # noqa: S607 - wherever this system has it
            env=os.environ | calm | dict(env),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=True,
            text=True,
            timeout=ANSWERS_WITHIN,
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return ""


@dataclass(frozen=True, slots=True)
class Sink:
    """An output as the server knows it."""

    name: str
    """What a room file names."""
    description: str
    """What a person calls it."""
    is_chosen: bool
    """Whether the server plays there when nobody says where."""


def sinks(env: Mapping[str, str]) -> tuple[Sink, ...]:
    chosen = pactl(env, "get-default-sink").strip()
    found: list[tuple[str, str]] = []
    for line in pactl(env, "list", "sinks").splitlines():
        key, _, value = line.strip().partition(": ")
        if key == "Name":
            found.append((value, ""))
        elif key == "Description" and found:
            found[-1] = (found[-1][0], value)
    return tuple(Sink(name, says, name == chosen) for name, says in found)


def spawn_server(folder: Path, cards: list[str]) -> subprocess.Popen[bytes]:
    own = {
        "PULSE_RUNTIME_PATH": str(folder),
        "PULSE_STATE_PATH": str(folder / "state"),
    }
    # The kernel tells who calls, and only this user may: a cookie would add nothing.
    socket = folder / "native"
    door = f"module-native-protocol-unix socket={socket} auth-cookie-enabled=0"
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(
            [  # noqa: S607 - wherever this system has it
                "pulseaudio",
                "-n",
                "--daemonize=no",
                "--exit-idle-time=-1",
                # A pid written by one that was killed may be anybody's by now.
                "--use-pid-file=no",
                "--fail=no",  # a card that cannot be opened is no reason for silence
                *(f"--load={module}" for module in (door, *cards)),
            ],
            env=os.environ | own,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            # Ctrl+C in the terminal is for the console: music ends with its fade.
            start_new_session=True,
        )


def outputs(devices: Path, udev: Path = Path("/run/udev")) -> list[str]:
    """The modules for the cards of this computer; none where there is no card."""
    playable = sorted(path.name for path in devices.glob("pcmC*D*p"))
    if not playable:
        return []
    if (udev / "control").exists():
        return ["module-udev-detect"]
    # A container that was handed a card has no udev to ask.
    cards = dict.fromkeys(
        name.partition("D")[0].removeprefix("pcmC") for name in playable
    )
    return [f"module-alsa-sink device=hw:{card}" for card in cards]


def spawn_listener(env: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """A recorder of 10 ms at what is played to when nobody says where."""
    return subprocess.Popen(
        [  # noqa: S607 - wherever this system has it
            "parec",
            "--device=@DEFAULT_MONITOR@",
            "--latency-msec=10",
        ],
        env=os.environ | dict(env),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def is_heard(sink: str) -> bool:
    """Whether a line of pactl's list of sinks leads to something that sounds."""
    _, name, driver, *_ = sink.split("\t")
    return name != "auto_null" and driver != "module-null-sink.c"
