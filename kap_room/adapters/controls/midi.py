"""The MIDI controls of a room, as the engine holds them: a child that is listened to.

What the child says becomes commands here: faders meet the volume first, and what was
pressed too long ago is dropped unless it is urgent. A child that ends is started again,
and one that hangs is killed first. Nothing in here waits on the engine's thread.
"""

from __future__ import annotations

import logging
import os
import selectors
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from kap_room.adapters.controls.asking import STALE, Asks
from kap_room.adapters.controls.lines import (
    Line,
    Pressed,
    Slid,
    There,
    Wanted,
    lights_line,
    read_line,
    wanted_line,
    wanted_of,
)
from kap_room.adapters.controls.pickup import Pickup, gain_at
from kap_room.adapters.controls.showing import lit
from kap_room.exchange.commands import Command, SetVolume
from kap_room.exchange.snapshot import Snapshot
from kap_room.exchange.words import EMERGENCY, words
from kap_room.plan.controls import MidiControl
from kap_room.plan.units import Decibels

COMMAND: Final = (sys.executable, "-m", "kap_room.adapters.controls.midi_process")

HANGS_AFTER: Final = 3.0
"""Seconds without a word. It says one five times a second."""

STARTS_WITHIN: Final = 15.0
"""Seconds until its first word: a small computer loads it slowly."""

AGAIN_AFTER: Final = 1.0

ENDS_WITHIN: Final = 0.7

LONGEST_LINE: Final = 65536

