"""A scene as columns: how long its music is, how deep, and whether it is enough."""

from dataclasses import replace

import pytest

from kap_room.library.catalogued import Catalogued
from kap_room.library.columns import Column, columns_of
from kap_room.library.played import CROSSFADE, heard_of, laid_out, total_of
from kap_room.plan.music import Playlist, Track
from kap_room.plan.scene import Mark, Phase, Scene
from kap_room.plan.units import Seconds
from kap_room.timeline import entering, programme
from tests.library.known_music import CALM, catalogue, known

PEAK = Phase("peak", Seconds(2400.0), Mark.RETURNING, "peak", crossfade=Seconds(10.0))
BOOSTED = {"peak": Seconds(4500.0)}


def column(
    phase: Phase, *music: Catalogued, boosted: dict[str, Seconds] | None = None
) -> Column:
    tracks = tuple(Track(one.file) for one in music)
    playlists = {phase.playlist or "": Playlist("x", tracks)}
    (found,) = columns_of(
        Scene("s", (phase,)), playlists, catalogue(*music), boosted or {}
    )
    return found


def pieces(many: int, minutes: float = 10.0) -> list[Catalogued]:
    return [known(f"{number}.flac", minutes) for number in range(many)]


def test_the_columns_count_as_the_programme_does() -> None:
    """Two sums of the same music would be one too many."""
    assert programme.CROSSFADE == CROSSFADE
    lasts = (Seconds(600.0), Seconds(8.0), Seconds(300.0))
    laid = laid_out(list(enumerate(lasts)), CROSSFADE)
    over = [
        min(CROSSFADE, one / 2, other / 2) + entering.left_out_of(one)
        for one, other in ((lasts[0], lasts[1]), (lasts[1], lasts[2]))
    ]
    assert total_of(laid) == sum(lasts) - sum(over)


def test_tracks_come_in_when_a_rehearsal_lets_them() -> None:
    """One so short that it is given half a crossfade among them."""
    lasts = (110.0, 60.0, 200.0, 10.0, 150.0)
    laid = laid_out([(n, Seconds(s)) for n, s in enumerate(lasts)], Seconds(10.0))
    assert [one.at for one in laid] == [0.0, 98.0, 146.0, 339.0, 342.75]


def test_a_track_counts_as_far_as_it_is_heard() -> None:
    """From where it begins to where it ends, without what is silent."""
    measure = replace(known("a.flac", 10.0).measure, tail=Seconds(20.0))
    assert heard_of(Track("a.flac"), measure) == 580.0
    assert heard_of(Track("a.flac", begins=Seconds(100.0)), measure) == 480.0
    assert heard_of(Track("a.flac", ends=Seconds(60.0)), measure) == 60.0
    assert heard_of(Track("a.flac", begins=Seconds(590.0)), measure) == 0.0


def test_crossfades_are_heard_once() -> None:
    """Eight times ten minutes are a little more than 78."""
    assert column(PEAK, *pieces(8)).music == 8 * 600.0 - 7 * 12.0


@pytest.mark.parametrize(
    ("many", "boosted", "is_enough", "says"),
    [
        (8, BOOSTED, True, "enough with one booster: 78 of 75 min"),
        (8, {}, True, "enough: 78 of 40 min"),
        (5, BOOSTED, True, "enough: 49 of 40 min; with one booster 26 min short of 75"),
        (3, BOOSTED, False, "11 min short of 40"),
        (0, BOOSTED, False, "40 min short of 40"),
    ],
)
def test_a_column_says_whether_its_music_is_enough(
    *, many: int, boosted: dict[str, Seconds], is_enough: bool, says: str
) -> None:
    """And for which evening."""
    found = column(PEAK, *pieces(many), boosted=boosted)
    assert (found.is_enough, found.enough) == (is_enough, says)


def test_an_open_phase_needs_no_length() -> None:
    """Any music at all is enough to begin with."""
    found = column(replace(PEAK, lasts=None), *pieces(2))
    assert (found.is_enough, found.boosted) == (True, None)
    assert found.enough == "19 min; the phase waits for you"


def test_a_short_phase_is_counted_in_seconds() -> None:
    """As in the demo."""
    phase = replace(PEAK, lasts=Seconds(80.0))
    assert column(phase, known("a.flac", 1.0)).enough == "0:20 short of 1:20"


def test_a_phase_without_music_wants_none() -> None:
    """Silence is enough."""
    found = column(replace(PEAK, playlist=None))
    assert (found.is_enough, found.enough, found.warnings) == (True, "no music", ())


def test_what_was_not_measured_is_not_counted_but_told() -> None:
    """It may well be enough."""
    playlists = {"peak": Playlist("x", (Track("0.flac"), Track("new.flac")))}
    scene = Scene("s", (PEAK,))
    (found,) = columns_of(scene, playlists, catalogue(*pieces(1)))
    assert found.enough == "30 min short of 40; 1 not measured"


def test_the_curve_says_when_each_track_comes_in() -> None:
    """A hand counts before the machine, and what comes too late is left out."""
    first, *others = pieces(6)
    first = replace(first, character=replace(CALM, intensity=4))
    music = (first, *others)
    tracks = (Track("0.flac"), Track("1.flac", intensity=5), *map(_track, music[2:]))
    scene = Scene("s", (PEAK,))
    (found,) = columns_of(scene, {"peak": Playlist("x", tracks)}, catalogue(*music))
    assert found.curve == (
        (0.0, 4),
        (588.0, 5),
        (1176.0, 2),
        (1764.0, 2),
        (2352.0, 2),
    )


def _track(one: Catalogued) -> Track:
    return Track(one.file)


def test_a_playlist_of_two_phases_is_heard_once() -> None:
    """The second goes on where the first left it."""
    phases = (
        Phase("settling in", Seconds(900.0), playlist="calm"),
        Phase("onset", Seconds(1200.0), playlist="calm"),
    )
    music = pieces(3)
    playlist = Playlist("x", tuple(map(_track, music)))
    first, second = columns_of(
        Scene("s", phases), {"calm": playlist}, catalogue(*music)
    )
    assert first.enough == "enough: 29 of 15 min"
    assert second.enough == (
        "6 min short of 20, after what it shares with an earlier phase"
    )
    assert second.curve == ((0.0, 2), (2 * 590.0 - 900.0, 2))
    assert second.warnings == ()


def test_a_playlist_that_is_not_there_is_told() -> None:
    """The column is where it will stand."""
    (found,) = columns_of(Scene("s", (PEAK,)), {}, catalogue())
    assert [one.says for one in found.warnings] == ['There is no playlist "peak" yet.']


def test_the_track_that_came_in_last_is_the_one_that_counts() -> None:
    """A phase that begins in a crossfade begins with what comes."""
    phases = (
        Phase("settling in", Seconds(595.0), playlist="calm"),
        Phase("onset", Seconds(500.0), playlist="calm"),
    )
    tracks = (Track("0.flac", intensity=1), Track("1.flac", intensity=3))
    playlists = {"calm": Playlist("x", tracks)}
    columns = columns_of(Scene("s", phases), playlists, catalogue(*pieces(2)))
    assert columns[1].curve == ((0.0, 3),)
