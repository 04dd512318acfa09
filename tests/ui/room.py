"""A desk and a shelf without a room behind them.

What is sent is kept, and what the test says is shown.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime

from textual.pilot import Pilot
from textual.widgets import OptionList

from kap_room.exchange.commands import Command
from kap_room.exchange.desk import Answer, SceneCard, Shelf
from kap_room.exchange.snapshot import (
    ComingView,
    HealthView,
    LampView,
    NoteView,
    PhaseView,
    ReminderView,
    SessionView,
    Snapshot,
    SoundView,
    StripView,
    TrackView,
)
from kap_room.ui.app import Console

IN_THE_WAY = 'scenes/iv.yaml:7: phases[1].look: no look "nigth". Did you mean "night"?'

AT = datetime(2026, 3, 4, 14, 7, tzinfo=UTC)


class RecordingDesk:
    """Keeps what is sent; answers as it is told to."""

    def __init__(self) -> None:
        self.sent: list[Command] = []
        self.answer = Answer(ok=True, says="done")
        self.waits: asyncio.Event | None = None
        """When given, no answer comes before it is set."""
        self._shown: asyncio.Queue[Snapshot | None] = asyncio.Queue()

    async def send(self, command: Command) -> Answer:
        self.sent.append(command)
        if self.waits is not None:
            await self.waits.wait()
        return self.answer

    async def snapshots(self) -> AsyncIterator[Snapshot | None]:
        while True:
            yield await self._shown.get()

    def accept(self, says: str = "") -> None:
        self.answer = Answer(ok=True, says=says)

    def refuse(self, says: str, *, lost: bool = False) -> None:
        self.answer = Answer(ok=False, says=says, lost=lost)

    def show(self, snapshot: Snapshot | None) -> None:
        self._shown.put_nowait(snapshot)


class TwoScenes:
    """A shelf with one scene that is fine and one that cannot start."""

    def scenes(self) -> tuple[SceneCard, ...]:
        return (
            SceneCard(
                "sublingual lozenge, three hours",
                "/room/scenes/sublingual.yaml",
                (
                    ("arrival", None),
                    ("onset", 900.0),
                    ("peak", 2400.0),
                    ("return", 3600.0),
                    ("integration", None),
                ),
                route="sublingual",
            ),
            SceneCard(
                "by drip",
                "/room/scenes/iv.yaml",
                (("arrival", None), ("drip", 2400.0)),
                route="iv",
                problems=(IN_THE_WAY,),
                can_start=False,
            ),
        )


class Clock:
    """The monotonic clock, moved by hand."""

    def __init__(self) -> None:
        self.reading = 1000.0

    def __call__(self) -> float:
        return self.reading

    def wait(self, seconds: float) -> None:
        self.reading += seconds


IDLE = Snapshot()

ONSET = Snapshot(
    session=SessionView(
        state="running",
        id="2026-03-04-1",
        code="heron",
        scene="sublingual lozenge, three hours",
        position_s=1510.0,
        since_dose_s=620.0,
        ends_in_s=5600.0,
        take_back="dose",
    ),
    phase=PhaseView("onset", 610.0, 290.0, "peak"),
    phases=(
        StripView("arrival", 900.0, is_past=True, written_s=900.0, spent_s=900.0),
        StripView("onset", 900.0, is_now=True, written_s=900.0, spent_s=610.0),
        StripView("peak", 2400.0, written_s=2400.0),
        StripView("return", 3600.0, written_s=3600.0),
        StripView("integration", None),
    ),
    coming=ComingView("peak", 290.0, "peak when onset is seen (o), or in 4:50"),
    sound=SoundView(
        state="playing",
        level_db=0.0,
        track=TrackView("onset/03 - slow_tide.flac", 134.0, 460.0),
        next_track="onset/low-strings.mp3",
        next_in_s=318.0,
        next_why="the track ends",
        playlist="onset",
        volume_db=-2.0,
    ),
    lights={
        "ceiling": LampView(0.2, 2200.0, "ok"),
        "floor": LampView(0.05, 2000.0, "ok", by_hand=True),
        "shelf": LampView(0.6, 2700.0, "ok"),
        "bed": LampView(None, None, "lost"),
    },
    reminders=(ReminderView("Lozenge: spit or swallow", 100.0),),
    health={
        "sound": HealthView(ok=True, says="the sound output answers"),
        "broker": HealthView(ok=True, says="the broker answers"),
        "bed": HealthView(
            ok=False,
            says='The lamp "bed" has not answered for 20 s. Check its power.',
        ),
    },
    notes=2,
    last_notes=(NoteView("breath slows", 540.0, "14:05", 80.0, saved=True),),
)


def a_room(**changes: object) -> Snapshot:
    """Onset, with some parts of the session's view changed."""
    session = replace(ONSET.session, **changes)  # type: ignore[arg-type]
    return replace(ONSET, session=session)


class Room:
    """A console with a hand on its keys and eyes on its screen."""

    def __init__(self, pilot: Pilot[None], desk: RecordingDesk, clock: Clock) -> None:
        self.pilot, self.desk, self.clock = pilot, desk, clock
        app = pilot.app
        assert isinstance(app, Console)
        self.console = app

    async def show(self, snapshot: Snapshot | None) -> None:
        self.desk.show(snapshot)
        await self.pilot.pause()
        await self.pilot.pause()

    async def press(self, *keys: str) -> None:
        """Each let go before the next: the clock moves a second after every key."""
        for key in keys:
            await self.pilot.press(key)
            self.clock.wait(1.0)
        await self.pilot.pause()

    async def type(self, words: str) -> None:
        await self.pilot.press(*("space" if c == " " else c for c in words))
        await self.pilot.pause()

    def rows(self) -> list[str]:
        # The picture as cells; the public exports are pictures as markup.
        compositor = self.console.screen._compositor  # noqa: SLF001
        return [strip.text.rstrip() for strip in compositor.render_strips()]

    @property
    def screen(self) -> str:
        return "\n".join(self.rows())


async def read_the_shelf(pilot: Pilot[None]) -> None:
    """The scenes are read on a thread: wait until they are in the list."""
    assert isinstance(pilot.app, Console)
    scenes = pilot.app.start.query_one(OptionList)
    for _ in range(1_000):
        if scenes.option_count:
            break
        await pilot.pause(0.01)
    await pilot.pause()


Story = Callable[[Room], Awaitable[None]]


async def tell(
    story: Story,
    shown: Snapshot | None = ONSET,
    size: tuple[int, int] = (80, 24),
    shelf: Shelf | None = None,
) -> None:
    """Open a console on a room, and let the story happen."""
    desk, clock = RecordingDesk(), Clock()
    console = Console(desk, shelf or TwoScenes(), clock=clock, wall=lambda: AT)
    async with console.run_test(size=size) as pilot:
        room_now = Room(pilot, desk, clock)
        await read_the_shelf(pilot)
        await room_now.show(shown)
        await story(room_now)
