"""What is neither sound nor light has a line of health as well."""

from pathlib import Path

from kap_room.engine.messages import Devices
from kap_room.engine.ports import PartSaid
from kap_room.exchange.events import HealthChanged
from kap_room.exchange.snapshot import HealthView
from kap_room.plan.room import Room

GONE = "The control does not answer."


def test_a_pedal_that_goes_is_told_once() -> None:
    """One line on the screen, and one in the journal."""
    devices = Devices(Room("Room", Path("music")))
    told = [
        devices.hear(PartSaid("control pedal", GONE, ok=False), None, None)
        for _ in range(3)
    ]
    assert devices.health.parts["control pedal"] == HealthView(ok=False, says=GONE)
    news = [event for heard in told for event in heard.events]
    assert news == [HealthChanged("control pedal", ok=False, says=GONE)]
