"""However much the hands say, the engine hears little of it, and an emergency first."""

from __future__ import annotations

import asyncio
import functools
import selectors
import threading
from collections.abc import Callable, Coroutine
from itertools import pairwise
from typing import Any

import pytest
from typing_extensions import override

from kap_room.adapters.controls.asking import APART, PACE, WAITING, Asking
from kap_room.exchange.commands import Button, Command, Press, SetVolume
from kap_room.exchange.desk import Answer
from kap_room.exchange.words import words
from kap_room.plan.units import Decibels

SILENCE, TALK, HOLD = Press(Button.SILENCE), Press(Button.TALK), Press(Button.HOLD)
SKIP, LIGHTS_UP = Press(Button.NEXT_TRACK), Press(Button.LIGHTS_UP)


STEP = 1e-6
"""Seconds. Whatever is done takes a moment."""


class _Jumping(selectors.DefaultSelector):
    """Nobody waits: it is as late at once as the next appointment is."""

    now = 0.0

    @override
    def select(
        self, timeout: float | None = None
    ) -> list[tuple[selectors.SelectorKey, int]]:
        self.now += (timeout or 0.0) + STEP
        return super().select(None if timeout is None else 0.0)


class VirtualLoop(asyncio.SelectorEventLoop):
    """However busy the computer is, no time passes but what is slept."""

    def __init__(self) -> None:
        self._jumping = _Jumping()
        super().__init__(self._jumping)

    @override
    def time(self) -> float:
        return self._jumping.now


Story = Callable[[], Coroutine[Any, Any, None]]


def on_a_virtual_clock(story: Story) -> Callable[[], None]:
    @functools.wraps(story)
    def told() -> None:
        with asyncio.Runner(loop_factory=VirtualLoop) as runner:
            runner.run(story())

    return told


class Listening:
    """An engine's ear that keeps what it was told, and when."""

    def __init__(self) -> None:
        self.heard: list[Command] = []
        self.at: list[float] = []
        self.said: list[tuple[bool, str]] = []

    async def obey(self, command: Command) -> Answer:
        self.heard.append(command)
        self.at.append(asyncio.get_running_loop().time())
        return Answer(ok=True)

    def tell(self, says: str, *, ok: bool) -> None:
        self.said.append((ok, says))


async def a_while(lasts: float = 0.02) -> None:
    await asyncio.sleep(lasts)


async def test_a_command_from_another_thread_reaches_the_engine() -> None:
    """A device's callback is never on the engine's thread."""
    ear = Listening()
    asking = Asking(ear, ear.tell)
    thread = threading.Thread(target=asking.ask, args=(TALK, "pedal"))
    thread.start()
    thread.join()
    async with asyncio.timeout(10.0):
        while not ear.heard:
            await a_while(0.001)
    assert ear.heard == [TALK]


@on_a_virtual_clock
async def test_an_emergency_overtakes_everything_that_waits() -> None:
    """Ten commands are in line, and silence is obeyed before nine of them."""
    ear = Listening()
    asking = Asking(ear, ear.tell)
    for _ in range(10):
        asking.ask(SKIP, "pads")
    asking.ask(SILENCE, "pedal")
    await a_while()
    assert ear.heard.index(SILENCE) <= 1


@on_a_virtual_clock
async def test_an_emergency_passes_when_the_line_is_full() -> None:
    """Nothing that was dropped can be silence."""
    ear = Listening()
    asking = Asking(ear, ear.tell)
    for _ in range(10 * WAITING):
        asking.ask(SKIP, "pads")
    asking.ask(SILENCE, "pedal")
    await a_while()
    assert SILENCE in ear.heard


@on_a_virtual_clock
async def test_ten_thousand_presses_are_a_handful_of_commands() -> None:
    """What is too much is dropped, and the engine's loop is hardly touched."""
    ear = Listening()
    asking = Asking(ear, ear.tell)
    for _ in range(5000):
        asking.ask(SKIP, "pads")
        asking.ask(SILENCE, "pads")
    await a_while(2.5 * PACE)
    assert len(ear.heard) <= 5


