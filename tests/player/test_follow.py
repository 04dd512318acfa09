"""What the player does by itself, on a virtual clock."""

import math
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kap_room.exchange.order import DeckOrder, Order
from kap_room.plan.units import Decibels, Seconds
from kap_room.player.deck import DEAF
from kap_room.player.telling import Health, told
from tests.player.rig import deck
from tests.player.tape import Room, Tape

LONG = Tape(600)


def order(*decks: DeckOrder, **more: object) -> Order:
    return replace(Order(1, decks, sounding=True), **more)  # type: ignore[arg-type]


def test_nothing_begins_before_anything_is_ordered_to_sound() -> None:
    """At idle, after ground and after the end the player begins nothing."""
    room = Room({"/a": LONG})
    room.obey(order(deck("a", Path("/a")), sounding=False))
    assert not room.pass_by(3).decks


def test_next_begins_to_rise_at_its_reading() -> None:
    """Opened ahead, muted, so that the turn is heard when it was planned."""
    room = Room({"/a": LONG, "/b": LONG})
    starts = room.now + 10
    room.obey(order(deck("a", Path("/a")), next=deck("b", Path("/b"), starts)))
    room.pass_by(12)
    lead = room.table.lead
    assert lead is not None
    assert (lead.name, lead.rose) == ("b", starts)


@settings(max_examples=15)
@given(rise=st.floats(2, 12), other=st.floats(2, 12), apart=st.floats(0.5, 12))
def test_powers_sum_to_one_through_crossfades_upon_crossfades(
    rise: float, other: float, apart: float
) -> None:
    """A skip in the midst of a crossfade: three decks, one power."""
    room = Room(dict.fromkeys(("/a", "/b", "/c"), LONG))
    first = deck("a", Path("/a"))
    room.obey(order(first))
    room.pass_by(5)
    second = deck("b", Path("/b"), room.now + 1.5, rise)
    room.obey(order(first, second))
    room.pass_by(apart)
    third = deck("c", Path("/c"), room.now + 1.5, other)
    room.obey(order(first, second, third))
    for _ in room.run(16):
        assert room.power == pytest.approx(1.0, abs=0.06)
    assert room.sounding == ["c"]


def test_a_lead_that_lies_about_its_length_is_followed_at_once() -> None:
    """It says ten minutes and ends after twenty seconds: rising again within one."""
    room = Room({"/a": Tape(600, really=20), "/b": LONG})
    following = deck("b", Path("/b"), room.now + 590, rise=10)
    room.obey(order(deck("a", Path("/a")), next=following))
    room.pass_by(20.6)
    lead = room.table.lead
    assert lead is not None
    assert lead.name == "b"
    assert lead.has_begun
    assert lead.rise == 3.0


def test_a_file_taken_for_shorter_than_it_is_is_heard_to_its_measured_end() -> None:
    """The length of an mp3 without an index is guessed, and sometimes by half."""
    room = Room({"/a": Tape(20, really=60), "/b": LONG})
    lead = replace(deck("a", Path("/a")), ends=Seconds(60))
    room.obey(order(lead, next=deck("b", Path("/b"), room.now + 55, 3)))
    room.pass_by(54)
    assert room.sounding == ["a"]


def test_the_end_of_a_short_file_is_noticed_ahead() -> None:
    """Ordered too late, the next one has risen by the time the lead is over."""
    room = Room({"/a": Tape(30), "/b": LONG})
    room.obey(order(deck("a", Path("/a")), next=deck("b", Path("/b"), math.inf, 5)))
    room.pass_by(5)
    for _ in room.run(40):
        assert room.power > 0.9


def test_next_that_is_planned_shortly_before_the_end_keeps_its_reading() -> None:
    """The muted second ahead shortens a track; the plan is kept all the same."""
    room = Room({"/a": Tape(30), "/b": LONG})
    starts = room.now + 30 - DEAF - 5 + 0.7
    room.obey(order(deck("a", Path("/a")), next=deck("b", Path("/b"), starts, 5)))
    room.pass_by(5)
    for _ in room.run(40):
        assert room.power > 0.9
    lead = room.table.lead
    assert lead is not None
    assert lead.rose == starts


def test_the_fallback_list_goes_round_for_as_long_as_nobody_orders() -> None:
    """Two short files, ten minutes: there is never dead air."""
    tapes = {"/a": Tape(40), "/x": Tape(60), "/y": Tape(50)}
    room = Room(tapes)
    fallback = (deck("x", Path("/x"), 0, 8), deck("y", Path("/y"), 0, 8))
    room.obey(order(deck("a", Path("/a")), fallback=fallback))
    room.pass_by(5)
    for _ in room.run(600):
        assert room.power > 0.9


def test_a_next_that_fails_while_it_is_opened_leaves_the_lead_alone() -> None:
    """The first fallback takes its place, at its reading."""
    room = Room({"/a": LONG, "/x": LONG})
    starts = room.now + 10
    missing = deck("b", Path("/missing"), starts)
    room.obey(
        order(deck("a", Path("/a")), next=missing, fallback=(deck("x", Path("/x")),))
    )
    room.pass_by(9.5)
    assert room.sounding == ["a"]
    room.pass_by(1)
    lead = room.table.lead
    assert lead is not None
    assert (lead.name, lead.rose) == ("x", starts)


