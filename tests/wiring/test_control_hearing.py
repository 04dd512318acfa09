"""What hands mean by what devices say, while somebody learns one."""

from __future__ import annotations

from kap_room.adapters.buttons.hearing import Contact, Press
from kap_room.adapters.controls.fingers import Said
from kap_room.adapters.controls.lines import Heard
from kap_room.plan.controls import Gesture, Kind, Touch
from kap_room.plan.units import Seconds
from kap_room.wiring.control_hearing import AtPort, Hearing, Meant, OnTopic

PEDAL = Touch(Kind.PEDAL, 64)
TOPIC = "floor/binary_sensor/pedal/state"


def said(kind: Kind, number: int, value: int) -> Heard:
    return Heard("FS-1", Said(kind, number, 1, value))


def meant_by(*moments: tuple[float, Heard]) -> list[tuple[float, Meant]]:
    """All of it, each at the moment at which it became clear."""
    hearing, meant = Hearing(), []
    for at, heard in moments:
        meant += until(hearing, at)
        meant += [(at, each) for each in hearing.heard(heard, Seconds(at))]
    return [*meant, *until(hearing, 100.0)]


def until(hearing: Hearing, end: float) -> list[tuple[float, Meant]]:
    meant = []
    while (due := hearing.next_due) is not None and due <= end:
        meant += [(round(due, 2), each) for each in hearing.due(due)]
    return meant


def step(*moments: tuple[float, int]) -> list[tuple[float, Meant]]:
    return meant_by(*((at, said(Kind.CC, 64, value)) for at, value in moments))


def test_a_pedal_that_is_pressed_once_is_a_press() -> None:
    """As soon as no second one can make it double."""
    assert step((0.0, 127), (0.1, 0)) == [(0.45, AtPort("FS-1", PEDAL))]


def test_a_pedal_that_stays_down_is_a_long_press() -> None:
    """While the foot is still on it, and once."""
    long = AtPort("FS-1", PEDAL, Gesture.LONG)
    assert step((0.0, 127), (2.0, 0)) == [(0.6, long)]


def test_two_quick_presses_are_a_double_one() -> None:
    """And no single one beside it."""
    double = AtPort("FS-1", PEDAL, Gesture.DOUBLE)
    moments = ((0.0, 127), (0.1, 0), (0.3, 127), (0.4, 0))
    assert step(*moments) == [(0.3, double)]


def test_a_knob_that_trembles_is_no_press() -> None:
    """A fader lies somewhere, and says so now and then."""
    assert step((0.0, 60), (0.1, 61), (0.2, 60)) == []


def test_a_fader_that_moves_can_be_the_volume() -> None:
    """It is told of as it moves, and now and again while it goes on."""
    slides = [(n / 100, said(Kind.CC, 7, n)) for n in range(0, 127, 3)]
    fader = AtPort("FS-1", Touch(Kind.CC, 7), slides=True)
    (at, meant), *more = meant_by(*slides)
    assert (meant, more) == (fader, [])
    assert at < 0.5


def test_a_pad_that_is_hit_half_hard_is_no_fader() -> None:
    """How hard it is hit makes no difference."""
    hits = ((0.0, said(Kind.CC, 20, 80)), (0.1, said(Kind.CC, 20, 0)))
    assert meant_by(*hits) == [(0.45, AtPort("FS-1", Touch(Kind.CC, 20)))]


def test_a_release_of_what_was_never_pressed_is_nothing() -> None:
    """Whoever listens may have come while a finger was down."""
    assert meant_by((0.0, said(Kind.NOTE, 36, 0))) == []


def test_of_a_device_that_goes_the_finger_on_it_is_forgotten() -> None:
    """It does not become a long press in its absence."""
    hearing = Hearing()
    hearing.heard(said(Kind.NOTE, 36, 80), Seconds(0.0))
    hearing.only_these(("Another",))
    assert hearing.due(Seconds(5.0)) == ()


def test_a_remote_says_itself_how_it_was_pressed() -> None:
    """In its own words, and a release is none of them."""
    signs = (Press(("1 double", "double")), Press(("release",)))
    heard = Hearing().spoke("zigbee2mqtt/couch", signs, Seconds(0.0))
    assert heard == (OnTopic("zigbee2mqtt/couch", "1 double"),)


def test_a_contact_over_mqtt_is_pressed_long_by_the_same_gestures() -> None:
    """Its device tells only that it is down."""
    hearing = Hearing()
    assert hearing.spoke(TOPIC, (Contact(down=True),), Seconds(0.0)) == ()
    assert hearing.due(Seconds(0.7)) == (OnTopic(TOPIC, "long"),)


def test_of_several_contacts_it_is_said_which() -> None:
    """As the room file has it for a device with two inputs."""
    hearing = Hearing()
    for down, at in ((True, 0.0), (False, 0.1)):
        hearing.spoke("stat/wall/RESULT", (Contact(down, "Switch2"),), Seconds(at))
    assert hearing.due(Seconds(1.0)) == (OnTopic("stat/wall/RESULT", "switch2 single"),)
