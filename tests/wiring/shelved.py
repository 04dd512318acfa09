"""A room on disk, with music that nobody can play and a catalogue that knows it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from kap_room.library.catalogue import Catalogue
from kap_room.library.catalogued import Character
from kap_room.library.portrait import Portrait
from kap_room.link.places import Places, find_places
from kap_room.plan.music import Measure
from kap_room.plan.units import Decibels, Seconds

SCENE = """
name: Evening
phases:
  - {name: arrival, lasts: 10m, playlist: calm}
  - {name: peak, lasts: 20m, playlist: deep}
"""


def a_room(folder: Path, **playlists: str) -> Places:
    """Playlists as their tracks, a line of YAML each; the music is below `music`."""
    (folder / "music").mkdir()
    (folder / "data").mkdir()
    (folder / "room.yaml").write_text(f"room: Test\nmusic: {folder / 'music'}\n")
    for name in ("scenes", "playlists"):
        (folder / name).mkdir()
    (folder / "scenes" / "evening.yaml").write_text(SCENE)
    for name, tracks in playlists.items():
        lines = "".join(f"  - {line}\n" for line in tracks.strip().splitlines())
        text = f"name: {name}\ntracks:\n{lines}"
        (folder / "playlists" / f"{name}.yaml").write_text(text)
    return find_places()


def a_file(
    places: Places,
    name: str,
    *,
    intensity: int | None = None,
    tags: tuple[str, ...] = (),
    content: str = "",
) -> Path:
    """Of the music folder, as a scan left it in the catalogue."""
    path = places.room_file.parent / "music" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(name.encode())
    character = None
    if intensity is not None:
        character = Character(Decibels(3.0), Decibels(2.0), 900.0, None, intensity)
    measure = Measure(Seconds(200.0), Decibels(-20.0), Decibels(-6.0))
    with Catalogue(places.catalogue) as catalogue:
        portrait = Portrait(measure, character, content=content or f"sound of {name}")
        catalogue.store(path, portrait)
        if tags:
            catalogue.say_by_hand(path, tags=tags)
    return path


@contextmanager
def held_by_another(catalogue: Path) -> Iterator[None]:
    """Some other program has it for itself: nobody can even read."""
    with closing(sqlite3.connect(catalogue, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        other.execute("UPDATE measures SET tries = tries")
        yield
