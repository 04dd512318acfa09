"""An evening at the sink: one act after another, and what was heard of each.

One long recording of a whole room costs less than a room for every cause; each claim
then looks at its own stretch of it.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

import numpy as np
from typing_extensions import override

from kap_room.adapters.journal.reading import entries_in
from kap_room.engine.ports import Entry
from tests.rig.hearing import Recording, Samples
from tests.rig.house import House, Status
from tests.rig.material import pink_noise, tone

AUDIBLE = -40.0
"""Decibels below the programme: what lies deeper counts as not heard."""

FULL = -1.0

LOOK = 0.1
"""Seconds between two looks at the screen's snapshot."""

FAULTS = ("HealthChanged", "TrackFailed", "MusicRanOut", "SessionResumed")
"""The kinds of entries that tell of a fault."""


@dataclass(frozen=True)
class Material:
    """What the files of an evening are made of; each number is another piece."""

    make: Callable[[float, int], Samples]
    window: float
    """Seconds a rise is judged in. Noise is restless by itself: in the twentieth of a
    second that does for tones it moves by 2 dB where nothing is done to it."""


def pitch_of(number: int) -> float:
    """Within what all ears and measures take for equally loud."""
    return 300.0 + 45.0 * number


MATERIALS = {
    "tones": Material(lambda lasts, number: tone(lasts, pitch_of(number)), 0.05),
    "noise": Material(lambda lasts, number: pink_noise(lasts, 100 + number), 0.1),
}


@dataclass(frozen=True)
class Act:
    """Something that is done to a room, and for how long it is listened to."""

    name: str
    does: Callable[[House], object]
    lasts: float


@dataclass(frozen=True)
class Heard:
    """One act's stretch of the evening."""

    name: str
    at: float
    """The reading just before it was done."""
    recording: Recording
    """From then on until the next act."""
    programme: float
    window: float = 0.05
    """What a rise is judged in."""
    entries: tuple[Entry, ...] = ()
    """What the journal has of it."""
    shown: tuple[Status, ...] = ()
    """What a screen was shown meanwhile."""

    @property
    def ends(self) -> float:
        return self.recording.ends

    @property
    def told(self) -> list[str]:
        """The journal's sentences about faults, in order."""
        said = []
        for entry in self.entries:
            if entry.kind in FAULTS:
                data = json.loads(entry.data)
                part = data.get("part") or data.get("file") or data.get("playlist")
                said.append(f"{entry.kind}: {part or ''} {data.get('says', '')}")
        return said

    @property
    def troubles(self) -> list[str]:
        """The sentences on the screen about what is not well, each once, in order."""
        said: dict[str, None] = {}
        for status in self.shown:
            for view in status["health"].values():
                if not view["ok"]:
                    said[view["says"]] = None
        return list(said)

    @property
    def states(self) -> list[str]:
        """What the screen called the sound, in order."""
        states: list[str] = []
        for status in self.shown:
            if states[-1:] != [status["sound"]["state"]]:
                states.append(status["sound"]["state"])
        return states

    @property
    def rise(self) -> float:
        """The most within 250 ms (claim S1)."""
        return self.recording.largest_rise(self.programme, window=self.window)

    @property
    def steepest_after(self) -> float:
        """When it rose the most, in seconds from the act."""
        readings, levels = self.recording.levels(self.window)
        heard = np.maximum(levels - self.programme, AUDIBLE)
        rises = heard[25:] - heard[:-25]
        return float(readings[int(np.argmax(rises))]) - self.at if len(rises) else 0.0

    @property
    def gap(self) -> float:
        """The longest time that nothing was heard."""
        return _longest(self._levels(0.02) < AUDIBLE) * 0.01

    @property
    def deepest(self) -> float:
        """The quietest tenth of a second, relative to the programme."""
        return float(self._levels(0.1).min())

    @property
    def audible_after(self) -> float:
        """From the act until it is heard for good, in seconds."""
        return self._above(AUDIBLE)

    @property
    def full_after(self) -> float:
        """As loud as it then stays: tones of two pitches may measure a little apart."""
        stays = self.recording.level_at(self.ends - 0.6, window=1.0) - self.programme
        return self._above(stays + FULL)

    def _levels(self, window: float) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        _, levels = self.recording.levels(window)
        return levels - self.programme

    def _above(self, level: float) -> float:
        """Judged in windows that a noise's own unrest does not trouble."""
        window = 0.05 if level < -20.0 else 0.5
        readings, levels = self.recording.levels(window)
        below = np.flatnonzero(levels - self.programme < level)
        if not len(below):
            return 0.0
        last = int(below[-1]) + 1
        return float(readings[min(last, len(readings) - 1)]) - self.at

    @override
    def __str__(self) -> str:
        told = [f"\n    journal: {said}" for said in self.told]
        told += [f"\n    screen: {said}" for said in self.troubles]
        told += [f"\n    sound: {' '.join(self.states)}"] if self.told else []
        return (
            f"{self.name:<34} rise {self.rise:5.1f} dB "
            f"at {self.steepest_after:5.2f} s  gap {self.gap:5.2f} s  "
            f"deepest {self.deepest:7.1f} dB  audible {self.audible_after:6.2f} s  "
            f"full {self.full_after:6.2f} s"
        ) + "".join(told)


