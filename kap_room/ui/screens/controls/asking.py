"""A screen that reads and writes the room file on a thread, one thing at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

from kap_room.exchange.learning import ControlsView, Learning
from kap_room.ui.screens.desk import DeskScreen
from kap_room.ui.screens.room import Hands

Found = TypeVar("Found")

IN_SESSION: Final = "A session runs: what its hands do is not changed under it."
A_MOMENT: Final = "Just a moment."


class AskingScreen(DeskScreen):
    def __init__(self, hands: Hands, learning: Learning) -> None:
        super().__init__(hands)
        self.learning = learning
        self.view = ControlsView(hears=False)
        self._is_busy = False

    @property
    def has_session(self) -> bool:
        state = None if self.snapshot is None else self.snapshot.session.state
        return state not in (None, "idle", "ended")

    def may_change(self) -> bool:
        """Whether something can be changed now; where not, it is said why."""
        if self.has_session:
            self.say(IN_SESSION, ok=False)
        elif self._is_busy:
            self.say(A_MOMENT)
        elif self.view.problems:
            self.say("The room file has a fault. Mend it first.", ok=False)
        else:
            return True
        return False

    def on_a_thread(
        self, work: Callable[[], Found], then: Callable[[Found], None]
    ) -> None:
        """`then` is told in the screen's own time, if the screen is still there."""

        def worked() -> None:
            found = work()
            self.app.call_from_thread(done, found)

        def done(found: Found) -> None:
            self._is_busy = False
            if self.is_mounted:
                then(found)

        self._is_busy = True
        self.run_worker(worked, thread=True, group="room file")
