"""What is wrong with a plan, in words."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from kap_room.engine.begin import Loaded
from kap_room.plan.music import Measure, Order, RunsOut
from kap_room.plan.scene import Mark, Phase, Scene
from kap_room.plan.units import Decibels, Seconds
from kap_room.rehearsal.run import rehearse
from kap_room.rehearsal.script import read_script
from tests.rehearsal.paper import ROOM, made_up

SCENE = Scene(
    "Two phases",
    (
        Phase("peak", Seconds(1200), Mark.RETURNING, "peak"),
        Phase("return", Seconds(900), None, "return"),
    ),
)


def with_tags(loaded: Loaded, playlist: str, tags: Sequence[str]) -> Loaded:
    """Those tags on the playlist's second track."""
    first, second, *rest = loaded.playlists[playlist].tracks
    tracks = (first, replace(second, tags=tuple(tags)), *rest)
    changed = replace(loaded.playlists[playlist], tracks=tracks)
    return replace(loaded, playlists={**loaded.playlists, playlist: changed})


def with_measure(loaded: Loaded, file: str, measure: Measure) -> Loaded:
    measures = {**loaded.measures, f"/music/{file}": measure}
    return replace(loaded, measures=measures)


def problems(loaded: Loaded, script: str = "") -> tuple[str, ...]:
    return rehearse(loaded, ROOM, read_script(script)).problems


def test_a_plan_with_enough_even_wordless_music_is_without_fault() -> None:
    """Four tracks of six minutes each for twenty minutes and for fifteen."""
    assert problems(made_up(SCENE)) == ()


def test_a_phase_longer_than_its_music_is_told() -> None:
    """With both lengths, and what happens then."""
    (found,) = problems(made_up(SCENE, tracks=3))
    assert found == (
        "peak lasts 20:00 and its music 17:44: after that the playlist begins again "
        "from the top."
    )


def test_a_hold_can_make_a_phase_longer_than_its_music() -> None:
    """Ten minutes more than the plan."""
    found = problems(made_up(SCENE), "hold at 10m for 10m")
    assert found[0].startswith("peak lasts 30:00 and its music 23:36")


@pytest.mark.parametrize(
    ("tags", "told"),
    [
        (("strings", "lyrics"), True),
        (("Vocals",), True),
        (("spoken word",), True),
        (("voice", "wordless"), False),
        (("choir",), False),
    ],
)
def test_words_in_the_peak_are_told(tags: tuple[str, ...], told: bool) -> None:
    """A voice without words is music."""
    found = problems(with_tags(made_up(SCENE), "peak", tags))
    assert bool(found) is told
    assert all("peak/1.flac in peak has words" in each for each in found)


def test_words_elsewhere_are_welcome() -> None:
    """They bring a person back."""
    assert problems(with_tags(made_up(SCENE), "return", ("lyrics",))) == ()


def test_a_jump_between_neighbours_is_told_where_the_peaks_forbid_evenness() -> None:
    """Too quiet a master, whose peaks leave no room to raise it."""
    quiet = Measure(Seconds(360.0), Decibels(-40.0), Decibels(-4.0))
    found = problems(with_measure(made_up(SCENE), "peak/1.flac", quiet))
    assert found == (
        "peak/1.flac comes out 16.0 LU quieter than peak/0.flac before it, at 5:50.",
        "peak/2.flac comes out 16.0 LU louder than peak/1.flac before it, at 11:40.",
    )


def test_masters_that_only_differ_are_made_even() -> None:
    """Twenty decibels between them, and room to move: nobody hears it."""
    loud = Measure(Seconds(360.0), Decibels(-8.0), Decibels(0.0))
    assert problems(with_measure(made_up(SCENE), "peak/1.flac", loud)) == ()


def test_the_volumes_of_the_phases_are_no_jump() -> None:
    """Somebody wrote them."""
    peak, last = SCENE.phases
    scene = replace(SCENE, phases=(peak, replace(last, volume=Decibels(-8.0))))
    assert problems(made_up(scene)) == ()


def test_a_playlist_that_falls_silent_leaves_a_hole() -> None:
    """Told with its place, beside the music that is too short."""
    loaded = made_up(SCENE, tracks=3)
    silent = replace(loaded.playlists["peak"], when_it_runs_out=RunsOut.SILENCE)
    found = problems(replace(loaded, playlists={**loaded.playlists, "peak": silent}))
    assert found[0].endswith("after that the playlist falls silent.")
    assert found[1] == (
        "Nothing sounds in peak from 17:40 to 20:00: its music is over."
    )


@pytest.mark.parametrize("script", ["silence at 5m for 5m", "ground at 5m for 5m"])
def test_quiet_that_somebody_asked_for_is_no_hole(script: str) -> None:
    """Silence and ground are answers."""
    assert not [says for says in problems(made_up(SCENE), script) if "Nothing" in says]


def test_a_phase_without_music_is_no_hole() -> None:
    """The scene says so."""
    scene = replace(SCENE, phases=(Phase("rest", Seconds(300), None), *SCENE.phases))
    assert problems(made_up(scene)) == ()


def test_music_that_was_to_meet_the_turn_says_by_how_much_it_does_not() -> None:
    """On the sheet always; among the problems when one would hear it."""
    loaded = made_up(SCENE)
    fitting = replace(loaded.playlists["peak"], order=Order.FIT)
    loaded = replace(loaded, playlists={**loaded.playlists, "peak": fitting})
    sheet = rehearse(loaded, ROOM, read_script("returning at 6m"))
    assert [(fit.phase, fit.at_s) for fit in sheet.fits] == [("peak", 360.0)]
    assert sheet.fits[0].misses_s > 300.0
    assert "order: fit" in sheet.problems[0]
