"""The hands of a room, beside its engine: pads, pedals and buttons.

They end in one bounded way to the engine and are shown its snapshots; what they could
do wrong stays with them. A room file that was changed is read again, so that what was
just learnt counts at once; one that is wrong changes nothing.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Final, Protocol

from kap_room.engine.host import Host
from kap_room.engine.ports import Inbox, PartSaid
from kap_room.exchange.commands import Command
from kap_room.exchange.snapshot import Snapshot
from kap_room.library.session_files import read_room_or_none
from kap_room.link.places import Places
from kap_room.plan.controls import MidiControl, MqttButton
from kap_room.plan.room import Broker, Room
from kap_room.wiring.control_words import command_of, commands_of, wrong_in

PART: Final = "controls"
BUTTONS: Final = "buttons"

SHOWN_EVERY: Final = 0.1
"""Seconds. Lights and faders need no more."""

LOOKED_EVERY: Final = 2.0
"""Seconds between two looks at the room file."""

AS_WRITTEN: Final = "The controls are as the room file has them."

STAY: Final = "The room file has a fault, so the controls stay as they were. {}"

Stamp = tuple[int, int] | None

_log = logging.getLogger(__name__)


class Hand(Protocol):
    """One kind of controls."""

    def start(self) -> None: ...
    def close(self) -> None: ...


class Shown(Protocol):
    """One that wants to know what is now."""

    def show(self, snapshot: Snapshot) -> None: ...


class RoomControls:
    """Made in the engine's loop. A room file without controls costs next to nothing."""

    def __init__(self, room: Room, places: Places, inbox: Inbox) -> None:
        self._room = room
        self._places = places
        self._inbox = inbox
        self._hands: list[Hand] = []
        self._shown: list[Shown] = []
        self._stamp = _stamp_of(places)
        self._looked_at = 0.0
        self._has_fault = False
        """Of the room file, as it was told."""

    async def run(self, host: Host) -> None:
        """Until it is cancelled. Nothing in here may end the engine."""
        self._begin(host)
        while True:
            try:
                await self._tend(host)
            except Exception:  # noqa: BLE001 - hands that go on beat hands that end
                _log.exception("the controls were not tended; they go on")
            await asyncio.sleep(SHOWN_EVERY)
            await host.changed()

    async def _tend(self, host: Host) -> None:
        if self._shown:
            snapshot = host.snapshot()
            for each in self._shown:
                each.show(snapshot)
        await self._look(host)

    def close(self) -> None:
        for hand in self._hands:
            hand.close()
        self._hands, self._shown = [], []

    def _begin(self, host: Host) -> None:
        controls = self._room.controls
        if not controls:
            return
        from kap_room.adapters.controls.asking import Asking

        asking = Asking(host, self._tells(PART))
        wrong = wrong_in(self._room, self._places)
        if wrong:
            first = wrong[0]
            says = f"{first.control}, {first.press}: {first.says} kap-room check says"
            self._say(PART, f"{says} all.", ok=False)
        midi = [each for each in controls if isinstance(each, MidiControl)]
        if midi:
            from kap_room.adapters.controls.midi import MidiHands, Played

            played = [Played(each, commands_of(each, self._places)) for each in midi]
            hands = MidiHands(played, asking, self._found)
            self._hands.append(hands)
            self._shown.append(hands)
        buttons = [each for each in controls if isinstance(each, MqttButton)]
        if buttons:
            from kap_room.adapters.buttons.mqtt import MqttButtons

            broker = self._room.broker or Broker()
            tells = self._tells(BUTTONS)
            heard = MqttButtons(broker, buttons, asking, tells, self._reads)
            self._hands.append(heard)
        for hand in self._hands:
            hand.start()

    def _reads(self, words: tuple[str, ...]) -> Command:
        return command_of(words, self._places)

    async def _look(self, host: Host) -> None:
        """Whether the room file says something else by now."""
        now = asyncio.get_running_loop().time()
        if now - self._looked_at < LOOKED_EVERY:
            return
        self._looked_at = now
        stamp = await asyncio.to_thread(_stamp_of, self._places)
        if stamp == self._stamp:
            return
        self._stamp = stamp
        page = await asyncio.to_thread(read_room_or_none, self._places.room_file)
        if page.value is None:
            self._has_fault = True
            self._say(PART, STAY.format(page.problems[0].says), ok=False)
            return
        has_changed = page.value.controls != self._room.controls
        if has_changed or self._has_fault:
            self._has_fault = False
            self._say(PART, AS_WRITTEN, ok=True)
        if has_changed:
            await asyncio.to_thread(self.close)
            self._forget_those_not_in(page.value)
            self._room = page.value
            self._begin(host)

    def _forget_those_not_in(self, room: Room) -> None:
        """What nobody wants any more is missing to nobody."""
        names = {control.name for control in room.controls}
        for control in self._room.controls:
            if control.name not in names:
                says = f'The control "{control.name}" is no longer in the room file.'
                self._say(f"control {control.name}", says, ok=True)

    def _found(self, name: str, is_there: bool) -> None:  # noqa: FBT001 (a callback)
        """On a thread of its own."""
        says = f'The control "{name}" is there.'
        if not is_there:
            says = f'The control "{name}" is not there; check its plug.'
        self._say(f"control {name}", says, ok=is_there)

    def _tells(self, part: str) -> Callable[..., None]:
        def tell(says: str, *, ok: bool) -> None:
            self._say(part, says, ok=ok)

        return tell

    def _say(self, part: str, says: str, *, ok: bool) -> None:
        self._inbox.post(PartSaid(part, says, ok))


def _stamp_of(places: Places) -> Stamp:
    try:
        found = places.room_file.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
