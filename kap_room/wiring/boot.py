"""Which boot of the computer this is, and who keeps the room."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def boot_id() -> str:
    """Unlike that of any other boot; the monotonic clock counts from it."""
    linux = Path("/proc/sys/kernel/random/boot_id")
    if linux.exists():
        return linux.read_text().strip()
    if sys.platform == "darwin":
        asked = ["/usr/sbin/sysctl", "-n", "kern.bootsessionuuid"]
        answer = subprocess.run(asked, capture_output=True, text=True, check=False)
        return answer.stdout.strip()
    return ""


def keeper_id() -> str:
    """As the keeper told it. An engine that nobody keeps is like no other."""
    return os.environ.get("KAP_ROOM_KEEPER", f"alone-{os.getpid()}")
