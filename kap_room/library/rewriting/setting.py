"""One key set in a file that a person wrote, such as a room file."""

from __future__ import annotations

from kap_room.library.rewriting.changing import changed
from kap_room.library.rewriting.nodes import keeps_comments
from kap_room.library.rewriting.reading import BOM, CannotSave
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
    try:
        said = tree_of(bare).data
        wanted = _with(said, place, value)
        new = changed(bare, wanted) if said else _begun(bare, wanted)
        if tree_of(new).data != wanted or (said and not keeps_comments(bare, new)):
            raise CannotSave(_AWKWARD)
    except (Awkward, ValueError):
        raise CannotSave(_AWKWARD) from None
    except WrongLine as wrong:
        raise CannotSave(f"Line {wrong.line} cannot be read: {wrong.says}") from None
    return bom + new


_AWKWARD = (
    "This file is laid out so that only a person can change it. Open it yourself."
)


def _begun(text: str, wanted: Data) -> str:
    """Below the comments of a file that says nothing yet."""
    lines = lines_of(wanted, 0) if isinstance(wanted, dict) else []
    above = text if not text or text.endswith("\n") else f"{text}\n"
    return above + "".join(f"{line}\n" for line in lines)


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
