"""What is learnt, as a change of the room file."""

from __future__ import annotations

import errno
import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from kap_room.exchange.learning import Pressed, Proposal
from kap_room.library.rewriting import CannotSave
from kap_room.library.session_files import read_room_or_none
from kap_room.link.places import find_places
from kap_room.plan.controls import Gesture, Kind, MidiControl, Touch
from kap_room.wiring.control_hearing import AtPort, OnTopic
from kap_room.wiring.control_learning import (
    FilesWrong,
    WordsWrong,
    pressed_as,
    proposed,
    read_does,
    room_now,
    take_back,
    without,
    write,
)
from kap_room.wiring.control_pressed import pressed_of

ROOM = """# This room.
room: Garden room
controls:
  # Under the left foot.
  pedal: {midi: FS-1, does: {pedal 64: talk}}   # the black one
  couch:
    topic: zigbee2mqtt/couch button   # beside the cushion
    does:
      single: talk
      double: hold   # both thumbs
"""
PADS = "Acme Pads:Acme Pads MIDI 1 24:0"


@pytest.fixture
def file() -> Path:
    path = Path(os.environ["KAP_ROOM_CONFIG"])
    path.write_text(ROOM)
    return path


def heard(meant: AtPort | OnTopic) -> Pressed:
    return pressed_of(meant, room_now(find_places()))


def stepped(gesture: Gesture = Gesture.PRESS) -> Pressed:
    return heard(AtPort("FS-1:FS-1 MIDI 1 20:0", Touch(Kind.PEDAL, 64), gesture))


def taught(pressed: Pressed, does: str) -> Proposal:
    proposal = proposed(find_places(), pressed, does)
    write(find_places(), proposal)
    return proposal


def shown(proposal: Proposal) -> list[str]:
    return [f"{line.sign}{line.words}" for line in proposal.lines]


def does_of(name: str) -> dict[str, str]:
    control = next(
        each for each in room_now(find_places()).controls if each.name == name
    )
    if isinstance(control, MidiControl):
        return {each.key: " ".join(each.words) for each in control.does}
    return {each.says: " ".join(each.words) for each in control.does}


def test_the_lines_are_shown_before_they_are_written(file: Path) -> None:
    """And nothing has happened by then."""
    proposal = proposed(find_places(), stepped(Gesture.LONG), "next-phase")
    does = "pedal 64: talk, pedal 64 long: next-phase"
    assert shown(proposal) == [
        "   # Under the left foot.",
        "-  pedal: {midi: FS-1, does: {pedal 64: talk}}   # the black one",
        f"+  pedal: {{midi: FS-1, does: {{{does}}}}}   # the black one",
    ]
    assert file.read_text() == ROOM


def test_remarks_and_order_stay(file: Path) -> None:
    """It is a person's file, and one line of it is new."""
    taught(heard(OnTopic("zigbee2mqtt/couch button", "hold")), "ground")
    text = file.read_text()
    assert text == ROOM + "      hold: ground\n"


def test_a_device_that_nobody_named_gets_a_name_of_its_own(file: Path) -> None:
    """Even where another control is called so."""
    assert file.exists()
    pressed = heard(OnTopic("stat/couch/RESULT", "button1 single"))
    assert (pressed.control, pressed.is_known) == ("couch 2", False)
    taught(pressed, "music")
    assert does_of("couch 2") == {"button1 single": "music"}


@pytest.mark.parametrize("odd", ["\x1b[31mPad", "\tPad", "\nPad", "\ud800", "\x85"])
def test_a_device_is_known_by_what_of_its_name_can_be_written(
    file: Path, odd: str
) -> None:
    """It is found by how its name begins, and no file keeps what nobody can read."""
    pressed = heard(AtPort(f"Acme{odd}:Acme MIDI 1 24:0", Touch(Kind.NOTE, 36)))
    taught(pressed, "talk")
    assert "  Acme: {midi: Acme, does: {note 36: talk}}" in file.read_text()


