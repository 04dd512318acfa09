"""Real MIDI ports: what is pressed there is asked for here, whatever the cable does."""

from __future__ import annotations

import itertools
import os
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from kap_room.adapters.controls.arriving import ARRIVES
from kap_room.adapters.controls.midi import MidiHands, Played
from kap_room.exchange.commands import Button, Command, Press, SetVolume
from kap_room.exchange.snapshot import SessionView, Snapshot, SoundView
from kap_room.exchange.words import words
from kap_room.library.control_forms import press_of
from kap_room.plan.controls import Binding, Glow, MidiControl, PadLight, Shows
from tests.rig.broker import wait_until
from tests.rig.jack import Jack, Plugged
from tests.rig.sound import wait_for
from tests.rig.tries import MOST

COMMANDS = {
    "silence": Press(Button.SILENCE),
    "talk": Press(Button.TALK),
    "hold": Press(Button.HOLD),
    "end": Press(Button.END),
}

RUNS = Snapshot(session=SessionView(state="running"), sound=SoundView(volume_db=-12.0))


class Room:
    """What was asked for, and which controls are there."""

    def __init__(self) -> None:
        self.asked: list[Command] = []
        self.asked_at: list[float] = []
        self.there: dict[str, bool] = {}
        self._news = threading.Condition()

    def ask(self, command: Command, by: str) -> None:
        del by
        with self._news:
            self.asked_at.append(time.monotonic())
            self.asked.append(command)
            self._news.notify_all()

    def found(self, name: str, is_there: bool) -> None:
        with self._news:
            self.there[name] = is_there
            self._news.notify_all()

    def wait(self, holds: Callable[[], object], within: float = 10.0) -> None:
        with self._news:
            so = self._news.wait_for(holds, within)
        assert so, f"not within {within} s: {self.words} {self.there}"

    @property
    def words(self) -> list[str]:
        return [" ".join(words(command)) for command in self.asked]


def control(name: str, port: str, does: dict[str, str]) -> Played:
    bindings = tuple(
        Binding(*press_of(key), tuple(said.split()), key) for key, said in does.items()
    )
    commands = tuple(COMMANDS.get(said) for said in does.values())
    return Played(MidiControl(name, port, bindings), commands)


@pytest.fixture(scope="module")
def jack() -> Iterator[Jack]:
    with Jack() as jack:
        yield jack


@pytest.fixture(autouse=True)
def nothing_left_plugged_in(jack: Jack) -> Iterator[None]:
    yield
    jack.pull_all()


@pytest.fixture
def room() -> Room:
    return Room()


@pytest.fixture
def listen(
    jack: Jack, room: Room, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., MidiHands]]:
    for key, value in jack.env.items():
        monkeypatch.setenv(key, value)
    begun: list[MidiHands] = []

    def begin(*played: Played) -> MidiHands:
        hands = MidiHands(played, room, room.found)
        begun.append(hands)
        hands.start()
        room.wait(lambda: len(room.there) == len(played))
        return hands

    yield begin
    for hands in begun:
        hands.close()


Listen = Callable[..., MidiHands]


def there(room: Room, name: str) -> Callable[[], bool]:
    return lambda: room.there[name]


def gone(room: Room, name: str) -> Callable[[], bool]:
    return lambda: not room.there[name]


def test_a_foot_on_a_pedal_is_asked_for_at_once(
    jack: Jack, room: Room, listen: Listen
) -> None:
    """On its way down, and not when it is let go."""
    pedal = jack.plug("FS-1")
    listen(control("pedal", "FS-1", {"pedal 64": "silence"}))
    room.wait(there(room, "pedal"))
    time.sleep(ARRIVES)
    took = []
    for turn in range(3):  # a busy computer may be late once
        sent = pedal.send("control_change", control=64, value=127)
        room.wait(lambda: len(room.asked) > turn)  # noqa: B023 (waited for here)
        took.append(room.asked_at[turn] - sent)
        pedal.send("control_change", control=64, value=0)
        time.sleep(0.1)
    assert room.words == ["silence"] * 3
    assert min(took) < 0.05


def test_how_hard_a_pad_is_hit_makes_no_difference(
    jack: Jack, room: Room, listen: Listen
) -> None:
    """And a note of no velocity is a finger that lets go."""
    pads = jack.plug("Soft pads")
    listen(control("pads", "Soft pads", {"note 1": "talk", "note 2": "hold"}))
    room.wait(there(room, "pads"))
    pads.press(1, velocity=1)
    pads.send("note_on", note=2, velocity=0)
    pads.press(2, velocity=127)
    room.wait(lambda: len(room.asked) == 2)
    assert room.words == ["talk", "hold"]


