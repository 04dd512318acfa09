"""What the page about lamps tells a person to write is right as it stands."""

import re
from pathlib import Path

import pytest

from kap_room.adapters.lamps.commands import command_for
from kap_room.adapters.lamps.settings.every import SETTINGS
from kap_room.library.room_forms import Dialect
from kap_room.plan.room import Broker, Lamp
from tests.library import paper

PAGE = (Path(__file__).parents[2] / "docs/lamps.md").read_text("utf-8")

TOPICS = {"zigbee2mqtt": "zigbee2mqtt/floor", "tasmota": "floorlamp"}


@pytest.mark.parametrize("speaks", TOPICS)
def test_the_commands_on_the_page_are_those_that_check_prints(speaks: str) -> None:
    """Whoever pastes either does the same."""
    lamp = Lamp("floor", speaks, TOPICS[speaks])
    facts = {"SetOption20": "ON", "SetOption117": "ON"}
    for remark in SETTINGS[speaks].judge(lamp, facts):
        for mend in remark.mends:
            assert not isinstance(mend, str)
            assert command_for(Broker(), mend) in PAGE


def test_every_dialect_stands_on_the_page() -> None:
    """In the table, by the word that a room file has for it."""
    rows = re.findall(r"^\| `(\w+)`", PAGE, re.MULTILINE)
    assert set(rows) - {"speaks"} == {str(word) for word in Dialect}


def test_the_lines_for_a_room_file_are_read(tmp_path: Path) -> None:
    """A locked broker, and a group that its bridge knows."""
    (broker,) = re.findall(r"^    (broker: .*)$", PAGE, re.MULTILINE)
    (groups,) = re.findall(r"`(groups: [^`]*)`", PAGE)
    lamps = "".join(
        f"  {name}: {{speaks: zigbee2mqtt, topic: zigbee2mqtt/{name}}}\n"
        for name in ("floor", "bed")
    )
    found = paper.room(tmp_path, f"{broker}\n{groups}\nlights:\n{lamps}")
    assert found.broker is not None
    assert (found.broker.tls, list(found.group_lamps)) == (True, ["bedside"])
