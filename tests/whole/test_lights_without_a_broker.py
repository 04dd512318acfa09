"""The broker dies and comes back while the lamps go down (L5)."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from tests.rig.broker import Overheard
from tests.rig.hearing import Recording
from tests.rig.lamps import Told
from tests.rig.material import pink_noise, write
from tests.whole.lit import (
    BRIGHTEST,
    Room,
    begin,
    dimming_to,
    payload,
    prepare,
    resting_at,
    set_topic,
    wired,
)

pytestmark = pytest.mark.timeout(120)  # the evening belongs to its first test

DAY, NIGHT = 0.60, 0.05
AGAIN = 2.0
"""Seconds after its return within which the desired look is said again."""

CAUGHT_UP = 25.0
"""Seconds until a lamp that missed all of a ramp is led to its end."""

STARTED = 5.0
"""Seconds until the start's own fade is over."""

FLOOR, BED = set_topic("floor"), set_topic("bed")
STALE = 0.85
"""What is asked and taken back while nobody listens; no lamp may ever hear of it."""


@dataclass(frozen=True)
class Evening:
    """What was seen of a ramp through several deaths of the broker."""

    room: Room
    returns: tuple[tuple[float, tuple[Overheard, ...]], ...]
    """When it was back, and what was said until it died again."""
    told: tuple[Told, ...]
    """All that any lamp was told, from before the first death on."""
    left: tuple[Overheard, ...]
    """What the broker keeps for whoever comes later."""
    heard: Recording
    ramp: float
    origin: float
    begins: float
    ends: float

    def planned_at(self, reading: float) -> float:
        part = (reading - self.origin) / self.ramp
        return float(DAY * (NIGHT / DAY) ** min(1.0, max(0.0, part)))


def an_evening(
    folder: Path, outages: Sequence[float], apart: Sequence[float], ramp: int
) -> Iterator[Evening]:
    """A ramp in which the broker is killed after each pause, for each length."""
    music = folder / "long"
    music.mkdir()
    length = max(ramp, sum(outages) + sum(apart)) + 60.0
    write(music / "noise.flac", pink_noise(length, seed=11))
    with wired(folder, music, "floor", "bed") as room:
        for lamp in (room.lamps["floor"], room.lamps["bed"]):
            lamp.move(DAY)
        begin(room.house, dimming_to(5, ramp))
        origin = room.house.origin()
        time.sleep(max(0.0, origin + STARTED - time.monotonic()))
        room.house.sound.wait_for_music()
        begins = time.monotonic()
        returns = [
            _die(room, out, pause) for out, pause in zip(outages, apart, strict=True)
        ]
        ends = time.monotonic()
        told = (*room.lamps["floor"].told, *room.lamps["bed"].told)
        with room.listen() as later:
            left = later.kept()
        heard = room.house.sound.stop_recording()
        yield Evening(
            room, tuple(returns), told, left, heard, ramp, origin, begins, ends
        )


def _die(room: Room, out: float, pause: float) -> tuple[float, tuple[Overheard, ...]]:
    """Killed for a while, in which something is asked and taken back."""
    room.broker.kill()
    room.house.press("light", "bed", f"{STALE:.0%}")
    room.house.press("release", "bed")
    time.sleep(out)
    spy, returned = room.come_back()
    with spy:
        time.sleep(max(0.0, returned + pause - time.monotonic()))
        return returned, spy.heard()


SHORT = (0.3, 1.4, 6.0)


@pytest.fixture(scope="module")
def evening(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Evening]:
    """Three deaths: a moment, a little more, and a while."""
    folder = tmp_path_factory.mktemp("evening")
    yield from an_evening(folder, SHORT, (3.0, 3.5, 4.0), ramp=60)


def test_music_does_not_notice_a_broker_that_dies(evening: Evening) -> None:
    """No change of level and no gap, through all of its deaths."""
    music_is_untouched(evening)


def test_the_desired_look_is_said_again_when_the_broker_is_back(
    evening: Evening,
) -> None:
    """To both lamps within two seconds, and on the way to where the plan is."""
    the_look_is_said_again(evening)


def test_nothing_old_is_sent_when_the_broker_is_back(evening: Evening) -> None:
    """Neither what was asked and taken back meanwhile nor a heap of missed steps."""
    nothing_stale_is_sent(evening)


def test_no_command_is_ever_retained(evening: Evening) -> None:
    """A lamp that comes later is told what holds then, by us."""
    nothing_is_retained(evening)


