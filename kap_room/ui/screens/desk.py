"""A screen for the desk, before a session or at home: playlists, controls."""

from __future__ import annotations

from typing import Final

from typing_extensions import override

from kap_room.exchange.desk import Answer
from kap_room.ui.screens.room import RoomScreen

NO_ENGINE: Final = "No engine answers, so nothing sounds by it."


class DeskScreen(RoomScreen):
    @override
    def answered(self, answer: Answer) -> None:
        if answer.lost and self.snapshot is None:
            # At home there is none, and nobody waits for it.
            answer = Answer(ok=False, says=NO_ENGINE)
        super().answered(answer)