def test_a_deck_that_cannot_sound_is_replaced_and_reported() -> None:
    """The engine reads which one failed; the room hears the next."""
    room = Room({"/b": LONG})
    room.obey(order(deck("a", Path("/missing")), next=deck("b", Path("/b"), math.inf)))
    room.pass_by(1)
    report = told(room.table, Health("ok", 1), Seconds(room.now))
    assert [(each.deck, each.state) for each in report.decks] == [
        ("a", "failed"),
        ("b", "sounding"),
    ]


def test_files_that_all_fail_are_not_tried_without_end() -> None:
    """A folder that went away costs no busy loop."""
    room = Room({})
    fallback = tuple(deck(name, Path("/missing")) for name in "wxyz")
    room.obey(order(deck("a", Path("/missing")), fallback=fallback))
    room.pass_by(30)
    assert len(room.table.gone) < 20


def test_what_an_order_no_longer_names_leaves_within_a_second() -> None:
    """Replaced whole: silence about a deck is its dismissal."""
    room = Room({"/a": LONG, "/b": LONG})
    room.obey(order(deck("a", Path("/a"))))
    room.pass_by(5)
    room.obey(order(deck("b", Path("/b"))))
    room.pass_by(1.1)
    assert room.sounding == ["b"]


def test_a_track_on_its_way_out_never_swells() -> None:
    """Back in while the music still fades: what was faded stays faded."""
    room = Room({"/a": LONG, "/b": LONG})
    room.obey(order(deck("a", Path("/a"))))
    room.pass_by(5)
    room.master = -20.0
    room.pass_by(1)
    room.master = 0.0
    room.obey(order(deck("b", Path("/b"))))
    left = [each.gain for table in room.run(1) for each in table.decks[:1]]
    assert left == sorted(left, reverse=True)


def test_what_an_order_names_again_is_left_alone() -> None:
    """The same deck, another gain: it goes on where it is, at the new gain."""
    room = Room({"/a": LONG})
    first = deck("a", Path("/a"))
    room.obey(order(first))
    room.pass_by(5)
    rose = room.table.decks[0].rose
    room.obey(order(replace(first, gain=Decibels(-6))))
    room.pass_by(1)
    assert room.table.decks[0].rose == rose
    assert room.table.decks[0].gain == Decibels(-6)


def test_a_track_never_overlaps_itself() -> None:
    """Begun again from the top: out over a second, then in."""
    room = Room({"/a": LONG})
    first = deck("a", Path("/a"))
    room.obey(order(first))
    room.pass_by(5)
    room.obey(order(first, deck("again", Path("/a"), room.now)))
    for _ in room.run(5):
        assert len(room.sounding) < 2
    assert room.sounding == ["again"]


def test_no_more_than_four_decks_are_open() -> None:
    """Skips in quick succession: a fifth waits until one is closed."""
    room = Room({f"/{number}": LONG for number in range(8)})
    decks: tuple[DeckOrder, ...] = ()
    for number in range(8):
        decks = (*decks, deck(str(number), Path(f"/{number}"), room.now, 4))
        room.obey(order(*decks))
        for table in room.run(0.5):
            assert sum(each.opened is not None for each in table.decks) <= 4
    room.pass_by(20)
    assert room.sounding == ["7"]


def test_the_last_track_fades_where_nothing_follows() -> None:
    """No next, no fallback: it leaves softly at its own end."""
    room = Room({"/a": Tape(20)})
    room.obey(order(deck("a", Path("/a"))))
    room.pass_by(18.5)
    assert 0.0 < room.power < 0.5
    assert not room.pass_by(2).decks


def test_a_turn_moved_away_takes_an_opened_next_back() -> None:
    """The phase was extended in the second in which next lay ready."""
    room = Room({"/a": LONG, "/b": LONG})
    first, second = deck("a", Path("/a")), deck("b", Path("/b"), room.now + 10)
    room.obey(order(first, next=second))
    room.pass_by(9.4)
    room.obey(order(first, next=replace(second, starts=Seconds(room.now + 60))))
    room.pass_by(5)
    assert [each.name for each in room.table.decks] == ["a"]
    room.pass_by(60)
    assert room.sounding == ["b"]


@settings(max_examples=15)
@given(
    st.lists(
        st.tuples(st.integers(0, 5), st.floats(0.1, 9), st.floats(0.5, 8)), max_size=8
    )
)
def test_no_haste_of_skips_ends_in_dead_air(
    skips: list[tuple[int, float, float]],
) -> None:
    """Whatever is skipped to, failing files among it, something sounds in the end."""
    room = Room({f"/{number}": LONG for number in range(4)} | {"/x": LONG})
    fallback = (deck("x", Path("/x"), 0, 4),)
    decks: tuple[DeckOrder, ...] = (deck("first", Path("/0")),)
    for number, (file, wait, rise) in enumerate(skips):
        room.obey(order(*decks, fallback=fallback))
        room.pass_by(wait)
        new = deck(f"skip {number}", Path(f"/{file}"), room.now, rise)
        decks = (*decks[-2:], new)
    room.obey(order(*decks, fallback=fallback))
    room.pass_by(25)
    assert room.power == pytest.approx(1.0, abs=0.01)
    assert len(room.table.decks) == 1


def test_a_track_is_at_nothing_before_libvlc_stops_listening() -> None:
    """What it still had then would be cut off at the end of the file."""
    room = Room({"/a": Tape(30), "/b": LONG})
    room.obey(order(deck("a", Path("/a")), next=deck("b", Path("/b"), math.inf, 5)))
    room.pass_by(30 - DEAF + 0.1)
    assert room.sounding == ["b"]
