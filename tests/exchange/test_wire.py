"""Orders and reports survive the journey, and strangers' messages stay outside."""

import json
import math
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kap_room.exchange.order import (
    DeckOrder,
    DeckReport,
    Order,
    OutputOrder,
    PlayerReport,
)
from kap_room.exchange.wire import (
    UnreadableError,
    order_from_plain,
    order_to_plain,
    report_from_plain,
    report_to_plain,
)
from kap_room.plan.shapes import Fade
from kap_room.plan.units import SILENT, Decibels, Seconds

words = st.text(
    st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=30
)
lengths = st.floats(0, 1e9).map(Seconds)
moments = st.one_of(
    st.floats(allow_nan=False), st.sampled_from([math.inf, -math.inf])
).map(Seconds)
gains = st.one_of(st.floats(-200, 40), st.just(-math.inf)).map(Decibels)
fades = st.builds(Fade, moments, lengths, gains, gains)
deck_orders = st.builds(
    DeckOrder,
    deck=words,
    file=words,
    gain=gains,
    most=gains,
    starts=moments,
    rise=lengths,
    begins=lengths,
    ends=st.none() | lengths,
)
outputs = st.builds(OutputOrder, sink=words, volume=gains, most=gains)
orders = st.builds(
    Order,
    revision=st.integers(0, 2**53),
    decks=st.lists(deck_orders, max_size=3).map(tuple),
    next=st.none() | deck_orders,
    fallback=st.lists(deck_orders, max_size=3).map(tuple),
    master=st.lists(fades, max_size=3).map(tuple),
    sounding=st.booleans(),
    outputs=st.lists(outputs, min_size=1, max_size=3).map(tuple),
)
deck_reports = st.builds(
    DeckReport,
    deck=words,
    file=words,
    state=st.sampled_from(["waiting", "starting", "sounding", "over", "failed"]),
    position=moments,
    length=st.none() | lengths,
    rose=st.none() | moments,
    gain=gains,
    says=words,
)
reports = st.builds(
    PlayerReport,
    revision=st.integers(0, 2**53),
    reading=moments,
    lead=st.none() | words,
    decks=st.lists(deck_reports, max_size=3).map(tuple),
    sound=st.sampled_from(["ok", "partly", "lost"]),
    pid=st.integers(0, 2**22),
    says=words,
    protocol=st.integers(0, 9),
)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | words,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["revision", "decks", "next", "deck", "gain", "master"])
            | words,
            inner,
            max_size=6,
        )
    ),
    max_leaves=12,
)

DECK = DeckOrder("a", "/a.flac", Decibels(-3), Decibels(0), Seconds(1), Seconds(3))


@given(orders)
def test_an_order_arrives_as_it_was_sent(order: Order) -> None:
    """Infinities included, through JSON that every reader accepts."""
    line = json.dumps(order_to_plain(order), allow_nan=False)
    assert order_from_plain(json.loads(line)) == order


@given(reports)
def test_a_report_arrives_as_it_was_sent(report: PlayerReport) -> None:
    """What the player says of itself is what the engine reads."""
    line = json.dumps(report_to_plain(report), allow_nan=False)
    assert report_from_plain(json.loads(line)) == report


def said_of(reader: Callable[[object], object], plain: object) -> str:
    try:
        return f"{reader(plain)} arrived."
    except UnreadableError as refusal:
        return str(refusal)


@given(anything)
def test_nothing_but_one_sentence_comes_of_garbage(plain: object) -> None:
    """Whatever a stranger sends is an order or is refused with a sentence."""
    for reader in (order_from_plain, report_from_plain):
        assert said_of(reader, plain).endswith(".")


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("gain", "loud", "order.decks[0].gain: this is not a number."),
        ("gain", math.nan, "order.decks[0].gain: this is not a number."),
        ("gain", "inf", "order.decks[0].gain: this is not a gain in decibels."),
        ("gain", 10**400, "order.decks[0].gain: this is not a number."),
        ("most", True, "order.decks[0].most: this is not a number."),
        ("rise", -1.0, "order.decks[0].rise: this is not a length in seconds."),
        ("rise", "inf", "order.decks[0].rise: this is not a length in seconds."),
        ("file", "/a\0b", "order.decks[0].file: this is not a text."),
        ("file", "x" * 5000, "order.decks[0].file: this is not a text."),
        ("deck", 7, "order.decks[0].deck: this is not a text."),
    ],
)
def test_a_wrong_value_is_refused_with_its_place(
    key: str, value: object, sentence: str
) -> None:
    """The engine's log must say which number was wrong."""
    plain: dict[str, object] = dict(order_to_plain(Order(1, (DECK,))))
    plain["decks"] = [{**json.loads(json.dumps(plain["decks"]))[0], key: value}]
    with pytest.raises(UnreadableError) as refusal:
        order_from_plain(plain)
    assert str(refusal.value) == sentence


def test_a_missing_key_is_named() -> None:
    """An order without a number cannot replace another."""
    with pytest.raises(UnreadableError, match='order: "revision" is missing'):
        order_from_plain({})


def test_a_list_without_end_is_refused() -> None:
    """A flood of decks must not eat the player's memory."""
    with pytest.raises(UnreadableError, match="more than 512 entries"):
        order_from_plain({"revision": 1, "master": [{}] * 513})


def test_silence_travels_as_a_word() -> None:
    """JSON knows no infinity, and silence is one."""
    fade = Fade(Seconds(0), Seconds(3), Decibels(0), SILENT)
    plain = json.dumps(order_to_plain(Order(1, master=(fade,))), allow_nan=False)
    assert '"end": "-inf"' in plain


@pytest.mark.parametrize("plain", [{}, {"outputs": []}, {"outputs": [{}]}])
def test_an_order_that_names_no_output_means_the_usual_one(
    plain: dict[str, object],
) -> None:
    """Nobody sits in silence because a list was empty."""
    assert order_from_plain({"revision": 1, **plain}).outputs == (OutputOrder(),)


def test_a_key_that_is_not_known_is_passed_over() -> None:
    """A newer engine of the same protocol may say more than this player knows."""
    assert order_from_plain({"revision": 4, "weather": "fine"}) == Order(4)
