"""What a ramp of twenty minutes costs: messages, and the engine's share of a core.

A slice of it in real time, at a real mosquitto, for rooms of several sizes; and the
whole of it counted on a virtual clock, where no message is lost between two looks.
"""

from __future__ import annotations

import time
from pathlib import Path

from kap_room.engine.begin import Loaded
from kap_room.engine.ports import BrokerFound, LampSaid
from kap_room.plan.look import Light
from kap_room.plan.room import Broker, Lamp, Room
from kap_room.plan.scene import Phase, Scene
from kap_room.plan.units import Kelvin, Level, Seconds
from tests.bench.processes import cost_of
from tests.bench.table import Row
from tests.engine.house import House as PaperHouse
from tests.rig.house import House
from tests.rig.material import pink_noise, write
from tests.whole.lit import begin, dimming_to, set_topic

ROOMS = (4, 20, 100)
"""Lamps: a small room, a large one, and more than anybody has."""

RAMP = 1200.0
SETTLES = 10.0
"""Seconds until the start's fade is over and every lamp has had its first step."""

MOST = 0.21
"""Messages a second and lamp: a little more than one in each step of five seconds."""

DAY, NIGHT = Light(Level(0.6), Kelvin(2700)), Light(Level(0.05), Kelvin(2000))


def ramps(folder: Path, seconds: float) -> tuple[Row, ...]:
    return tuple(
        row
        for count in ROOMS
        for row in (*_sliced(folder / str(count), count, seconds), _counted(count))
    )


def _sliced(folder: Path, count: int, seconds: float) -> tuple[Row, ...]:
    """Some of it as it is: a whole room with so many virtual lamps."""
    lamps = tuple(f"lamp{number}" for number in range(count))
    with House(folder, lamps=lamps) as house:
        write(house.music / "noise.flac", pink_noise(seconds + 60.0, seed=9))
        begin(house, dimming_to(5, round(RAMP)))
        time.sleep(SETTLES)
        engine, topics = house.pids()["engine"], {set_topic(lamp) for lamp in lamps}
        house.spy.forget()
        before = cost_of(engine)
        time.sleep(seconds)
        after = cost_of(engine)
        sent = [m.reading for m in house.spy.heard() if m.topic in topics]
    share = 100.0 * (after.seconds - before.seconds) / seconds
    busiest = max((_within(sent, at) for at in sent), default=0)
    return (
        Row(f"{count} lamps, messages a second", len(sent) / seconds, "", count * MOST),
        Row("  in the busiest second", busiest, ""),
        Row("  engine, of one core", share, "%"),
        Row("  engine, resident", after.resident, "MB"),
    )


def _within(sent: list[float], first: float) -> int:
    return sum(first <= reading < first + 1.0 for reading in sent)


def _counted(count: int) -> Row:
    """All of it, on a virtual clock: messages a second over the whole ramp."""
    names = tuple(f"lamp{number}" for number in range(count))
    lamps = tuple(Lamp(name, "zigbee2mqtt", f"zigbee2mqtt/{name}") for name in names)
    house = PaperHouse(Room("Bench", Path("/music"), Broker(), lamps=lamps))
    house.engine.post(BrokerFound())
    for name in names:
        house.engine.post(LampSaid(name, DAY.level, DAY.warmth))
    house.engine.step()
    dimming = Phase("dark", None, look="night", ramp=Seconds(RAMP))
    scene = Scene("Dimming", phases=(dimming,), looks={"night": {"all": NIGHT}})
    house.begin(Loaded("bench", scene, {}, {}))
    for _ in range(round(RAMP / 60.0)):
        house.wait(60.0)
    told = len(house.lights.steps) / RAMP
    return Row("  over the whole ramp, counted", told, "", count * MOST)
