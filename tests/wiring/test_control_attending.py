"""What a screen is shown of the controls, from one moment to the next."""

from __future__ import annotations

import os
from collections import deque
from pathlib import Path

import pytest

from kap_room.adapters.buttons.anywhere import BrokerIs, Spoke
from kap_room.adapters.buttons.hearing import Press
from kap_room.adapters.controls.fingers import Said as Moved
from kap_room.adapters.controls.lines import Heard, Listed
from kap_room.exchange.learning import ControlsView, Touch
from kap_room.link.places import find_places
from kap_room.plan.controls import Kind
from kap_room.plan.room import Room
from kap_room.plan.units import Seconds
from kap_room.wiring.control_attending import Attending
from kap_room.wiring.control_ears import NoMidi, Said

ROOM = """room: Garden room
controls:
  pedal: {midi: FS-1, does: {pedal 64: talk}}
  couch: {topic: zigbee2mqtt/couch, does: {single: land, press: hold}}
"""
COUCH = "zigbee2mqtt/couch"


class Tape:
    """Ears to which a test says what they hear."""

    def __init__(self) -> None:
        self.said: deque[Said] = deque()
        self.rooms: list[Room] = []

    def open(self, room: Room) -> None:
        self.rooms.append(room)

    def room_is(self, room: Room) -> None:
        self.rooms.append(room)

    def next(self, within: Seconds) -> Said | None:
        del within
        return self.said.popleft() if self.said else None

    def close(self) -> None:
        """Nothing is open."""


class Watched:
    """A screen's thread, with a clock that is moved by hand."""

    def __init__(self) -> None:
        self.tape, self.now = Tape(), 100.0
        self._attending = Attending(find_places(), self.tape)

    def sees(self, *said: Said, after: float = 0.1) -> ControlsView:
        self.tape.said.extend(said)
        self.now += after
        view = self._attending.next(self.now)
        while self.tape.said:
            view = self._attending.next(self.now)
        return view


@pytest.fixture
def file() -> Path:
    path = Path(os.environ["KAP_ROOM_CONFIG"])
    path.write_text(ROOM)
    return path


@pytest.mark.usefixtures("file")
def test_each_control_is_shown_with_what_it_does() -> None:
    """And whether it is there, once that is known; of a button nobody can know."""
    watched = Watched()
    pedal, couch = watched.sees().controls
    assert (pedal.name, pedal.where, pedal.is_there) == ("pedal", "FS-1", None)
    assert [(row.pressed.press, row.does) for row in pedal.presses] == [
        ("pedal 64", "talk")
    ]
    assert (couch.where, couch.is_there) == (COUCH, None)


def test_a_room_file_that_says_nothing_yet_has_no_fault_here(file: Path) -> None:
    """It can be begun; what is pressed is heard as anywhere."""
    file.write_text("# My room.\n")
    watched = Watched()
    assert watched.sees(Listed(())).problems == ()
    touch = watched.sees(Spoke(COUCH, (Press(("double",)),))).touch
    assert touch is not None
    assert not touch.pressed.is_known


@pytest.mark.usefixtures("file")
def test_a_device_comes_and_goes() -> None:
    """By its name; one that nobody named is told of as well."""
    watched = Watched()
    view = watched.sees(Listed(("FS-1:FS-1 MIDI 1 24:0", "Acme Pads:1")))
    assert view.controls[0].is_there
    assert view.strangers == ("Acme Pads",)
    view = watched.sees(Listed(()))
    assert view.controls[0].is_there is False
    assert view.strangers == ()


@pytest.mark.parametrize("said", [Listed(()), NoMidi()])
def test_nothing_is_said_to_be_heard_before_somebody_listens(
    said: Said, file: Path
) -> None:
    """A small computer needs seconds for it, and a foot would press in vain."""
    file.write_text("controls: 3\n")
    watched = Watched()
    assert not watched.sees().hears
    file.write_text(ROOM)
    assert not watched.sees(after=1.0).hears
    assert watched.sees(said).hears


@pytest.mark.usefixtures("file")
def test_a_press_that_the_room_file_has_is_shown_as_it_stands_there() -> None:
    """So that the screen can mark its row."""
    watched = Watched()
    watched.sees()
    foot = [Heard("FS-1:1", Moved(Kind.CC, 64, 1, value)) for value in (127, 0)]
    assert watched.sees(*foot).touch is None
    touch = watched.sees(after=0.5).touch
    assert touch is not None
    assert (touch.pressed.control, touch.pressed.press) == ("pedal", "pedal 64")


def test_each_press_is_another_one(file: Path) -> None:
    """Also where it is the same again, or the room file was changed between."""
    watched = Watched()

    def touch() -> Touch:
        seen = watched.sees(Spoke(COUCH, (Press(("double",)),))).touch
        assert seen is not None
        return seen

    touches = [touch(), touch()]
    file.write_text(ROOM.replace("talk", "hold"))
    assert watched.sees(after=1.0).touch is None
    touches.append(touch())
    assert len({each.at for each in touches}) == len(touches)


@pytest.mark.usefixtures("file")
def test_what_is_doubtful_stands_beside_its_press() -> None:
    """One press that lands, and two words for one press."""
    _, couch = Watched().sees().controls
    single, press = couch.presses
    assert "nobody asks first" in single.doubt
    assert '"single" is the same press' in press.doubt


@pytest.mark.usefixtures("file")
def test_no_midi_and_no_broker_are_sentences() -> None:
    """Until they answer."""
    watched = Watched()
    view = watched.sees(NoMidi(), BrokerIs("The broker does not answer."))
    assert view.faults[1] == "The broker does not answer."
    assert "MIDI could not be asked" in view.faults[0]
    assert watched.sees(Listed(()), BrokerIs()).faults == ()


def test_a_room_file_that_a_person_changes_is_read_again(file: Path) -> None:
    """Within a second, and another broker is another one to be asked."""
    watched = Watched()
    watched.sees()
    file.write_text(f"broker: {{port: 1999}}\n{ROOM}".replace("talk", "hold"))
    view = watched.sees(after=1.0)
    assert view.controls[0].presses[0].does == "hold"
    ports = [room.broker.port for room in watched.tape.rooms if room.broker]
    assert ports == [1883, 1999]


def test_a_room_file_with_a_fault_is_told_of_and_the_last_good_one_stays(
    file: Path,
) -> None:
    """With its line, for whoever mends it."""
    watched = Watched()
    watched.sees()
    file.write_text(f"{ROOM}lihgts: {{}}\n")
    view = watched.sees(after=1.0)
    assert ":5: lihgts" in view.problems[0]
    assert [each.name for each in view.controls] == ["pedal", "couch"]
    file.write_text(ROOM)
    assert watched.sees(after=1.0).problems == ()


def test_a_room_without_a_file_can_be_taught_too() -> None:
    """The first press makes one."""
    view = Watched().sees(Spoke(COUCH, (Press(("single",)),)))
    assert view.controls == ()
    assert view.touch is not None
    assert view.touch.pressed.control == "couch"
