"""Fitted music, played by the decisions of a real session: does it meet the turn?"""

import random
from dataclasses import replace

import pytest

from kap_room.engine.begin import Loaded
from kap_room.plan.music import Measure, Order, Playlist, Track
from kap_room.plan.scene import Phase, Scene
from kap_room.plan.units import Decibels, Seconds
from kap_room.rehearsal.run import rehearse
from kap_room.timeline.fitted import Wish, fitted
from kap_room.timeline.programme import Programme, Shelf
from tests.rehearsal.paper import ROOM

PEAK, RETURN = Seconds(2400.0), Seconds(600.0)
SCENE = Scene(
    "Fitted",
    (
        Phase("peak", PEAK, None, "peak", crossfade=Seconds(12.0)),
        Phase("return", RETURN, None, "return", crossfade=Seconds(10.0)),
    ),
)


def shelf_of(seed: int) -> Loaded:
    """Twenty-five tracks of three to nine minutes."""
    chance = random.Random(seed)  # noqa: S311 - a made-up evening, not a secret
    files = [f"{n}.flac" for n in range(26)]
    measures = {
        f"/music/{file}": Measure(
            Seconds(chance.uniform(180, 540)), Decibels(-20.0), Decibels(-6.0)
        )
        for file in files
    }
    peak = Playlist("Peak", tuple(map(Track, files[:25])), Order.FIT)
    last = Playlist("Return", (Track(files[25]),))
    return Loaded("paper", SCENE, {"peak": peak, "return": last}, measures)


@pytest.mark.parametrize("seed", range(10))
def test_what_was_fitted_meets_the_turn_as_it_is_played(seed: int) -> None:
    """Each track is played as written here; where the last gives way is the turn."""
    loaded = shelf_of(seed)
    shelf = Shelf(ROOM, loaded.playlists, loaded.measures)
    wish = Wish("peak", PEAK, Seconds(12.0), Seconds(10.0), seed=f"{seed}")
    found = fitted(Programme(), shelf, wish)
    assert found is not None
    chosen = replace(loaded.playlists["peak"], tracks=found.tracks)
    played = replace(loaded, playlists={**loaded.playlists, "peak": chosen})
    sheet = rehearse(played, ROOM)
    assert [fit.phase for fit in sheet.fits] == ["peak"]
    assert sheet.fits[0].misses_s == pytest.approx(found.fitting.misses, abs=0.01)
    assert abs(sheet.fits[0].misses_s) < 5.0
