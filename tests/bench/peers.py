"""kap-room beside MPD and bare libVLC: the same files, the same room, the same faults.

Everything is measured where the sound leaves the computer.
"""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tests.bench.peers_programs import CROSSFADE, BareVlc, KapRoom, Mpd, Program
from tests.bench.processes import cost_of
from tests.rig.hearing import Recording
from tests.rig.material import pink_noise, tone, write

FIRST = 24.0
"""Seconds of noise; a tone follows it, so that every step can be seen. MPD crossfades
nothing that is shorter than 20 s."""

WATCHED = 10.0
GIVEN_UP = 15.0
AUDIBLE = -40.0
BREAK = -10.0
"""Below the programme: what counts as a gap."""

NEVER = math.inf
LIMIT = f"never is not within {GIVEN_UP:g} s"
NO_MPD = "MPD is not here; for its column: apt-get install mpd mpc"


@dataclass(frozen=True, slots=True)
class Finding:
    what: str
    unit: str
    figure: float
    """Infinite is never."""


Findings = Iterator[Finding]
Make = Callable[[Path, Sequence[Path]], Program]


def material(folder: Path) -> tuple[Path, Path]:
    folder.mkdir(parents=True)
    first = write(folder / "1-noise.flac", pink_noise(FIRST, seed=5))
    return first, write(folder / "2-tone.flac", tone(200, 500))


def compare(folder: Path) -> None:
    sys.stdout.write(f"Beside MPD and bare libVLC, at the output; {LIMIT}\n")
    files = material(folder / "music")
    programs: dict[str, Make] = {"kap-room": KapRoom, "bare libVLC": BareVlc}
    if Mpd.is_missing():
        sys.stdout.write(f"  {NO_MPD}\n")
    else:
        programs["MPD"] = Mpd
    columns = {
        name: list(_all(make, folder / str(number), files))
        for number, (name, make) in enumerate(programs.items())
    }
    _print(columns)


def _all(make: Make, folder: Path, files: Sequence[Path]) -> Findings:
    with make(folder / "evening", files) as program:
        yield from _evening(program)
    for part, says in (
        ("decides", "the process that decides"),
        ("sounds", "the player"),
    ):
        with make(folder / part, files[1:]) as program:
            yield from _killed(program, part, says)
    with make(folder / "server", files[1:]) as program:
        yield from _without_server(program)


def _evening(program: Program) -> Findings:
    asked = time.monotonic()
    program.play()
    time.sleep(FIRST + 2.0)
    _, levels = (
        program.room.recording().between(asked + 5.0, asked + FIRST - 6).levels(1)
    )
    usual = float(np.median(levels))
    heard = program.room.recording().between(asked - 0.5, time.monotonic())
    yield Finding(
        "first start: most rise within 250 ms", "dB", heard.largest_rise(usual)
    )
    change = heard.between(asked + FIRST - CROSSFADE - 3.0, asked + FIRST + 1.5)
    _, levels = change.levels(window=1.0, hop=0.05)
    yield Finding("track to track: deepest second", "dB", float(levels.min()) - usual)
    yield Finding("track to track: gap", "s", _gap(change, usual))
    time.sleep(4.0)
    usual = program.room.recording().level_at(time.monotonic() - 0.5, 0.5)
    yield from _costs(program)
    down = _while(program, program.quieter, 3.0)
    yield Finding("turned down 20 dB: most within 50 ms", "dB", _step(down, usual))
    up = _while(program, program.louder, 10.0)
    yield Finding("turned up again: most within 250 ms", "dB", up.largest_rise(usual))
    stop = _while(program, program.stop, 4.0)
    yield Finding("stopped: most within 50 ms", "dB", _step(stop, usual))


def _costs(program: Program) -> Findings:
    pids = set(program.pids.values())
    before = sum(cost_of(pid).seconds for pid in pids)
    time.sleep(WATCHED)
    after = [cost_of(pid) for pid in pids]
    used = sum(each.seconds for each in after) - before
    player = cost_of(program.pids["sounds"])
    yield Finding("processor, a track playing", "%", 100.0 * used / WATCHED)
    yield Finding("memory of what sounds, resident", "MB", player.resident)
    yield Finding("memory of everything, its share", "MB", sum(x.own for x in after))


def _killed(program: Program, part: str, says: str) -> Findings:
    program.play()
    time.sleep(7.0)
    usual = program.room.recording().level_at(time.monotonic() - 0.5, 0.5)
    killed = _while(program, lambda: program.kill(part), GIVEN_UP)
    yield Finding(f"{says} killed with -9: gap", "s", _gap(killed, usual))


def _without_server(program: Program) -> Findings:
    program.play()
    time.sleep(7.0)
    usual = program.room.recording().level_at(time.monotonic() - 0.5, 0.5)
    program.room.kill_server()
    time.sleep(1.0)
    program.room.start_server()
    again = time.monotonic()
    time.sleep(GIVEN_UP)
    heard = program.room.recording().between(again, time.monotonic())
    readings, levels = heard.levels()
    audible = np.flatnonzero(levels - usual > AUDIBLE)
    took = float(readings[audible[0]]) - again if len(audible) else NEVER
    rise = heard.largest_rise(usual) if len(audible) else math.nan
    yield Finding("sound server restarted: heard again after", "s", took)
    yield Finding("the same: most rise within 250 ms", "dB", rise)


def _while(program: Program, act: Callable[[], None], lasts: float) -> Recording:
    """From just before it is asked for."""
    asked = time.monotonic()
    act()
    time.sleep(lasts)
    return program.room.stop_recording().between(asked - 0.5, asked + lasts)


def _step(heard: Recording, usual: float) -> float:
    """The most it falls within 50 ms while it can be heard."""
    _, levels = heard.levels(window=0.02)
    above = np.maximum(levels - usual, AUDIBLE)
    return max(float((above[:-gap] - above[gap:]).max()) for gap in range(1, 6))


def _gap(heard: Recording, usual: float) -> float:
    """The longest stretch that is far too quiet; one that lasts is for ever."""
    _, levels = heard.levels(window=0.02)
    longest = now = 0
    for is_low in levels - usual < BREAK:
        now = now + 1 if is_low else 0
        longest = max(longest, now)
    return NEVER if now > 100 else longest * 0.01


def _print(columns: Mapping[str, Sequence[Finding]]) -> None:
    names = ("kap-room", "MPD", "bare libVLC")
    there = [name for name in names if name in columns]
    lines = [f"  {'':<50}" + "".join(f"{name:>14}" for name in there)]
    for rows in zip(*(columns[name] for name in there), strict=True):
        cells = "".join(f"{_cell(row):>14}" for row in rows)
        lines.append(f"  {rows[0].what:<50}{cells}")
    sys.stdout.write("\n".join(lines) + "\n\n")
    sys.stdout.flush()


def _cell(row: Finding) -> str:
    if math.isnan(row.figure):
        return "-"
    return "never" if row.figure == NEVER else f"{row.figure:.2f} {row.unit}"
