"""Changing the playlist that is in hand, one key or one line of words at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from textual import events

from kap_room.exchange.bookshelf import (
    Bookshelf,
    Did,
    LibraryRow,
    PhaseColumn,
    PlaylistRow,
    Workbench,
)
from kap_room.plan.units import clock_words
from kap_room.ui.presses import APART
from kap_room.ui.screens.playlists.hearing import HearingScreen
from kap_room.ui.screens.playlists.keys import Pane
from kap_room.ui.screens.playlists.words import gain_words
from kap_room.ui.screens.room import Hands
from kap_room.ui.widgets.field import Field, Words

ELSEWHERE: Final = "That acts on a track of the playlist: Tab goes there."
EMPTY: Final = "There is no track in this playlist yet."
NOT_FOUND: Final = "Nothing is found that could be added."
NOTHING: Final = "Nothing is chosen."
NOT_IN_LIBRARY: Final = "The library does not know that file: scan it first."
ADDS: Final = "Enter adds from the library; Tab goes there."


SAID: Final = {"said intensity": "intensity", "said tags": "tags"}
"""What is said of a file of the library, and as the line names it."""

LINES: Final = {"t": "trim", "i": "from", "o": "to", "g": "tags"}
"""Keys that open a line to write in, and what for."""


class EditingScreen(HearingScreen):
    def __init__(self, hands: Hands, shelf: Bookshelf, scene: str) -> None:
        super().__init__(hands, shelf, scene)
        self.pane = Pane.LIBRARY
        self.phase = 0
        self.library_at = 0
        self.track_at: dict[int, int] = {}
        """Which track is chosen in the playlist of each phase."""
        self._spoken_of = ""
        """The file that the open line says something of."""
        self._added = ("", 0.0)
        """What was added last, and when its key was last down."""

    @property
    def chosen_file(self) -> str | None:
        """Of the library."""
        return None

    @property
    def _column(self) -> PhaseColumn | None:
        return None if self.view is None else self.view.phases[self.phase]

    @property
    def _row(self) -> PlaylistRow | None:
        column, at = self._column, self.track_at.get(self.phase, 0)
        if column is None or at >= len(column.rows):
            return None
        return column.rows[at]

    def on_key(self, event: events.Key) -> None:
        """A line opens here, before the next key comes, so that no sign of it is lost.

        A minus that is, and a trim is a boost.
        """
        letter = event.character if event.is_printable else None
        if self.writing and letter:
            event.stop()
            event.prevent_default()
            self.query_one(Field).insert(letter)
        elif self.writing and event.key == "backspace":
            event.stop()
            event.prevent_default()
            self.query_one(Field).rub_out()
        elif event.key in LINES:
            event.stop()
            event.prevent_default()
            self.action_write(LINES[event.key])

    def action_enter(self) -> None:
        if self.pane is not Pane.LIBRARY:
            self.say(ADDS)
        elif (bench := self.free()) is not None:
            self._add(bench)

    def _add(self, bench: Workbench) -> None:
        """A key that is held adds a track once; another track, another press."""
        file, now = self.chosen_file, self.hands.clock()
        if file is None:
            self.say(NOT_FOUND, ok=False)
            return
        is_held = file == self._added[0] and now - self._added[1] < APART
        self._added = (file, now)
        if is_held:
            self.add("added once: let go, then press again")
        else:
            self.did(bench.add(self.phase, file))

    def action_remove(self) -> None:
        self._change(lambda bench, at: bench.remove(self.phase, at))

    def action_move(self, by: int) -> None:
        self._change(lambda bench, at: bench.move(self.phase, at, by))

    def action_rate(self, intensity: int) -> None:
        self._change(lambda bench, at: bench.rate(self.phase, at, intensity or None))

    def action_write(self, purpose: str) -> None:
        """Open the line for one thing of the track, with what it is now in it."""
        if self._in_hand() is not None and self._row is not None:
            begin = _as_it_is(purpose, self._row)
            field = self.query_one(Field)
            field.open(purpose, purpose, begin)
            if purpose != "tags":
                # The first sign of another value takes the place of this one.
                field.query_one(Words).action_select_all()
            self.draw()

    def action_speak(self, purpose: str) -> None:
        """Open the line for what counts of a file wherever it plays."""
        if (bench := self.free()) is None:
            return
        tracks = self.chosen_tracks
        row = bench.library_row(tracks[0].file) if tracks else None
        if row is None:
            self.say(NOT_IN_LIBRARY if tracks else NOTHING, ok=False)
            return
        self._spoken_of = row.file
        field = self.query_one(Field)
        field.open(purpose, SAID[purpose], _as_it_is_said(purpose, row))
        if purpose == "said intensity":
            field.query_one(Words).action_select_all()
        self.draw()

    def on_field_entered(self, event: Field.Entered) -> None:
        words, bench = event.words.strip(), self.bench
        phase, at = self.phase, self.track_at.get(self.phase, 0)
        if bench is None:
            return
        match event.purpose:
            case "said intensity":
                did = bench.say_intensity(self._spoken_of, words)
            case "said tags":
                did = bench.say_tags(self._spoken_of, words)
            case "trim":
                did = bench.trim(phase, at, words)
            case "from":
                did = bench.begin(phase, at, words)
            case "to":
                did = bench.end(phase, at, words)
            case _:
                did = bench.tag(phase, at, words)
        if did.ok:
            self.query_one(Field).close(keep=False)
        self.did(did)
        if did.ok and event.purpose in SAID:
            self.library_read()

    def _change(self, change: Callable[[Workbench, int], Did]) -> None:
        if (bench := self._in_hand()) is not None:
            self.did(change(bench, self.track_at.get(self.phase, 0)))

    def _in_hand(self) -> Workbench | None:
        """The bench, where a track of its playlist is chosen; else it is said why."""
        bench = self.free()
        if bench is None:
            return None
        if self.pane is not Pane.PLAYLIST:
            self.say(ELSEWHERE, ok=False)
        elif self._row is None:
            self.say(EMPTY, ok=False)
        else:
            return bench
        return None


def _as_it_is(purpose: str, row: PlaylistRow) -> str:
    track = row.track
    match purpose:
        case "trim":
            return gain_words(track.trim)
        case "from":
            return clock_words(track.begins) if track.begins else ""
        case "to":
            return "" if track.ends is None else clock_words(track.ends)
        case _:
            return ", ".join(track.tags)


def _as_it_is_said(purpose: str, row: LibraryRow) -> str:
    if purpose == "said tags":
        return ", ".join(row.tags_by_hand)
    return str(row.intensity) if row.is_by_hand else ""
