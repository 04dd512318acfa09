"""JSON Schema of the three files, so that an editor completes and checks them.

Made from the very forms that read them; nothing is described twice.
"""

from __future__ import annotations

from typing import Any, Final

from kap_room.library.page import FORMS

KINDS: Final = tuple(FORMS)
DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


def schema(kind: str) -> dict[str, Any]:
    """For `scene`, `playlist` or `room`; raise `KeyError` for another."""
    whole = _clean(FORMS[kind].model_json_schema(by_alias=True))
    return {"$schema": DIALECT, **whole, "title": f"kap-room {kind}"}


def _clean(part: Any) -> Any:  # noqa: ANN401 (JSON)
    """Without what only Python means: titles of classes, nulls nobody may write."""
    if isinstance(part, list):
        return [_clean(item) for item in part]
    if not isinstance(part, dict):
        return part
    kept: dict[str, Any] = {
        key: _clean_names(value) if key in {"properties", "$defs"} else _clean(value)
        for key, value in part.items()
        if key not in {"title", "default"}
    }
    # A value, or a null that nobody may write; sometimes two ways to write one.
    ways = [*kept.pop("anyOf", []), *kept.pop("oneOf", [])]
    real = [way for way in ways if way != {"type": "null"}]
    if len(real) == 1:
        return real[0] | kept
    return kept | {"anyOf": real} if real else kept


def _clean_names(named: dict[str, Any]) -> dict[str, Any]:
    return {name: _clean(part) for name, part in named.items()}
