"""Whether a sound server may be there: one connect, without saying a word."""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping

PATIENCE = 0.2
"""Seconds. A server on this machine takes a connection at once or not at all."""


def answers(environment: Mapping[str, str] = os.environ) -> bool:
    """True also where it cannot be known cheaply: then it is worth a try."""
    path = native_socket(environment)
    if path is None:
        return True
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        probe.settimeout(PATIENCE)
        try:
            probe.connect(path)
        except OSError:
            return False
    return True


def native_socket(environment: Mapping[str, str]) -> str | None:
    """Where the PulseAudio client library would look; None is another machine."""
    named = environment.get("PULSE_SERVER", "").split()
    if named:
        first = named[0].rpartition("}")[2].removeprefix("unix:")
        return first if first.startswith("/") else None
    own = environment.get("PULSE_RUNTIME_PATH")
    if own:
        return f"{own}/native"
    runtime = environment.get("XDG_RUNTIME_DIR", f"/run/user/{os.getuid()}")
    return f"{runtime}/pulse/native"
