"""The voices: makes libVLC agree with the table, and notices a lost sound server.

The table says which decks are open and how loud; here MediaPlayers are opened, sent
their volumes and let go. Letting go may wait for a sound server that hangs, so it is
done on a thread of its own; nothing else is.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from typing import Final

import vlc

from kap_room.plan.units import Seconds
from kap_room.player.complaints import Complaints
from kap_room.player.deck import Deck, Heard
from kap_room.player.server import answers
from kap_room.player.table import Table
from kap_room.player.voice import OPTIONS, Voice, opened, trouble_with

PROBE: Final = Seconds(1.0)
"""Between two looks for a sound server that is lost."""

IDLE_PROBE: Final = Seconds(5.0)
"""The same while nothing plays and so nothing would complain."""

PROVEN: Final = Seconds(0.5)
"""A server that has taken sound for so long without a complaint is there."""

LOST: Final = (
    "No sound server answers. The programme goes on and is heard once it does."
)


class Choir:
    """Every MediaPlayer there is."""

    def __init__(self, output: str) -> None:
        instance = vlc.Instance(list(OPTIONS))
        if instance is None:
            raise OSError("libVLC does not start. Install libvlc5 and vlc-plugin-base.")
        self._instance = instance
        self._complaints = Complaints(instance)
        self._voices: dict[str, Voice] = {}
        self._troubles: dict[str, str] = {}
        self._output = output
        self._probed = Seconds(float("-inf"))
        self._since = Seconds(float("-inf"))
        self.is_lost = not answers()
        self._is_trying = False
        self._proven: Seconds | None = None
        self._leaving: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._left = threading.Event()
        self._left.set()
        threading.Thread(target=self._let_go, name="let go", daemon=True).start()

    @property
    def says(self) -> str:
        return LOST if self.is_lost else ""

    def heard(self, reading: Seconds) -> dict[str, Heard]:
        heard = {name: each.heard(reading) for name, each in self._voices.items()}
        for name, trouble in self._troubles.items():
            heard[name] = Heard("failed", reading, Seconds(0.0), None, trouble)
        return heard

    def agree_with(self, table: Table, reading: Seconds) -> None:
        """Open what should be open, close what should not, send every gain."""
        wanted = {each.name: each for each in table.decks if each.opened is not None}
        for name in [each for each in self._voices if each not in wanted]:
            self._dismiss(self._voices.pop(name))
        self._troubles = {}
        for name, deck in wanted.items():
            voice = self._voices.get(name)
            if voice is None:
                self._open(deck, reading)
            else:
                voice.send(deck.sent.step)

    def move_to(self, output: str) -> None:
        if output != self._output:
            self._output = output
            for voice in self._voices.values():
                voice.move_to(output)

    def mute_after_standstill(self, reading: Seconds) -> bool:
        """After a stop of this process: True when every deck has to fade in again."""
        stood = [
            each for each in self._voices.values() if each.has_stood_still(reading)
        ]
        for voice in stood:
            voice.mute(reading)
        return bool(stood)

    def watch(self, reading: Seconds) -> bool:
        """Look after the server; True when every deck is to be opened afresh."""
        if self._complaints.reading > self._since and self._is_real:
            self._lose(reading)
            return bool(self._voices)
        if self._is_trying:
            if self._proven is not None and reading >= self._proven:
                self.is_lost = self._is_trying = False
            return False
        if self._voices and not self.is_lost:
            return False
        if reading < self._probed + (PROBE if self.is_lost else IDLE_PROBE):
            return False
        self._probed = reading
        answered = answers()
        if not self._voices:
            self.is_lost = not answered
            return False
        self._is_trying, self._since = answered, reading
        return answered

    def start_afresh(self) -> None:
        """Let go of every voice. Their decks are opened again once that is done."""
        for voice in self._voices.values():
            self._dismiss(voice)
        self._voices = {}
        self._proven = None

    @property
    def _is_real(self) -> bool:
        return self._is_trying or not self.is_lost

    def _lose(self, reading: Seconds) -> None:
        self.is_lost, self._is_trying = True, False
        self._probed = self._since = reading

    def close(self, patience: float) -> None:
        for voice in self._voices.values():
            self._dismiss(voice)
        self._voices = {}
        self._left.wait(patience)

    def _open(self, deck: Deck, reading: Seconds) -> None:
        if self._is_trying and self._proven is None:
            # The old voices complain until they are gone; that is no news.
            if not self._left.is_set():
                return
            self._since, self._proven = reading, Seconds(reading + PROVEN)
        trouble = trouble_with(deck.order.file)
        if trouble:
            self._troubles[deck.name] = trouble
            return
        voice: Voice | None = None
        position = deck.position_at(reading)
        if deck.heard is None and position > 0.0:
            # So that it is where it should be when its rise begins.
            position = Seconds(max(0.0, position - max(0.0, deck.due - reading)))
        if self._is_real:
            voice = opened(self._instance, deck.order.file, position, self._output)
            if voice is None:
                self._lose(reading)
        if not self._is_real:
            # Kept going in its place by the clock, where nobody can hear it.
            voice = opened(self._instance, deck.order.file, position, None)
        if voice is not None:
            self._voices[deck.name] = voice

    def _dismiss(self, voice: Voice) -> None:
        self._left.clear()
        self._leaving.put(voice.release)

    def _let_go(self) -> None:
        while True:
            self._leaving.get()()
            if self._leaving.empty():
                self._left.set()
