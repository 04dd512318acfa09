"""`kap-room rehearse SCENE --live`: each turn of a scene, heard and seen in the room.

However it ends, the session that it began is ended too, with its closing fade.
"""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Mapping
from contextlib import suppress
from typing import Final

from kap_room.cli.say import (
    FINE,
    INTERRUPTED,
    REFUSED,
    UNREACHED,
    WRONG,
    complain,
    complain_of,
)
from kap_room.engine.begin import CannotStart
from kap_room.library.shelves import NotFound
from kap_room.link.places import find_places
from kap_room.link.runtime import PlaceRefused
from kap_room.plan.units import clock_words
from kap_room.rehearsal.leading import Ending, Leader
from kap_room.rehearsal.live import takes
from kap_room.wiring.live import LiveRoom, live_room
from kap_room.wiring.loading import FilesWrong
from kap_room.wiring.start import NoEngine

CODES: Final[Mapping[Ending, int]] = {
    Ending.REFUSED: REFUSED,
    Ending.GONE: UNREACHED,
}

STOPS: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
"""A terminal that is closed leaves no session behind that nobody meant."""


def live(scene: str) -> int:
    try:
        room = live_room(scene, find_places())
    except FilesWrong as wrong:
        return complain_of(wrong.problems)
    except (PlaceRefused, NotFound, CannotStart) as wrong:
        return complain(str(wrong), WRONG)
    except NoEngine as missing:
        return complain(str(missing), UNREACHED)
    for says in room.says:
        complain(says, FINE)
    return asyncio.run(_led(room))


async def _led(room: LiveRoom) -> int:
    leader = Leader(room.desk, _say, room.ramps, _opening(room))
    loop = asyncio.get_running_loop()
    leading = loop.create_task(leader.lead(room.start))
    for number in STOPS:
        loop.add_signal_handler(number, leading.cancel)
    try:
        ended = await leading
    except asyncio.CancelledError:
        _say("Ended before its last turn.")
        return INTERRUPTED
    finally:
        await leader.close()
    if ended.ending is not Ending.OVER:
        return complain(ended.says, CODES[ended.ending])
    if room.is_new:
        _say("The room stays open: kap-room opens its console.")
    return FINE


def _opening(room: LiveRoom) -> str:
    phases, lasts = len(room.scene.phases), clock_words(takes(room.scene))
    return (
        f"{room.scene.name}: {phases} phases in about {lasts}, 20 s around each turn. "
        "Ctrl+C ends it softly."
    )


def _say(says: str) -> None:
    # Whoever read along may have gone, with the terminal; the room is still led.
    with suppress(OSError):
        print(says, flush=True)
