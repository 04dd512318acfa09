"""A screen that reads and writes the room file, and what keeps it from doing so now."""

from __future__ import annotations

from typing import Final

from kap_room.exchange.learning import ControlsView, Learning
from kap_room.ui.screens.desk import A_MOMENT, DeskScreen
from kap_room.ui.screens.room import Hands

IN_SESSION: Final = "A session runs: what its hands do is not changed under it."


class AskingScreen(DeskScreen):
    def __init__(self, hands: Hands, learning: Learning) -> None:
        super().__init__(hands)
        self.learning = learning
        self.view = ControlsView(hears=False)

    @property
    def has_session(self) -> bool:
        state = None if self.snapshot is None else self.snapshot.session.state
        return state not in (None, "idle", "ended")

    def may_change(self) -> bool:
        """Whether something can be changed now; where not, it is said why."""
        if self.has_session:
            self.say(IN_SESSION, ok=False)
        elif self.is_busy:
            self.say(A_MOMENT)
        elif self.view.problems:
            self.say("The room file has a fault. Mend it first.", ok=False)
        else:
            return True
        return False