NO_SOUND_IN: Final = frozenset(("idle", "ended"))
"""States of a session in which there is no volume."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Played:
    """A control, and the command of each of its bindings.

    None is a fader, or a binding that is wrong.
    """

    control: MidiControl
    commands: tuple[Command | None, ...]

    @property
    def urgent(self) -> tuple[int, ...]:
        return tuple(n for n, each in enumerate(self.commands) if is_urgent(each))


def is_urgent(command: Command | None) -> bool:
    return command is not None and words(command)[0] in EMERGENCY


class MidiHands:
    """All of them. `show` and `close` are the engine's; the rest is a thread's."""

    def __init__(
        self,
        played: Sequence[Played],
        asks: Asks,
        found: Callable[[str, bool], None],
        command: Sequence[str] = COMMAND,
    ) -> None:
        """`found` is told a control's name and whether it is there, on any thread."""
        self._asks = asks
        self._found = found
        self._command = tuple(command)
        self._lock = threading.Lock()
        self._played: dict[int, Played] = {}
        """By a number of its own, also those that were there once: a press may be on
        its way while the room file is read."""
        self._now: tuple[int, ...] = ()
        """Those that the room file has."""
        self._pickups: dict[tuple[int, int], Pickup] = {}
        self._volume: Decibels | None = None
        self._lit: dict[int, tuple[bool, ...]] = {}
        self._child: subprocess.Popen[bytes] | None = None
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._take(played)

    @property
    def pid(self) -> int | None:
        """Of the process at the ports."""
        with self._lock:
            return None if self._child is None else self._child.pid

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        """The lights go out with the child."""
        self._closing.set()
        with self._lock:
            child = self._child
        if child is not None:
            end(child)

    def change(self, played: Sequence[Played]) -> None:
        """The room file says something else. No port is closed for it."""
        with self._lock:
            self._take(played)
            child = self._child
            is_told = child is None or self._say(wanted_line(self._wanted()))
        if child is not None and not is_told:
            end(child)  # the next one is told from its beginning

    def show(self, snapshot: Snapshot) -> None:
        """What is now: for the lights, and for faders that wait for the volume."""
        volume = Decibels(snapshot.sound.volume_db)
        with self._lock:
            none = snapshot.session.state in NO_SOUND_IN
            self._volume = None if none else volume
            for pickup in self._pickups.values():
                pickup.seen(volume)
            for number in self._now:
                now = lit(self._played[number].control.lights, snapshot)
                if now and self._lit.get(number) != now:
                    self._lit[number] = now
                    # What does not fit is told again when it changes.
                    self._say(lights_line(number, now))

    def _take(self, played: Sequence[Played]) -> None:
        """One that is as it was keeps its number, and its fader its hold."""
        as_it_was = {self._played[number]: number for number in self._now}
        numbers = []
        for each in played:
            number = as_it_was.pop(each, len(self._played))
            numbers.append(number)
            if number in self._played:
                continue
            self._played[number] = each
            for place, binding in enumerate(each.control.does):
                if binding.is_fader:
                    self._pickups[number, place] = Pickup()
        self._now = tuple(numbers)

    def _wanted(self) -> list[Wanted]:
        now = ((number, self._played[number]) for number in self._now)
        return [wanted_of(number, each.control, each.urgent) for number, each in now]

    def _say(self, line: bytes) -> bool:
        """Whether all of it went into its pipe, which never blocks."""
        if self._child is None or self._child.stdin is None:
            return False
        try:
            return os.write(self._child.stdin.fileno(), line) == len(line)
        except (OSError, ValueError):
            return False

    def _run(self) -> None:
        while not self._closing.is_set():
            try:
                self._listen_to(self._started())
            except OSError as impossible:
                _log.warning("nobody listens to MIDI: %s", impossible)
            if not self._closing.is_set():
                for number in self._now:
                    self._found(self._played[number].control.name, False)  # noqa: FBT003 (it is gone)
            self._closing.wait(AGAIN_AFTER)

    def _started(self) -> subprocess.Popen[bytes]:
        child = subprocess.Popen(
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
            # The end of its input ends it. Killed with an engine that was killed, it
            # would leave JACK waiting, and the next ears deaf.
            start_new_session=True,
        )
        assert child.stdin is not None  # noqa: S101 (it was asked for)
        with self._lock:
            self._child = child
            if self._closing.is_set():  # whoever closes did not know this one
                child.stdin.close()
                return child
            child.stdin.write(wanted_line(self._wanted()))
            os.set_blocking(child.stdin.fileno(), False)
            for number in self._now:
                if number in self._lit:
                    self._say(lights_line(number, self._lit[number]))
        return child

    def _listen_to(self, child: subprocess.Popen[bytes]) -> None:
        assert child.stdout is not None  # noqa: S101 (it was asked for)
        rest, patience = b"", STARTS_WITHIN
        with selectors.DefaultSelector() as ready, child:
            ready.register(child.stdout, selectors.EVENT_READ)
            while ready.select(patience):
                text = os.read(child.stdout.fileno(), LONGEST_LINE)
                if not text:
                    break
                *lines, rest = (rest + text).split(b"\n")
                patience = HANGS_AFTER
                for line in lines:
                    self._heard(read_line(line))
                rest = rest[:LONGEST_LINE]
            else:
                _log.warning("the process at the MIDI ports hangs; another one begins")
            end(child)

    def _heard(self, line: Line | None) -> None:
        match line:
            case There(control, is_there) if control in self._now:
                self._there(control, is_there=is_there)
            case Pressed(control, binding, at) if control in self._played:
                self._pressed(control, binding, at)
            case Slid(control, binding, place) if control in self._now:
                self._slid(control, binding, place)
            case _:
                """It is alive."""

    def _there(self, control: int, *, is_there: bool) -> None:
        with self._lock:
            for (owner, _), pickup in self._pickups.items():
                if owner == control:
                    pickup.let_go()
        self._found(self._played[control].control.name, is_there)

    def _pressed(self, control: int, binding: int, at: float) -> None:
        played = self._played[control]
        command = played.commands[binding]
        if command is None:
            return
        if time.monotonic() - at > STALE and not is_urgent(command):
            _log.info("%s: pressed too long ago", played.control.name)
            return
        self._asks.ask(command, played.control.name)

    def _slid(self, control: int, binding: int, place: float) -> None:
        pickup, gain = self._pickups[control, binding], gain_at(place)
        with self._lock:
            volume = self._volume
            follows = volume is not None and pickup.moved(gain, volume)
        if follows:
            self._asks.ask(SetVolume(gain), self._played[control].control.name)


def end(child: subprocess.Popen[bytes]) -> None:
    """By the end of its input; and by force, for it may hang."""
    if child.stdin is not None:
        with suppress(OSError):
            child.stdin.close()
    try:
        child.wait(ENDS_WITHIN)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
