"""python -m kap_room.player --socket PATH: what the keeper starts."""

from __future__ import annotations

import argparse
import signal
import sys
from pathlib import Path

from kap_room.plan.units import Seconds
from kap_room.player.door import Door, DoorError
from kap_room.player.names import names
from kap_room.player.thrift import be_thrifty
from kap_room.player.watchdog import Watchdog

REFUSED, NO_DEVICE = 1, 3


def main() -> int:
    asked = _parser().parse_args()
    be_thrifty()
    names().make_ready()
    try:
        # Here, because without libVLC the import itself fails.
        from kap_room.player.choir import Choir  # noqa: PLC0415
        from kap_room.player.process import Means, Player  # noqa: PLC0415

        choir = Choir(asked.output)
    except (ImportError, OSError, NotImplementedError):
        return _say(
            "libVLC cannot be loaded. Install libvlc5 and vlc-plugin-base.", NO_DEVICE
        )
    player = Player()
    try:
        door = Door(asked.socket, player.greeting)
    except DoorError as problem:
        return _say(str(problem), REFUSED)
    for each in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(each, lambda *_: player.end())
    signal.signal(signal.SIGCONT, lambda *_: player.let_go())
    watchdog = Watchdog()
    watchdog.start()
    try:
        alone, leaving = Seconds(asked.alone), Seconds(asked.leaving)
        player.live(Means(choir, door, watchdog, alone, leaving))
    finally:
        watchdog.stop()
        door.close()
        choir.close(patience=1.0)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="kap_room.player", description=__doc__)
    parser.add_argument("--socket", type=Path, required=True, metavar="PATH")
    parser.add_argument("--output", default="auto", metavar="SINK")
    parser.add_argument("--alone", type=float, default=600.0, metavar="SECONDS")
    parser.add_argument("--leaving", type=float, default=30.0, metavar="SECONDS")
    return parser


def _say(sentence: str, code: int) -> int:
    sys.stderr.write(sentence + "\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
