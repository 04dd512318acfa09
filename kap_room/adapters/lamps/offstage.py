"""What keeps us from the broker, said while no session runs.

In a session it comes with the comfort that music and plan go on. Before one, nothing
plays yet, and the comfort would be a riddle.
"""

from __future__ import annotations

from kap_room.adapters.broker_line.faults import AT_EASE


def before_a_session(says: str) -> str:
    return says.replace(f" {AT_EASE}", "")