def test_a_name_that_another_control_has_is_refused(file: Path) -> None:
    """Its presses would be another device's."""
    pressed = replace(heard(AtPort(PADS, Touch(Kind.NOTE, 36))), control="pedal")
    with pytest.raises(CannotSave, match='called "pedal"'):
        proposed(find_places(), pressed, "talk")
    assert file.read_text() == ROOM


def test_the_same_press_in_other_words_is_changed_and_not_doubled(file: Path) -> None:
    """A pedal is a control change, and a press is single."""
    assert file.exists()
    taught(replace(stepped(), press="cc 64"), "hold")
    taught(heard(OnTopic("zigbee2mqtt/couch button", "press")), "music")
    assert does_of("pedal") == {"pedal 64": "hold"}
    assert does_of("couch") == {"single": "music", "double": "hold"}


def test_the_other_presses_of_a_plain_map_stay(file: Path) -> None:
    """Its map would go with the first press that is written by hand."""
    file.write_text("controls:\n  pads: {midi: Acme Pads}\n")
    before = does_of("pads")
    taught(heard(AtPort(PADS, Touch(Kind.NOTE, 50))), "talk")
    assert does_of("pads") == {"note 50": "talk", **before}


@pytest.mark.parametrize("does", ["silence", "lights-up", "ground"])
def test_an_emergency_waits_for_no_gesture(file: Path, does: str) -> None:
    """It is refused before anything is written."""
    with pytest.raises(CannotSave, match="acts at once"):
        proposed(find_places(), stepped(Gesture.LONG), does)
    assert file.read_text() == ROOM


def test_one_press_that_ends_the_session_is_doubted_first(file: Path) -> None:
    """It can be done all the same."""
    assert file.exists()
    proposal = proposed(find_places(), stepped(), "end")
    (doubt,) = proposal.doubts
    assert "pedal 64 long: end" in doubt


def test_no_emergency_is_chosen_for_a_long_press_before_it_is_pressed() -> None:
    """Whoever is asked is asked once more."""
    with pytest.raises(WordsWrong, match="acts at once: no press of it is long"):
        read_does("long LIGHTS_UP", find_places())
    assert read_does("LIGHTS_UP", find_places())[0] is Gesture.PRESS


def test_a_word_that_is_no_command_is_refused(file: Path) -> None:
    """With what it may have meant."""
    with pytest.raises(WordsWrong, match='Did you mean "silence"'):
        proposed(find_places(), stepped(), "silense")
    assert file.read_text() == ROOM


def test_what_was_written_is_taken_back_to_the_letter(file: Path) -> None:
    """The last thing that was done."""
    proposal = taught(stepped(), "music")
    take_back(find_places(), proposal)
    assert file.read_text() == ROOM


def test_a_room_file_that_was_begun_here_is_gone_when_it_is_taken_back(
    file: Path,
) -> None:
    """There was none before."""
    file.unlink()
    proposal = taught(heard(AtPort(PADS, Touch(Kind.NOTE, 36))), "talk")
    assert does_of("Acme Pads") == {"note 36": "talk"}
    take_back(find_places(), proposal)
    assert not file.exists()


def test_what_a_person_wrote_meanwhile_is_never_written_over(file: Path) -> None:
    """Neither by a change that was agreed to before, nor by taking one back."""
    proposal = proposed(find_places(), stepped(), "music")
    edited = f"{ROOM}therapists: [A, B]\n"
    file.write_text(edited)
    with pytest.raises(CannotSave, match="Somebody changed the room file"):
        write(find_places(), proposal)
    assert file.read_text() == edited
    written = taught(stepped(), "music")
    file.write_text(f"{file.read_text()}# mine\n")
    with pytest.raises(CannotSave, match="Somebody changed the room file"):
        take_back(find_places(), written)
    assert file.read_text().endswith("# mine\n")


