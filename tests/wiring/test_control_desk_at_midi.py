"""The controls as a screen holds them, at real MIDI ports."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from kap_room.exchange.learning import Pressed, Proposal
from kap_room.link.places import find_places
from kap_room.wiring.control_desk import RoomLearning
from tests.rig.broker import wait_until
from tests.rig.jack import Jack, Plugged

pytestmark = pytest.mark.slow

ROOM = """# This room.
room: Garden room
controls:
  pedal: {midi: FS-1, does: {pedal 64: talk}}   # the black one
"""

WITHIN = 15.0


def is_there(learning: RoomLearning) -> bool | None:
    controls = learning.view.controls
    return controls[0].is_there if controls else None


def heard(learning: RoomLearning, press: Callable[[], object]) -> Pressed:
    """What the screen is shown of it.

    A port that was just found may not be open yet: a foot tries until it is noticed.
    """
    before = learning.view.touch

    def is_noticed() -> bool:
        press()
        return wait_until(lambda: learning.view.touch != before, within=1.0)

    assert wait_until(is_noticed, WITHIN)
    touch = learning.view.touch
    assert touch is not None
    return touch.pressed


def stepped_long(pedal: Plugged) -> Callable[[], float]:
    return lambda: pedal.step(lasts=0.8)


def test_a_pedal_is_there_pressed_long_taught_and_unplugged() -> None:
    """As it comes from the computer's own ports, heard by another process."""
    file = Path(os.environ["KAP_ROOM_CONFIG"])
    file.write_text(ROOM)
    with Jack() as jack:
        pedal = jack.plug("FS-1")
        learning = RoomLearning(find_places())
        learning.listen()
        try:
            assert wait_until(lambda: is_there(learning) is True, WITHIN)
            assert heard(learning, pedal.step).press == "pedal 64"
            long = heard(learning, stepped_long(pedal))
            assert (long.control, long.press) == ("pedal", "pedal 64 long")
            proposal = learning.proposed(long, "end")
            assert isinstance(proposal, Proposal)
            assert learning.write(proposal).ok
            assert "{pedal 64: talk, pedal 64 long: end}}   # the" in file.read_text()
            pedal.pull()
            assert wait_until(lambda: is_there(learning) is False, WITHIN)
        finally:
            learning.rest()