def test_a_long_press_is_another_command(
    jack: Jack, room: Room, listen: Listen
) -> None:
    """It fires while the finger is still down."""
    pads = jack.plug("Long pads")
    listen(control("pads", "Long pads", {"note 1": "talk", "note 1 long": "end"}))
    room.wait(there(room, "pads"))
    pads.send("note_on", note=1, velocity=9)
    room.wait(lambda: room.asked)
    pads.send("note_off", note=1)
    time.sleep(0.1)
    pads.press(1)
    room.wait(lambda: len(room.asked) == 2)
    assert room.words == ["end", "talk"]


def test_two_devices_are_heard_side_by_side(
    jack: Jack, room: Room, listen: Listen
) -> None:
    """And one that goes takes nothing of the other with it."""
    one, other = jack.plug("Left box"), jack.plug("Right box")
    listen(
        control("left", "Left box", {"note 1": "talk"}),
        control("right", "Right box", {"note 1": "hold"}),
    )
    room.wait(there(room, "left"))
    room.wait(there(room, "right"))
    one.pull()
    room.wait(gone(room, "left"))
    other.press(1)
    room.wait(lambda: room.asked)
    assert room.words == ["hold"]


def in_and_out(jack: Jack, room: Room, pads: Plugged, times: int, name: str) -> Plugged:
    for turn in range(times):
        pads.pull()
        room.wait(gone(room, "pads"))
        pads = jack.plug(name)
        room.wait(there(room, "pads"))
        pads.press(1)
        room.wait(lambda: len(room.asked) > turn)  # noqa: B023 (waited for here)
    return pads


@pytest.mark.parametrize(
    "times", [5, pytest.param(50, marks=[pytest.mark.slow, pytest.mark.timeout(300)])]
)
def test_a_device_that_comes_and_goes_loses_no_press_and_doubles_none(
    jack: Jack, room: Room, listen: Listen, times: int
) -> None:
    """One press after each return is one command."""
    name = f"Loose cable {times}"
    pads = jack.plug(name)
    listen(control("pads", name, {"note 1": "talk"}))
    room.wait(there(room, "pads"))
    pads = in_and_out(jack, room, pads, times, name)
    time.sleep(0.3)
    assert room.words == ["talk"] * times


def test_a_press_held_while_it_was_pulled_out_is_nothing_when_it_is_back(
    jack: Jack, room: Room, listen: Listen
) -> None:
    """Neither the press, nor the long one that it would have become."""
    pads = jack.plug("Held pads")
    listen(control("pads", "Held pads", {"note 1": "talk", "note 1 long": "end"}))
    room.wait(there(room, "pads"))
    pads.send("note_on", note=1, velocity=64)
    pads.pull()
    room.wait(gone(room, "pads"))
    pads = jack.plug("Held pads")
    room.wait(there(room, "pads"))
    pads.send("note_off", note=1)
    time.sleep(0.8)
    assert room.words == []


def test_what_a_device_says_of_itself_as_it_comes_is_no_press(
    jack: Jack, room: Room, listen: Listen
) -> None:
    """All of its buttons that are down, word upon word; a hand that follows counts."""
    does = {"note 1": "talk", "note 2": "end", "note 3": "hold"}
    listen(control("pads", "Proud pads", does))
    for _ in range(MOST):
        pads = jack.plug("Proud pads")
        room.wait(there(room, "pads"))
        for note in (1, 2, 3):
            pads.pour("note_on", note=note, velocity=64)
        time.sleep(0.1)
        pads.press(3)
        room.wait(lambda: room.asked)
        if room.words == ["hold"]:
            break
        # A busy computer poured them too late to be what it says as it comes.
        pads.pull()
        room.wait(gone(room, "pads"))
        room.asked.clear()
    assert room.words == ["hold"]


def changing(hands: MidiHands, over: threading.Event) -> None:
    """Somebody writes in the room file and writes again; one control stays."""
    for turn in itertools.count():
        if over.wait(0.1):
            return
        does = {"note 1": "talk", f"note {turn % 9 + 2}": "hold"}
        pedal = control(f"pedal {turn % 2}", "FS-1", {"pedal 64": "silence"})
        hands.change((pedal, control("pads", "Busy pads", does)))


def test_a_room_file_that_is_changed_loses_no_press_and_doubles_none(
    jack: Jack, room: Room, listen: Listen
) -> None:
    """Whenever it is changed: each press is one command, and the next one follows."""
    pads = jack.plug("Busy pads")
    jack.plug("FS-1")
    hands = listen(control("pads", "Busy pads", {"note 1": "talk"}))
    room.wait(there(room, "pads"))
    over = threading.Event()
    writer = threading.Thread(target=changing, args=(hands, over))
    writer.start()
    try:
        for turn in range(20):
            pads.press(1)
            room.wait(lambda: len(room.asked) > turn, 5.0)  # noqa: B023 (waited for here)
            time.sleep(0.05)  # else it was the same contact, and not yet at rest
    finally:
        over.set()
        writer.join()
    room.wait(lambda: room.there.get("pedal 1"))
    assert room.words == ["talk"] * 20