@on_a_virtual_clock
async def test_a_flood_is_told_once() -> None:
    """One line for the therapist, and not ten thousand."""
    ear = Listening()
    asking = Asking(ear, ear.tell)
    for _ in range(10_000):
        asking.ask(SKIP, "pads")
    await a_while()
    assert [ok for ok, _ in ear.said] == [False]
    assert '"pads"' in ear.said[0][1]


@on_a_virtual_clock
async def test_of_a_fader_only_its_latest_place_counts() -> None:
    """A thrown fader is where it came to rest, and not a hundred places."""
    ear = Listening()
    asking = Asking(ear, ear.tell)
    for step in range(-30, 7):
        asking.ask(SetVolume(Decibels(float(step))), "desk")
    await a_while(3 * PACE)
    assert ear.heard == [SetVolume(Decibels(6.0))]


@on_a_virtual_clock
async def test_a_fader_that_does_not_rest_gives_twenty_orders_a_second() -> None:
    """The engine's volume moves slowly anyway."""
    ear = Listening()
    asking = Asking(ear, ear.tell)
    for step in range(200):
        asking.ask(SetVolume(Decibels(-step / 10)), "desk")
        await asyncio.sleep(0.005)
    gaps = [later - sooner for sooner, later in pairwise(ear.at)]
    assert min(gaps) > PACE * 0.999
    assert len(ear.heard) == pytest.approx(20, abs=1)


@on_a_virtual_clock
async def test_commands_are_obeyed_in_the_order_they_were_pressed() -> None:
    """Hold and then talk is not talk and then hold."""
    ear = Listening()
    asking = Asking(ear, ear.tell)
    asking.ask(HOLD, "pads")
    asking.ask(TALK, "pads")
    await a_while(3 * PACE)
    assert [words(command)[0] for command in ear.heard] == ["hold", "talk"]


@on_a_virtual_clock
async def test_two_hands_that_ask_for_the_same_at_once_are_one() -> None:
    """Talk twice is no talk at all: one of them would have undone the other."""
    ear = Listening()
    asking = Asking(ear, ear.tell)
    asking.ask(TALK, "pedal")
    asking.ask(TALK, "couch")
    await a_while(3 * PACE)
    assert ear.heard == [TALK]


@on_a_virtual_clock
async def test_a_foot_that_trembles_asks_for_soft_light_and_not_for_full() -> None:
    """As at the console, a second step needs a pause before it."""
    ear = Listening()
    asking = Asking(ear, ear.tell)
    for _ in range(6):
        asking.ask(LIGHTS_UP, "pedal")
        await a_while(0.12)
    assert ear.heard == [LIGHTS_UP]
    await a_while(APART)
    asking.ask(LIGHTS_UP, "pedal")
    await a_while()
    assert ear.heard == [LIGHTS_UP, LIGHTS_UP]


async def test_an_engine_that_has_ended_is_no_fault_of_a_hand() -> None:
    """A button pressed in the last moment raises nothing on its thread."""
    ear = Listening()
    loop = asyncio.new_event_loop()

    async def made() -> Asking:
        return Asking(ear, ear.tell)

    asking = await asyncio.to_thread(loop.run_until_complete, made())
    loop.close()
    asking.ask(SILENCE, "pedal")
    assert ear.heard == []


@on_a_virtual_clock
async def test_after_an_emergency_everything_is_obeyed_again() -> None:
    """Silence, and then music: the way back is no emergency."""
    ear = Listening()
    asking = Asking(ear, ear.tell)
    asking.ask(SILENCE, "pedal")
    await a_while()
    asking.ask(TALK, "pads")
    await a_while()
    assert ear.heard == [SILENCE, TALK]
