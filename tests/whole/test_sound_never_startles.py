"""S1 and S2 for every button of sound and plan, in a whole room, at the sink.

Two evenings are played at once, one of steady tones and one of pink noise, and every
button is pressed in both of them. A table of what was heard stands in each failure, and
`pytest -m slow -s` on this file prints it.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.rig.evening import MATERIALS, Act, Evening, play, playlist, pressing
from tests.rig.house import House
from tests.rig.material import write

STARTLE = 6.0

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

SCENE = """
name: Evening
phases:
  - {name: arrival, lasts: open, playlist: first}
  - {name: peak, lasts: 20m, playlist: second, crossfade: 4s}
  - {name: pause, lasts: 20m, crossfade: 4s}
  - {name: return, lasts: 30m, playlist: third}
  - {name: integration, lasts: open, playlist: short}
"""

TRACKS = {
    "first": ("a", "b", "c", "x", "y", "z"),
    "second": ("d", "e", "f"),
    "third": ("g", "h"),
    "short": ("s", "t"),
}

LOUDER = pressing(*["louder"] * 20, apart=0.0)
QUIETER = pressing(*["quieter"] * 20, apart=0.0)
BACK_FROM_LOUDEST = pressing(*["quieter"] * 6, apart=0.0)

ACTS = (
    Act("start", lambda house: house.start("evening"), 8.0),
    Act("next", pressing("next-track"), 6.0),
    Act("previous", pressing("previous-track"), 6.0),
    Act("four skips in a crossfade", pressing(*["next-track"] * 4), 8.5),
    Act("restart", pressing("restart-track"), 6.5),
    Act("another playlist", pressing("playlist short"), 5.0),
    Act("keep track", pressing("keep-track"), 13.0),
    Act("play next", pressing("play-next b.flac", "next-track"), 6.0),
    Act("the playlist of before", pressing("playlist first"), 6.0),
    Act("talk and back", pressing("talk", "talk", apart=3.0), 12.5),
    Act("silence and music", pressing("silence", "music", apart=3.5), 13.0),
    Act(
        "silence, twice, and music at once",
        pressing("silence", "silence", "music", apart=0.4),
        10.0,
    ),
    Act("music in mid-silence", pressing("silence", "music", apart=1.2), 10.0),
    Act("a skip in silence", pressing("silence", "next-track", "music"), 10.0),
    Act("louder x 20", LOUDER, 3.5),
    Act("quieter x 20", QUIETER, 3.5),
    Act("louder again", LOUDER, 3.5),
    Act("as loud as planned", BACK_FROM_LOUDEST, 2.0),
    Act("next phase", pressing("next-phase"), 6.0),
    Act("a phase cut short", pressing("extend 5m", "shorten 40m"), 17.0),
    Act("previous phase", pressing("previous-phase", "extend 20m"), 8.0),
    Act("away and back", pressing("away", "away", apart=4.0), 13.5),
    Act("ground", pressing("ground"), 4.5),
    Act("back in, where we left", pressing("go-back-in left"), 14.0),
    Act("ground in mid-rise", pressing("ground"), 3.6),
    Act("back in, where the plan is", pressing("go-back-in plan"), 14.0),
    Act("ground again", pressing("ground"), 1.0),
    Act("back in at once, softer", pressing("go-back-in softer"), 36.0),
    Act("six louder", pressing(*["louder"] * 6, apart=0.0), 2.0),
    Act("several taken back", pressing("talk", "next-track", "next-phase"), 6.0),
    Act("taken back one by one", pressing(*["take-back"] * 3, apart=1.5), 13.0),
    Act("ground to land", pressing("ground"), 4.0),
    Act("back in by return", pressing("go-back-in return"), 34.0),
    Act("back to the peak", pressing("previous-phase", "previous-phase"), 10.0),
    Act("land", pressing("land"), 33.0),
    Act("end", pressing("end"), 7.0),
)


@pytest.fixture(scope="module")
def evenings(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Evening]:
    folders = {name: tmp_path_factory.mktemp(name) for name in MATERIALS}
    with ThreadPoolExecutor(len(MATERIALS)) as both:
        played = both.map(_evening, MATERIALS, folders.values())
        evenings = dict(zip(MATERIALS, played, strict=True))
    for name, evening in evenings.items():
        sys.stdout.write(f"\n{name}\n{evening}\n")
    return evenings


@pytest.mark.parametrize("material", MATERIALS)
@pytest.mark.parametrize("cause", [act.name for act in ACTS])
def test_nothing_startles(
    evenings: Mapping[str, Evening], material: str, cause: str
) -> None:
    """Never more than 6 dB within 250 ms, once above -40 dB."""
    evening = evenings[material]
    assert evening.of(cause).rise < STARTLE, f"\n{evening}"


def _evening(material: str, folder: Path) -> Evening:
    music = folder / "music"
    music.mkdir()
    made = MATERIALS[material]
    names = [name for names in TRACKS.values() for name in names]
    for number, name in enumerate(names):
        lasts = 14.0 if name in TRACKS["short"] else 120.0
        write(music / f"{name}.flac", made.make(lasts, number))
    with House(folder, music=music) as house:
        for name, tracks in TRACKS.items():
            text = playlist(name, [f"{track}.flac" for track in tracks])
            house.write(f"playlists/{name}.yaml", text)
        house.write("scenes/evening.yaml", SCENE)
        house.measure()
        house.keep()
        return play(house, ACTS, made.window)
