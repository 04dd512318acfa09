"""The hands of a room, beside its engine: pads, pedals and buttons.

They end in one bounded way to the engine and are shown its snapshots; what they could
do wrong stays with them. A room file that was changed is read again, so that what was
just learnt counts at once, and no hand is deaf meanwhile; one that is wrong changes
nothing.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Final

from kap_room.engine.host import Host
from kap_room.engine.ports import Inbox, PartSaid
from kap_room.exchange.commands import Command
from kap_room.exchange.words import EMERGENCY, words
from kap_room.library.session_files import read_room_or_none
from kap_room.link.places import Places
from kap_room.plan.controls import MidiControl, MqttButton
from kap_room.plan.room import Broker, Room
from kap_room.wiring.control_words import command_of, commands_of, wrong_in

if TYPE_CHECKING:
    # A room without controls does not wait for their libraries.
    from kap_room.adapters.buttons.mqtt import MqttButtons
    from kap_room.adapters.controls.asking import Asking, Asks
    from kap_room.adapters.controls.midi import MidiHands

HAND_OVER_WITHIN: Final = 10.0
"""Seconds. Where the new ones never find a broker, the room file counts even so."""

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


class Door:
    """The way of one hand to the engine, while another one may have the same."""

    def __init__(self, asks: Asks, *, is_open: bool) -> None:
        self._asks = asks
        self._is_open = is_open
        self._is_left = False

    def open(self) -> None:
        self._is_open = True

    def leave(self) -> None:
        """An emergency may come at this very moment: it still goes through.

        Heard at both doors it is one all the same; heard at neither it would be lost.
        """
        self._is_left, self._is_open = True, False

    def ask(self, command: Command, by: str) -> None:
        is_urgent = self._is_left and words(command)[0] in EMERGENCY
        if self._is_open or is_urgent:
            self._asks.ask(command, by)


class RoomControls:
    """Made in the engine's loop. A room file without controls costs next to nothing."""

    def __init__(self, room: Room, places: Places, inbox: Inbox) -> None:
        self._room = room
        self._places = places
        self._inbox = inbox
        self._asking: Asking | None = None
        self._midi: MidiHands | None = None
        self._buttons: list[tuple[Door, MqttButtons]] = []
        """The first is obeyed; a second one follows it when it is believed."""
        self._hand_over_by = 0.0
        self._stamp = _stamp_of(places)
        self._looked_at = 0.0
        self._has_fault = False
        """Of the room file, as it was told."""

    async def run(self, host: Host) -> None:
        """Until it is cancelled. Nothing in here may end the engine."""
        do: Callable[[Host], Awaitable[None]] = self._start
        while True:
            try:
                await do(host)
            except Exception:  # noqa: BLE001 - hands that go on beat hands that end
                _log.exception("the controls were not tended; they go on")
            do = self._tend
            await asyncio.sleep(SHOWN_EVERY)
            await host.changed()

    async def _start(self, host: Host) -> None:
        await self._begin(host)
        self._say_what_is_wrong()

    async def _tend(self, host: Host) -> None:
        if self._midi is not None:
            self._midi.show(host.snapshot())
        await self._hand_over()
        await self._look(host)

    def close(self) -> None:
        if self._midi is not None:
            self._midi.close()
        for _, hand in self._buttons:
            hand.close()
        self._midi, self._buttons = None, []

    async def _begin(self, host: Host, before: Room | None = None) -> None:
        """`before`: what the room file said until now. What is as it was stays open."""
        controls = self._room.controls
        if not controls and before is None:
            return
        from kap_room.adapters.controls.asking import Asking

        if self._asking is None:
            self._asking = Asking(host, self._tells(PART))
        await self._begin_midi(self._asking)
        if before is None or _heard_by_mqtt(before) != _heard_by_mqtt(self._room):
            await self._begin_buttons(self._asking)

    async def _begin_midi(self, asking: Asking) -> None:
        midi = [each for each in self._room.controls if isinstance(each, MidiControl)]
        if not midi:
            hands, self._midi = self._midi, None
            if hands is not None:
                await asyncio.to_thread(hands.close)
            return
        from kap_room.adapters.controls.midi import MidiHands, Played

        played = [Played(each, commands_of(each, self._places)) for each in midi]
        if self._midi is not None:
            await asyncio.to_thread(self._midi.change, played)
            return
        self._midi = MidiHands(played, asking, self._found)
        self._midi.start()

    async def _begin_buttons(self, asking: Asking) -> None:
        """Those who listen go on until the new ones are sure of what they hear."""
        broker, buttons = _heard_by_mqtt(self._room)
        kept = 1 if buttons else 0
        for _, hand in self._buttons[kept:]:
            await asyncio.to_thread(hand.close)
        del self._buttons[kept:]
        if buttons:
            from kap_room.adapters.buttons.mqtt import MqttButtons

            door = Door(asking, is_open=not self._buttons)
            tells = self._tells(BUTTONS)
            heard = MqttButtons(broker, buttons, door, tells, self._reads)
            self._buttons.append((door, heard))
            self._hand_over_by = asyncio.get_running_loop().time() + HAND_OVER_WITHIN
            heard.start()

    async def _hand_over(self) -> None:
        """From the buttons as they were to those as they are written now."""
        if len(self._buttons) < 2:  # noqa: PLR2004 (one, and one that follows)
            return
        (shut, before), (opened, after) = self._buttons
        waits = asyncio.get_running_loop().time() < self._hand_over_by
        if waits and not after.is_believed:
            return
        shut.leave()
        opened.open()
        del self._buttons[0]
        await asyncio.to_thread(before.close)

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
        if has_changed:
            self._forget_those_not_in(page.value)
            before, self._room = self._room, page.value
            await self._begin(host, before)
        # Not before: whoever reads it presses.
        if has_changed or self._has_fault:
            self._has_fault = False
            self._say(PART, AS_WRITTEN, ok=True)
        if has_changed:
            self._say_what_is_wrong()

    def _say_what_is_wrong(self) -> None:
        wrong = wrong_in(self._room, self._places)
        if wrong:
            first = wrong[0]
            says = f"{first.control}, {first.press}: {first.says} kap-room check says"
            self._say(PART, f"{says} all.", ok=False)

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


def _heard_by_mqtt(room: Room) -> tuple[Broker, tuple[MqttButton, ...]]:
    buttons = tuple(each for each in room.controls if isinstance(each, MqttButton))
    return room.broker or Broker(), buttons


def _stamp_of(places: Places) -> Stamp:
    try:
        found = places.room_file.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
