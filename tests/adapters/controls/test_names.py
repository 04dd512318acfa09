"""A device is found by its name, whatever number it got today."""

from __future__ import annotations

import pytest

from kap_room.adapters.controls.names import begins_like, owners


@pytest.mark.parametrize(
    ("port", "wanted"),
    [
        ("FS-1:FS-1 MIDI 1 24:0", "FS-1"),
        ("FS-1:FS-1 MIDI 1 31:0", "fs-1"),
        ("system:midi_capture_1", "system"),
        ("a2j:nanoKONTROL2 [24] (capture): nanoKONTROL2 MIDI 1", "nanokontrol2"),
        ("APC MINI:APC MINI MIDI 1  20:0", "APC mini"),
        ("Launchpad Mini MK3:LPMiniMK3 MI 28:1", "LPMiniMK3"),
    ],
)
def test_a_port_is_known_by_how_its_name_begins(port: str, wanted: str) -> None:
    """As ALSA, JACK and PipeWire write it."""
    assert begins_like(port, wanted)


def test_another_device_is_not_taken_for_it() -> None:
    """A name in the middle of a name is somebody else's."""
    assert not begins_like("Acme FS-1 Pro 24:0", "FS-1")


def test_of_two_names_that_fit_the_longer_has_the_port() -> None:
    """The MK3 is no first make."""
    ports = ["Launchpad Mini MK3 20:0", "Launchpad Mini 24:0"]
    wanted = ["Launchpad Mini", "Launchpad Mini MK3"]
    assert owners(ports, wanted) == {ports[0]: 1, ports[1]: 0}


def test_a_device_of_two_ports_is_one_control() -> None:
    """Some makes have one for pads and one for their editor."""
    ports = ["APC mini mk2:Control 36:0", "APC mini mk2:Notes 36:1"]
    assert owners(ports, ["APC mini"]) == dict.fromkeys(ports, 0)
