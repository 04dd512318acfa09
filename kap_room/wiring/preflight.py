"""`kap-room check`: everything that can be known before a person lies down."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from typing import Final

from kap_room.library.check import Finding, Verdict
from kap_room.library.page import Page
from kap_room.library.problems import Problem, quoted
from kap_room.library.session_files import SessionFiles, read_all, read_room_or_none
from kap_room.link.places import Places
from kap_room.plan.room import Room
from kap_room.starter import missing
from kap_room.wiring.control_words import problems_in
from kap_room.wiring.loading import shelves_of, starter_music
from kap_room.wiring.outputs import sound
from kap_room.wiring.shelf import findings_of

ENOUGH: Final = 200 * 1024 * 1024
"""Bytes. A year of sessions; a card fuller than this fails at the worst moment."""


@dataclass(frozen=True, slots=True)
class Preflight:
    findings: tuple[Finding, ...]
    problems: tuple[Problem, ...]
    is_wrong: bool
    """A phase has nothing that can sound, or the like."""
    unreached: bool
    """A device that the room file names does not answer."""


def preflight(places: Places, scene: str | None) -> Preflight:
    """One scene, or every one that is found. Raises `NotFound`."""
    shelves = shelves_of(places)
    names = shelves.scenes() if scene is None else {scene: shelves.scene(scene)}
    findings: list[Finding] = []
    problems: dict[Problem, None] = {}
    for path in names.values():
        files = read_all(str(path.absolute()), shelves)
        if isinstance(files, SessionFiles):
            findings += findings_of(files, places)
        else:
            problems.update(dict.fromkeys(files))
    room = read_room_or_none(places.room_file)
    missing_files = _missing_files(room)
    wrong_words = problems_in(room, places)
    problems.update(dict.fromkeys((*room.problems, *missing_files, *wrong_words)))
    findings += _starter(places)
    devices: list[Finding] = []
    if room.value is not None:
        # Without its files the broker cannot be reached, and that is told already.
        lights = [] if missing_files else _lights(room.value)
        home = [] if missing_files else _home(room.value, places)
        hands = [*_controls(room.value), *home]
        devices = [*sound(room.value), *lights, *hands, _disk(places)]
    unreached = any(finding.verdict is Verdict.WRONG for finding in devices)
    is_wrong = any(finding.verdict is Verdict.WRONG for finding in findings)
    whole = tuple(dict.fromkeys((*findings, *devices)))
    return Preflight(whole, tuple(problems), is_wrong, unreached)


def _starter(places: Places) -> list[Finding]:
    if not missing(starter_music(places)):
        return []
    says = "Not all of it is rendered. kap-room demo --render begins, and demo goes on."
    return [Finding(Verdict.DOUBT, "starter music", says)]


def _lights(room: Room) -> list[Finding]:
    from kap_room.adapters.lamps.preflight import check_lamps

    if not room.lamps:
        return [Finding(Verdict.DOUBT, "lamps", "The room file names none.")]
    return list(check_lamps(room))


def _controls(room: Room) -> list[Finding]:
    if not room.controls:
        return []
    from kap_room.wiring.control_list import findings_of_controls

    return findings_of_controls(room)


def _home(room: Room, places: Places) -> list[Finding]:
    if room.home_assistant is None:
        return []
    from kap_room.wiring.homeassistant import findings_of_home

    return list(findings_of_home(room, room.home_assistant, places))


def _missing_files(page: Page[Room]) -> list[Problem]:
    """What the room file names for the broker and is not there, each with its line."""
    broker = None if page.value is None else page.value.broker
    if broker is None:
        return []
    named = {
        "password file": broker.password_file,
        "ca file": broker.ca_file,
        "certificate file": broker.certificate_file,
        "key file": broker.key_file,
    }
    return [
        Problem(
            page.path,
            page.tree.line_of(("broker", key)),
            f"broker.{key}",
            f"There is no file {quoted(str(file))}. Put it there, or name another.",
        )
        for key, file in named.items()
        if file is not None and not file.is_file()
    ]


def _disk(places: Places) -> Finding:
    folder = places.data
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    if not os.access(folder, os.W_OK):
        says = f"Nothing can be written in {folder}."
        return Finding(Verdict.WRONG, "disk", says)
    if free < ENOUGH:
        says = f"Only {free // 2**20} MB are free in {folder}."
        return Finding(Verdict.DOUBT, "disk", says)
    return Finding(Verdict.OK, "disk", f"{free // 2**30} GB free.")
