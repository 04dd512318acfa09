"""What a session is begun without: the words, and every file that they mean.

A track may have several names: a link leads to it, or a copy lies in another folder.
What a person dislikes must come by none of them, so the session is handed all. Here
disks are looked at; the session itself goes by names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kap_room.library.problems import did_you_mean, quoted
from kap_room.plan.music import Playlist, Track
from kap_room.timeline.without import left_out_by
from kap_room.wiring.known_music import Known


@dataclass(frozen=True, slots=True)
class LeftOut:
    words: tuple[str, ...]
    """What was said, then the files that it means by other names."""
    says: tuple[str, ...] = ()
    """Of each word that leaves nothing out."""


def left_out(
    said: Sequence[str],
    playlists: Iterable[Playlist],
    homes: Mapping[str, str],
    folders: Sequence[Path],
    known: Known,
) -> LeftOut:
    tracks = tuple(dict.fromkeys(t for each in playlists for t in each.tracks))
    words, says, out = list(said), [], dict[str, None]()
    for word in said:
        meant = (word, *_names_below(word, folders))
        words += [name for name in meant if name not in words]
        files = [t.file for t in tracks if _means(meant, t, homes[t.file], folders)]
        out.update(dict.fromkeys(files))
        if not files:
            says.append(_nothing(word, tracks))
    out.update(dict.fromkeys(_the_same(tuple(out), homes, known)))
    words += [file for file in out if left_out_by(tuple(said), file) is None]
    return LeftOut(tuple(dict.fromkeys(words)), tuple(says))


def _means(
    meant: tuple[str, ...], track: Track, home: str, folders: Sequence[Path]
) -> bool:
    """By its name, its tags, or where its file truly lies."""
    files = (track.file, *_names_below(home, folders))
    return any(left_out_by(meant, file, track.tags) is not None for file in files)


def _the_same(
    out: tuple[str, ...], homes: Mapping[str, str], known: Known
) -> Iterator[str]:
    """What is left out already, by another name: the same file, or the same sound."""
    paths = {homes[file] for file in out}
    sounds = {known[path].content for path in paths if path in known} - {""}
    for file, path in homes.items():
        if path in paths or (path in known and known[path].content in sounds):
            yield file


def _names_below(path: str, folders: Sequence[Path]) -> Iterator[str]:
    """A file or folder as the music folders name it, once every link is followed."""
    for folder in folders:
        try:
            home = folder.resolve()
            found = (home / path).resolve()
            if found.exists() and found != home and found.is_relative_to(home):
                yield str(found.relative_to(home))
        except (OSError, ValueError, RuntimeError):
            continue  # a circle of links, a name too long


def _nothing(word: str, tracks: Iterable[Track]) -> str:
    names = dict.fromkeys(
        name
        for track in tracks
        for name in (*track.tags, track.file, *Path(track.file).parts)
    )
    return (
        f"Without {quoted(word)} leaves nothing out: no track of this session has that "
        f"tag, name or folder.{did_you_mean(word, names)}"
    )
