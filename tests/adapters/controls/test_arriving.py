"""A device that was just plugged in: its report is no press, and a press is one."""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from kap_room.adapters.controls.arriving import ALONE, ARRIVES, Arriving
from kap_room.adapters.controls.fingers import Fired, Meaning, Moved, Said
from kap_room.library.control_forms import press_of
from kap_room.plan.controls import Kind
from kap_room.plan.units import Seconds

Word = tuple[float, Said]


def device(*presses: str, urgent: bool = False) -> Arriving:
    """It has come just now, and the clock begins."""
    on = Arriving(Meaning(*press_of(each), is_urgent=urgent) for each in presses)
    on.came(Seconds(0.0))
    return on


def note(number: int, value: int = 64) -> Said:
    return Said(Kind.NOTE, number, 1, value)


def cc(number: int, value: int) -> Said:
    return Said(Kind.CC, number, 1, value)


def meant(on: Arriving, words: Iterable[Word]) -> list[tuple[float, int]]:
    """When each binding fired, by a clock that stands where something is due."""
    fired: list[tuple[float, int]] = []

    def take(at: float, each: Iterable[Fired | Moved]) -> None:
        fired.extend((round(at, 3), one.binding) for one in each)

    def until(reading: float) -> None:
        while (due := on.next_due) is not None and due <= reading:
            take(due, on.due(due))

    for at, said in words:
        until(at)
        take(at, on.heard(said, Seconds(at)))
    until(1e6)
    return fired


def test_buttons_that_are_down_as_it_comes_are_no_presses() -> None:
    """It tells all of them, a millisecond apart; one of them would end the session."""
    on = device("note 1", "note 2", "note 3")
    words = [(0.1 + n / 1000, note(n)) for n in (1, 2, 3, 4, 5)]
    assert meant(on, words) == []


def test_one_button_that_is_down_among_faders_is_no_press() -> None:
    """What nobody bound counts as a word of the report too."""
    on = device("cc 42")
    words = [(0.1, cc(0, 90)), (0.101, cc(42, 127)), (0.102, cc(1, 3))]
    assert meant(on, words) == []


def test_one_press_counts_at_once_after_it_came() -> None:
    """A hand waits for a twentieth of a second, or until it lets go, and only here."""
    on = device("note 1", urgent=True)
    words = [(0.01, note(1)), (0.05, note(1, 0))]
    assert meant(on, words) == [(0.05, 0)]


def test_a_finger_that_comes_up_again_is_one() -> None:
    """A report has one word for each control; a second press follows soon."""
    on = device("note 1", "note 2")
    words = [(0.01, note(1)), (0.04, note(1, 0)), (0.045, note(2))]
    assert [binding for _, binding in meant(on, words)] == [0, 1]


def test_a_press_after_the_report_counts() -> None:
    """While the device is still new."""
    on = device("note 1", "note 2")
    report = [(0.01, note(1)), (0.011, note(2))]
    assert meant(on, [*report, (0.2, note(2, 0)), (0.3, note(2))]) == [(0.3, 1)]


def test_a_device_that_has_been_there_for_a_while_is_not_doubted() -> None:
    """Two pads under one hand are two presses, and neither waits."""
    on = device("note 1", "note 2")
    assert meant(on, [(0.5, note(1)), (0.501, note(2))]) == [(0.5, 0), (0.501, 1)]


def test_a_press_that_waits_as_the_moment_ends_is_not_lost() -> None:
    """Whatever comes then."""
    on = device("note 1", "note 2")
    assert meant(on, [(0.49, note(1)), (0.501, note(2))]) == [(0.501, 0), (0.501, 1)]


def test_a_device_that_pours_is_believed_when_the_moment_is_over() -> None:
    """A report without an end is none: nobody's silence is kept back by it."""
    on = device("note 1", urgent=True)
    flood = [(n / 1000, cc(n % 50, n % 128)) for n in range(900)]
    silence = [(0.6005, note(1))]
    assert meant(on, sorted([*flood, *silence], key=lambda each: each[0])) == [
        (0.601, 0)
    ]


def test_one_knob_that_pours_is_no_hand() -> None:
    """So many words in a twentieth of a second."""
    on = device("pedal 64")
    assert meant(on, [(n / 1000, cc(64, 64 + n % 64)) for n in range(400)]) == []


def test_a_pedal_that_was_down_as_it_came_fires_when_it_comes_down_again() -> None:
    """And not by trembling where it is."""
    on = device("pedal 64")
    words = [
        *((0.01, cc(64, 110)), (0.011, cc(1, 0))),
        *((0.7, cc(64, 108)), (0.8, cc(64, 111)), (1.0, cc(64, 0))),
        (2.0, cc(64, 127)),
    ]
    assert meant(on, words) == [(2.0, 0)]


def test_a_fader_that_says_where_it_stands_is_not_moved() -> None:
    """Not even where that is next to the volume."""
    on = Arriving([Meaning(*press_of("cc 7"), is_fader=True)])
    on.came(Seconds(0.0))
    assert meant(on, [(0.01, cc(7, 85)), (0.2, cc(7, 86))]) == []
    assert on.heard(cc(7, 127), Seconds(0.5)) == (Moved(0, 1.0),)


def test_a_double_press_of_a_device_that_has_just_come_is_one() -> None:
    """The wait of its first word moves nothing else."""
    on = device("note 1", "note 1 double")
    words = [(0.0, note(1)), (0.04, note(1, 0)), (0.38, note(1)), (0.42, note(1, 0))]
    assert [binding for _, binding in meant(on, words)] == [1]


def test_a_press_that_waits_is_gone_with_its_cable() -> None:
    """And comes back with nobody."""
    on = device("note 1")
    on.heard(note(1), Seconds(0.01))
    on.went()
    assert meant(on, []) == []


def test_a_press_that_waits_as_another_port_of_its_device_comes_is_not_lost() -> None:
    """Many a device has two, and one of them may be a moment later."""
    on = device("note 1", urgent=True)
    assert on.heard(note(1), Seconds(0.2)) == ()
    on.came(Seconds(0.22))
    assert meant(on, []) == [(0.25, 0)]


def test_a_press_that_waits_as_the_room_file_is_changed_is_not_lost() -> None:
    """Whoever listens next has not heard it."""
    on = device("note 1", urgent=True)
    on.heard(note(1), Seconds(0.01))
    assert on.believed() == (Fired(0),)
    assert meant(on, []) == []


@given(
    at=st.floats(0.0, 2.0),
    before=st.lists(st.floats(0.0, 2.0), max_size=40),
)
def test_no_press_is_lost_once_the_moment_is_over(
    at: float, before: list[float]
) -> None:
    """Whatever else the device says, and whenever."""
    on = device("note 1", urgent=True)
    noise = [(each, cc(n % 7, 64)) for n, each in enumerate(before)]
    words = sorted([*noise, (at, note(1))], key=lambda each: each[0])
    fired = meant(on, words)
    quiet = all(abs(each - at) >= ALONE for each in before)
    if at >= ARRIVES:
        assert fired == [(round(at, 3), 0)]
    elif quiet and not any(each < at for each in before):
        assert len(fired) == 1
        assert fired[0][0] <= at + ALONE + 0.001