def test_no_lamp_flashes_when_the_broker_is_back(evening: Evening) -> None:
    """What comes out of them goes down, and nowhere up again by a tenth."""
    no_lamp_flashes(evening)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_fifty_deaths_of_the_broker_at_random(tmp_path: Path) -> None:
    """All of the claims above, at moments that nobody chose."""
    chance = random.Random(2026)  # noqa: S311 - moments, not secrets
    outages = [chance.uniform(0.1, 2.5) for _ in range(50)]
    apart = [chance.uniform(2.2, 4.5) for _ in range(50)]
    for evening in an_evening(tmp_path, outages, apart, ramp=300):
        music_is_untouched(evening)
        the_look_is_said_again(evening)
        nothing_stale_is_sent(evening)
        nothing_is_retained(evening)
        no_lamp_flashes(evening)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_broker_that_is_down_for_a_long_while(tmp_path: Path) -> None:
    """Two minutes and more: nothing piles up, and the lamps go where the plan is."""
    for evening in an_evening(tmp_path, [150.0], [CAUGHT_UP], ramp=120):
        music_is_untouched(evening)
        the_look_is_said_again(evening)
        nothing_stale_is_sent(evening)
        status = evening.room.house.status()
        assert abs(status["lights"]["floor"]["level"] - NIGHT) < 0.005


def test_a_session_begins_without_a_broker_and_finds_it_later(
    tmp_path: Path, music: Path
) -> None:
    """Music at once, and the look within two seconds of the broker's start."""
    with wired(tmp_path, music, "floor", "bed") as room:
        room.broker.kill()
        prepare(room.house, resting_at(20))
        room.house.keep()
        room.house.start("lit")
        said = room.house.wait_until(lambda said: said["sound"]["state"] == "playing")
        assert not said["health"]["broker"]["ok"]
        spy, returned = room.come_back()
        with spy:
            assert spy.wait_for(FLOOR, within=returned + AGAIN - time.monotonic())
        floor = room.lamps["floor"]
        until = time.monotonic() + 15.0
        while abs(floor.glow.level - 0.2) > 0.01:
            assert time.monotonic() < until, floor.glow
            time.sleep(0.05)


def music_is_untouched(evening: Evening) -> None:
    during = evening.heard.between(evening.begins, evening.ends)
    _, seconds = during.levels(window=1.0, hop=0.25)
    assert np.ptp(seconds) < 2.0, seconds
    _, moments = during.levels(window=0.05)
    assert float(moments.min()) > float(np.median(moments)) - 9.0


def the_look_is_said_again(evening: Evening) -> None:
    for returned, said in evening.returns:
        for topic in (FLOOR, BED):
            times = [m.reading - returned for m in said if m.topic == topic]
            assert times, f"{topic} was told nothing"
            assert times[0] < AGAIN, times
    for returned, said in evening.returns:
        for message in said:
            if message.topic == FLOOR:
                _is_on_the_way(evening, message, returned)


def _is_on_the_way(evening: Evening, message: Overheard, returned: float) -> None:
    """Between what the lamp was and what the plan wants by the step's end."""
    told = payload(message)
    aim = told["brightness"] / BRIGHTEST
    by = message.reading + told["transition"]
    was = evening.room.lamps["floor"].glow_at(message.reading).level
    wanted = evening.planned_at(by)
    least = min(wanted, was) - 0.012
    most = max(wanted, was) + 0.012
    assert least <= aim <= most, (message.reading - returned, told, was, wanted)


def nothing_stale_is_sent(evening: Evening) -> None:
    for returned, said in evening.returns:
        beds = [m for m in said if m.topic == BED]
        assert all(payload(m)["brightness"] < 0.7 * BRIGHTEST for m in beds)
        for topic in (FLOOR, BED):
            first = [m for m in said if m.topic == topic and m.reading < returned + 1.0]
            assert len(first) <= 4, [payload(m) for m in first]


def nothing_is_retained(evening: Evening) -> None:
    assert not [message for message in evening.told if message.kept]
    assert evening.left, "the lamps' own words should have been kept"
    topics = {message.topic for message in evening.left}
    assert not {topic for topic in topics if topic.endswith(("/set", "/get"))}


def no_lamp_flashes(evening: Evening) -> None:
    for name in ("floor", "bed"):
        lamp = evening.room.lamps[name]
        assert not lamp.flashes(evening.begins, evening.ends)