def test_a_control_that_was_just_written_is_heard_and_one_that_is_gone_is_not(
    jack: Jack, room: Room, listen: Listen
) -> None:
    """At the port that was open all the time."""
    pads = jack.plug("New pads")
    hands = listen(control("old", "New pads", {"note 1": "talk", "note 2": "end"}))
    room.wait(there(room, "old"))
    hands.change((control("new", "New pads", {"note 1": "hold"}),))
    room.wait(lambda: room.there.get("new"))
    pads.press(2)
    pads.press(1)
    room.wait(lambda: room.asked)
    assert room.words == ["hold"]


def test_a_fader_moves_nothing_until_it_meets_the_volume(
    jack: Jack, room: Room, listen: Listen
) -> None:
    """The volume is at -12 dB, which is half way up."""
    desk = jack.plug("Faders")
    hands = listen(control("desk", "Faders", {"cc 7": "volume"}))
    room.wait(there(room, "desk"))
    hands.show(RUNS)
    time.sleep(ARRIVES)
    for value in (10, 30, 50):
        desk.send("control_change", control=7, value=value)
        time.sleep(0.05)
    assert room.asked == []
    desk.send("control_change", control=7, value=70)
    room.wait(lambda: room.asked)
    (command,) = room.asked
    assert isinstance(command, SetVolume)
    assert -12.0 < command.gain < -9.0


def test_a_fader_in_an_empty_room_asks_for_nothing(
    jack: Jack, room: Room, listen: Listen
) -> None:
    """There is no volume before a session has begun."""
    desk = jack.plug("Early faders")
    hands = listen(control("desk", "Early faders", {"cc 7": "volume"}))
    room.wait(there(room, "desk"))
    hands.show(Snapshot())
    for value in (0, 127, 0):
        desk.send("control_change", control=7, value=value)
    time.sleep(0.2)
    assert room.asked == []


def lit_pads(port: str) -> Played:
    played = control("pads", port, {"note 1": "silence", "note 2": "hold"})
    lights = (
        PadLight(press_of("note 1")[0], Shows.SILENT),
        PadLight(press_of("note 2")[0], Shows.HELD),
    )
    return replace(
        played, control=replace(played.control, lights=lights, glow=Glow(7, 0))
    )


def told(pads: Plugged) -> list[tuple[int, int]]:
    return [(message.note, message.velocity) for message in pads.told]


def test_a_pad_shows_what_is_now_and_is_told_only_of_changes(
    jack: Jack, room: Room, listen: Listen
) -> None:
    """Its own dim value, once."""
    pads = jack.plug("Bright pads", has_lights=True)
    hands = listen(lit_pads("Bright pads"))
    room.wait(there(room, "pads"))
    hands.show(RUNS)
    wait_for(lambda: len(pads.told) == 2, 5.0)
    silent = replace(RUNS, sound=replace(RUNS.sound, silenced=True))
    for _ in range(5):
        hands.show(silent)
    wait_for(lambda: len(pads.told) == 3, 5.0)
    time.sleep(0.3)
    assert told(pads) == [(1, 0), (2, 0), (1, 7)]


def test_a_device_that_is_back_is_told_its_lights_again(
    jack: Jack, room: Room, listen: Listen
) -> None:
    """It came back dark."""
    pads = jack.plug("Lost pads", has_lights=True)
    hands = listen(lit_pads("Lost pads"))
    room.wait(there(room, "pads"))
    hands.show(replace(RUNS, sound=replace(RUNS.sound, silenced=True)))
    pads.pull()
    room.wait(gone(room, "pads"))
    pads = jack.plug("Lost pads", has_lights=True)
    wait_for(lambda: len(pads.told) == 2, 5.0)
    assert told(pads) == [(1, 7), (2, 0)]


def test_ears_that_are_killed_hear_again(
    jack: Jack, room: Room, listen: Listen
) -> None:
    """The process at the ports may crash with its library; the engine goes on."""
    pads = jack.plug("Brave pads")
    hands = listen(control("pads", "Brave pads", {"note 1": "talk"}))
    room.wait(there(room, "pads"))
    assert hands.pid is not None
    os.kill(hands.pid, 9)
    room.wait(gone(room, "pads"))
    room.wait(there(room, "pads"), within=20.0)
    for _ in range(10):  # JACK may stand still for whoever vanished, and hear nobody
        pads.press(1)
        if wait_until(lambda: bool(room.asked), 1.0):
            break
    assert set(room.words) == {"talk"}


@pytest.mark.slow
def test_ears_that_hang_are_replaced(jack: Jack, room: Room, listen: Listen) -> None:
    """As when a vanished port refuses to be closed."""
    pads = jack.plug("Stuck pads")
    hands = listen(control("pads", "Stuck pads", {"note 1": "talk"}))
    room.wait(there(room, "pads"))
    assert hands.pid is not None
    os.kill(hands.pid, 19)  # SIGSTOP
    room.wait(gone(room, "pads"), 15.0)
    room.wait(there(room, "pads"), 15.0)
    pads.press(1)
    room.wait(lambda: room.asked)
    assert room.words == ["talk"]
