"""`kap-room playlist build`: what was asked for, against scene, room and catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from kap_room.engine.fits import AGREED
from kap_room.library.building.arc import ARCS
from kap_room.library.building.kinds import Kind, kind_named, kind_of
from kap_room.library.building.proposing import propose
from kap_room.library.building.wish import Proposal, Wish
from kap_room.library.catalogued import Catalogued
from kap_room.library.entries import name_of
from kap_room.library.problems import did_you_mean, one_of, quoted
from kap_room.library.session_files import SessionFiles, read_all
from kap_room.link.places import Places
from kap_room.plan.music import Playlist, Track
from kap_room.plan.scene import Phase, Turn
from kap_room.plan.units import Seconds
from kap_room.timeline.entering import crossfade_of
from kap_room.timeline.programme import CLOSING, CROSSFADE
from kap_room.timeline.without import left_out_by
from kap_room.wiring.loading import FilesWrong, shelves_of
from kap_room.wiring.playlist_fit import PhaseFitter
from kap_room.wiring.playlist_music import Music, music_in, pages
from kap_room.wiring.playlist_said import with_what_playlists_say

LONGEST: Final = Seconds(6 * 3600.0)
"""A phase that is longer is a slip."""


class AskedWrong(Exception):  # noqa: N818 - the answer to an argument
    """What to write instead."""


class NothingThere(Exception):  # noqa: N818 - the answer, as a sentence
    """Why nothing can be proposed."""


@dataclass(frozen=True, slots=True)
class Asked:
    phase: str
    length: Seconds | None = None
    intensity: tuple[int, int] | None = None
    tags: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    seed: int = 0
    scene: str | None = None


@dataclass(frozen=True, slots=True)
class Built:
    called: str
    """Its usual name: what the scene's phase plays, or what was asked for."""
    kind: Kind
    wish: Wish
    fitter: PhaseFitter
    proposal: Proposal

    def playlist(self, name: str) -> Playlist:
        """As it is written: what a machine estimated is left to the catalogue."""
        tracks = (
            Track(each.file, intensity=each.by_hand, tags=tuple(_tags(each)))
            for each in self.proposal.tracks
        )
        return Playlist(name, tuple(tracks))


@dataclass(frozen=True, slots=True)
class _Task:
    """What is to be filled."""

    called: str
    kind: Kind
    fitter: PhaseFitter
    elsewhere: frozenset[str] = frozenset()


def build(places: Places, asked: Asked) -> Built:
    """Raise `AskedWrong`, `NothingThere`, `NotFound` or `FilesWrong`."""
    music = music_in(places)
    if not music.by_path:
        raise NothingThere(
            f"Nothing in {music.room.music} was measured yet. Run kap-room library "
            "scan."
        )
    task = _of_a_name(asked) if asked.scene is None else _of_a_scene(places, asked)
    arc, fitter = ARCS[task.kind], task.fitter
    if asked.intensity is not None:
        arc = arc.within(*asked.intensity)
    wish = Wish(
        arc, fitter.lasts, asked.tags, asked.seed, task.elsewhere, music.room.sound
    )
    known = [page.value for page in pages(places).values() if page.value is not None]
    catalogued = with_what_playlists_say(music.catalogued, known)
    proposal = _of_what_is_there(catalogued, music, wish, fitter, asked.without)
    if not proposal.tracks:
        raise NothingThere(_nothing(proposal))
    says = (*proposal.says, *_idle(catalogued, asked.without))
    proposal = replace(proposal, says=says)
    return Built(task.called, task.kind, wish, fitter, proposal)


def _of_what_is_there(
    catalogued: Sequence[Catalogued],
    music: Music,
    wish: Wish,
    fitter: PhaseFitter,
    without: tuple[str, ...],
) -> Proposal:
    """The catalogue is as old as the last scan; only what was chosen is looked for."""
    gone: set[str] = set()
    unwanted = _unwanted(catalogued, without)
    while True:
        left = [each for each in catalogued if each.file not in gone]
        proposal = propose(left, wish, fitter, lambda each: each.file in unwanted)
        tracks = proposal.tracks
        lost = {each.file for each in tracks if music.why_not(Track(each.file))}
        if not lost:
            return _with_gone(proposal, len(gone))
        gone |= lost


def _with_gone(proposal: Proposal, gone: int) -> Proposal:
    if not gone:
        return proposal
    says = f"{gone} track{'' if gone == 1 else 's'} gone since the last scan"
    return replace(proposal, left_out=(*proposal.left_out, says))


