"""Whatever is pressed, in whatever order and at whatever moments, these things hold."""

import json

from hypothesis import given, settings

from kap_room.engine.checkpoint import load
from kap_room.engine.session import Mode
from kap_room.exchange.commands import (
    Button,
    Press,
)
from tests.engine.evenings import Evening, evenings, lived
from tests.engine.house import House


@settings(max_examples=30)
@given(evenings)
def test_position_never_runs_backwards(evening: Evening) -> None:
    """However the plan is pulled about, the position in it only grows."""
    house = House()
    house.begin()
    last = 0.0
    for command, pause in evening:
        taking_back = command == Press(Button.TAKE_BACK)
        house.give(command)
        house.wait(pause)
        position = house.engine.snapshot().session.position_s
        assert position is not None
        assert taking_back or position >= last - 1e-6
        last = position


@settings(max_examples=30)
@given(evenings)
def test_nothing_starts_by_itself_after_ground(
    evening: Evening,
) -> None:
    """Grounded stays grounded and silent for half an hour."""
    house = lived(evening)
    house.give(Press(Button.GROUND))
    session = house.engine.session
    assert session is not None
    if session.mode is Mode.ENDED:
        return
    house.wait(1800)
    snapshot = house.engine.snapshot()
    assert snapshot.session.state == "grounded"
    assert not house.order.sounding
    assert house.order.decks == ()
    assert house.order.next is None


@settings(max_examples=30)
@given(evenings)
def test_the_order_is_always_one_that_the_player_can_obey(
    evening: Evening,
) -> None:
    """Four decks at most, each name once, revisions that only grow."""
    house = lived(evening)
    revisions = [order.revision for order in house.sound.orders]
    assert revisions == sorted(set(revisions))
    for order in house.sound.orders:
        names = [deck.deck for deck in order.decks]
        names += [order.next.deck] if order.next else []
        assert len(names) == len(set(names))
        assert len(order.decks) <= 4
        assert all(deck.rise > 0 for deck in order.decks)


@settings(max_examples=30)
@given(evenings)
def test_a_deck_name_always_means_the_same_file_and_place(
    evening: Evening,
) -> None:
    """The player leaves a known deck alone, so a name may not change its meaning."""
    house = lived(evening)
    meant: dict[str, tuple[str, float]] = {}
    for order in house.sound.orders:
        for deck in (*order.decks, *([order.next] if order.next else [])):
            said = (deck.file, deck.begins)
            assert meant.setdefault(deck.deck, said) == said


@settings(max_examples=20)
@given(evenings)
def test_no_step_to_a_lamp_lasts_longer_than_five_seconds(
    evening: Evening,
) -> None:
    """Any command is obeyed within a step, so a step is short."""
    house = lived(evening)
    assert all(0.0 < step.over <= 5.0 for step in house.lights.steps)


@settings(max_examples=20)
@given(evenings)
def test_the_last_checkpoint_brings_the_same_session_back(
    evening: Evening,
) -> None:
    """What is written is the whole session, exactly."""
    house = lived(evening)
    session = house.engine.session
    house.engine.step()
    checkpoint = load(house.journal.checkpoints[-1])
    assert session is not None
    assert checkpoint.session.transport == session.transport
    assert checkpoint.session.course == session.course
    assert checkpoint.session.lighting == session.lighting
    assert checkpoint.session.notes == session.notes


@settings(max_examples=20)
@given(evenings)
def test_no_word_of_a_note_enters_the_record_of_the_room(
    evening: Evening,
) -> None:
    """The therapist's words are a stream of their own."""
    house = lived(evening)
    record = [e.data for e in house.journal.entries if e.stream == "record"]
    assert all("a note" not in json.dumps(data) for data in record)
