"""What a session begins with: its files read and checked, its music looked up."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from kap_room.engine.begin import CannotStart, Loaded
from kap_room.exchange.commands import Start
from kap_room.library import disguise
from kap_room.library.problems import Problem, one_of, quoted
from kap_room.library.session_files import SessionFiles, read_all
from kap_room.library.shelves import NotFound, Shelves
from kap_room.library.tracks import Whereabouts, place_of
from kap_room.link.places import Places
from kap_room.plan.music import Measure, Playlist, Track
from kap_room.plan.room import Room
from kap_room.plan.units import SILENT, Decibels, Seconds
from kap_room.timeline.programme import Shelf
from kap_room.wiring.at_once import told_by
from kap_room.wiring.known_music import known_of, with_what_is_known
from kap_room.wiring.without import left_out


class FilesWrong(Exception):  # noqa: N818 - the answer to a start, not a fault
    """Every problem of every file."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(map(str, problems)))


def shelves_of(places: Places) -> Shelves:
    return Shelves(places.room_file, Path.cwd())


def music_folders(files: SessionFiles, places: Places) -> tuple[Path, ...]:
    """The room's own, then where the starter music is rendered."""
    return (files.room.music, starter_music(places))


def starter_music(places: Places) -> Path:
    """Beside the data, shared by the demo's room and the real one."""
    data = places.data
    return (data.parent if data.name == "demo" else data) / "music"


class Loader:
    """Reads a scene for the engine. Called on a thread beside the engine's own."""

    def __init__(self, places: Places) -> None:
        self._places = places

    def __call__(self, start: Start) -> Loaded:
        try:
            return load(start, self._places)
        except FilesWrong as wrong:
            raise CannotStart("; ".join(map(str, wrong.problems))) from wrong
        except NotFound as nowhere:
            raise CannotStart(str(nowhere)) from nowhere


def load(start: Start, places: Places) -> Loaded:
    """Raises `FilesWrong`, or `CannotStart` when a phase has nothing that can sound.

    And `NotFound` where no scene has this name.
    """
    shelves = shelves_of(places)
    files = _read(start.scene, shelves)
    folders = music_folders(files, places)
    music = _find(files.playlists.values(), folders)
    known = known_of(music.homes.values(), places.catalogue)
    playlists = with_what_is_known(files.playlists, music.homes, known)
    measured = measures_of(music.homes.values(), places.catalogue)
    measures = {**measured, **music.missing, **_disguised(music, measured)}
    out = left_out(start.without, playlists.values(), music.homes, folders, known)
    shelf = Shelf(files.room, playlists, measures, out.words, music.homes)
    _refuse_silence(files, shelf, start.without)
    return Loaded(
        id=new_name(),
        scene=files.scene,
        playlists=playlists,
        measures=measures,
        code=start.code,
        therapist=start.therapist,
        without=out.words,
        homes=music.homes,
        copies=_copies(files, shelves),
        says=(*out.says, *_passed_over(shelf)),
    )


def load_for_paper(start: Start, places: Places) -> tuple[Loaded, Room]:
    """For a rehearsal: a track that is missing counts like one not measured yet.

    Raises what `load` does, but for tracks that are missing.
    """
    files = _read(start.scene, shelves_of(places))
    folders = music_folders(files, places)
    music = _find(files.playlists.values(), folders)
    known = known_of(music.homes.values(), places.catalogue)
    # A rehearsal hears what the session will: softer, deeper and what fits.
    playlists = with_what_is_known(files.playlists, music.homes, known)
    out = left_out(start.without, playlists.values(), music.homes, folders, known)
    shelf = Shelf(files.room, playlists, {}, out.words, music.homes)
    _refuse_silence(files, shelf, start.without)
    says = tuple(measure.problem or "" for measure in music.missing.values())
    loaded = Loaded(
        id="rehearsal",
        scene=files.scene,
        playlists=playlists,
        measures=measures_of(music.homes.values(), places.catalogue),
        without=out.words,
        homes=music.homes,
        says=(
            *out.says,
            *(one.replace("passed over", "counted as 5:00") for one in says),
        ),
    )
    return loaded, files.room


