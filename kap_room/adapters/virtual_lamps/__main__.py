"""Lamps for a demo, or for trying a room with lamps that misbehave.

`python -m kap_room.adapters.virtual_lamps --port 1883 floor bed:tasmota:late+twice`
prints one JSON line when every lamp answers; SIGTERM ends it, in good order.
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from kap_room.adapters.virtual_lamps.bridge import VirtualBridge
from kap_room.adapters.virtual_lamps.bulb import PowerOn
from kap_room.adapters.virtual_lamps.device import Device, new_device
from kap_room.adapters.virtual_lamps.lamp import VirtualLamp
from kap_room.adapters.virtual_lamps.makes import (
    BASE,
    MAKES,
    Description,
    MakeError,
    description_of,
)
from kap_room.adapters.virtual_lamps.vices import WHAT, Vice, ViceError, vices_named
from kap_room.plan.units import Seconds

TICK: Final = 0.1
"""Seconds between looks at who has something to say."""

WRONG: Final = 2
"""The exit code of a wrong argument."""


def main(arguments: Sequence[str]) -> int:
    asked = _parser().parse_args(arguments)
    try:
        described = _described(asked)
    except (MakeError, ViceError) as problem:
        sys.stderr.write(f"{problem}\n")
        return WRONG
    leaving = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: leaving.set())
    lamps = [VirtualLamp(_new(each)) for each in described]
    bulbs = [each.name for each in described if each.speaks == "zigbee2mqtt"]
    bridges = [VirtualBridge(asked.base, bulbs)] if bulbs else []
    everyone: list[VirtualBridge | VirtualLamp] = [*lamps, *bridges]
    for one in everyone:
        one.join(asked.host, asked.port)
    threading.Thread(target=_tell, args=(lamps, described), daemon=True).start()
    while not leaving.wait(TICK):
        for lamp in lamps:
            lamp.tick()
    for one in everyone:
        one.leave()
    return 0


def _described(asked: argparse.Namespace) -> list[Description]:
    vices = vices_named(asked.vices)
    power_on = None if asked.power_on is None else PowerOn(asked.power_on)
    described = [
        description_of(text, asked.speaks, vices, asked.base) for text in asked.lamps
    ]
    return [replace(each, power_on=power_on) for each in described]


def _new(described: Description) -> Device:
    now = Seconds(time.monotonic())
    return new_device(described.make, described.vices, now, described.power_on)


def _tell(lamps: Sequence[VirtualLamp], described: Sequence[Description]) -> None:
    if all(lamp.is_there(Seconds(threading.TIMEOUT_MAX)) for lamp in lamps):
        lights = {
            each.name: {"speaks": each.speaks, **each.topics} for each in described
        }
        says = {"lamps": [each.name for each in described], "lights": lights}
        sys.stdout.write(json.dumps(says) + "\n")
        sys.stdout.flush()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="virtual_lamps",
        description="Lamps that behave as real ones do, with what is wrong with them.",
        epilog=_explained(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "lamps",
        nargs="+",
        metavar="LAMP",
        help="NAME, NAME:DIALECT or NAME:DIALECT:VICE+VICE, as in floor:tasmota:late",
    )
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=1883)
    parser.add_argument("--base", default=BASE, help="the base topic of zigbee2mqtt")
    parser.add_argument(
        "--speaks",
        choices=MAKES,
        default="zigbee2mqtt",
        metavar="DIALECT",
        help=f"how lamps speak that do not say: {', '.join(MAKES)}",
    )
    parser.add_argument(
        "--vice",
        dest="vices",
        action="append",
        default=[],
        metavar="NAME",
        help="what is wrong with every lamp; may be given again",
    )
    parser.add_argument(
        "--power-on",
        choices=[each.value for each in PowerOn],
        help="what they are when they get their power; else as their makers have it",
    )
    return parser


def _explained() -> str:
    lines = [f"  {vice:<14}{WHAT[vice]}" for vice in Vice]
    topics = "The topics are those that the line on standard output gives, as keys\n"
    return "\n".join(["vices:", *lines, "", f"{topics}of the room file's lights."])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
