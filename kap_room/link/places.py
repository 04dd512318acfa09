"""Where the files of a room are. Every process asks here, so that they agree.

The variables win, and then nothing of the user's own folders is touched: a test or a
second room on one computer has everything in folders of its own.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from kap_room.link.runtime import ENGINE_SOCKET, PLAYER_SOCKET, runtime_folder


@dataclass(frozen=True, slots=True)
class Places:
    room_file: Path
    data: Path
    """May not exist yet."""
    runtime: Path

    @property
    def engine_socket(self) -> Path:
        return self.runtime / ENGINE_SOCKET

    @property
    def player_socket(self) -> Path:
        return self.runtime / PLAYER_SOCKET

    @property
    def lock(self) -> Path:
        return self.runtime / "room.lock"

    @property
    def journal(self) -> Path:
        return self.data / "journal.db"

    @property
    def catalogue(self) -> Path:
        return self.data / "catalogue.db"

    @property
    def log(self) -> Path:
        return self.data / "engine.log"

    def make_data(self) -> None:
        """The data folder, for nobody else to read: notes about a person lie in it."""
        self.data.mkdir(mode=0o700, parents=True, exist_ok=True)


def find_places() -> Places:
    """As the environment says now; `PlaceRefused` when the runtime folder is bad."""
    return Places(_room_file(), _data(), Path(runtime_folder()))


def _room_file() -> Path:
    said = os.environ.get("KAP_ROOM_CONFIG")
    if said:
        return _whole(said)
    from platformdirs import user_config_path  # noqa: PLC0415 - 10 ms, seldom needed

    return user_config_path("kap-room") / "room.yaml"


def _data() -> Path:
    said = os.environ.get("KAP_ROOM_DATA")
    if said:
        return _whole(said)
    from platformdirs import user_data_path  # noqa: PLC0415 - 10 ms, seldom needed

    return user_data_path("kap-room")


def _whole(said: str) -> Path:
    return Path(said).expanduser().absolute()
