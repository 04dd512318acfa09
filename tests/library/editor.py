"""An editor that knows our schemas: as much of JSON Schema as they use, and no more."""

from __future__ import annotations

import re
from typing import Any

import yaml

Shape = dict[str, Any]


def as_an_editor_reads(text: str) -> object:
    """YAML as of today: yes and no are words and 0:12 is one; digits are a number."""
    return _numbers(yaml.load(text, Loader=yaml.BaseLoader))  # noqa: S506 (text only)


def _numbers(part: object) -> object:
    match part:
        case dict():
            return {key: _numbers(value) for key, value in part.items()}
        case list():
            return [_numbers(item) for item in part]
        case str() if part.isdigit():
            return int(part)
    return part


def lacks(value: object, shape: Shape, whole: Shape) -> list[str]:
    """What is wrong with a value, as sentences; of several ways, with the nearest."""
    ways = shape.get("anyOf", [shape])
    return min((_lacks(value, way, whole) for way in ways), key=len)


def _lacks(value: object, shape: Shape, whole: Shape) -> list[str]:
    if "$ref" in shape:
        shape = whole["$defs"][shape["$ref"].rpartition("/")[2]]
    match shape.get("type", "word"), value:
        case "word", _:
            return [] if value in shape["enum"] else [f"{value!r} is none of them"]
        case "object", dict():
            return _lacks_of_keys(value, shape, whole)
        case "array", list():
            return [s for item in value for s in lacks(item, shape["items"], whole)]
        case "string", str() if not re.search(shape.get("pattern", ""), value):
            return [f"{value!r} is not {shape['pattern']}"]
        case ("string", str()) | ("integer", int()):
            return []
        case kind, _:
            return [f"{value!r} is no {kind}"]


def _lacks_of_keys(value: dict[str, object], shape: Shape, whole: Shape) -> list[str]:
    known = shape.get("properties", {})
    other = shape["additionalProperties"]
    said = [
        f"{key} is missing" for key in shape.get("required", []) if key not in value
    ]
    for key, inner in value.items():
        if key in known:
            said += lacks(inner, known[key], whole)
        elif other is False:
            said.append(f"{key} is unknown")
        else:
            said += lacks(inner, other, whole)
    return said
