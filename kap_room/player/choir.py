"""The voices: makes libVLC agree with the table, and notices a lost sound server.

The table says which decks are open and how loud; here MediaPlayers are opened, one for
each deck at each output, sent their volumes and let go. Letting go may wait for a sound
server that hangs, so it is done on a thread of its own; nothing else is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import vlc

from kap_room.exchange.order import OutputOrder
from kap_room.plan.units import Seconds
from kap_room.player.complaints import NEVER, Complaints
from kap_room.player.deck import Deck, Heard
from kap_room.player.drift import Drift
from kap_room.player.farewell import Farewell
from kap_room.player.glance import Glances
from kap_room.player.join import LOOK, Join, Joins
from kap_room.player.opening import OPTIONS, Wish, opened
from kap_room.player.outputs import Outputs
from kap_room.player.server import answers
from kap_room.player.sinks import Sinks
from kap_room.player.table import Table
from kap_room.player.voice import Voice, together

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
        self._voices: dict[tuple[str, str], Voice] = {}
        """By deck and sink."""
        self._troubles: dict[str, str] = {}
        self._outputs = Outputs()
        self._outputs.order((OutputOrder(output),))
        self._sinks: Sinks | None = None
        self._probed = NEVER
        self.is_lost = not answers()
        self._is_trying = False
        self._proven: Seconds | None = None
        self._farewell = Farewell()
        self._joins = Joins(self._farewell)
        self._drift = Drift()
        self._glances = Glances()
        self.on_stray: Callable[[], None] = _nobody
        """Called on a thread of libVLC's when a voice was put at another sink."""

    @property
    def sound(self) -> str:
        if self.is_lost:
            return "lost"
        return "partly" if self._outputs.says else "ok"

    @property
    def says(self) -> str:
        return LOST if self.is_lost else self._outputs.says

    @property
    def outputs(self) -> tuple[OutputOrder, ...]:
        return self._outputs.present

    def due(self, reading: Seconds) -> Seconds:
        """When to look again at the latest, for the sake of who comes in."""
        if any(each.waits for each in self._voices.values()):
            return Seconds(reading + LOOK)
        return min(self._joins.due(reading), self._drift.due(reading))

    def heard(self, reading: Seconds) -> dict[str, Heard]:
        voices: dict[str, dict[str, Voice]] = {}
        for (deck, sink), voice in self._voices.items():
            voices.setdefault(deck, {})[sink] = voice
        for each in voices.values():
            self._joins.let_go(tuple(each.values()), reading)
        self._joins.look(self._voices.values(), reading)
        self._drift.look(self._voices, reading)
        heard = {deck: together(each, reading) for deck, each in voices.items()}
        for name, trouble in self._troubles.items():
            heard[name] = Heard("failed", reading, Seconds(0.0), None, trouble)
        return heard

    def agree_with(self, table: Table, reading: Seconds) -> None:
        """Open what should be open, close what should not, send every gain."""
        sinks = [each.sink for each in self.outputs]
        wanted = {
            (each.name, sink): each
            for each in table.decks
            if each.opened is not None
            for sink in sinks
        }
        for key in [each for each in self._voices if each not in wanted]:
            self._farewell.to(self._voices.pop(key).release)
        self._joins.keep_only(wanted)
        # Once for all outputs, so that they begin in step.
        missing = [each for key, each in wanted.items() if key not in self._voices]
        seen = self._glances.at({x.name: x.order.file for x in missing}, reading)
        self._troubles = {x: each.trouble for x, each in seen.items() if each.trouble}
        for key, deck in wanted.items():
            voice = self._voices.get(key)
            if voice is None:
                if deck.name in seen and deck.name not in self._troubles:
                    self._open(deck, key[1], seen[deck.name].reader, reading)
            elif key[1] in deck.sents:
                voice.send(deck.sents[key[1]].step)

    def sound_at(self, ordered: Sequence[OutputOrder], reading: Seconds) -> None:
        """The outputs that are wanted now; who of them is there is looked after."""
        self._outputs.order(ordered)
        if self.is_lost and not self._is_trying:
            return
        if self._sinks is None and self._outputs.are_named:
            self._sinks = Sinks(self._instance.media_player_new())
        if self._sinks is not None:
            self._outputs.found(self._sinks.names, reading)
        strayed = [key for key, each in self._voices.items() if each.has_strayed]
        for key in strayed:
            # The server put it elsewhere, where others may sound already.
            self._voices[key].begin_again(reading)
        self._outputs.lost([sink for _, sink in strayed if sink != "auto"], reading)

    def mute_after_standstill(self, reading: Seconds) -> bool:
        """After a stop of this process: True when every deck has to fade in again.

        After a short one none has: the sound server had enough in hand.
        """
        stood = [x for x in self._voices.values() if x.has_stood_still(reading)]
        for voice in stood:
            voice.mute(reading)
        for voice in self._voices.values():
            voice.let_go(reading)
        if stood:
            self._joins.keep_only(())
        return bool(stood)

    def watch(self, reading: Seconds) -> bool:
        """Look after the server; True when every deck is to be opened afresh."""
        if self._is_real and self._have_all_gone(reading):
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
        self._is_trying = answered
        return answered

    def start_afresh(self) -> None:
        """Let go of every voice. Their decks are opened again once that is done."""
        for voice in self._voices.values():
            self._farewell.to(voice.release)
        self._joins.keep_only(())
        self._voices = {}
        self._proven = None

    def close(self, patience: float) -> None:
        self.start_afresh()
        self._farewell.wait(patience)

    @property
    def _is_real(self) -> bool:
        return self._is_trying or not self.is_lost

    def _have_all_gone(self, reading: Seconds) -> bool:
        """One output that takes no sound is gone; if none does, the server is."""
        gone = {
            sink
            for (_, sink), voice in self._voices.items()
            if self._complaints.since(voice.born, voice.complains_as)
        }
        if not gone:
            return False
        self._outputs.lost(gone - {"auto"}, reading)
        return all(sink in gone for _, sink in self._voices)

    def _lose(self, reading: Seconds) -> None:
        # The first look is at once: often it was an output that went, not the server.
        self._probed = reading if self.is_lost else NEVER
        self.is_lost, self._is_trying = True, False
        self._outputs.forget()
        if self._sinks is not None:
            self._farewell.to(self._sinks.release)
            self._sinks = None

    def _open(self, deck: Deck, sink: str, reader: str, reading: Seconds) -> None:
        if self._is_trying and self._proven is None:
            # What is left of the old ones would complain for some time.
            if not self._farewell.is_over:
                return
            self._proven = Seconds(reading + PROVEN)
        key = deck.name, sink
        if not self._joins.has(key):
            self._begin_join(deck, sink, reader, reading)
        voice: Voice | None = None
        if self._joins.has(key):
            arrival = self._joins.arrived(key, reading)
            if not arrival.is_over:
                return
            voice = arrival.voice
        voice = voice or self._opened(deck, sink, reader, reading)
        if voice is not None:
            voice.tell_of_straying(self.on_stray)
            self._voices[key] = voice

    def _begin_join(self, deck: Deck, sink: str, reader: str, reading: Seconds) -> None:
        """Where the deck sounds elsewhere already, and it is known how far it is."""
        if not self._is_real:
            return
        beside = [
            voice
            for (name, _), voice in self._voices.items()
            if name == deck.name and voice.offset is not None
        ]
        if beside:
            file = deck.order.file
            join = Join(
                lambda place: opened(
                    self._instance, Wish(file, place, sink, reader, waits=True)
                ),
                beside[0],
                reading,
            )
            self._joins.begin((deck.name, sink), join)

    def _opened(
        self, deck: Deck, sink: str, reader: str, reading: Seconds
    ) -> Voice | None:
        position = deck.position_at(reading)
        if deck.heard is None and position > 0.0:
            # So that it is where it should be when its rise begins.
            position = Seconds(max(0.0, position - max(0.0, deck.due - reading)))
        file = deck.order.file
        voice: Voice | None = None
        if self._is_real:
            wish = Wish(file, position, sink, reader, waits=self._outputs.are_several)
            voice = opened(self._instance, wish)
            if voice is None:
                self._lose(reading)
        if not self._is_real:
            # Kept going in its place by the clock, where nobody can hear it.
            nowhere = Wish(file, position, None, reader)
            voice = opened(self._instance, nowhere)
        return voice


def _nobody() -> None:
    """Whoever minds comes later."""
