"""Hearing what is chosen, at a desk: never while a session runs, which others refuse.

Silence is silence here too: the emergency keys end what is heard before anything else.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, Final

from typing_extensions import override

from kap_room.exchange.desk import Answer
from kap_room.exchange.listening import Heard, Listening
from kap_room.plan.music import Track
from kap_room.plan.units import Seconds, clock_words
from kap_room.ui.keys import Act
from kap_room.ui.screens.playlists.work import WorkScreen
from kap_room.ui.words import track_words

STEP: Final = Seconds(10.0)
NOTHING: Final = "Nothing is chosen that could be heard."
NOT_HERE: Final = "Nothing can be heard here: this computer has no player for it."
LAST_ONE: Final = "It is the last of the playlist: nothing follows it."
STOPPING: Final = ("silence", "ground")


class HearingScreen(WorkScreen):
    _told = ""

    @property
    def listening(self) -> Listening | None:
        return self._shelf.listening

    @property
    def heard(self) -> Heard:
        return Heard() if self.listening is None else self.listening.heard

    @property
    def chosen_tracks(self) -> tuple[Track, ...]:
        """What is chosen, and what follows it in the playlist."""
        return ()

    @property
    def crossfade(self) -> Seconds | None:
        """As the chosen phase has it."""
        return None

    def action_play(self) -> None:
        chosen = self.chosen_tracks[:1]
        if not chosen:
            self.say(NOTHING, ok=False)
        elif self.heard.track == chosen[0]:
            self._order(lambda listening: listening.stop())
        else:
            self._order(lambda listening: listening.play(chosen[0]))

    def action_seek(self, steps: int) -> None:
        self._order(lambda listening: listening.seek(Seconds(steps * STEP)))

    def action_ending(self) -> None:
        self._order(lambda listening: listening.last_twenty())

    def action_crossfade(self) -> None:
        chosen = self.chosen_tracks
        if len(chosen) > 1:
            first, second = chosen[:2]
            over = self.crossfade
            self._order(lambda listening: listening.crossfade(first, second, over))
        else:
            self.say(LAST_ONE if chosen else NOTHING, ok=False)

    def _order(self, order: Callable[[Listening], Coroutine[Any, Any, Answer]]) -> None:
        listening = self.listening
        if listening is None:
            self.say(NOT_HERE, ok=False)
            return

        async def ordered() -> None:
            self.answered(await order(listening))
            self.draw()

        self.run_worker(ordered(), group="heard")

    @override
    def press(self, act: Act, key: str) -> None:
        if act.id in STOPPING and self.heard.track is not None:
            self._order(lambda listening: listening.stop())
            if not self.has_session:
                return
        super().press(act, key)

    @property
    def has_session(self) -> bool:
        state = None if self.snapshot is None else self.snapshot.session.state
        return state not in (None, "idle", "ended")

    def heard_words(self) -> str:
        heard = self.heard
        if heard.track is None:
            return ""
        whole = "" if heard.length is None else f" of {clock_words(heard.length)}"
        then = ""
        if heard.follows is not None:
            then = f", then {track_words(heard.follows.file)}"
        at = f"{clock_words(heard.position)}{whole}"
        return f"you hear {track_words(heard.track.file)} {at}{then}"

    def tell_what_went_wrong(self) -> None:
        """Once, what nobody asked about: a session began, the player has gone."""
        says = self.heard.says
        if says and says != self._told:
            self.say(says, ok=False)
        self._told = says

    async def on_unmount(self) -> None:
        """The screen closes: nothing of it may go on sounding, or fill the memory."""
        self.bench = None
        if self.listening is not None:
            await self.listening.close()
