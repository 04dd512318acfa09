"""The sound server: found, or started for the therapist, and always told.

For PulseAudio 16 and PipeWire 0.3 with its pulse server, by way of pactl. A server
that is here already is left exactly as it is. One that is started belongs to a folder
of our own, so it neither changes nor remembers volumes of the person's own.

It outlives a console that is killed, because the music does. Whoever comes next with
the same folder takes it over; while its owner lives it is used and never stopped.
Nothing in here raises: a room without sound is told in a sentence and the session runs.
"""

import fcntl
import shutil
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final, Self

from kap_room.adapters import pulse

NULL_SINK: Final = "room"
"""The output of a computer without a sound card; tests record `room.monitor`."""

STARTS_WITHIN: Final = 5.0
"""Seconds. On an idle computer it takes 0.1; a Raspberry Pi that boots takes longer."""


@dataclass(frozen=True, slots=True)
class SoundServerState:
    """What was found or done, in a sentence, and how a child process reaches it."""

    says: str
    started: bool
    """True when it was started from here, and so is stopped from here."""
    answers: bool
    has_card: bool
    """False where everything runs and nothing can be heard."""
    env: Mapping[str, str] = field(default_factory=dict)
    """What the player's environment needs on top of its own; often nothing."""


class SoundServer:
    """Use as a context, or `ensure` and `close`. One folder, one server."""

    def __init__(self, folder: Path, *, devices: Path = Path("/dev/snd")) -> None:
        self._folder = folder
        self._devices = devices
        self._socket = folder / "native"
        self._owner: IO[str] | None = None
        self._server: subprocess.Popen[bytes] | None = None
        self._listener: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def ensure(self) -> SoundServerState:
        """Have a sound server answer, and say which one and what it can do."""
        if shutil.which("pactl") is None:
            return _silent(
                "PulseAudio is not installed here, so the session runs without sound. "
                "Install it: apt-get install pulseaudio pulseaudio-utils"
            )
        if name := pulse.answers({}):
            return self._found(f"The sound server is {name}.", {})
        try:
            is_ours = self._own()
            if name := pulse.answers(self._ours):
                says = f"The sound server that kap-room started is here ({name})."
                return self._found(says, self._ours, started=is_ours)
            return self._start()
        except OSError as wrong:
            return _silent(
                f"No sound server could be started in {self._folder}: "
                f"{wrong.strerror}. The session runs without sound."
            )

    def close(self) -> None:
        """Stop what was started from here; a server that was found stays."""
        _end(self._listener)
        if self._owner is not None:
            pulse.pactl(self._ours, "exit")
            _until(lambda: not self._socket.exists(), within=2.0)
        _end(self._server)
        if self._owner is not None:
            self._owner.close()
        self._owner = self._server = self._listener = None

    @property
    def _ours(self) -> Mapping[str, str]:
        return {"PULSE_SERVER": f"unix:{self._socket}"}

    def _own(self) -> bool:
        """Whether the folder is ours now: its last owner is gone, or never was."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder.chmod(0o700)
        if self._owner is not None:
            return True
        owner = (self._folder / "owner").open("w")
        try:
            # The system lets go of this lock however its holder ends.
            fcntl.flock(owner, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            owner.close()
            return False
        self._owner = owner
        return True

    def _found(
        self, says: str, env: Mapping[str, str], *, started: bool = False
    ) -> SoundServerState:
        sinks = pulse.pactl(env, "list", "short", "sinks").splitlines()
        if started and not sinks:
            pulse.pactl(
                env, "load-module", "module-null-sink", f"sink_name={NULL_SINK}"
            )
        has_card = any(pulse.is_heard(sink) for sink in sinks)
        if not has_card:
            says = f"{says} It has no sound card: everything runs, nothing is heard."
            self._listen(env)
        return SoundServerState(
            says=says, started=started, answers=True, has_card=has_card, env=dict(env)
        )

    def _start(self) -> SoundServerState:
        if shutil.which("pulseaudio") is None:
            return _silent(
                "No sound server runs and PulseAudio is not installed, so the session "
                "runs without sound. Install it: apt-get install pulseaudio"
            )
        _end(self._server)  # one that died or hangs
        server = self._server = pulse.spawn_server(
            self._folder, pulse.outputs(self._devices)
        )
        _until(
            lambda: bool(pulse.answers(self._ours)) or server.poll() is not None,
            within=STARTS_WITHIN,
        )
        if not pulse.answers(self._ours):
            self.close()
            return _silent(
                "PulseAudio was started and does not answer, so the session runs "
                f"without sound. What it said is in {self._folder / 'log'}"
            )
        self._socket.chmod(0o600)
        says = "No sound server was running, so kap-room started one (PulseAudio)."
        return self._found(says, self._ours, started=True)

    def _listen(self, env: Mapping[str, str]) -> None:
        """Keep a quick recorder at an output that leads nowhere.

        Nobody hears it; but without one the server lets that output nap in long steps,
        and a volume set just after a track began can leave it silent for good.
        """
        if self._listener is not None and self._listener.poll() is None:
            return
        if shutil.which("parec") is None:
            return
        self._listener = pulse.spawn_listener(env)
        # It takes a moment to attach, and the first track must not be faster.
        _until(
            lambda: bool(pulse.pactl(env, "list", "short", "source-outputs")),
            within=1.0,
        )


def _silent(says: str) -> SoundServerState:
    return SoundServerState(says=says, started=False, answers=False, has_card=False)


def _until(is_so: Callable[[], bool], *, within: float) -> None:
    begun = time.monotonic()
    while not is_so() and time.monotonic() - begun < within:
        time.sleep(0.02)


def _end(process: subprocess.Popen[bytes] | None) -> None:
    if process is None:
        return
    process.terminate()
    try:
        process.wait(timeout=2)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
