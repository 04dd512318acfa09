"""`python -m kap_room.adapters.virtual_lamps --port 1883 floor bed`: lamps for a demo.

Prints one JSON line when every lamp answers; SIGTERM ends it, in good order.
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
import threading
from collections.abc import Sequence
from typing import Final

from kap_room.adapters.virtual_lamps.bridge import VirtualBridge
from kap_room.adapters.virtual_lamps.bulb import PowerOn
from kap_room.adapters.virtual_lamps.lamp import VirtualLamp
from kap_room.plan.units import Seconds

TICK: Final = 0.1
"""Seconds between looks at who has something to say."""


def main(arguments: Sequence[str]) -> int:
    asked = _parser().parse_args(arguments)
    leaving = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: leaving.set())
    bridge = VirtualBridge(asked.base, asked.lamps)
    lamps = [
        VirtualLamp(f"{asked.base}/{name}", PowerOn(asked.power_on))
        for name in asked.lamps
    ]
    everyone: list[VirtualBridge | VirtualLamp] = [*lamps, bridge]
    for one in everyone:
        one.join(asked.host, asked.port)
    threading.Thread(target=_tell, args=(lamps, asked.lamps), daemon=True).start()
    while not leaving.wait(TICK):
        for lamp in lamps:
            lamp.tick()
    for one in everyone:
        one.leave()
    return 0


def _tell(lamps: Sequence[VirtualLamp], names: Sequence[str]) -> None:
    if all(lamp.is_there(Seconds(threading.TIMEOUT_MAX)) for lamp in lamps):
        sys.stdout.write(json.dumps({"lamps": list(names)}) + "\n")
        sys.stdout.flush()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="virtual_lamps", description="Lamps that behave as if behind zigbee2mqtt."
    )
    parser.add_argument("lamps", nargs="+", metavar="LAMP")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=1883)
    parser.add_argument("--base", default="zigbee2mqtt", help="the base topic")
    parser.add_argument(
        "--power-on",
        choices=[each.value for each in PowerOn],
        default=PowerOn.FULL.value,
        help="what they are when they get their power",
    )
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
