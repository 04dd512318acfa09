"""A soft test tone at the outputs of the room, by way of the player itself.

So the same code fades it in, and the same outputs, volumes and ceilings count. It is
never louder than -30 dB below full scale, whatever the room file says.
"""

from __future__ import annotations

import json
import math
import socket
import subprocess
import sys
import tempfile
import time
import wave
from array import array
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from kap_room.engine.compose import outputs_of
from kap_room.exchange import PROTOCOL
from kap_room.exchange.order import DeckOrder, Order, PlayerReport
from kap_room.exchange.wire import order_to_plain, report_from_plain
from kap_room.link import quick
from kap_room.link.places import Places
from kap_room.link.player import plays_already
from kap_room.plan.room import Room
from kap_room.plan.units import Decibels, Seconds, amplitude

LEVEL: Final = Decibels(-30.0)
"""RMS below full scale. A room set to a pleasant loudness hardly hears it."""

PEAK: Final = Decibels(LEVEL + 10 * math.log10(2))
"""Of a sine as loud as that."""

PITCH: Final = 440.0
RATE: Final = 48_000
RISE: Final = Seconds(3.0)
STAYS: Final = Seconds(3.0)
LASTS: Final = Seconds(20.0)
"""The file; it is faded out long before."""

ANSWERS_WITHIN: Final = 10.0

QUIET: Final = ("idle", "ended")
"""States of a session in which nobody listens."""


class ToneFailed(Exception):  # noqa: N818 - a sentence for a person
    """Why no tone could be played."""


def session_runs(places: Places) -> bool:
    """Somebody may be lying in that room."""
    question = quick.question_line("status")
    try:
        told = json.loads(
            quick.ask(str(places.engine_socket), question, ANSWERS_WITHIN)
        )
        state = told["snapshot"]["session"]["state"]
    except OSError:
        # The music goes on without an engine.
        return places.player_socket.exists() and plays_already(places.player_socket)
    except (ValueError, KeyError, TypeError):
        return True  # whatever answers there, it is not for us to disturb
    return state not in QUIET


def play_tone(room: Room) -> str:
    """Over three seconds in, three seconds, over two out. Returns what was played."""
    with tempfile.TemporaryDirectory(prefix="kap-room-tone-") as folder:
        home = Path(folder)
        path = home / "player.sock"
        command = (sys.executable, "-m", "kap_room.player", "--socket", str(path))
        player = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        try:
            return _heard(_reports(path, player, order_of(room, _written(home))))
        finally:
            # Its own way to end is a fade, also after Ctrl+C.
            player.terminate()
            player.wait()


def order_of(room: Room, file: Path) -> Order:
    most = Decibels(room.sound.ceiling - PEAK)
    deck = DeckOrder("tone", str(file), Decibels(0.0), most, Seconds(0.0), RISE)
    softest = tuple(
        replace(each, volume=Decibels(min(0.0, each.volume)))
        for each in outputs_of(room.sound)
    )
    return Order(1, (deck,), sounding=True, outputs=softest)


def _written(folder: Path) -> Path:
    height = 32767 * math.sqrt(2.0) * amplitude(LEVEL)
    step = 2 * math.pi * PITCH / RATE
    count = round(LASTS * RATE)
    samples = array("h", (round(height * math.sin(step * n)) for n in range(count)))
    if sys.byteorder == "big":
        samples.byteswap()
    file = folder / "tone.wav"
    with wave.open(str(file), "wb") as written:
        written.setnchannels(1)
        written.setsampwidth(2)
        written.setframerate(RATE)
        written.writeframes(samples.tobytes())
    return file


def _reports(
    path: Path, player: subprocess.Popen[bytes], order: Order
) -> Iterator[PlayerReport]:
    with _connected(path, player) as connection:
        message = {"protocol": PROTOCOL, "order": order_to_plain(order)}
        connection.sendall(json.dumps(message).encode() + b"\n")
        for line in connection.makefile("rb"):
            told = json.loads(line)
            if "report" in told:
                yield report_from_plain(told["report"])


def _connected(path: Path, player: subprocess.Popen[bytes]) -> socket.socket:
    until = time.monotonic() + ANSWERS_WITHIN
    while player.poll() is None and time.monotonic() < until:
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        if connection.connect_ex(str(path)) == 0:
            connection.settimeout(ANSWERS_WITHIN)
            return connection
        connection.close()
        time.sleep(0.05)
    raise ToneFailed("The player does not start. Is libvlc5 installed?")


def _heard(reports: Iterator[PlayerReport]) -> str:
    """Until it has been full for long enough."""
    for report in reports:
        if report.sound == "lost":
            raise ToneFailed("No sound server answers, so no tone was played.")
        deck = next((each for each in report.decks if each.deck == "tone"), None)
        if deck is not None and deck.state == "failed":
            raise ToneFailed(f"The tone could not be played. {deck.says}")
        rose = deck.rose if deck is not None else None
        if rose is not None and report.reading > rose + RISE + STAYS:
            return f"A tone of {PITCH:g} Hz was played at {LEVEL:g} dB. {report.says}"
    raise ToneFailed("The player ended before the tone was over.")
