"""How long somebody waits: for the demo's first sound, for silence, for a rehearsal."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

from kap_room.plan.units import Decibels, Seconds
from kap_room.starter import FOLDER, PIECES
from kap_room.starter.shelf import Rendered, shelve
from tests.bench.table import Row
from tests.rig.house import KAP_ROOM, House
from tests.rig.material import pink_noise, write

ANYTHING = -100.0
"""dB below full scale: a null sink that nobody plays to is at nothing at all."""

AUDIBLE = -40.0 - 32.0
"""40 dB below the demo's first phase, which is quiet enough to talk over."""

PIECE = 200.0
TRIES = 7


def second_start(folder: Path) -> tuple[Row, ...]:
    """`kap-room demo` where it has run before: from the command to the sink."""
    with House(folder) as house:
        _pretend_rendered(folder / "data" / "music")
        _demo(house, lambda: _level(house) > AUDIBLE)
        begins = time.monotonic()
        _demo(house, lambda: _level(house) > AUDIBLE)
        heard = house.sound.recording()
        anything = heard.rises_above(ANYTHING, begins) - begins
        audible = heard.rises_above(AUDIBLE, begins) - begins
    return (
        Row("a second `kap-room demo`, to anything at the sink", anything, "s", 3.0),
        Row("the same, to audible (-40 dB, by a 3 s fade)", audible, "s"),
    )


def commands(folder: Path) -> tuple[Row, ...]:
    """Beyond what starting Python costs, as the median of several."""
    with House(folder, has_sound=False) as house:
        house.keep()
        interpreter = _took(house, (sys.executable, "-c", "pass"))
        silence = _took(house, (*KAP_ROOM, "send", "silence"))
        status = _took(house, (*KAP_ROOM, "status", "--json"))
        rehearsal = _took(house, (*KAP_ROOM, "rehearse", "sublingual", "--json"))
    return (
        Row("python -c pass", interpreter, "s"),
        Row("kap-room send silence, beyond that", silence - interpreter, "s", 0.1),
        Row("kap-room status --json, beyond that", status - interpreter, "s"),
        Row(
            "kap-room rehearse sublingual, beyond that",
            rehearsal - interpreter,
            "s",
            0.5,
        ),
    )


def _demo(house: House, holds: Callable[[], bool]) -> None:
    """Until it is so; then the demo is ended as by Ctrl+C, and its room with it."""
    demo = house.popen("demo", "--headless")
    until = time.monotonic() + 60.0
    while not holds():
        if time.monotonic() > until:
            raise TimeoutError(f"the demo was never heard\n{house.log}")
        time.sleep(0.05)
    demo.terminate()
    demo.wait()
    house.end_everybody()
    time.sleep(1.0)


def _pretend_rendered(folder: Path) -> None:
    """Steady noise in place of the starter music: rendering is not what is timed."""
    (folder / FOLDER).mkdir(parents=True)
    noise = write(folder / "noise.opus", pink_noise(PIECE, seed=9))
    for piece in PIECES:
        shutil.copyfile(noise, folder / piece.file)
        size = noise.stat().st_size
        length, loud = Seconds(PIECE), Decibels(-23.0)
        shelve(folder, Rendered(piece.name, length, loud, Decibels(-6.0), size))


def _level(house: House) -> float:
    heard = house.sound.recording()
    return heard.level_at(heard.ends - 0.2, window=0.2)


def _took(house: House, command: Sequence[str]) -> float:
    took = []
    for _ in range(TRIES):
        begins = time.monotonic()
        subprocess.run(
            command,
            env=house.env,
            cwd=house.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            check=True,
        )
        took.append(time.monotonic() - begins)
    return median(took)
