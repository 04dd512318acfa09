"""What can be found over a session: a track of the library, a playlist of its own.

The search is open while the session goes on and its words may be seen, and no longer.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from kap_room.exchange.commands import Command, PlayFrom, PlayNext
from kap_room.exchange.desk import Answer
from kap_room.exchange.finding import Finding, Hit
from kap_room.exchange.snapshot import Snapshot
from kap_room.plan.units import clock_words
from kap_room.ui.screens.finding import MOST, FindingScreen, Offering, Row, Rows
from kap_room.ui.screens.room import Answered, RoomScreen
from kap_room.ui.words import one_line

EMPTY: Final = "nothing of that name"

UNDER_WAY: Final = ("running", "held", "grounded")
"""States of a session in which music may be looked for; away, words are hidden."""


class MusicSearch:
    """The search of one screen: whether it is open, and what it is handed."""

    def __init__(self, screen: RoomScreen, finding: Finding | None) -> None:
        self._screen, self._finding = screen, finding
        self._shown: FindingScreen | None = None

    @property
    def is_open(self) -> bool:
        return self._shown is not None and not self._shown.is_over

    def take(self, snapshot: Snapshot | None) -> None:
        state = None if snapshot is None else snapshot.session.state
        if self._shown is not None and state not in (None, *UNDER_WAY):
            self._shown.close()

    def insert(self, letter: str | None) -> None:
        if self._shown is not None and letter:
            self._shown.insert(letter)

    def open(self, name: str) -> None:
        """Not on a screen that hides its words, nor where no session is under way."""
        snapshot = self._screen.snapshot
        if self._screen.has_class("-covered"):
            return
        if snapshot is None or snapshot.session.state not in UNDER_WAY:
            self._screen.say("No session is under way.", ok=False)
        elif name == "playlists":
            self._show(another_playlist(lambda: self._screen.snapshot))
        elif self._finding is None:
            self._screen.say("No library is here to be searched.", ok=False)
        else:
            self._show(next_track(self._finding))

    def _show(self, offering: Offering) -> None:
        self._shown = FindingScreen(offering, self._ask)
        self._screen.app.push_screen(self._shown)

    def _ask(self, command: Command, then: Answered) -> None:
        def answered(answer: Answer) -> None:
            then(answer)
            if answer.ok:
                self._screen.answered(answer)

        self._screen.ask(command, answered)


def next_track(finding: Finding) -> Offering:
    """The whole library, by names and tags."""
    return Offering("comes next", partial(_tracks, finding))


def another_playlist(shown: Callable[[], Snapshot | None]) -> Offering:
    """Those of this session, and which of them is heard."""
    return Offering("playlist", partial(_playlists, shown))


def _tracks(finding: Finding, words: str) -> Rows:
    hits = finding.find(words, MOST)
    more = hits.in_all - len(hits.best)
    says = hits.says or (EMPTY if not hits.best else f"and {more} more" if more else "")
    return Rows(tuple(map(_row, hits.best)), says)


def _row(hit: Hit) -> Row:
    length = None if hit.length is None else clock_words(hit.length)
    intensity = None if hit.intensity is None else f"intensity {hit.intensity}"
    beside = (length, intensity, hit.artist or None, ", ".join(hit.tags) or None)
    said = "  ".join(one_line(each) for each in beside if each is not None)
    return Row(one_line(hit.called), said, PlayNext(hit.file))


def _playlists(shown: Callable[[], Snapshot | None], words: str) -> Rows:
    snapshot = shown()
    if snapshot is None:
        return Rows(says=EMPTY)
    sound, wanted = snapshot.sound, words.casefold().split()
    rows = tuple(
        Row(
            one_line(name),
            "heard now" if name == sound.playlist else "",
            PlayFrom(name),
        )
        for name in sound.playlists
        if all(word in name.casefold() for word in wanted)
    )
    return Rows(rows, "" if rows else EMPTY)