class Eyes:
    """Somebody who looks at the room's snapshot all the time, as a screen does."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._seen: list[tuple[float, Status]] = []
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def between(self, first: float, last: float) -> tuple[Status, ...]:
        return tuple(status for at, status in self._seen if first <= at < last)

    def close(self) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(LOOK):
            with suppress(OSError):
                status = self._house.status()
                self._seen.append((time.monotonic(), status))


@dataclass
class Evening:
    """A room in which acts are done and listened to."""

    house: House
    done: list[tuple[str, float, float]] = field(default_factory=list)
    heard: list[Heard] = field(default_factory=list)
    window: float = 0.05
    """What rises are judged in."""
    programme: float | None = None
    """How loud undisturbed music is here; it is listened for in the first act."""
    eyes: Eyes | None = None

    def act(self, name: str, does: Callable[[House], object], lasts: float) -> None:
        if self.eyes is None:
            self.eyes = Eyes(self.house)
        at = time.monotonic()
        does(self.house)
        time.sleep(max(0.0, at + lasts - time.monotonic()))
        self.done.append((name, at, time.monotonic()))

    def listen(self) -> None:
        """Take what was recorded since the last time; the sound server may go then."""
        assert self.eyes is not None
        whole = self.house.sound.stop_recording()
        session = self.house.status()["session"]["id"]
        journal = self.house.folder / "data" / "journal.db"
        entries = entries_in(journal, session)
        if self.programme is None:
            _, _, ends = self.done[0]
            self.programme = whole.level_at(ends - 0.6, window=1.0)
        for name, at, ends in self.done:
            part = whole.between(at, ends)
            told = tuple(x for x in entries if at <= x.reading < ends)
            seen = self.eyes.between(at, ends)
            heard = Heard(name, at, part, self.programme, self.window, told, seen)
            self.heard.append(heard)
        self.done.clear()

    def close(self) -> None:
        if self.eyes is not None:
            self.eyes.close()

    def of(self, name: str) -> Heard:
        return next(each for each in self.heard if each.name == name)

    @override
    def __str__(self) -> str:
        return "\n".join(map(str, self.heard))


def pressing(*lines: str, apart: float = 0.7) -> Callable[[House], None]:
    """Buttons one after the other, as words."""

    def press(house: House) -> None:
        for number, line in enumerate(lines):
            if number:
                time.sleep(apart)
            house.press(*line.split())

    return press


def play(house: House, acts: Iterable[Act], window: float = 0.05) -> Evening:
    """A whole list of acts in one recording."""
    evening = Evening(house, window=window)
    for act in acts:
        evening.act(act.name, act.does, act.lasts)
    evening.listen()
    evening.close()
    return evening


def playlist(name: str, tracks: Sequence[str], more: str = "") -> str:
    files = "".join(f"  - {{file: {track}}}\n" for track in tracks)
    return f"name: {name}\n{more}tracks:\n{files}"


def _longest(quiet: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> int:
    """The longest run of true."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], quiet.astype(int), [0]))))
    return int((edges[1::2] - edges[::2]).max()) if len(edges) else 0
