"""Listening at the desk, with a player of its own: refused while a session runs.

A session that begins meanwhile takes the room's sound: what is listened to has gone
before its first music can be heard. Nothing here may raise into a screen or hold it up;
where there is no VLC and no sound server, each order is answered with a sentence.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from dataclasses import replace
from typing import Final

from kap_room.exchange.desk import Answer
from kap_room.exchange.listening import Heard
from kap_room.exchange.order import DeckReport, PlayerReport
from kap_room.link.client import RemoteDesk
from kap_room.link.places import Places
from kap_room.plan.music import Track
from kap_room.plan.shapes import Fade
from kap_room.plan.units import SILENT, Decibels, Seconds
from kap_room.timeline.gains import AS_PLANNED
from kap_room.wiring import excerpts
from kap_room.wiring.desk_player import DeskPlayer
from kap_room.wiring.excerpts import Piece
from kap_room.wiring.found import Found, find
from kap_room.wiring.tone import QUIET, session_runs

SOUNDS_WITHIN: Final = 8.0
"""Seconds until a file that neither sounds nor fails is given up."""

SETTLES: Final = 0.2
"""Seconds without another press before a leap is made: a key held down is one leap."""

AGAIN: Final = Seconds(2.4)
"""The rise after a leap: as quick as the player can without startling."""

GIVES_WAY: Final = Seconds(0.6)
"""How quickly the desk is silent when a session begins. Its music is opened first and
rises from where nobody hears it, so it is audible a second later at the soonest."""

SESSION: Final = "A session runs: nothing is listened to until it is over."
NOTHING: Final = "Nothing is being listened to. Choose a track and play it first."
NO_SERVER: Final = "No sound server answers, so nothing can be heard here."
GONE: Final = "The player has gone. Play the track again."


class DraftListening:
    """Implements `exchange.listening.Listening`. One for each console."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._player = DeskPlayer(places.runtime, self._hear, self._lose)
        self._pieces: tuple[Piece, ...] = ()
        self._report: PlayerReport | None = None
        self._news = asyncio.Event()
        self._says = ""
        self._serial = 0
        self._leap: tuple[Seconds, asyncio.TimerHandle] | None = None
        self._is_laid = False
        self._watch: asyncio.Task[None] | None = None
        self._session = False

    @property
    def heard(self) -> Heard:
        piece = self._lead
        if piece is None:
            return Heard(says=self._says)
        follows = self._pieces[-1].found.track
        return Heard(
            track=piece.found.track,
            position=self._position(piece),
            length=self._length(piece),
            follows=None if piece is self._pieces[-1] else follows,
            says=self._says or _doubt(piece),
        )

    async def play(self, track: Track) -> Answer:
        found = await self._found(track)
        if isinstance(found, str):
            return self._refused(found)
        return await self._begun(excerpts.piece_of(found, self._next(), _now()))

    async def crossfade(
        self, first: Track, second: Track, over: Seconds | None = None
    ) -> Answer:
        one = await self._found(first)
        other = await self._found(second) if not isinstance(one, str) else one
        if isinstance(one, str) or isinstance(other, str):
            return self._refused(str(other))
        pieces = excerpts.crossfading(one, other, over, self._next(), _now())
        if pieces is None:
            return self._refused(
                f"{first.file} has not been measured, so nobody knows where it ends."
            )
        self._serial += 1
        return await self._begun(*pieces)

    async def seek(self, by: Seconds) -> Answer:
        piece = self._lead
        if piece is None:
            return Answer(ok=False, says=NOTHING)
        here, length = self._position(piece), self._length(piece)
        self._leap_to(excerpts.leap(here, by, piece.found, length))
        return Answer(ok=True)

    async def last_twenty(self) -> Answer:
        piece = self._lead
        if piece is None:
            return Answer(ok=False, says=NOTHING)
        there = excerpts.last_part(piece.found, self._length(piece))
        if there is None:
            says = f"Nobody knows yet where {piece.found.track.file} ends."
            return Answer(ok=False, says=says)
        self._leap_to(there)
        return Answer(ok=True)

    async def stop(self) -> Answer:
        self._says = ""
        self._order()
        return Answer(ok=True)

    async def close(self) -> None:
        self._order()
        if self._watch is not None:
            self._watch.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._watch
        await self._player.end()

    async def _found(self, track: Track) -> Found | str:
        """The track with all that is known of it, and a player; or why not."""
        if self._watch is None or self._watch.done():
            self._watch = asyncio.create_task(self._look_for_a_session())
        if await asyncio.to_thread(session_runs, self._places):
            return SESSION
        found = await asyncio.to_thread(find, track, self._places)
        if isinstance(found, str):
            return found
        return await self._player.ready() or found

    async def _begun(self, *pieces: Piece) -> Answer:
        if self._session:
            return self._refused(SESSION)
        self._says = ""
        self._order(*pieces)
        try:
            async with asyncio.timeout(SOUNDS_WITHIN):
                while self._pieces == pieces and not self._sounds(pieces[0]):
                    self._news.clear()
                    await self._news.wait()
        except TimeoutError:
            self._fail(f"{pieces[0].found.track.file} does not begin to play.")
        return Answer(ok=not self._says, says=self._says)

    def _order(self, *pieces: Piece) -> None:
        """From now on these and nothing else."""
        self._still()
        self._pieces, self._is_laid = pieces, False
        self._send()

    def _send(self) -> None:
        room = self._pieces[0].found.room if self._pieces else None
        self._player.follow(excerpts.order_of(self._pieces, room, self._next()))

    def _leap_to(self, there: Seconds) -> None:
        self._still()
        timer = asyncio.get_running_loop().call_later(SETTLES, self._land)
        self._leap = there, timer

    def _land(self) -> None:
        piece, leap = self._lead, self._leap
        if piece is not None and leap is not None:
            begins = (leap[0], AGAIN)
            found = piece.found
            self._order(excerpts.piece_of(found, self._next(), _now(), *begins))

    def _still(self) -> None:
        if self._leap is not None:
            self._leap[1].cancel()
            self._leap = None

    def _hear(self, report: PlayerReport) -> None:
        self._report = report
        if self._pieces:
            self._judge(report)
        self._news.set()

    def _judge(self, report: PlayerReport) -> None:
        told = [_of(report, piece) for piece in self._pieces]
        failed = [each for each in told if each is not None and each.state == "failed"]
        if report.sound == "lost":
            self._fail(NO_SERVER)
        elif failed:
            self._fail(failed[0].says or f"{failed[0].file} cannot be played.")
        elif told[-1] is not None and told[-1].state == "over":
            self._order()
        elif len(self._pieces) > 1 and not self._is_laid:
            self._lay_again(told[0], report)

    def _lay_again(self, leads: DeckReport | None, report: PlayerReport) -> None:
        if leads is None or leads.rose is None:
            return
        first, second = self._pieces
        place, reading = leads.position, report.reading
        second = excerpts.laid_again(first, second, place, reading)
        self._pieces, self._is_laid = (first, second), True
        self._send()

    def _lose(self) -> None:
        if self._pieces:
            self._fail(GONE)
        self._news.set()

    def _fail(self, says: str) -> None:
        self._says = says
        self._order()

    def _refused(self, says: str) -> Answer:
        self._says = says
        return Answer(ok=False, says=says)

    async def _look_for_a_session(self) -> None:
        desk = RemoteDesk(self._places.engine_socket, self._places.player_socket)
        async with contextlib.aclosing(desk.snapshots()) as snapshots:
            async for snapshot in snapshots:
                if snapshot is None:
                    continue
                self._session = snapshot.session.state not in QUIET
                if self._session and self._pieces:
                    self._give_way()

    def _give_way(self) -> None:
        """A little quicker than a deck that is let go: somebody lies in the room."""
        fade = Fade(_now(), GIVES_WAY, Decibels(0.0), SILENT)
        room = self._pieces[0].found.room
        order = excerpts.order_of(self._pieces, room, self._next())
        order = replace(order, master=(AS_PLANNED, fade), sounding=False)
        self._still()
        self._pieces, self._says = (), SESSION
        self._player.follow(order)
        asyncio.get_running_loop().call_later(2 * GIVES_WAY, self._let_go)

    def _let_go(self) -> None:
        """Of the file that has gone silent; what was ordered since then stays."""
        if not self._pieces:
            self._send()

    @property
    def _lead(self) -> Piece | None:
        """What is heard; before anything is, what is about to be."""
        report = self._report
        for piece in reversed(self._pieces):
            told = None if report is None else _of(report, piece)
            if told is not None and told.state == "sounding":
                return piece
        return self._pieces[0] if self._pieces else None

    def _sounds(self, piece: Piece) -> bool:
        told = None if self._report is None else _of(self._report, piece)
        return told is not None and told.rose is not None

    def _position(self, piece: Piece) -> Seconds:
        if self._leap is not None:
            return self._leap[0]
        told = None if self._report is None else _of(self._report, piece)
        if told is None or told.rose is None or self._report is None:
            return piece.deck.begins
        return Seconds(told.position + _now() - self._report.reading)

    def _length(self, piece: Piece) -> Seconds | None:
        if piece.found.measure is not None:
            return piece.found.measure.length
        told = None if self._report is None else _of(self._report, piece)
        return None if told is None else told.length

    def _next(self) -> int:
        self._serial += 1
        return self._serial


def _of(report: PlayerReport, piece: Piece) -> DeckReport | None:
    return next((each for each in report.decks if each.deck == piece.name), None)


def _doubt(piece: Piece) -> str:
    if piece.found.measure is not None:
        return ""
    return f"{piece.found.track.file} is not measured yet and is heard 12 dB lower."


def _now() -> Seconds:
    return Seconds(time.monotonic())