def _of_a_name(asked: Asked) -> _Task:
    kind = kind_named(asked.phase)
    if kind is None:
        raise AskedWrong(
            f"--phase: {quoted(asked.phase)} is not known here. Write {one_of(Kind)}, "
            "or name its --scene."
        )
    if asked.length is None:
        raise AskedWrong("Say how long it is, as in --length 40m, or name a --scene.")
    return _Task(asked.phase.lower(), kind, PhaseFitter(_bounded(asked.length)))


def _of_a_scene(places: Places, asked: Asked) -> _Task:
    """Its length, crossfades and other music are those of the scene."""
    shelves = shelves_of(places)
    path = shelves.scene(asked.scene or "")
    files = read_all(str(path.absolute()), shelves)
    if not isinstance(files, SessionFiles):
        raise FilesWrong(files)
    phases = files.scene.phases
    index = _index_of(asked.phase, phases)
    phase = phases[index]
    kind = kind_of(phase, phases)
    if kind is None:
        raise AskedWrong(
            f"--phase: what {quoted(phase.name)} is for cannot be told from its name. "
            f"Leave --scene out and write --phase {one_of(Kind)}."
        )
    lasts = phase.lasts if asked.length is None else asked.length
    if lasts is None:
        raise AskedWrong(
            f"{phase.name} lasts as long as you like there: say how much music it "
            "should have, as in --length 15m."
        )
    past = _past_turn(phase, phases[index + 1 : index + 2])
    fitter = PhaseFitter(_bounded(lasts), crossfade_of(phase), past)
    called = phase.playlist or phase.name.lower()
    return _Task(called, kind, fitter, _elsewhere(files, phase))


def _index_of(name: str, phases: Sequence[Phase]) -> int:
    for index, phase in enumerate(phases):
        if phase.name.casefold() == name.casefold():
            return index
    names = [phase.name for phase in phases]
    raise AskedWrong(
        f"--phase: the scene has no phase {quoted(name)}.{did_you_mean(name, names)} "
        f"It has {one_of(map(quoted, names))}."
    )


def _past_turn(phase: Phase, after: Sequence[Phase]) -> Seconds:
    """As a session lets the last track of a phase go on past its turn."""
    past = crossfade_of(after[0]) if after else CLOSING
    return Seconds(past + AGREED) if phase.turn is Turn.ASK else past


def _elsewhere(files: SessionFiles, phase: Phase) -> frozenset[str]:
    """The playlist that this one may take the place of does not count."""
    others = {
        each.playlist
        for each in files.scene.phases
        if each.playlist is not None and each.playlist != phase.playlist
    }
    return frozenset(
        track.file for name in others for track in files.playlists[name].tracks
    )


def _bounded(lasts: Seconds) -> Seconds:
    if not CROSSFADE < lasts <= LONGEST:
        raise AskedWrong("--length: a phase has from 10s to 6h of music.")
    return lasts


def _unwanted(
    catalogued: Sequence[Catalogued], without: tuple[str, ...]
) -> frozenset[str]:
    """Files; the same recording by another name is no less unwelcome."""
    out = [each for each in catalogued if _is_unwanted(each, without)]
    sounds = {each.content for each in out if each.content}
    copies = (each.file for each in catalogued if each.content in sounds)
    return frozenset((*(each.file for each in out), *copies))


def _is_unwanted(each: Catalogued, without: tuple[str, ...]) -> bool:
    return left_out_by(without, each.file, each.tags) is not None


def _idle(catalogued: Sequence[Catalogued], without: Iterable[str]) -> Iterator[str]:
    """A slip in a word would let through what somebody dislikes."""
    for word in without:
        if not any(_is_unwanted(each, (word,)) for each in catalogued):
            names = {n for each in catalogued for n in (*each.tags, each.file)}
            yield (
                f"Without {quoted(word)} leaves nothing out: no track of the library "
                f"has that tag, name or folder.{did_you_mean(word, names)}"
            )


def _nothing(proposal: Proposal) -> str:
    out = "; ".join(proposal.left_out)
    return f"No track suits{f': left out are {out}' if out else ''}."


def _tags(each: Catalogued) -> Iterable[str]:
    """Those that a playlist can hold: a file's own label may be anything."""
    for tag in each.tags:
        try:
            if name_of(tag) == tag:
                yield tag
        except ValueError:
            continue