def test_a_room_file_with_a_fault_is_left_to_its_person(file: Path) -> None:
    """What is wrong is said with its line."""
    file.write_text(f"{ROOM}lihgts: {{}}\n")
    pressed = Pressed("pads", "Acme Pads", "midi", "Acme Pads", "note 36")
    with pytest.raises(FilesWrong, match="11: lihgts"):
        proposed(find_places(), pressed, "talk")


def test_a_folder_that_cannot_be_written_is_told_before_anything_is_agreed_to(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file stays as it was."""
    opened = os.open

    def full(path: Path, flags: int, *mode: int) -> int:
        if flags & os.O_CREAT:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return opened(path, flags, *mode)

    monkeypatch.setattr(os, "open", full)
    with pytest.raises(CannotSave, match="The disk is full"):
        proposed(find_places(), stepped(), "music")
    assert file.read_text() == ROOM


def test_a_room_file_that_may_not_be_written_is_not_replaced(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever took the right to write away had a reason; its folder has no say."""
    file.chmod(0o444)
    # The superuser, as whom tests may run, is always told that he may.
    monkeypatch.setattr("os.access", lambda path, _mode: path != file)
    with pytest.raises(CannotSave, match="It may not be written"):
        proposed(find_places(), stepped(), "music")
    assert file.read_text() == ROOM


def test_nothing_is_left_beside_the_room_file(file: Path) -> None:
    """However often one looks and decides otherwise."""
    proposed(find_places(), stepped(), "music")
    taught(stepped(), "hold")
    assert [each.name for each in file.parent.iterdir() if each.is_file()] == [
        file.name
    ]


def test_the_rights_of_the_room_file_stay(file: Path) -> None:
    """The engine may be another user's."""
    file.chmod(0o640)
    taught(stepped(), "hold")
    assert file.stat().st_mode & 0o777 == 0o640


def test_a_room_file_that_is_begun_here_is_as_any_new_file(file: Path) -> None:
    """The engine may be another user's, and reads it too."""
    file.unlink()
    taught(heard(AtPort(PADS, Touch(Kind.NOTE, 36))), "talk")
    mask = os.umask(0)
    os.umask(mask)
    assert file.stat().st_mode & 0o777 == 0o666 & ~mask


@pytest.mark.parametrize(
    "text",
    ["{}\n", "", "\n\n", "# My room.", "\ufeff# My room.\r\n", "---\n"],
    ids=["braces", "nothing", "blank", "remark", "another editor's", "dashes"],
)
def test_a_room_file_that_says_nothing_yet_learns(file: Path, text: str) -> None:
    """Everything in it is optional; and what was taken back is as it was."""
    file.write_bytes(text.encode())
    assert room_now(find_places()).controls == ()
    proposal = taught(heard(AtPort(PADS, Touch(Kind.NOTE, 36))), "talk")
    assert does_of("Acme Pads") == {"note 36": "talk"}
    assert text.strip("{}\n") in file.read_bytes().decode()
    take_back(find_places(), proposal)
    assert file.read_bytes() == text.encode()


def test_an_empty_room_file_is_still_a_fault_to_whoever_begins_a_session(
    file: Path,
) -> None:
    """Its lamps may have been in it: that is for a person to see first."""
    file.write_text("# My room.\n")
    (problem,) = read_room_or_none(file).problems
    assert problem.says.startswith("It is empty.")


def test_what_was_learnt_outlives_a_pulled_plug(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The words are on the disk before they take the name, and then the name is."""
    proposal = proposed(find_places(), stepped(), "hold")
    kept: list[tuple[bool, str]] = []
    really = os.fsync

    def noticed(handle: int) -> None:
        is_folder = stat.S_ISDIR(os.fstat(handle).st_mode)
        kept.append((is_folder, file.read_text()))
        really(handle)

    monkeypatch.setattr(os, "fsync", noticed)
    write(find_places(), proposal)
    assert kept == [(False, ROOM), (True, proposal.after)]


def test_a_room_file_that_is_a_link_stays_one(file: Path, tmp_path: Path) -> None:
    """What it leads to is changed."""
    kept = tmp_path / "kept" / "mine.yaml"
    kept.parent.mkdir()
    file.rename(kept)
    file.symlink_to(kept)
    taught(stepped(), "hold")
    assert file.is_symlink()
    assert "pedal 64: hold" in kept.read_text()


def test_a_press_goes_and_the_rest_stays(file: Path) -> None:
    """With the remarks of a person, which are theirs to remove."""
    write(find_places(), without(find_places(), "couch", "single"))
    text = file.read_text()
    assert does_of("couch") == {"double": "hold"}
    assert "# beside the cushion" in text
    assert "# both thumbs" in text


def test_with_its_last_press_a_button_goes(file: Path) -> None:
    """A topic on which nothing means anything is no control."""
    for press in ("single", "double"):
        write(find_places(), without(find_places(), "couch", press))
    names = [each.name for each in room_now(find_places()).controls]
    assert names == ["pedal"]
    assert "# Under the left foot." in file.read_text()


def test_a_press_that_comes_with_the_map_is_taken_away_by_a_word(file: Path) -> None:
    """There is no line of it that could go."""
    file.write_text("controls:\n  pedal: {midi: FS-1}\n")
    assert does_of("pedal") == {"pedal 64": "silence"}
    write(find_places(), without(find_places(), "pedal", "pedal 64"))
    assert does_of("pedal") == {}
    assert "pedal 64: nothing" in file.read_text()


def test_no_map_comes_by_itself_where_the_last_press_goes(file: Path) -> None:
    """A device that nobody knows would get ten presses for the one that was removed."""
    file.write_text("controls:\n  pads: {midi: Acme Pads, does: {note 36: music}}\n")
    write(find_places(), without(find_places(), "pads", "note 36"))
    assert does_of("pads") == {}


def test_what_the_map_gives_instead_of_a_press_that_goes_is_told(file: Path) -> None:
    """It would be a surprise under the foot."""
    proposal = without(find_places(), "pedal", "pedal 64")
    assert "pedal 64 is silence then" in " ".join(proposal.doubts)
    write(find_places(), proposal)
    assert does_of("pedal") == {"pedal 64": "silence"}
    assert "does" not in file.read_text().splitlines()[4]


def test_the_last_press_of_an_emergency_does_not_go_unnoticed(file: Path) -> None:
    """Whatever takes its place, and however many others there were."""
    file.write_text(
        "room: Garden room\n"
        "controls:\n"
        "  pads: {midi: Acme Pads, does: {note 1: silence, note 2: GROUND}}\n"
        "  couch: {topic: zigbee2mqtt/couch, does: {single: silence}}\n"
    )
    assert without(find_places(), "pads", "note 1").doubts == ()
    first = without(find_places(), "couch", None)
    assert first.doubts == ()
    write(find_places(), first)
    gone = without(find_places(), "pads", None).doubts
    assert [says.partition(" ")[0] for says in gone] == ["ground", "silence"]
    pressed = Pressed("pads", "Acme Pads", "midi", "Acme Pads", "note 1")
    assert "silence" in proposed(find_places(), pressed, "talk").doubts[0]


def test_with_the_last_control_its_heading_goes(file: Path) -> None:
    """An empty heading would be a fault."""
    for name in ("couch", "pedal"):
        write(find_places(), without(find_places(), name, None))
    assert room_now(find_places()).controls == ()
    assert "room: Garden room" in file.read_text()


def test_of_two_devices_that_begin_alike_the_longer_name_is_meant(file: Path) -> None:
    """As in a session."""
    file.write_text("controls:\n  a: {midi: FS}\n  b: {midi: FS-1}\n")
    assert stepped().control == "b"


def test_a_button_that_says_how_it_was_pressed_is_pressed_so(file: Path) -> None:
    """There is no other way to know its word."""
    assert file.exists()
    single = heard(OnTopic("zigbee2mqtt/couch button", "single"))
    with pytest.raises(WordsWrong, match="Press it long itself"):
        pressed_as(single, Gesture.LONG)
    assert pressed_as(stepped(), Gesture.LONG) == "pedal 64 long"
