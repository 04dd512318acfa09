"""`python -m kap_room.wiring.keeper`: what `kap-room engine` runs alone.

Whoever starts a room in the background starts this: it is up before Typer would be
imported, and a room that comes back after a power cut is sooner there.
"""

import sys

from kap_room.link.places import find_places
from kap_room.wiring.start import run_keeper

if __name__ == "__main__":
    places = find_places()
    places.make_data()
    sys.exit(run_keeper(places))
