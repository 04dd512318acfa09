"""One command and one session make the next session and what happened. Pure.

`Refused` is the answer to a command that cannot be done now.
"""

from kap_room.engine.decide.dispatch import decide, name_of

__all__ = ["decide", "name_of"]
