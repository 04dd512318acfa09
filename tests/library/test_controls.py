"""What is under a therapist's hand, as a room file says it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kap_room.library.control_forms import press_of, press_words
from kap_room.library.maps import FOLDER, map_for, maps, read_map
from kap_room.library.page import read_room
from kap_room.plan.controls import (
    Binding,
    Gesture,
    Glow,
    Kind,
    MidiControl,
    MqttButton,
    PadLight,
    SaidAs,
    Shows,
    Touch,
)
from kap_room.plan.room import Broker
from tests.library import paper


def control(folder: Path, line: str) -> MidiControl:
    """The one MIDI control of a room file with this line."""
    found = paper.room(folder, f"controls:\n  {line}\n").controls[0]
    assert isinstance(found, MidiControl)
    return found


def words_of(found: MidiControl) -> dict[str, str]:
    return {each.key: " ".join(each.words) for each in found.does}


def told(folder: Path, *lines: str) -> list[tuple[int, str]]:
    """The line and the sentence of everything that is wrong."""
    file = folder / "room.yaml"
    file.write_text("controls:\n" + "\n".join(f"  {line}" for line in lines) + "\n")
    return [(each.line, each.says) for each in read_room(file).problems]


def test_a_pedal_is_a_device_and_what_a_press_of_it_does(tmp_path: Path) -> None:
    """The words of a command are kept as they stand."""
    found = control(tmp_path, "pedal: {midi: Boss, does: {pedal 64 long: extend 5m}}")
    binding = Binding(
        Touch(Kind.PEDAL, 64), Gesture.LONG, ("extend", "5m"), "pedal 64 long"
    )
    assert found == MidiControl("pedal", "Boss", (binding,))


def test_a_button_is_a_topic_and_what_it_says_there(tmp_path: Path) -> None:
    """Its own words for single and hold are not ours to choose."""
    file = (
        "controls:\n"
        "  button: {topic: zigbee2mqtt/couch button, field: action,\n"
        "           does: {single: talk, hold: ground}}\n"
    )
    found = paper.room(tmp_path, file)
    says = SaidAs("single", ("talk",)), SaidAs("hold", ("ground",))
    assert found.controls == (
        MqttButton("button", "zigbee2mqtt/couch button", "action", says),
    )
    assert found.broker == Broker()


def test_a_device_of_a_known_make_needs_no_more_than_its_name(tmp_path: Path) -> None:
    """The ready-made map says what its keys do."""
    found = control(tmp_path, "desk: {midi: nanoKONTROL2}")
    assert found.map_name == "nanoKONTROL2"
    assert words_of(found)["cc 0"] == "volume"


def test_a_line_of_the_room_goes_before_the_map(tmp_path: Path) -> None:
    """And what it does not speak of is as the map has it."""
    found = control(tmp_path, "desk: {midi: nanoKONTROL2, does: {cc 42: hold}}")
    words = words_of(found)
    assert (words["cc 42"], words["cc 41"]) == ("hold", "music")


def test_nothing_takes_a_press_of_the_map_away(tmp_path: Path) -> None:
    """A pad under a sleeve had better do nothing."""
    found = control(tmp_path, "desk: {midi: nanoKONTROL2, does: {cc 45: nothing}}")
    assert "cc 45" not in words_of(found)


def test_an_unknown_device_has_a_plain_map(tmp_path: Path) -> None:
    """Its pedal is silence, and its fader the volume."""
    words = words_of(control(tmp_path, "box: {midi: Acme Pads}"))
    assert (words["pedal 64"], words["cc 7"]) == ("silence", "volume")


def test_a_device_whose_presses_are_written_has_only_these(tmp_path: Path) -> None:
    """Nobody has to know what a plain map would do."""
    found = control(tmp_path, "box: {midi: Acme Pads, does: {note 1: talk}}")
    assert words_of(found) == {"note 1": "talk"}


def test_what_a_pad_shows_can_be_written(tmp_path: Path) -> None:
    """With the value that is dim on this device."""
    line = "box: {midi: Acme, does: {note 1: talk}, lights: {note 1: talking}, lit: 3}"
    found = control(tmp_path, line)
    assert found.lights == (PadLight(Touch(Kind.NOTE, 1), Shows.TALKING),)
    assert found.glow == Glow(3, 0)


@pytest.mark.parametrize(
    ("lines", "line", "says"),
    [
        (("a: {midi: Boss, does: {tone 3: talk}}",), 2, "no press of a MIDI control"),
        (("a: {midi: Boss, does: {note 128: talk}}",), 2, "number from 0 to 127"),
        (("a: {midi: Boss, does: {note 3 soft: talk}}",), 2, "a word too many"),
        (("a: {does: {note 3: talk}}",), 2, "Write either midi"),
        (("a: {midi: Boss, topic: x, does: {a: talk}}",), 2, "Write either midi"),
        (("a: {topic: x/y}",), 2, 'say what it "does"'),
        (("a: {midi: Boss, map: nanoKONTROL3}",), 2, "There is no map"),
        (
            ("a: {midi: Boss, does: {cc 64: talk, pedal 64: hold}}",),
            2,
            '"cc 64" is the same press',
        ),
        (
            ("a: {midi: Boss, does: {note 3: talk,", "  note 3 on channel 2: hold}}"),
            3,
            '"note 3" is the same press',
        ),
        (("a: {midi: Boss}", "b: {midi: boss}"), 3, "controls.a has this device"),
        (
            ("a: {topic: x/y, does: {on: talk}}", "b: {topic: x/y, does: {on: hold}}"),
            3,
            "controls.a has this press",
        ),
        (("a: {midi: Boss, lights: {note 3: warm}}",), 2, "nothing that a light shows"),
    ],
)
def test_a_wrong_control_is_told_by_its_line(
    tmp_path: Path, lines: tuple[str, ...], line: int, says: str
) -> None:
    """One fault is one problem, where it stands."""
    found = told(tmp_path, *lines)
    assert [each[0] for each in found] == [line]
    assert says in found[0][1]


def test_the_same_note_on_two_channels_is_two_presses(tmp_path: Path) -> None:
    """Two pedals may share one cable."""
    line = (
        "a: {midi: Boss, does: {note 3 on channel 1: talk, note 3 on channel 2: hold}}"
    )
    assert told(tmp_path, line) == []


touches = st.builds(
    Touch,
    st.sampled_from(Kind),
    st.integers(0, 127),
    st.none() | st.integers(1, 16),
)


@given(touch=touches, gesture=st.sampled_from(Gesture))
def test_a_press_is_written_as_it_is_read(touch: Touch, gesture: Gesture) -> None:
    """What `controls learn` writes, a room file means."""
    assert press_of(press_words(touch, gesture)) == (touch, gesture)


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.yaml")), ids=lambda f: f.stem)
def test_every_ready_made_map_is_right(file: Path) -> None:
    """A wrong one would be passed over without a word."""
    ready, problems = read_map(file)
    assert problems == ()
    assert ready is not None
    assert ready.does


@pytest.mark.parametrize(
    ("port", "name"),
    [
        ("nanoKONTROL2:nanoKONTROL2 nanoKONTROL2 _ CTR 24:0", "nanoKONTROL2"),
        ("nanokontrol", "nanoKONTROL2"),
        ("Launchpad Mini", "Launchpad Mini"),
        ("Launchpad Mini MK3", "Launchpad Mini MK3"),
        ("APC MINI", "APC mini"),
        ("FS-1", "sustain pedal"),
    ],
)
def test_a_device_finds_its_map_by_its_name(port: str, name: str) -> None:
    """Written as on the box, shortened, or as the computer calls it."""
    ready = map_for(port, or_plain=False)
    assert ready is not None
    assert ready.name == name


def test_no_map_takes_the_place_of_another() -> None:
    """Two maps of one name would depend on the order of files."""
    assert len(maps()) == len(list(FOLDER.glob("*.yaml")))
