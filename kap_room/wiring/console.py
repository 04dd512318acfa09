"""The console, given a desk that reaches the engine and shelves of what is written."""

from __future__ import annotations

from kap_room.link.client import RemoteDesk
from kap_room.link.places import Places
from kap_room.ui.app import run_console
from kap_room.wiring.bookshelf import PlaylistShelf
from kap_room.wiring.control_desk import RoomLearning
from kap_room.wiring.finding import Library
from kap_room.wiring.listening import DraftListening
from kap_room.wiring.shelf import SceneShelf


def open_console(places: Places, scene: str | None = None) -> None:
    """Until the therapist leaves it. The session goes on."""
    desk = RemoteDesk(places.engine_socket, places.player_socket)
    bookshelf = PlaylistShelf(places, DraftListening(places))
    run_console(
        desk,
        SceneShelf(places),
        scene,
        bookshelf,
        finding=Library(places),
        learning=RoomLearning(places),
    )
