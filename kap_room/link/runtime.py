"""The folder in which the processes of one room meet, found in no time.

`kap-room send silence` imports this before anything else, so only what Python has
loaded anyway is used: no pathlib, no typing, no platformdirs. What is found here is
where platformdirs would look, except that a folder of somebody else is never used:
whoever owns it could pretend to be the engine.
"""

# Importing pathlib would cost a tenth of the time to silence.
# ruff: noqa: PTH100, PTH101, PTH103, PTH118

import os
import stat

ENGINE_SOCKET = "engine.sock"
PLAYER_SOCKET = "player.sock"


class PlaceRefused(Exception):  # noqa: N818 - a sentence for a person
    """The folder cannot be trusted or made; the sentence says what to do."""


def runtime_folder() -> str:
    """The folder of the sockets and the lock, made when it is not there."""
    said = os.environ.get("KAP_ROOM_RUNTIME")
    if said:
        return _made(os.path.abspath(said))
    for base in (os.environ.get("XDG_RUNTIME_DIR"), f"/run/user/{os.getuid()}"):
        if base and _is_ours(base):
            return _made(os.path.join(base, "kap-room"))
    # In a container there is often no runtime folder at all. Everybody may write
    # in the temp folder, so what is found there is looked at first.
    shared = os.environ.get("TMPDIR", "/tmp")  # noqa: S108 - looked at below
    folder = _made(os.path.join(shared, f"kap-room-{os.getuid()}"))
    if not _is_ours(folder):
        raise PlaceRefused(
            f"{folder} belongs to somebody else. Set KAP_ROOM_RUNTIME to a folder "
            "of your own."
        )
    os.chmod(folder, 0o700)
    return folder


def _made(folder: str) -> str:
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
    except OSError as problem:
        raise PlaceRefused(
            f"{folder} cannot be made: {problem.strerror}. Set KAP_ROOM_RUNTIME to a "
            "folder of your own."
        ) from problem
    return folder


def _is_ours(folder: str) -> bool:
    """A link is nobody's: where it points to may change after this look."""
    try:
        found = os.lstat(folder)
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid()
