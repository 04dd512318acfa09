"""The playlists of a scene alone, as on a laptop: no engine is asked for.

Beside the console and not in it: whoever writes playlists at home does not wait for a
session's screens to be loaded.
"""

from __future__ import annotations

from kap_room.link.client import RemoteDesk
from kap_room.link.places import Places
from kap_room.ui.screens.playlists.app import run_playlists
from kap_room.wiring.bookshelf import PlaylistShelf
from kap_room.wiring.listening import DraftListening


def open_playlists(places: Places, scene: str) -> None:
    """Until the hand leaves it."""
    desk = RemoteDesk(places.engine_socket, places.player_socket)
    run_playlists(desk, PlaylistShelf(places, DraftListening(places)), scene)