def _read(scene: str, shelves: Shelves) -> SessionFiles:
    path = shelves.scene(scene)
    files = read_all(str(path.absolute()), shelves)
    if not isinstance(files, SessionFiles):
        raise FilesWrong(files)
    return files


def new_name() -> str:
    """A session's name: its date, its minute and a little chance. Never a person."""
    return f"{datetime.now().astimezone():%Y-%m-%d-%H%M}-{secrets.token_hex(2)}"


@dataclass(frozen=True, slots=True)
class Music:
    homes: Mapping[str, str]
    """Absolute paths, by a track's file."""
    missing: Mapping[str, Measure]
    """What cannot sound, by absolute path, with the reason."""


def _find(playlists: Iterable[Playlist], folders: Sequence[Path]) -> Music:
    homes: dict[str, str] = {}
    missing: dict[str, Measure] = {}
    for track in _tracks(playlists):
        place = place_of(track.file, folders)
        homes[track.file] = str(place.path)
        if place.whereabouts is not Whereabouts.THERE:
            word = "is missing"
            if place.whereabouts is Whereabouts.OUTSIDE:
                word = "leads out of the music folder"
            says = f"{track.file} {word} and is passed over."
            # Under the name that it has here: where it leads may be another's track.
            homes[track.file] = str(folders[0] / track.file)
            missing[homes[track.file]] = _unplayable(says)
    return Music(homes, missing)


def _disguised(music: Music, measured: Mapping[str, Measure]) -> dict[str, Measure]:
    """What was not measured may be anything, and must not be opened to be heard."""
    unknown = {home: file for file, home in music.homes.items() if home not in measured}
    return {
        home: _unplayable(f"{file} is passed over. {disguise.SAYS}")
        for home, file in unknown.items()
        if home not in music.missing and disguise.follows_others(Path(home))
    }


def _unplayable(says: str) -> Measure:
    return Measure(Seconds(0.0), SILENT, Decibels(0.0), says)


def _tracks(playlists: Iterable[Playlist]) -> Iterable[Track]:
    return (track for playlist in playlists for track in playlist.tracks)


def measures_of(paths: Iterable[str], catalogue: Path) -> dict[str, Measure]:
    """What the catalogue knows of these files; a broken catalogue knows nothing."""
    return told_by(catalogue, paths, lambda known, path: known.measure_of(path))


def _passed_over(shelf: Shelf) -> Iterable[str]:
    """Why tracks cannot sound that somebody may wait for."""
    wanted = (t for t in _tracks(shelf.playlists.values()) if not shelf.left_out_by(t))
    measures = map(shelf.measure_of, wanted)
    return dict.fromkeys(m.problem for m in measures if m is not None and m.problem)


def _refuse_silence(files: SessionFiles, shelf: Shelf, without: Sequence[str]) -> None:
    """A phase whose playlist has nothing that can sound begins no session."""
    whole = replace(shelf, without=())
    for phase in files.scene.phases:
        playlist = shelf.playlists.get(phase.playlist or "")
        if playlist is None or any(map(shelf.can_sound, playlist.tracks)):
            continue
        name = quoted(playlist.name)
        if any(map(whole.can_sound, playlist.tracks)):
            words = one_of(map(quoted, without))
            raise CannotStart(
                f"{phase.name}: nothing is left of the playlist {name} without "
                f"{words}. Add other music to it, or leave out less."
            )
        raise CannotStart(
            f"{phase.name}: nothing in the playlist {name} can "
            f"sound. Is {files.room.music} the right music folder?"
        )


def _copies(files: SessionFiles, shelves: Shelves) -> tuple[tuple[str, str, str], ...]:
    """The session's own copy of what it was read from."""
    copies = [("scene", files.scene.name, _text(files.scene_file))]
    with suppress(NotFound):
        copies += [
            ("playlist", name, _text(shelves.playlist(name)))
            for name in files.playlists
        ]
    return tuple(copies)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
