"""What the page about buttons tells a person to write is right as it stands."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

import pytest

from kap_room.adapters.buttons.hearing import hear
from kap_room.adapters.buttons.meaning import Meaning
from kap_room.exchange.words import words
from kap_room.plan.controls import MqttButton
from kap_room.plan.units import Seconds
from tests.library import paper

PAGE = (Path(__file__).parents[3] / "docs/mqtt-buttons.md").read_text("utf-8")


def buttons(folder: Path) -> dict[str, MqttButton]:
    """Those of the page's example."""
    (example,) = re.findall(r"^    controls:\n(?:    .*\n)+", PAGE, re.MULTILINE)
    found = paper.room(folder, textwrap.dedent(example)).controls
    return {one.name: one for one in found if isinstance(one, MqttButton)}


@pytest.mark.parametrize(
    ("name", "payload", "does"),
    [
        ("couch", '{"action":"single"}', "talk"),
        ("couch", '{"action":"hold"}', "ground"),
        ("door", '{"Button1":{"Action":"SINGLE"}}', "silence"),
        ("door", '{"Button2":{"Action":"SINGLE"}}', "music"),
        ("floor pedal", "ON", "silence"),
        ("knob", '{"gesture":{"name":"clockwise"}}', "louder"),
    ],
)
def test_the_example_does_what_the_page_says(
    tmp_path: Path, name: str, payload: str, does: str
) -> None:
    """Whoever copies it has these buttons."""
    button = buttons(tmp_path)[name]
    meaning = Meaning(button)
    (sign,) = hear(payload.encode(), button.field).signs
    (command,) = meaning.commands(sign, Seconds(0.0))
    assert " ".join(words(command)) == does
