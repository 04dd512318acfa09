"""Which music files a session that runs now may still open.

It has its own copy of its scene and its playlists, and knows how loud each of its files
is. Another sound under the name of one of them would come at the wrong level.
"""

from __future__ import annotations

import json
from pathlib import Path

from kap_room.adapters.journal.reading import copies_in
from kap_room.adapters.journal.schema import JournalRefused
from kap_room.library.tree import WrongLine, tree_of
from kap_room.link import quick
from kap_room.link.places import Places
from kap_room.wiring.tone import session_runs

ANSWERS_WITHIN = 5.0


class InUse:
    """Asked anew for every file: a session may begin while others are copied."""

    def __init__(self, places: Places, music: Path) -> None:
        self._places = places
        self._music = music
        self._session: str | None = None
        self._files: frozenset[Path] | None = frozenset()
        self.waiting: list[Path] = []
        """Those that were asked for and must wait."""

    def has(self, file: Path) -> bool:
        if not session_runs(self._places):
            return False
        used = self._of_the_session()
        if used is not None and file.resolve() not in used:
            return False
        self.waiting.append(file)
        return True

    def _of_the_session(self) -> frozenset[Path] | None:
        """None while a session runs and nobody can say what it plays."""
        told = self._told()
        session = told.get("session")
        name = session.get("id") if isinstance(session, dict) else None
        if not isinstance(name, str):
            return None
        if name != self._session:
            self._session, self._files = name, self._written(name)
        if self._files is None:
            return None
        return self._files | self._sounding(told.get("sound"))

    def _told(self) -> dict[str, object]:
        try:
            line = quick.question_line("status")
            answer = quick.ask(str(self._places.engine_socket), line, ANSWERS_WITHIN)
            snapshot = json.loads(answer)["snapshot"]
        except (OSError, ValueError, KeyError, TypeError):
            return {}
        return snapshot if isinstance(snapshot, dict) else {}

    def _written(self, session: str) -> frozenset[Path] | None:
        """The tracks of the session's own playlists."""
        try:
            copies = copies_in(self._places.journal, session)
            trees = [tree_of(c.text) for c in copies if c.kind == "playlist"]
        except (JournalRefused, WrongLine, OSError):
            return None
        files: set[Path] = set()
        for tree in trees:
            tracks = tree.at(("tracks",))
            for track in tracks if isinstance(tracks, list) else ():
                file = track.get("file") if isinstance(track, dict) else None
                if isinstance(file, str):
                    files.add(self._place_of(file.strip()))
        return frozenset(files) if copies else None

    def _sounding(self, sound: object) -> frozenset[Path]:
        """What was asked for from outside of the playlists."""
        if not isinstance(sound, dict):
            return frozenset()
        track = sound.get("track")
        lead = track.get("file") if isinstance(track, dict) else None
        named = (lead, sound.get("next_track"))
        return frozenset(
            self._place_of(each) for each in named if isinstance(each, str)
        )

    def _place_of(self, file: str) -> Path:
        return (self._music / file).resolve()
