"""What passes between the processes: commands, events, snapshots and orders, as values.

Standard library only: the player and the quick commands read these, and neither may
wait for a heavy import.
"""

from typing import Final

PROTOCOL: Final = 1
"""The number that every message on a socket carries; a stranger's is refused."""
