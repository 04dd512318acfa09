"""A voice at a named output stays there or ends; nobody carries it elsewhere.

PipeWire moves what sounded at headphones that went to the speakers at once, and as loud
as it was: a few hundredths of a second until it is noticed, and a startle. What ends
instead is begun again by a fade. Whoever plays where the server likes may be moved.
"""

from __future__ import annotations

import os
from typing import Final

_VARIABLE: Final = "PULSE_PROP"
"""What the client library reads for each connection. PulseAudio itself has no use for
most of it, as it tells before it moves."""

_OWN: Final = os.environ.setdefault(_VARIABLE, "")
# It is there before libVLC has any thread: later on only its value changes.

_AFRESH: Final = "state.restore-props=false state.restore-target=false"
"""Nobody is to make a voice what another was. WirePlumber has minded this since 0.5."""

_AS_ONE: Final = "module-stream-restore.id=kap-room"
"""PulseAudio would remember each of the names that PipeWire makes necessary."""

_STAYS: Final = "node.dont-reconnect=true"
_MOVES: Final = "target.object=-1"
"""From wherever the server likes now, and not from where another was put once."""


def say(*, stays: bool) -> None:
    """Of the voices that are opened from now on."""
    words = (_OWN, _AFRESH, _AS_ONE, _STAYS if stays else _MOVES)
    os.environ[_VARIABLE] = " ".join(words).strip()
