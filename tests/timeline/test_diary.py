"""Appointments, with the wall time handed in."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kap_room.plan.units import Seconds
from kap_room.timeline.diary import (
    Appointment,
    Blocked,
    Duty,
    Fate,
    Missed,
    NotReady,
    Warm,
    clash,
    due,
    expected,
    key_of,
    meant_by,
    next_look,
    next_up,
    says,
    to_tell,
)

TEN = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


def at(starts: datetime = TEN, name: str = "one", hours: float = 3.0) -> Appointment:
    return Appointment(name, starts, "sublingual", Seconds(hours * 3600), "heron")


def said(now: datetime, *booked: Appointment, busy: bool = False) -> list[type]:
    """Looked at for the first time."""
    return [type(d) for d in due(booked, frozenset(), now, busy=busy)]


def test_two_that_overlap_clash() -> None:
    """By a minute is enough."""
    later = at(TEN + 3 * HOUR - MINUTE, "two")
    assert clash(later, [at()]) == at()
    assert clash(at(), [later]) == later


def test_one_may_begin_when_another_ends() -> None:
    """Ten to one, and one."""
    assert clash(at(TEN + 3 * HOUR, "two"), [at()]) is None


def test_what_was_cancelled_has_no_room() -> None:
    """Nor what was missed."""
    gone = Appointment("x", TEN, "im", Seconds(3600), fate=Fate.CANCELLED)
    assert clash(at(), [gone]) is None


def test_one_does_not_clash_with_itself() -> None:
    """When it is moved by an hour."""
    assert clash(at(TEN + HOUR), [at()]) is None


def test_the_next_is_the_earliest_that_still_waits() -> None:
    """Half an hour past its time it waits no longer."""
    booked = [at(TEN + 4 * HOUR, "two"), at()]
    assert next_up(booked, TEN - HOUR) == at()
    assert next_up(booked, TEN + 29 * MINUTE) == at()
    assert next_up(booked, TEN + 30 * MINUTE) == booked[0]
    assert next_up([], TEN) is None


@pytest.mark.parametrize(
    ("minutes", "duty"),
    [
        (-16, None),
        (-15, Warm),
        (-14, NotReady),
        (0, NotReady),
        (29, NotReady),
        (30, Missed),
        (6000, Missed),
    ],
)
def test_the_room_is_warmed_ahead_and_never_late(
    minutes: int, duty: type[Duty] | None
) -> None:
    """Whoever looks only after the time is told, and nothing is done."""
    found = said(TEN + minutes * MINUTE, at())
    assert found == ([] if duty is None else [duty])


def test_a_room_that_was_warmed_is_ready() -> None:
    """Nothing more is said until it is given up."""
    done = frozenset({key_of(Warm(at()))})
    assert due([at()], done, TEN + MINUTE, busy=False) == ()
    assert due([at()], done, TEN + HOUR, busy=False) == (Missed(at()),)


@pytest.mark.parametrize("minutes", [-15, -5, 0, 20])
def test_an_open_session_is_told_and_nothing_starts(minutes: int) -> None:
    """From a quarter of an hour ahead."""
    assert said(TEN + minutes * MINUTE, at(), busy=True) == [Blocked]


@pytest.mark.parametrize("minutes", [-15, -5])
def test_the_end_of_a_session_is_not_the_music_of_the_next(minutes: int) -> None:
    """Its person is still in the room; who is expected is told, not played to."""
    now = TEN + minutes * MINUTE
    (blocked,) = due([at()], frozenset(), now, busy=True)
    done = frozenset({key_of(blocked)})
    assert due([at()], done, now, busy=False) == (NotReady(at()),)


def test_nothing_is_said_twice() -> None:
    """However often somebody looks."""
    now = TEN - 15 * MINUTE
    (warm,) = due([at()], frozenset(), now, busy=False)
    assert due([at()], frozenset({key_of(warm)}), now, busy=False) == ()


def test_an_appointment_that_is_moved_is_warmed_for_again() -> None:
    """Its name is the same, its time is not."""
    done = frozenset({key_of(Warm(at()))})
    moved = at(TEN + 2 * HOUR)
    assert due([moved], done, moved.warms, busy=False) == (Warm(moved),)


@pytest.mark.parametrize("fate", [Fate.BEGUN, Fate.MISSED, Fate.CANCELLED])
def test_what_has_its_fate_is_left_alone(fate: Fate) -> None:
    """Begun, missed or cancelled."""
    settled = Appointment("one", TEN, "im", Seconds(3600), fate=fate)
    assert said(TEN - MINUTE, settled) == []
    assert next_look([settled], TEN - HOUR) is None


def test_one_looks_when_something_may_be_due() -> None:
    """A quarter of an hour ahead, when that was missed, and when it is given up."""
    assert next_look([at()], TEN - HOUR) == TEN - 15 * MINUTE
    assert next_look([at()], TEN - 15 * MINUTE) == TEN - 14 * MINUTE
    assert next_look([at()], TEN) == TEN + 30 * MINUTE
    assert next_look([at()], TEN + HOUR) is None


@given(
    st.lists(st.integers(-300, 300), min_size=1, max_size=40),
    st.lists(st.booleans(), min_size=40, max_size=40),
)
def test_however_the_clock_jumps_nothing_is_late_or_twice(
    minutes: list[int], busy: list[bool]
) -> None:
    """Forwards and back again, with sessions in between."""
    done: frozenset[tuple[str, str, datetime]] = frozenset()
    for place, minute in enumerate(minutes):
        now = TEN + minute * MINUTE
        for duty in due([at()], done, now, busy=busy[place]):
            assert key_of(duty) not in done
            done |= {key_of(duty)}
            if isinstance(duty, Warm):
                assert TEN - 15 * MINUTE <= now < TEN - 14 * MINUTE
                assert not busy[place]


def test_an_appointment_over_the_change_of_the_clocks_keeps_its_length() -> None:
    """Three hours are three hours, whatever the wall shows at their end."""
    zone = ZoneInfo("Europe/Berlin")
    night = Appointment(
        "x", datetime(2026, 10, 25, 1, 0, tzinfo=zone), "im", Seconds(3 * 3600)
    )
    assert night.ends - night.starts == 3 * HOUR
    assert night.ends.astimezone(zone).hour == 3


def test_a_local_time_is_no_instant() -> None:
    """It would mean another moment on another computer."""
    with pytest.raises(ValueError, match="instant"):
        at(datetime(2026, 11, 23, 10, 0))  # noqa: DTZ001 - that is the point


def test_a_session_is_whose_code_word_it_has() -> None:
    """Also when they came three hours early, or are given another scene."""
    early = TEN - 3 * HOUR
    assert meant_by([at()], "heron", "Injection", early) == at()
    assert meant_by([at()], "wren", "Injection", early) is None
    assert meant_by([at()], "heron", "Injection", early - MINUTE) is None
    assert meant_by([at()], "heron", "Injection", TEN + HOUR) is None


def test_without_a_code_word_the_hour_tells_whose_session_it_is() -> None:
    """The same scene twice in a day is two people."""
    nobody = Appointment("x", TEN, "im", Seconds(3600), title="Injection")
    assert meant_by([nobody], None, "Injection", TEN - HOUR) == nobody
    assert meant_by([nobody], None, "Injection", TEN - 2 * HOUR) is None
    assert meant_by([nobody], None, "Infusion", TEN) is None


def test_the_room_is_ready_for_the_one_whose_session_it_is() -> None:
    """From the moment in which it was begun until its time would be over."""
    begun = replace(at(), fate=Fate.BEGUN)
    assert expected([begun], "heron", TEN - 15 * MINUTE) == begun
    assert expected([begun], "wren", TEN - 15 * MINUTE) is None
    assert expected([begun], "heron", TEN + 3 * HOUR) is None
    assert expected([at()], "heron", TEN) is None


@pytest.mark.parametrize(
    ("minutes", "busy", "told"),
    [
        (-16, True, None),
        (-15, True, Blocked),
        (20, True, Blocked),
        (30, True, None),
        (-15, False, None),
        (-14, False, NotReady),
        (30, False, Missed),
        (3 * 24 * 60, False, Missed),
        (4 * 24 * 60, False, None),
    ],
)
def test_what_is_not_as_it_should_be_stands_on_the_screen(
    minutes: int,
    busy: bool,
    told: type[Duty] | None,
) -> None:
    """While it is so. What was missed is told over a weekend, and into no session."""
    now = TEN + minutes * MINUTE
    duty = to_tell([at()], frozenset(), now, busy=busy)
    assert (None if duty is None else type(duty)) is told


def test_what_was_missed_is_told_though_another_is_fine() -> None:
    """And the other is told when it is not."""
    missed = replace(at(), fate=Fate.MISSED)
    later = at(TEN + 5 * HOUR, "two")
    assert to_tell([missed, later], frozenset(), TEN + HOUR, busy=False) == Missed(
        missed
    )
    now = TEN + 5 * HOUR
    assert to_tell([missed, later], frozenset(), now, busy=True) == Blocked(later)


@pytest.mark.parametrize("duty", [Warm, Blocked, NotReady, Missed])
def test_every_duty_is_a_sentence_with_the_code_word(duty: type[Duty]) -> None:
    """Never a name."""
    sentence = says(duty(at()), "10:00")
    assert "heron" in sentence
    assert "10:00" in sentence
