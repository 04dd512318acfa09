"""The playlists of one scene: phases on top, library left, playlist right.

Everything is done by keys; nothing is refused silently, and nothing is written to a
file before it is asked for.
"""

from __future__ import annotations

from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Static
from typing_extensions import override

from kap_room.exchange.bookshelf import (
    Bookshelf,
    Did,
    Found,
    PhaseColumn,
    Workbench,
    WorkView,
)
from kap_room.plan.music import Track
from kap_room.plan.units import Seconds
from kap_room.ui.screens.playlists.details import Chosen, Details
from kap_room.ui.screens.playlists.editing import EditingScreen
from kap_room.ui.screens.playlists.head import Head, Line, PhaseLine
from kap_room.ui.screens.playlists.keys import Pane, playlist_bindings
from kap_room.ui.screens.playlists.keys_line import PlaylistKeys
from kap_room.ui.screens.playlists.pages import KeysPage, WarningsPage
from kap_room.ui.screens.playlists.phases import Phases
from kap_room.ui.screens.playlists.search import Search
from kap_room.ui.screens.playlists.tables import in_scene, library_rows, playlist_rows
from kap_room.ui.screens.playlists.words import many, playlist_words
from kap_room.ui.screens.playlists.work import FIRST_THE_LINE
from kap_room.ui.screens.room import Hands
from kap_room.ui.theme import CARE, DIM, PLAIN
from kap_room.ui.widgets.field import Field
from kap_room.ui.widgets.listed import Listed
from kap_room.ui.widgets.said import Said
from kap_room.ui.words import one_line

ORDER: Final = (Pane.LIBRARY, Pane.PLAYLIST, Pane.PHASES)
LIBRARY, LIBRARY_LINE = "library", "library-line"
TRACKS, TRACKS_LINE = "tracks", "tracks-line"


class Tracks(Listed, can_focus=True):
    """The playlist, which takes keys by itself; the library takes those of its line."""


