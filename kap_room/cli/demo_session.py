"""The demo session: begun, shown or watched. Imported only when it is asked for."""

from __future__ import annotations

import asyncio
import signal
import time
from typing import Any, Final

from kap_room.cli.say import REFUSED, complain
from kap_room.exchange.commands import Button, Press, Start
from kap_room.link.client import RemoteDesk
from kap_room.wiring.demo import DemoRoom, close_room, state_of
from kap_room.wiring.loading import shelves_of

SCENE: Final = "demo"


def begin(room: DemoRoom, *, anew: bool) -> int:
    """Start the demo scene, unless its session runs in a room that was open."""
    runs = _runs(room)
    if runs and not anew:
        return 0
    scene = str(shelves_of(room.places).scene(SCENE).absolute())
    desk = RemoteDesk(room.places.engine_socket, room.places.player_socket)
    if runs:  # left over from a demo that was cut off
        asyncio.run(desk.send(Press(Button.END)))
    answer = asyncio.run(desk.send(Start(scene)))
    return 0 if answer.ok else complain(answer.says, REFUSED)


def _runs(room: DemoRoom) -> bool:
    """Whether a session runs that has not ended."""
    session = state_of(room).get("session")
    return isinstance(session, dict) and session.get("state") not in ("idle", "ended")


def show(room: DemoRoom) -> int:
    from kap_room.wiring.console import open_console

    open_console(room.places)
    if _runs(room):
        print("kap-room demo opens it again; kap-room send end ends it.")
    else:
        close_room(room)
    return 0


def watch(room: DemoRoom) -> int:
    """Say each phase as it begins, until the session is over."""
    said = ""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        while True:
            snapshot = state_of(room)
            says = _line(snapshot)
            if says != said:
                print(says, flush=True)
                said = says
            if _is_over(snapshot):
                return 0
            time.sleep(0.5)
    finally:
        close_room(room)


def _line(snapshot: dict[str, Any]) -> str:
    phase, sound = snapshot.get("phase"), snapshot.get("sound") or {}
    track = sound.get("track") or {}
    where = phase["name"] if phase else "the session is over"
    return (
        f"{where}: {sound.get('state', 'no engine')} {track.get('file', '')}".rstrip()
    )


def _is_over(snapshot: dict[str, Any]) -> bool:
    session, sound = snapshot.get("session") or {}, snapshot.get("sound") or {}
    return session.get("state") == "ended" and sound.get("state") != "fading"
