"""What everybody on the broker may know of a room, and how often."""

from __future__ import annotations

from dataclasses import replace

from kap_room.adapters.homeassistant.telling import is_due, payload_of, state_of
from kap_room.exchange.snapshot import (
    AppointmentsView,
    AppointmentView,
    DoseView,
    NoteView,
    PhaseView,
    ReminderView,
    SessionView,
    Snapshot,
    SoundView,
    TrackView,
)
from kap_room.plan.units import Seconds

SECRET = "Rosewood"  # noqa: S105 - of a person that nobody is

RUNNING = Snapshot(
    session=SessionView(
        "away", SECRET, SECRET, SECRET, SECRET, 1820.4, 1500.0, asks=SECRET
    ),
    phase=PhaseView("peak", 400.0, 580.9, SECRET, SECRET),
    doses=(DoseView(SECRET, 1500.0, SECRET),),
    sound=SoundView(
        "playing", -6.0, TrackView(SECRET, 3.0, 9.0), SECRET, playlist=SECRET
    ),
    reminders=(ReminderView(SECRET, -3.0),),
    last_notes=(NoteView(SECRET, 3.0, SECRET, 1.0, saved=True),),
    notes=1,
    appointments=AppointmentsView(
        AppointmentView(SECRET, SECRET, SECRET, 1.0, SECRET, SECRET), says=SECRET
    ),
)


def test_phase_position_and_sound_are_told() -> None:
    """With whole minutes for whoever keeps a history."""
    assert state_of(RUNNING) == {
        "phase": "peak",
        "position_s": 1820,
        "position_min": 30,
        "remaining_s": 580,
        "remaining_min": 9,
        "sound": "playing",
        "volume_db": 0.0,
    }


def test_nothing_about_a_person_is_told() -> None:
    """No code word, no name, no note, no dose and nothing that counts from one."""
    told = payload_of(state_of(RUNNING)).decode()
    assert SECRET not in told
    assert "1500" not in told
    assert "away" not in told


def test_a_room_without_a_session_tells_that_there_is_nothing() -> None:
    """Null, as everywhere."""
    told = state_of(Snapshot())
    assert (told["phase"], told["position_s"], told["remaining_min"]) == (None,) * 3
    assert told["sound"] == "silent"


def test_numbers_are_told_once_a_second_and_words_at_once() -> None:
    """A turn of the phase is seen as it happens."""
    before = state_of(RUNNING)
    later = {**before, "position_s": 1821}
    turned = {**later, "phase": "return"}
    assert not is_due(before, before, Seconds(60.0))
    assert not is_due(later, before, Seconds(0.9))
    assert is_due(later, before, Seconds(1.0))
    assert is_due(turned, before, Seconds(0.2))
    assert is_due(before, None, Seconds(0.0))
    silent = replace(RUNNING, sound=SoundView("silent"))
    assert is_due(state_of(silent), before, Seconds(0.2))
