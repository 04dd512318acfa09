"""`kap-room demo`: a whole short session on this machine."""

from __future__ import annotations

from typing import Annotated

import typer

from kap_room.cli.say import UNREACHED, complain


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
    from kap_room.cli.demo_session import begin, show, watch
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
    code = begin(room, anew=opened.anew)
    if code:
        return code
    return watch(room) if headless else show(room)