class PlaylistsScreen(EditingScreen):
    CSS_PATH = "playlists.tcss"
    VERTICAL_BREAKPOINTS = [  # noqa: RUF012 - declared so by Textual
        (0, "-short"),
        (24, "-usual"),
        (32, "-tall"),
    ]
    BINDINGS: ClassVar[list[BindingType]] = [
        *playlist_bindings(),
        Binding("home", "choose_end(-1)", show=False),
        Binding("end", "choose_end(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("enter", "enter", show=False),
    ]

    def __init__(self, hands: Hands, shelf: Bookshelf, scene: str) -> None:
        super().__init__(hands, shelf, scene)
        self._found = Found(())
        self._searched: str | None = None
        self._in_library = 0

    @override
    def compose(self) -> ComposeResult:
        yield Head()
        yield Phases()
        yield PhaseLine()
        with Horizontal(id="sides"):
            with Vertical(id="left"):
                with Horizontal(id="searching"):
                    yield Static("search", id="search-name", markup=False)
                    yield Search()
                yield Line(LIBRARY_LINE)
                yield Listed(LIBRARY)
            with Vertical(id="right"):
                yield Line("playlist-name")
                yield Line(TRACKS_LINE)
                yield Tracks(TRACKS)
        yield Details()
        yield Said(self.hands.clock)
        yield Field()
        yield PlaylistKeys(can_hear=self.listening is not None)

    @override
    def on_mount(self) -> None:
        self._take_in_hand()
        self.open_shelf()

    @override
    def opened(self, opened: Workbench | str) -> None:
        super().opened(opened)
        self.search()

    @property
    def _phase(self) -> PhaseColumn | None:
        if self.view is None or not self.view.phases:
            return None
        return self.view.phases[self.phase]

    @override
    def did(self, did: Did) -> None:
        if did.at is not None:
            self.track_at[self.phase] = did.at
        super().did(did)

    @override
    def library_read(self) -> None:
        self._searched = None
        self.search()

    @override
    def draw(self) -> None:
        view, phase = self.view, self._phase
        self.query_one(Head).show(view, self.heard_words())
        back = None if view is None else view.take_back
        self.query_one(PlaylistKeys).show(self.pane, self.writing, back)
        self.query_one(Said).tick()
        self.tell_what_went_wrong()
        if view is None or phase is None:
            return
        in_hand = self.pane is Pane.PHASES
        self.query_one(Phases).show(view.phases, self.phase, in_hand=in_hand)
        self.query_one(PhaseLine).show(phase)
        self._draw_library(view)
        self._draw_playlist(phase)
        self.query_one(Details).show(self._chosen())

    def _draw_library(self, view: WorkView) -> None:
        found, line = self._found, self.query_one(f"#{LIBRARY_LINE}", Line)
        if view.is_reading:
            line.show(("reading the library", DIM))
        elif view.advice and not found.rows:
            line.show((view.advice, CARE))
        elif found.doubt:
            line.show((found.doubt, CARE))
        else:
            filtered = f"{len(found.rows):,} of {view.in_library:,}: {found.says}"
            everything = many(view.in_library, "track")
            line.show((filtered if found.says else everything, DIM))
        shown = self.query_one(f"#{LIBRARY}", Listed)
        in_hand = self.pane is Pane.LIBRARY
        rows = library_rows(found.rows, in_scene(view.phases, self.phase))
        shown.show(len(found.rows), rows, at=self.library_at, in_hand=in_hand)
        self.library_at = shown.at

    def _draw_playlist(self, phase: PhaseColumn) -> None:
        star = "*" if phase.is_changed else ""
        name = "" if phase.playlist is None else one_line(phase.playlist)
        heading = self.query_one("#playlist-name", Line)
        heading.show((f"playlist {name}{star}" if name else "no playlist", PLAIN))
        self.query_one(f"#{TRACKS_LINE}", Line).show((playlist_words(phase), DIM))
        tracks = self.query_one(Tracks)
        at = self.track_at.get(self.phase, 0)
        in_hand = self.pane is Pane.PLAYLIST
        tracks.show(len(phase.rows), playlist_rows(phase.rows), at=at, in_hand=in_hand)
        self.track_at[self.phase] = tracks.at

    def _chosen(self) -> Chosen:
        phase = self._phase
        if phase is None or self.pane is Pane.PHASES:
            return phase
        if self.pane is Pane.PLAYLIST:
            at = self.track_at.get(self.phase, 0)
            return phase.rows[at] if at < len(phase.rows) else None
        rows = self._found.rows
        return rows[self.library_at] if self.library_at < len(rows) else None

    @property
    @override
    def chosen_file(self) -> str | None:
        rows = self._found.rows
        return rows[self.library_at].file if self.library_at < len(rows) else None

    @property
    @override
    def chosen_tracks(self) -> tuple[Track, ...]:
        phase = self._phase
        if self.pane is Pane.LIBRARY:
            return () if self.chosen_file is None else (Track(self.chosen_file),)
        at = self.track_at.get(self.phase, 0)
        return () if phase is None else tuple(r.track for r in phase.rows[at : at + 2])

    @property
    @override
    def crossfade(self) -> Seconds | None:
        return None if self._phase is None else self._phase.crossfade

    def search(self) -> None:
        """What the line says now, once."""
        self._search(self.query_one(Search).value)

    def _search(self, words: str) -> None:
        if self.bench is None or words == self._searched:
            return
        if self._searched is not None:
            self.library_at = 0  # other letters; not when the library was read again
        self._searched = words
        self._found = self.bench.find(words)
        self.draw()

    def on_input_changed(self, event: Input.Changed) -> None:
        if isinstance(event.input, Search):
            event.stop()
            # Not what the line says by now: keys between the letters have their turn.
            self._search(event.value)

    async def on_search_beside(self, event: Search.Beside) -> None:
        await self.run_action(event.action)

    def on_field_left(self) -> None:
        self._take_in_hand()

    def _take_in_hand(self) -> None:
        """Keys go where the pane is that is in hand."""
        match self.pane:
            case Pane.LIBRARY:
                self.set_focus(self.query_one(Search))
            case Pane.PLAYLIST:
                self.set_focus(self.query_one(Tracks))
            case Pane.PHASES:
                self.set_focus(self.query_one(Phases))
        self.draw()

    def action_pane(self, by: int) -> None:
        if self.writing:
            self.say(FIRST_THE_LINE, ok=False)
        else:
            at = (ORDER.index(self.pane) + by) % len(ORDER)
            self.pane = ORDER[at]
            self._take_in_hand()

    def action_phase(self, by: int) -> None:
        if self.writing:
            self.say(FIRST_THE_LINE, ok=False)
        elif self.view is not None:
            last = len(self.view.phases) - 1
            self.phase = max(0, min(last, self.phase + by))
            self.draw()

    def action_choose(self, by: int) -> None:
        if self.writing:
            self.say(FIRST_THE_LINE, ok=False)
        elif self.pane is Pane.LIBRARY:
            self.library_at = max(0, self.library_at + by)
        elif self.pane is Pane.PLAYLIST:
            at = self.track_at.get(self.phase, 0)
            self.track_at[self.phase] = max(0, at + by)
        self.draw()

    def action_page(self, by: int) -> None:
        self.action_choose(by * self.query_one(f"#{LIBRARY}", Listed).page)

    def action_choose_end(self, by: int) -> None:
        self.action_choose(by * 1_000_000)

    def action_help(self) -> None:
        self.app.push_screen(KeysPage())

    def action_warnings(self) -> None:
        if self._phase is not None:
            self.app.push_screen(WarningsPage(self._phase))

    @override
    def action_leave(self) -> None:
        """First the search, so that one key too many costs nothing."""
        search = self.query_one(Search)
        if self.pane is Pane.LIBRARY and search.value and not self.writing:
            search.value = ""
        else:
            super().action_leave()
