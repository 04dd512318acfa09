"""A room whose sound server is PipeWire, with its session manager and pulse server.

Private like the other one: runtime folder, bus and state are the test's. Its socket is
where PulseAudio's would be, and so is everything that is asked of it.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Final

import numpy as np
from typing_extensions import override

from tests.rig.hearing import RATE, Recording
from tests.rig.sound import LONGEST_START, Ears, PulseRoom, is_open, wait_for

CALM: Final = 4096
"""Samples in one go. Of PipeWire's own 1024 some are lost now and then on a computer
that gives it no priority, whoever plays: paplay's tones have holes as well. What is
claimed here is of the player."""

QUICK: Final = 1024
"""As PipeWire does by itself."""

HOLE: Final = (0.002, 0.4)
"""Seconds, the least and the most that is lost at once."""

IS_HERE: Final = all(
    shutil.which(each)
    for each in (
        "pipewire",
        "pipewire-pulse",
        "pw-metadata",
        "wireplumber",
        "dbus-daemon",
    )
)


class PipeWireRoom(PulseRoom):
    """With a null sink called `room`, and a recorder on it."""

    def __init__(self, folder: Path, samples: int = CALM) -> None:
        self._samples = samples
        self._servers: list[subprocess.Popen[bytes]] = []
        super().__init__(folder)

    @property
    @override
    def env(self) -> dict[str, str]:
        own = str(self._folder)
        bus = f"unix:path={own}/bus"
        return {
            **super().env,
            "DBUS_SESSION_BUS_ADDRESS": bus,
            "PIPEWIRE_RUNTIME_DIR": own,
            "XDG_STATE_HOME": own,
        }

    @override
    def start_server(self) -> None:
        """Each part once the one that it needs answers; the ears before anybody."""
        entrance = self._folder / "pulse" / "native"
        for each in (self._folder / "bus", self._folder / "pipewire-0", entrance):
            each.unlink(missing_ok=True)
        bus = f"--address=unix:path={self._folder}/bus"
        self._run("dbus-daemon", "--session", "--nofork", "--nopidfile", bus)
        wait_for(lambda: is_open(self._folder / "bus"), LONGEST_START)
        self._run("pipewire")
        wait_for(lambda: is_open(self._folder / "pipewire-0"), LONGEST_START)
        self._run("wireplumber")
        setting = ("settings", "0", "clock.force-quantum", str(self._samples))
        self._do("pw-metadata", "-n", *setting)
        entrance.parent.mkdir(exist_ok=True)
        path = str(entrance.parent)
        self._server = self._run("pipewire-pulse", PULSE_RUNTIME_PATH=path)
        wait_for(lambda: is_open(entrance), LONGEST_START)
        env = {**self.env, "PULSE_SERVER": f"unix:{entrance}"}
        said = ("sink_name=room", f"rate={RATE}")
        self._do("pactl", "load-module", "module-null-sink", *said, env=env)
        self._ears["room"] = Ears("room", env)
        self._ears["room"].wait()
        self._socket.symlink_to(entrance)

    @override
    def kill_server(self) -> None:
        super().kill_server()
        self._socket.unlink(missing_ok=True)
        for each in reversed(self._servers):
            each.kill()
            each.wait()
        self._servers.clear()

    @override
    def add_sink(self, name: str) -> None:
        """With ears of its own: here nobody is deaf for a second after coming in."""
        said = (f"sink_name={name}", f"rate={RATE}")
        self._modules[name] = self._control(
            "load-module", "module-null-sink", *said
        ).strip()
        self._ears[name] = Ears(name, self.env)
        self._ears[name].wait()

    @override
    def remove_sink(self, name: str) -> None:
        # Ears that stayed would be put at another sink, and go on listening there.
        self._ears.pop(name).stop()
        super().remove_sink(name)

    def kill_pulse_server(self) -> None:
        """Only the part that speaks PulseAudio's language, as an update would."""
        assert self._server is not None
        self._server.kill()
        self._server.wait()

    def _do(self, *command: str, env: dict[str, str] | None = None) -> None:
        said = subprocess.DEVNULL
        subprocess.run(command, env=env or self.env, stdout=said, check=True)

    def _run(self, *command: str, **more: str) -> subprocess.Popen[bytes]:
        server = subprocess.Popen(
            command,
            env={**self.env, **more},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._servers.append(server)
        return server


def without_holes(heard: Recording) -> Recording:
    """What is left, joined, where a computer stood still and PipeWire lost a piece.

    They are perfectly silent, and what comes after them is as loud as what was before,
    or it is heard as a rise. Nothing that a player does to a volume is over so soon.
    """
    is_zero = np.abs(heard.samples).max(axis=1) < 1e-7
    edges = np.flatnonzero(np.diff(is_zero, prepend=False, append=False))
    kept = np.ones(len(is_zero), dtype=bool)
    for begins, ends in zip(edges[::2], edges[1::2], strict=True):
        if HOLE[0] < (ends - begins) / RATE < HOLE[1]:
            kept[begins:ends] = False
    return Recording(heard.samples[kept], heard.begins)
