"""What a rehearsal in the room needs: files that are right, an engine, and a desk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kap_room.exchange.commands import Start
from kap_room.link.client import RemoteDesk
from kap_room.link.places import Places
from kap_room.plan.scene import Scene
from kap_room.plan.units import Seconds
from kap_room.rehearsal.live import CODE
from kap_room.rehearsal.run import rehearse
from kap_room.rehearsal.sheet import RunSheet
from kap_room.wiring.loading import load, load_for_paper, shelves_of
from kap_room.wiring.start import answers, ensure_engine


@dataclass(frozen=True, slots=True)
class LiveRoom:
    desk: RemoteDesk
    start: Start
    scene: Scene
    ramps: Mapping[str, Seconds]
    """How long the lamps take to the look of each phase."""
    says: tuple[str, ...]
    """What is told of the scene's files, as `start` tells it."""
    is_new: bool
    """Whether the engine had to be started."""


def live_room(scene: str, places: Places) -> LiveRoom:
    """Everything is read and found right before an engine is started for it.

    Raises what `load` raises, and `NoEngine`.
    """
    loaded = load(Start(scene), places)
    path = str(shelves_of(places).scene(scene).absolute())
    sheet = rehearse(*load_for_paper(Start(scene), places))
    is_new = not answers(places)
    ensure_engine(places)
    return LiveRoom(
        desk=RemoteDesk(places.engine_socket, places.player_socket),
        start=Start(path, CODE),
        scene=loaded.scene,
        ramps=_ramps(sheet),
        says=loaded.says,
        is_new=is_new,
    )


def _ramps(sheet: RunSheet) -> dict[str, Seconds]:
    """The slowest lamp of each turn."""
    longest: dict[str, Seconds] = {}
    for turn in sheet.turns:
        lasts = [ramp.lasts_s for ramp in sheet.ramps if ramp.at_s == turn.at_s]
        if any(lasts):
            longest[turn.phase] = Seconds(max(lasts))
    return longest
