"""The checkpoint: small, quick, and the whole session."""

import json
import time

import pytest

from kap_room.engine.checkpoint import Dumper, Unusable, load
from kap_room.exchange.commands import Button, Code, GoBackIn, Note, Seen, SetLight
from kap_room.plan.scene import Mark
from kap_room.plan.units import Level, Seconds
from tests.engine.house import House, loaded


def evening(tracks: int = 4) -> House:
    """Twelve things that can be taken back, of every kind."""
    house = House()
    house.begin(loaded(tracks=tracks))
    house.wait(30)
    house.give(Seen(Mark.DOSE, Seconds(60)))
    house.give(Code("heron"))
    house.give(Note("calm"))
    house.give(SetLight("floor", Level(0.3)))
    house.press(Button.NEXT_TRACK, Button.LIGHTS_UP, Button.LOUDER, Button.TALK)
    house.press(Button.HOLD, Button.HOLD, Button.NEXT_PHASE, Button.GROUND)
    house.give(GoBackIn())
    house.wait(10)
    return house


def test_a_session_comes_back_as_it_was() -> None:
    """All of it, with the way back of every command."""
    house = evening()
    text = Dumper("boot", "keeper").dump(house.session, house.reading)
    assert load(text).session == house.session


def test_what_is_written_later_is_as_whole() -> None:
    """Also when the larger part of it was turned into text before."""
    house = evening()
    dumper = Dumper("boot", "keeper")
    dumper.dump(house.session, house.reading)
    house.press(Button.SILENCE)
    text = dumper.dump(house.session, house.reading)
    assert load(text).session == house.session


def test_a_new_session_is_not_mixed_with_the_one_before() -> None:
    """Its scene and its playlists are its own."""
    first, second = evening(), evening(tracks=7)
    dumper = Dumper("boot", "keeper")
    dumper.dump(first.session, first.reading)
    text = dumper.dump(second.session, second.reading)
    assert load(text).session == second.session


def test_a_checkpoint_of_a_large_library_is_quick_and_small() -> None:
    """Two hundred tracks: a few milliseconds on a slow computer too."""
    house = evening(tracks=50)
    dumper = Dumper("boot", "keeper")
    dumper.dump(house.session, house.reading)
    fixed = len(json.dumps([p.name for p in house.session.playlists.values()]))
    taken = []
    for _ in range(10):
        house.press(Button.LOUDER)
        began = time.perf_counter()
        text = dumper.dump(house.session, house.reading)
        taken.append(time.perf_counter() - began)
    assert min(taken) < 0.01
    assert len(text) + fixed < 60_000


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": 2}', '{"format": 1}'])
def test_a_checkpoint_that_cannot_be_read_says_so(text: str) -> None:
    """A sentence, and the room starts without a session."""
    with pytest.raises(Unusable, match="last session"):
        load(text)


def test_a_checkpoint_cut_short_says_so() -> None:
    """The card gave way in the middle."""
    house = evening()
    text = Dumper("boot", "keeper").dump(house.session, house.reading)
    with pytest.raises(Unusable, match="cannot be read"):
        load(text[: len(text) // 2])


def test_the_position_is_written_every_five_seconds() -> None:
    """While nothing happens at all."""
    house = evening()
    before = len(house.journal.checkpoints)
    house.wait(60)
    assert 11 <= len(house.journal.checkpoints) - before <= 13


def test_a_session_of_the_format_before_is_taken_up() -> None:
    """An engine that was brought up to date in the middle of it."""
    house = evening()
    plain = json.loads(Dumper("boot", "keeper").dump(house.session, house.reading))
    plain["format"] = 2
    for new in ("hands", "before", "gives_back_at"):
        del plain["session"][new]
    del plain["session"]["lighting"]["over"]
    assert load(json.dumps(plain)).session == house.session


def test_a_session_from_before_the_plan_had_a_past_is_taken_up() -> None:
    """With what can be taken back in it, and the phase that is now."""
    house = evening()
    plain = json.loads(Dumper("boot", "keeper").dump(house.session, house.reading))
    plain["format"] = 3
    session = plain["session"]
    for new in ("proposed", "woken"):
        del session[new]
    for new in ("began", "behind", "not_before"):
        del session["course"][new]
    for marked in session["marks"]:
        del marked["position"], marked["longer"], marked["amount"]
    for undo in session["undo"]:
        for new in ("began", "behind", "woken"):
            if undo["plan"] is not None:
                del undo["plan"][new]
    taken_up = load(json.dumps(plain)).session
    assert taken_up.course.begins == house.session.course.begins
    assert taken_up.course.phase == house.session.course.phase
    assert len(taken_up.undo) == len(house.session.undo)


def test_a_session_of_a_format_to_come_is_not() -> None:
    """Nobody knows what it means."""
    house = evening()
    plain = json.loads(Dumper("boot", "keeper").dump(house.session, house.reading))
    plain["format"] += 1
    with pytest.raises(Unusable, match="another version"):
        load(json.dumps(plain))
