"""Ears without a player: they remember what was to be heard."""

from kap_room.exchange.desk import Answer
from kap_room.exchange.listening import Heard
from kap_room.plan.music import Track
from kap_room.plan.units import Seconds


class Ears:
    def __init__(self) -> None:
        self.heard = Heard()
        self.asked: list[tuple[object, ...]] = []
        self.refuses = ""
        self.is_closed = False

    async def play(self, track: Track) -> Answer:
        self.asked.append(("play", track.file))
        if self.refuses:
            return Answer(ok=False, says=self.refuses)
        self.heard = Heard(track, Seconds(134.0), Seconds(522.0))
        return Answer(ok=True)

    async def seek(self, by: Seconds) -> Answer:
        self.asked.append(("seek", by))
        return Answer(ok=True)

    async def last_twenty(self) -> Answer:
        self.asked.append(("ending",))
        return Answer(ok=True)

    async def crossfade(
        self, first: Track, second: Track, over: Seconds | None = None
    ) -> Answer:
        self.asked.append(("crossfade", first.file, second.file, over))
        return Answer(ok=True)

    async def stop(self) -> Answer:
        self.asked.append(("stop",))
        self.heard = Heard()
        return Answer(ok=True)

    async def close(self) -> None:
        self.is_closed = True
