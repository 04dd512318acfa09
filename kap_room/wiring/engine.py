"""The engine process: real clock, real lamps, real player, real disk."""

from __future__ import annotations

import asyncio
import logging
import signal
import sys
from contextlib import suppress

from kap_room.adapters.appointments.clock import SystemWall
from kap_room.adapters.journal.schema import JournalRefused
from kap_room.adapters.journal.waiting import Copy
from kap_room.adapters.journal.writer import SqliteJournal
from kap_room.adapters.measurer import MeasuringProcess
from kap_room.engine.begin import Loaded
from kap_room.engine.checkpoint import Dumper, Unusable, load
from kap_room.engine.clock import SystemClock
from kap_room.engine.engine import Engine, Ports
from kap_room.engine.host import Host
from kap_room.engine.ports import Inbox, Lights, Message, PlayerLost, PlayerSaid
from kap_room.keeper.feed import feed_from_environment
from kap_room.library.session_files import read_room_or_none
from kap_room.link.places import Places, find_places
from kap_room.link.player import PlayerLink, plays_already
from kap_room.link.server import CannotListen, EngineSocket
from kap_room.plan.look import Light
from kap_room.plan.room import Room
from kap_room.plan.units import Seconds
from kap_room.wiring.appointments import RoomDiary
from kap_room.wiring.asked_for import Finder
from kap_room.wiring.boot import boot_id, keeper_id
from kap_room.wiring.controls import RoomControls
from kap_room.wiring.homeassistant import AtHome
from kap_room.wiring.loading import Loader, measures_of

_log = logging.getLogger(__name__)


class NoLights:
    """A room without lamps that the program could reach."""

    def show(self, lamp: str, light: Light, over: Seconds) -> bool:
        del lamp, light, over
        return False

    def ask(self, lamp: str) -> bool:
        del lamp
        return False

    def close(self) -> None:
        """Nothing was open."""


class Post:
    """An inbox that exists before its engine does."""

    def __init__(self) -> None:
        self.inbox: Inbox | None = None
        self._early: list[Message] = []

    def post(self, message: Message) -> None:
        if self.inbox is None:
            self._early.append(message)
        else:
            self.inbox.post(message)

    def deliver_to(self, inbox: Inbox) -> None:
        self.inbox = inbox
        for message in self._early:
            inbox.post(message)


def main() -> int:
    """Returns the exit code: 2 for a wrong room file, 1 for a journal of the future."""
    places = find_places()
    logging.basicConfig(level=logging.INFO, stream=sys.stderr)
    page = read_room_or_none(places.room_file)
    if page.value is None:
        for problem in page.problems:
            print(problem, file=sys.stderr)  # noqa: T201 - a person's sentence
        return 2
    places.make_data()
    try:
        return asyncio.run(_run(places, page.value))
    except (JournalRefused, CannotListen) as refused:
        print(refused, file=sys.stderr)  # noqa: T201
        return 1


async def _run(places: Places, room: Room) -> int:
    post = Post()
    journal = SqliteJournal(places.journal, post)
    lights = _lights(room, post)
    measurer = MeasuringProcess(places.catalogue, post)
    link = PlayerLink(
        places.player_socket,
        said=lambda report: post.post(PlayerSaid(report)),
        lost=lambda: post.post(PlayerLost()),
    )
    dumper = Dumper(boot_id(), keeper_id())
    engine = Engine(room, SystemClock(), Ports(link, lights, journal, measurer), dumper)
    post.deliver_to(engine)
    _take_up(engine, journal, places)

    def keep_copies(loaded: Loaded) -> None:
        journal.keep_copies(loaded.id, (Copy(*copy) for copy in loaded.copies))

    feed = feed_from_environment()
    diary = RoomDiary(places, SystemWall())
    host = Host(engine, Loader(places), keep_copies, feed.give, diary, Finder(places))
    socket = EngineSocket(places.engine_socket, host)
    await socket.open()
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    # Not one of those whose end is the engine's: without a book there is music.
    booking = asyncio.create_task(diary.run(host))
    controls = RoomControls(room, places, post)
    hands = asyncio.create_task(controls.run(host))
    home = AtHome(room, places, post)
    telling = asyncio.create_task(home.run(host))
    tasks = [asyncio.create_task(host.run()), asyncio.create_task(link.run())]
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait([*tasks, stopping], return_when=asyncio.FIRST_COMPLETED)
    failed = [task for task in tasks if task.done()]
    for task in (*tasks, booking, hands, telling, stopping):
        task.cancel()
    home.close()
    diary.close()
    controls.close()
    with suppress(asyncio.CancelledError):
        await socket.close()
    lights.close()
    measurer.close()
    journal.close()
    for task in failed:
        task.result()
    return 0


def _lights(room: Room, inbox: Inbox) -> Lights:
    if room.broker is None or not room.lamps:
        return NoLights()
    from kap_room.adapters.lamps.dialects import problem_with
    from kap_room.adapters.lamps.mqtt import MqttLights

    able = [lamp for lamp in room.lamps if problem_with(lamp) is None]
    groups = {n: g for n, g in room.group_lamps.items() if problem_with(g) is None}
    lights = MqttLights(room.broker, able, inbox, groups=groups, members=room.groups)
    lights.start()
    return lights


def _take_up(engine: Engine, journal: SqliteJournal, places: Places) -> None:
    """The session of an engine that was here before, if there is one."""
    text = journal.last_checkpoint()
    if text is None:
        return
    try:
        checkpoint = load(text)
    except Unusable as unusable:
        _log.warning("%s", unusable)
        return
    engine.know(measures_of(checkpoint.session.homes.values(), places.catalogue))
    same_boot = checkpoint.boot == boot_id()
    kept = checkpoint.keeper == keeper_id() or plays_already(places.player_socket)
    engine.resume(checkpoint, kept=same_boot and kept)


if __name__ == "__main__":
    sys.exit(main())
