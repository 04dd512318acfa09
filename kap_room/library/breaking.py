"""Sound of which libVLC breaks down, and the whole player with it.

Speex is for telephones. Begun elsewhere than at its start, as music is after every
restart, it ends the process more often than not; the next one would then do the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

SAYS: Final = "It is Speex, of which the player would break down. Save it as Opus."

_IN_ITS_CONTAINERS: Final = re.compile(
    rb"OggS.{24,}?Speex   |RIFF.{4}WAVE.*?fmt .{4}\x09\xa1", re.DOTALL
)


def breaks_the_player(pieces: Sequence[bytes]) -> bool:
    """By what its beginning holds, behind its labels."""
    return _IN_ITS_CONTAINERS.match(pieces[-1]) is not None
