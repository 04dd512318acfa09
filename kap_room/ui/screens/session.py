"""The screen of a running session, to be read at arm's length in the dark.

Keys become commands here; what they did is seen when the next snapshot says so, never
before.
"""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from typing_extensions import override

from kap_room.exchange.desk import Answer
from kap_room.exchange.finding import Finding
from kap_room.exchange.snapshot import AppointmentsView, Snapshot
from kap_room.ui.keys import BY_ID, session_bindings
from kap_room.ui.music_found import MusicSearch
from kap_room.ui.screens.agreeing import AgreeingScreen
from kap_room.ui.screens.ask import END, GO_BACK_IN, LAND
from kap_room.ui.screens.help import HelpScreen
from kap_room.ui.screens.room import Hands
from kap_room.ui.screens.writing import AMOUNT, COMMAND, MINUTES, NOTE
from kap_room.ui.widgets.clocks import Clocks
from kap_room.ui.widgets.cover import Asks, Cover
from kap_room.ui.widgets.expected import Expected
from kap_room.ui.widgets.field import Field
from kap_room.ui.widgets.health import Health
from kap_room.ui.widgets.keys_line import KeysLine
from kap_room.ui.widgets.lamp_row import LampRow
from kap_room.ui.widgets.lamps import Lamps
from kap_room.ui.widgets.notes import Notes
from kap_room.ui.widgets.reminders import Reminders
from kap_room.ui.widgets.said import Said
from kap_room.ui.widgets.sound import Sound
from kap_room.ui.widgets.strip import Strip
from kap_room.ui.words import given_words, wants_minutes


