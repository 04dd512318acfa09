"""The engine's end of the process at the MIDI ports: it is begun, and let go."""

from __future__ import annotations

import subprocess
from typing import Final

import pytest

from kap_room.adapters.controls.midi import MidiHands
from kap_room.exchange.commands import Command
from tests.rig.sound import wait_for

EARS: Final = (
    *("sh", "-c"),
    "while sleep 0.2; do echo '[\"alive\"]'; done & cat > /dev/null; kill $!",
)
"""They say that they are alive until their input ends."""


class Nobody:
    """Answers `Asks`."""

    def ask(self, command: Command, by: str) -> None:
        raise AssertionError(f"{by} asked for {command}")


def test_ears_that_begin_while_the_hands_are_closed_are_let_go(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nobody would end them later, and what they hear would be obeyed."""
    hands = MidiHands([], Nobody(), lambda _name, _is_there: None, EARS)
    begun: list[subprocess.Popen[bytes]] = []

    class Late(subprocess.Popen[bytes]):
        def __init__(self, *command: object, **how: object) -> None:
            hands.close()
            super().__init__(*command, **how)  # type: ignore[call-overload]
            begun.append(self)

    monkeypatch.setattr(subprocess, "Popen", Late)
    hands.start()
    try:
        wait_for(lambda: begun and begun[0].poll() is not None, 5.0)
    finally:
        begun[0].kill()
    assert begun[0].returncode == 0
