"""The controls of a room as a screen holds them, while devices and the file change.

Light to make: what listens, reads and writes is loaded when the screen is opened. One
thread hears and looks; the screen reads what that thread found, and waits for nothing.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from kap_room.exchange.desk import Answer
from kap_room.exchange.learning import ControlsView, Pressed, Proposal
from kap_room.link.places import Places

NOTHING_TO_TAKE_BACK: Final = "Nothing was written here that could be taken back."

STOPPED: Final = "Nothing is heard any more. Leave this screen and open it again."


class RoomLearning:
    """Implements `Learning`."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._writing = threading.Lock()
        self._written: list[Proposal] = []
        self._view = ControlsView(hears=False)
        self._over: threading.Event | None = None

    @property
    def view(self) -> ControlsView:
        return self._view

    def listen(self) -> None:
        self.rest()
        over = self._over = threading.Event()
        threading.Thread(
            target=self._attend, args=(over,), name="learning", daemon=True
        ).start()

    def rest(self) -> None:
        if self._over is not None:
            self._over.set()
            self._over = None

    def proposed(self, pressed: Pressed, does: str) -> Proposal | str:
        from kap_room.wiring.control_learning import proposed

        return self._or_why(lambda: proposed(self._places, pressed, does))

    def without(self, control: str, press: str | None) -> Proposal | str:
        from kap_room.wiring.control_learning import without

        return self._or_why(lambda: without(self._places, control, press))

    def write(self, proposal: Proposal) -> Answer:
        from kap_room.wiring.control_learning import CannotSave, write

        with self._writing:
            try:
                write(self._places, proposal)
            except CannotSave as cannot:
                return Answer(ok=False, says=str(cannot))
            self._written.append(proposal)
        return Answer(ok=True, says=f"Written: {proposal.says}")

    def take_back(self) -> Answer:
        from kap_room.wiring.control_learning import CannotSave, take_back

        with self._writing:
            if not self._written:
                return Answer(ok=False, says=NOTHING_TO_TAKE_BACK)
            last = self._written[-1]
            try:
                take_back(self._places, last)
            except CannotSave as cannot:
                return Answer(ok=False, says=str(cannot))
            self._written.pop()
        return Answer(ok=True, says=f"Taken back: {last.says}")

    def _attend(self, over: threading.Event) -> None:
        """On a thread of its own, until the screen rests."""
        try:
            self._look_and_hear(over)
        except Exception:  # noqa: BLE001 - a traceback would stand across the screen
            self._view = replace(self._view, faults=(STOPPED,), hears=False)

    def _look_and_hear(self, over: threading.Event) -> None:
        from kap_room.wiring.control_attending import Attending

        attending = Attending(self._places)
        try:
            while not over.is_set():
                seen = attending.next(time.monotonic())
                if not over.is_set():  # or somebody else listens by now
                    self._show(seen)
        finally:
            attending.close()

    def _show(self, seen: ControlsView) -> None:
        last = self._written[-1].says if self._written else ""
        shown = replace(seen, take_back=last)
        if shown != self._view:
            self._view = shown

    @staticmethod
    def _or_why(propose: Callable[[], Proposal]) -> Proposal | str:
        from kap_room.wiring.control_learning import CannotSave, FilesWrong, WordsWrong

        try:
            return propose()
        except FilesWrong as wrong:
            return str(wrong.problems[0])
        except (CannotSave, WordsWrong) as cannot:
            return str(cannot)
