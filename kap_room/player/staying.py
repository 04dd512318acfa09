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
it, as it tells before it moves."""

_OWN: Final = os.environ.setdefault(_VARIABLE, "")
# It is there before any thread is: later on it only changes its value, which is safe.

_STAYS: Final = f"{_OWN} node.dont-reconnect=true".strip()


def say(*, stays: bool) -> None:
    """Of the voices that are opened from now on."""
    os.environ[_VARIABLE] = _STAYS if stays else _OWN
