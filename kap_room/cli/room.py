"""The commands of a room that runs: the console, the engine, a session's start."""

from __future__ import annotations

from typing import Annotated

import typer

from kap_room.cli.asked import SceneAsked, WithoutAsked
from kap_room.cli.say import REFUSED, UNREACHED, WRONG, complain, complain_of
from kap_room.exchange.commands import Start
from kap_room.library.problems import Problem
from kap_room.link.places import Places, find_places
from kap_room.link.runtime import PlaceRefused


def console() -> int:
    """Open the console; start an engine if none answers."""
    from kap_room.wiring.console import open_console
    from kap_room.wiring.start import NoEngine, ensure_engine

    try:
        places = find_places()
        ensure_engine(places)
    except PlaceRefused as refused:
        return complain(str(refused), UNREACHED)
    except NoEngine as missing:
        problems = _room_problems(places)
        return complain_of(problems) if problems else complain(str(missing), UNREACHED)
    open_console(places)
    return 0


def engine() -> int:
    """Keep the room: run engine and player in the foreground until told to stop."""
    from kap_room.wiring.start import run_keeper

    try:
        places = find_places()
        places.make_data()
    except (PlaceRefused, OSError) as refused:
        return complain(str(refused), REFUSED)
    code = run_keeper(places)
    # The engine found them and wrote them into its log, where nobody here looks.
    return complain_of(_room_problems(places)) if code == WRONG else code


def _room_problems(places: Places) -> tuple[Problem, ...]:
    from kap_room.library.session_files import read_room_or_none

    return read_room_or_none(places.room_file).problems


def start(
    scene: SceneAsked,
    code: Annotated[
        str | None, typer.Option(help="the session's code word; never a name")
    ] = None,
    therapist: Annotated[
        str | None, typer.Option(help="who is at the controls")
    ] = None,
    without: WithoutAsked = None,
) -> int:
    """Begin a session of a scene. A wrong file begins nothing."""
    from kap_room.engine.begin import CannotStart
    from kap_room.library.shelves import NotFound
    from kap_room.wiring.loading import FilesWrong, load, shelves_of

    try:
        places = find_places()
        asked = Start(scene, code, therapist, tuple(without or ()))
        loaded = load(asked, places)
        path = str(shelves_of(places).scene(scene).absolute())
    except FilesWrong as wrong:
        return complain_of(wrong.problems)
    except (PlaceRefused, NotFound, CannotStart) as refused:
        return complain_of([refused])
    for says in loaded.says:
        complain(says, 0)
    return _begin(places, Start(path, code, therapist, asked.without))


def _begin(places: Places, command: Start) -> int:
    import asyncio

    from kap_room.link.client import RemoteDesk

    desk = RemoteDesk(places.engine_socket, places.player_socket)
    answer = asyncio.run(desk.send(command))
    if answer.lost:
        says = "No engine answers. kap-room engine starts one; so does kap-room."
        return complain(says, UNREACHED)
    if not answer.ok:
        return complain(answer.says, REFUSED)
    print(answer.says)
    return 0
