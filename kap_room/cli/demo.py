"""`kap-room demo`: a whole short session on this machine."""

from __future__ import annotations

import asyncio
import signal
import time
from typing import Annotated, Any

import typer

from kap_room.cli.say import REFUSED, UNREACHED, complain
from kap_room.wiring.demo import DemoRoom

SCENE = "demo"


def demo(
    *,
    headless: Annotated[
        bool, typer.Option("--headless", help="without the console, to the end")
    ] = False,
    ready: Annotated[
        bool, typer.Option("--render", help="only render the starter music")
    ] = False,
) -> int:
    """A short session on this machine: starter music, a broker, virtual lamps."""
    from kap_room.link.runtime import PlaceRefused
    from kap_room.wiring.demo import demo_room, open_room, rendered
    from kap_room.wiring.start import NoEngine

    try:
        room = demo_room()
        for says in rendered(room):
            print(says, flush=True)
        if ready:
            return 0
        opened = open_room(room)
        print(opened.says, flush=True)
    except (PlaceRefused, NoEngine) as refused:
        return complain(str(refused), UNREACHED)
    code = _begin(room, anew=opened.anew)
    if code:
        return code
    return _watch(room) if headless else _console(room)


def _begin(room: DemoRoom, *, anew: bool) -> int:
    """Start the demo scene, unless its session runs in a room that was open."""
    from kap_room.exchange.commands import Button, Press, Start
    from kap_room.link.client import RemoteDesk
    from kap_room.wiring.loading import shelves_of

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
    from kap_room.wiring.demo import state_of

    session = state_of(room).get("session")
    return isinstance(session, dict) and session.get("state") not in ("idle", "ended")


def _console(room: DemoRoom) -> int:
    from kap_room.wiring.console import open_console
    from kap_room.wiring.demo import close_room

    open_console(room.places)
    if _runs(room):
        print("kap-room demo opens it again; kap-room send end ends it.")
    else:
        close_room(room)
    return 0


def _watch(room: DemoRoom) -> int:
    """Say each phase as it begins, until the session is over."""
    from kap_room.wiring.demo import close_room, state_of

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