class SessionScreen(AgreeingScreen):
    CSS_PATH = "session.tcss"
    VERTICAL_BREAKPOINTS = [  # noqa: RUF012 - declared so by Textual
        (0, "-tiny"),
        (12, "-short"),
        (24, "-usual"),
        (34, "-tall"),
    ]
    BINDINGS: ClassVar[list[BindingType]] = [
        *session_bindings(),
        Binding("escape", "close", show=False),
        Binding("enter", "enter", show=False),
    ]

    def __init__(self, hands: Hands, finding: Finding | None = None) -> None:
        super().__init__(hands)
        self._is_black = False
        self._away_since: float | None = None
        self._search = MusicSearch(self, finding)

    @override
    def compose(self) -> ComposeResult:
        with Vertical(id="room"):
            yield Clocks()
            yield Expected()
            yield Asks()
            yield Strip()
            yield Sound()
            yield Lamps()
            yield LampRow(self.hands.clock)
            yield Notes()
            yield Reminders()
            yield Health()
            yield Said(self.hands.clock)
        yield Cover()
        yield Field()
        yield KeysLine()

    @override
    def take(self, snapshot: Snapshot | None) -> None:
        was = self.snapshot.session.id if self.snapshot else None
        super().take(snapshot)
        if snapshot and self.is_mounted and was not in (None, snapshot.session.id):
            self.query_one(Field).forget()
        self._search.take(snapshot)

    @override
    def draw(self) -> None:
        snapshot = self.snapshot
        if snapshot is None:
            return
        wall = self.hands.wall()
        booked = snapshot.appointments
        self._hide_words(snapshot)
        self.query_one(Clocks).show(snapshot.session, wall, self.age, booked.next)
        # A question needs that row more, and is answered soon.
        quiet = AppointmentsView() if snapshot.session.asks else booked
        expected = self.query_one(Expected)
        expected.show(quiet, wall)
        self.set_class(expected.has_class("-told"), "-booked")
        given = given_words(snapshot.doses, self.age)
        self.query_one(Asks).show(snapshot.session.asks, given)
        self._propose(snapshot)
        self.query_one(Sound).show(snapshot.sound, snapshot.session.state)
        self.query_one(Lamps).show(snapshot.lights, snapshot.lighting)
        self.query_one(LampRow).show(snapshot.lights)
        self.query_one(Notes).show(snapshot.notes, snapshot.last_notes, self.age)
        self.query_one(Reminders).show(snapshot.reminders, snapshot.not_done)
        self.query_one(Health).show(snapshot.health, engine_lost=self.is_lost)
        self.query_one(KeysLine).show(snapshot, corrects=self._moment.is_open)
        self.query_one(Said).tick()

    def _hide_words(self, snapshot: Snapshot) -> None:
        """Words are hidden while the therapist is away, and on a black screen."""
        is_away = snapshot.session.state == "away"
        if not is_away:
            self._away_since = None
        elif self._away_since is None:
            self._away_since = self.hands.clock() - self.age
        away = None
        if self._away_since is not None and not self._is_black:
            away = self.hands.clock() - self._away_since
        self.set_class(is_away or self._is_black, "-covered")
        self.query_one(Cover).show(away)

    def on_screen_suspend(self) -> None:
        """What stands under a dialog is to be read again."""
        self._standing.hide()

    def on_screen_resume(self) -> None:
        if self.query(Strip):  # not while all of it is being closed
            self.draw()

    def action_press(self, name: str) -> None:
        act, field = BY_ID[name], self.query_one(Field)
        letter = act.keys if len(act.keys) == 1 else ""
        # Typed behind the key that opened a line, before the line could take it.
        if self._search.is_open:
            self._search.insert(letter)
        elif field.is_open:
            field.insert(letter)
        elif self._moment.holds(name):
            self._correct(act)
        elif act.command is not None:
            self.press(act, name)
        elif self.counts(act, name):
            self._another_key()
            self._do(name)

    def _do(self, name: str) -> None:
        """What the console does by itself, or asks about first."""
        match name:
            case "note":
                self.write(NOTE)
            case "amount":
                self._write_amount()
            case "command":
                self.write(COMMAND)
            case "lamps":
                self._choose_lamps()
            case "find" | "playlists":
                self._search.open(name)
            case "black":
                self._is_black = not self._is_black
                self.draw()
            case "help":
                self.app.push_screen(HelpScreen())
            case "end":
                self._question(END)
            case "go-back-in":
                self._go_back_in()
            case _:
                self.app.call_later(self.app.run_action, "app.leave")

    def _write_amount(self) -> None:
        if self.snapshot is not None and self.snapshot.session.since_dose_s is None:
            self.say("No dose is marked yet (d).", ok=False)
        else:
            self.write(AMOUNT)

    def _go_back_in(self) -> None:
        if self.snapshot is not None and self.snapshot.session.state == "grounded":
            self._question(GO_BACK_IN)
        else:
            self._question(LAND)

    def _choose_lamps(self) -> None:
        """Not on a screen that hides them: nobody should change what nobody sees."""
        if self.has_class("-lamps"):
            self.query_one(LampRow).action_leave()
            return
        if self.snapshot is None or self.has_class("-covered"):
            return
        if not self.snapshot.lights:
            self.say("The room file names no lamps.", ok=False)
            return
        self.add_class("-lamps")
        self.query_one(KeysLine).show_lamps(on=True)
        self.query_one(LampRow).enter()

    def on_lamp_row_left(self) -> None:
        self.remove_class("-lamps")
        self.query_one(KeysLine).show_lamps(on=False)

    def on_lamp_row_asked(self, event: LampRow.Asked) -> None:
        def answered(answer: Answer) -> None:
            self.query_one(LampRow).answered(event.name, ok=answer.ok)
            self.answered(answer)

        self.ask(event.command, answered)

    def on_key(self, event: events.Key) -> None:
        """A number is the answer to the question that waits for one."""
        if self._search.is_open:
            event.stop()
            self._search.insert(event.character if event.is_printable else None)
            return
        if self.has_class("-lamps"):
            return
        if self._wants_minutes() and event.key.isdigit():
            event.stop()
            self.write(MINUTES, begin=event.key)

    def _wants_minutes(self) -> bool:
        return self.snapshot is not None and wants_minutes(self.snapshot.session.asks)

    def action_enter(self) -> None:
        if not self.hands.presses.count("enter"):
            return
        if self._moment.is_open:
            self._another_key()
        elif self._standing.now is not None:
            self._agree()
        elif self._wants_minutes():
            self.write(MINUTES)
        elif self.snapshot is not None and self.snapshot.session.state == "ended":
            self.app.call_later(self.app.run_action, "app.scenes")

    def action_close(self) -> None:
        self._another_key()
        self.query_one(Field).close()
