"""A MediaPlayer that is muted before anybody hears of it, under a name of its own.

It connects to the sound server as soon as it is made. So what the server shall know of
it is said before, and nothing is played until it has taken a volume.
"""

from __future__ import annotations

from typing import Final

import vlc

from kap_room.player import staying
from kap_room.player.names import PROGRAM, names
from kap_room.player.sinks import AUTO

NOWHERE: Final = "adummy"
"""libVLC's output that throws everything away at the right speed."""


def muted_at(
    instance: vlc.Instance, output: str | None
) -> tuple[vlc.MediaPlayer, str | None] | None:
    """And its name, to be given back; None when no sound server takes it.

    Without `output` it plays into nothing, where nobody asks for a name.
    """
    name = None if output is None else names().take()
    player = _made(instance, output, name or PROGRAM)
    if player.audio_set_volume(0) == 0 or name is None:
        return player, name
    player.release()
    names().put_back(name)
    return None


def _made(instance: vlc.Instance, output: str | None, name: str) -> vlc.MediaPlayer:
    instance.set_user_agent(PROGRAM, PROGRAM)
    instance.set_app_id(name, "", "")
    staying.say(stays=output not in {None, AUTO})
    player = instance.media_player_new()
    if output is None:
        player.audio_output_set(NOWHERE)
    elif output != AUTO:
        player.audio_output_device_set(None, output)
    return player
