"""A screen for the desk, before a session or at home: playlists, controls.

Files are read and written on a thread, one thing at a time, so that a slow disk never
holds a key up.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

from typing_extensions import override

from kap_room.exchange.desk import Answer
from kap_room.ui.screens.room import Hands, RoomScreen

Done = TypeVar("Done")

A_MOMENT: Final = "Just a moment."
NO_ENGINE: Final = "No engine answers, so nothing sounds by it."


class DeskScreen(RoomScreen):
    def __init__(self, hands: Hands) -> None:
        super().__init__(hands)
        self.is_busy = False
        """While something is done on a thread."""

    @override
    def answered(self, answer: Answer) -> None:
        if answer.lost and self.snapshot is None:
            # At home there is none, and nobody waits for it.
            answer = Answer(ok=False, says=NO_ENGINE)
        super().answered(answer)

    def on_a_thread(
        self, work: Callable[[], Done], then: Callable[[Done], None]
    ) -> None:
        """`then` is told in the screen's own time, if the screen is still there."""

        def worked() -> None:
            done = work()
            self.app.call_from_thread(told, done)

        def told(done: Done) -> None:
            self.is_busy = False
            if self.is_mounted:
                then(done)

        self.is_busy = True
        self.run_worker(worked, thread=True, group="files")
