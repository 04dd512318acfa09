"""The ready-made maps of common devices: YAML files beside this one, as a person's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from kap_room.library.control_forms import MapForm, press_of
from kap_room.library.problems import Problem, Problems
from kap_room.library.sheet import Sheet
from kap_room.library.tree import tree_of
from kap_room.plan.controls import Binding, Glow, PadLight

FOLDER: Final = Path(__file__).parent

PLAIN: Final = "plain"
"""The map of a device that nobody has made one for."""


SHORTEST: Final = 4
"""Letters from which a name can be taken for the beginning of a longer one."""


@dataclass(frozen=True, slots=True)
class ReadyMade:
    name: str
    ports: tuple[str, ...]
    does: tuple[Binding, ...]
    lights: tuple[PadLight, ...]
    glow: Glow
    says: str | None
    """What to set on the device first."""


def map_for(port: str, *, or_plain: bool) -> ReadyMade | None:
    """The map of the device that a port's name tells of."""
    wanted = plainly(port)
    near = [
        (wanted.startswith(name), len(name), ready)
        for ready in maps().values()
        for name in map(plainly, ready.ports)
        if wanted.startswith(name)
        # A person may write less of a name than its maker did.
        or (len(wanted) >= SHORTEST and name.startswith(wanted))
    ]
    if near:  # the longest name knows the device best
        return max(near, key=lambda each: each[:2])[2]
    return map_named(PLAIN) if or_plain else None


def map_named(name: str) -> ReadyMade | None:
    return maps().get(plainly(name))


def names_of_maps() -> tuple[str, ...]:
    return tuple(ready.name for ready in maps().values())


def plainly(name: str) -> str:
    """One name however it is spaced: makers write theirs in several ways."""
    return "".join(letter for letter in name.lower() if letter.isalnum())


@cache
def maps() -> Mapping[str, ReadyMade]:
    """All of them, by their plain names. Those that are wrong are not there."""
    read = (read_map(file)[0] for file in sorted(FOLDER.glob("*.yaml")))
    return MappingProxyType(
        {plainly(ready.name): ready for ready in read if ready is not None}
    )


def read_map(file: Path) -> tuple[ReadyMade | None, tuple[Problem, ...]]:
    """One map, and what is wrong with it."""
    problems = Problems()
    sheet = Sheet(file, tree_of(file.read_text("utf-8")), problems)
    form = sheet.fill(MapForm)
    if form is None:
        return None, problems.in_order()
    ports = form.ports if form.name == PLAIN else (form.name, *form.ports)
    ready = ReadyMade(
        form.name,
        ports,
        tuple(_bindings(form)),
        tuple(PadLight(press_of(key)[0], *shown) for key, shown in form.lights.items()),
        Glow(form.lit, form.unlit),
        form.says,
    )
    return ready, problems.in_order()


def _bindings(form: MapForm) -> list[Binding]:
    return [
        Binding(*press_of(key), words, key, is_ready_made=True)
        for key, words in form.does.items()
    ]
