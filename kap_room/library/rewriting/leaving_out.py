"""One key taken out of a file that a person wrote; their remarks stay."""

from __future__ import annotations

from kap_room.library.rewriting.changing import changed
from kap_room.library.rewriting.nodes import keeps_comments
from kap_room.library.rewriting.reading import BOM, CannotSave, data_in
from kap_room.library.rewriting.splices import Awkward
from kap_room.library.tree import Data, Place, WrongLine, tree_of

_AWKWARD = (
    "This file is laid out so that only a person can change it. Open it yourself."
)
_ALL_OF_IT = "Nothing else stands in this file. Delete it yourself where it can go."


def without_entry(text: str, place: Place) -> str:
    """The text without what stands at a place; groups that it leaves empty go as well.

    A place at which nothing stands leaves it as it is. Raise `CannotSave` where the
    text is no YAML, or would say nothing any more.
    """
    bom = BOM if text.startswith(BOM) else ""
    bare = text.removeprefix(BOM)
    said = data_in(bare)
    wanted = _without(said, place)
    if wanted == said:
        return text
    if not wanted:
        raise CannotSave(_ALL_OF_IT)
    try:
        new = changed(bare, wanted)
        if tree_of(new).data != wanted or not keeps_comments(bare, new):
            raise CannotSave(_AWKWARD)
    except (Awkward, ValueError, WrongLine):
        raise CannotSave(_AWKWARD) from None
    return bom + new


def _without(data: Data, place: Place) -> Data:
    part, *rest = place
    if not isinstance(data, dict) or part not in data:
        return data
    key = str(part)
    inner = _without(data[key], tuple(rest)) if rest else {}
    if rest and inner == data[key]:
        return data
    left = {each: value for each, value in data.items() if each != key}
    return {**data, key: inner} if inner else left
