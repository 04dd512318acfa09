"""One key set in a file that a person wrote, such as a room file."""

from __future__ import annotations

from kap_room.library.rewriting.changing import changed
from kap_room.library.rewriting.nodes import (
    BREAKS,
    Script,
    keeps_comments,
    newline_of,
    script_of,
)
from kap_room.library.rewriting.reading import BOM, CannotSave, data_in
from kap_room.library.rewriting.splices import Awkward
from kap_room.library.rewriting.words import lines_of
from kap_room.library.tree import Data, Place, WrongLine, tree_of


def with_entry(text: str, place: Place, value: Data) -> str:
    """The text with this value at a place; groups around it are made where missing.

    A number that a list does not have yet appends to it. Raise `CannotSave` where the
    text is no YAML, or something else than a group stands in the way.
    """
    bom = BOM if text.startswith(BOM) else ""
    bare = text.removeprefix(BOM)
    said = data_in(bare)
    wanted = _with(said, place, value)
    try:
        new = _changed(bare, said, wanted)
        if tree_of(new).data != wanted or (said and not keeps_comments(bare, new)):
            raise CannotSave(_AWKWARD)
    except (Awkward, ValueError, WrongLine):
        raise CannotSave(_AWKWARD) from None
    return bom + new


_AWKWARD = (
    "This file is laid out so that only a person can change it. Open it yourself."
)


def _changed(text: str, said: Data, wanted: Data) -> str:
    if said:
        return changed(text, wanted)
    lines = lines_of(wanted, 0) if isinstance(wanted, dict) else []
    if isinstance(said, dict):
        return _instead_of_braces(script_of(text), lines)
    newline = newline_of(text)
    above = text if not text or text.endswith(BREAKS) else f"{text}{newline}"
    return above + "".join(f"{line}{newline}" for line in lines)


def _instead_of_braces(script: Script, lines: list[str]) -> str:
    """Of a file that says nothing but `{}`, below which no line could be read."""
    braces = script.root
    number = script.line_at(braces.start)
    begins, ends = script.starts[number], script.starts[number + 1]
    if script.text[begins : braces.start].strip() or braces.end > ends:
        raise Awkward("braces that are not alone on a line")
    remark = script.text[braces.end : ends].strip()
    instead = [remark, *lines] if remark else lines
    new = "".join(f"{line}{script.newline}" for line in instead)
    return script.text[:begins] + new + script.text[ends:]


def _with(data: Data, place: Place, value: Data) -> Data:
    if not place:
        return value
    part, *rest = place
    match data, part:
        case dict(), str():
            return {**data, part: _with(data.get(part, ""), tuple(rest), value)}
        case list(), int():
            inner = data[part] if part < len(data) else ""
            new = _with(inner, tuple(rest), value)
            return [*data[:part], new, *data[part + 1 :]]
        case "", str():
            return {part: _with("", tuple(rest), value)}
        case "", int():
            return [_with("", tuple(rest), value)]
        case _:
            raise CannotSave(f"A single value stands where {part} belongs.")
