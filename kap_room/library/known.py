"""Which keys a form knows at a place, and what each means."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from kap_room.library.tree import Place


def keys_known_at(form: type[BaseModel], place: Place) -> tuple[str, ...]:
    """In the order of the form; none where names are a person's own."""
    group = next(_groups_at(form, place), None)
    return tuple(_fields(group)) if group else ()


def meaning_of(form: type[BaseModel], place: Place) -> str:
    """The sentence that belongs to a key."""
    *around, key = place
    group = next(_groups_at(form, tuple(around)), None)
    field = _fields(group).get(str(key)) if group else None
    return (field.description or "") if field else ""


def _fields(form: type[BaseModel]) -> dict[str, FieldInfo]:
    return {field.alias or name: field for name, field in form.model_fields.items()}


def _groups_at(kind: object, place: Place) -> Iterator[type[BaseModel]]:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        if not place:
            yield kind
        elif field := _fields(kind).get(str(place[0])):
            yield from _groups_at(field.annotation, place[1:])
        return
    inner = place[1:] if get_origin(kind) in {dict, tuple} else place
    for part in get_args(kind):
        yield from _groups_at(part, inner)
