"""Which sinks the sound server has, as it changes.

libVLC's output keeps the list up to date by itself, over a connection of its own. So
a MediaPlayer that never plays anything listens here. Only a room that names its sinks
pays for it.
"""

from __future__ import annotations

import time
from typing import Final

import vlc

PATIENCE: Final = 0.3
"""Seconds for the first list; it usually takes a few milliseconds."""

AUTO: Final = "auto"


class Sinks:
    """Of the server that answers now. When it is lost, so is this."""

    def __init__(self, player: vlc.MediaPlayer) -> None:
        self._player = player
        self._is_listening = player.audio_set_volume(0) == 0
        until = time.monotonic() + PATIENCE
        while self._is_listening and not self.names and time.monotonic() < until:
            time.sleep(0.005)

    @property
    def names(self) -> tuple[str, ...]:
        """Empty where nobody can tell."""
        first = each = self._player.audio_output_device_enum()
        names = []
        while each:
            if each.contents.device:
                names.append(each.contents.device.decode(errors="surrogateescape"))
            each = each.contents.next
        if first:
            vlc.libvlc_audio_output_device_list_release(first)
        return tuple(names)

    def release(self) -> None:
        """May wait for the sound server: never call it where time matters."""
        self._player.release()
