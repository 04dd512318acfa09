"""What the check doubts of the controls before anybody presses them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kap_room.library.check import Verdict
from kap_room.library.page import read_room
from kap_room.wiring.control_doubts import doubts_in

BUTTON = "{{button: {{topic: shed/button, does: {{{}}}}}}}"
PADS = "{{pads: {{midi: X, does: {{{}}}}}}}"


def doubted(controls: str) -> list[str]:
    file = Path(os.environ["KAP_ROOM_CONFIG"])
    file.write_text(f"room: Garden room\ncontrols: {controls}\n")
    page = read_room(file)
    assert page.value is not None
    findings = doubts_in(page.value)
    assert all(each.verdict is Verdict.DOUBT for each in findings)
    return [f"{each.about}: {each.says}" for each in findings]


@pytest.mark.parametrize("does", ["end", "start evening", "End", "land"])
@pytest.mark.parametrize(
    ("control", "press"), [(PADS, "note 3"), (BUTTON, "single"), (BUTTON, "press")]
)
def test_one_press_that_ends_or_begins_a_session_is_doubted(
    control: str, press: str, does: str
) -> None:
    """A knee on a pad must not end what took three hours to build."""
    (says,) = doubted(control.format(f"{press}: {does}"))
    assert f"One {press} is {does.split(maxsplit=1)[0].lower()}" in says
    assert "that is meant, as in" in says


@pytest.mark.parametrize(
    "controls",
    [
        PADS.format("note 3 long: end, note 3 double: start evening, note 4: talk"),
        BUTTON.format("hold: end, double: land, single: talk"),
        PADS.format("note 3: silence, note 4: ground, note 5: nothing"),
    ],
)
def test_a_press_that_is_meant_is_not_doubted(controls: str) -> None:
    """Nobody holds a pad down by mistake, and silence is never one too many."""
    assert doubted(controls) == []
