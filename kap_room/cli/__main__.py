"""`python -m kap_room.cli`: the same as `kap-room`, for children of the program."""

import sys

from kap_room.cli.entry import main

sys.exit(main())
