"""What the page about Home Assistant says is what is announced, row by row."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from kap_room.adapters.homeassistant.announcing import announcement
from kap_room.adapters.homeassistant.names import Topics
from kap_room.plan.home_assistant import USUAL, Lets
from tests.adapters.homeassistant.rules import (
    COMPONENT_NEEDS,
    ORIGIN_NEEDS,
    PLATFORM_NEEDS,
    ROOT_NEEDS,
    SHARED,
)
from tests.library import paper

PAGE = (Path(__file__).parents[3] / "docs/home-assistant.md").read_text("utf-8")

TOPICS = Topics("garden-room", "homeassistant")
MARK = "3f9a1c2e"

EACH_ITS_OWN = {"sw_version": "the version", "serial_number": "the room's own mark"}


def rows() -> Iterator[str]:
    """The table of the page: what is required, and what stands there."""
    found: dict[str, Any] = json.loads(announcement("Garden room", TOPICS, USUAL, MARK))
    components: Mapping[str, Mapping[str, Any]] = found.pop("components")
    device, origin = found.pop("device"), found.pop("origin")
    yield from (row("message", key, "required", "below") for key in ROOT_NEEDS)
    yield from of("message", found, ())
    yield from of("device", device, ("identifiers",))
    yield from of("origin", origin, ORIGIN_NEEDS)
    for name, component in components.items():
        if len(component) > 1:
            needs = (*COMPONENT_NEEDS, *PLATFORM_NEEDS[component["platform"]])
            yield from of(name, component, needs)
            shared = (key for key in needs if key not in component and key in SHARED)
            yield from (row(name, key, "required", "the message's") for key in shared)


def of(where: str, found: Mapping[str, Any], needs: tuple[str, ...]) -> Iterator[str]:
    for key, value in found.items():
        if key != "icon":
            said = EACH_ITS_OWN.get(key, f"`{json.dumps(value)}`")
            yield row(where, key, "required" if key in needs else "", said)


def row(where: str, key: str, rule: str, says: str) -> str:
    return f"| {where} | `{key}` | {rule} | {says} |"


def test_the_table_is_what_is_announced() -> None:
    """Every key of the message, and what Home Assistant requires."""
    table = re.findall(
        r"^\| (?!in \||---).*\|$", PAGE.partition("## The message")[2], re.MULTILINE
    )
    assert table == list(rows())


def test_the_topics_on_the_page_are_the_rooms() -> None:
    """As somebody would subscribe to them."""
    for topic in (
        *TOPICS.kept,
        *(TOPICS.command, TOPICS.volume, TOPICS.birth),
    ):
        assert f"`{topic}`" in PAGE


def test_every_word_that_may_be_let_in_stands_on_the_page() -> None:
    """The usual ones first."""
    (line,) = re.findall(r"^All of them: (.*)\.$", PAGE, re.MULTILINE)
    assert line == ", ".join(f"`{lets}`" for lets in Lets)


def test_the_lines_for_a_room_file_are_read(tmp_path: Path) -> None:
    """Whoever copies them announces their room."""
    lines = re.findall(r"^    (home assistant: .*?)(?:  +#.*)?$", PAGE, re.MULTILINE)
    assert len(lines) >= 2
    for line in lines:
        assert paper.room(tmp_path, f"{line}\n").home_assistant is not None
