"""The console, given a desk that reaches the engine and a shelf of the scenes."""

from __future__ import annotations

from kap_room.link.client import RemoteDesk
from kap_room.link.places import Places
from kap_room.ui.app import run_console
from kap_room.wiring.shelf import SceneShelf


def open_console(places: Places, scene: str | None = None) -> None:
    """Until the therapist leaves it. The session goes on."""
    desk = RemoteDesk(places.engine_socket, places.player_socket)
    run_console(desk, SceneShelf(places), scene)
