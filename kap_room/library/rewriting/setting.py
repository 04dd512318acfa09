"""One key set in a file that a person wrote, such as a room file."""

from __future__ import annotations

from kap_room.library.tree import Data, Place


def with_entry(text: str, place: Place, value: Data) -> str:
    """The text with this value at a place; groups around it are made where missing.

    A number that a list does not have yet appends to it. Raise `CannotSave` where the
    text is no YAML, or something else than a group stands in the way.
    """
    raise NotImplementedError(text, place, value)
