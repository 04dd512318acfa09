"""A broker is there when it lets us hear, and not a moment before."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from kap_room.adapters.broker_line.connection import Connection
from kap_room.adapters.broker_line.subscription import PATIENCE
from kap_room.plan.room import Broker
from tests.adapters.broker_line.doorman import Doorman
from tests.adapters.broker_line.listener import Ear
from tests.rig.broker import Mosquitto, Spy, wait_until
from tests.rig.tries import quickest


@pytest.fixture(scope="module")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mosquitto]:
    with Mosquitto(tmp_path_factory.mktemp("broker")) as mosquitto:
        yield mosquitto


@pytest.fixture
def lamp(broker: Mosquitto) -> Iterator[Spy]:
    """Somebody who speaks."""
    with Spy(broker.port) as spy:
        yield spy


@contextmanager
def connected(port: int, *topics: str) -> Iterator[tuple[Connection, Ear]]:
    ear = Ear()
    connection = Connection(Broker(port=port), topics, ear, doubts=ear.doubt)
    connection.start()
    try:
        yield connection, ear
    finally:
        connection.close()


def found(ear: Ear, within: float = 3.0) -> float:
    """How long it took."""
    began = time.monotonic()
    assert wait_until(lambda: ear.times_found == 1, within)
    return time.monotonic() - began


def once(port: int, *topics: str) -> float:
    with connected(port, *topics) as (_, ear):
        return found(ear)


def test_what_is_said_once_the_broker_is_found_is_heard(
    broker: Mosquitto, lamp: Spy
) -> None:
    """However long what we asked for is on its way to it."""
    with (
        Doorman(broker.port, asks_after=0.3) as door,
        connected(door.port, "lamp") as (_, ear),
    ):
        found(ear)
        lamp.say("lamp", b"on")
        assert wait_until(lambda: ear.heard_on == [("lamp", b"on")], within=3.0)
        assert ear.doubts == []


def test_a_broker_that_answers_at_once_is_found_at_once(broker: Mosquitto) -> None:
    """One round trip later than its greeting; nothing waits for a clock."""
    assert quickest(lambda: once(broker.port, "lamp"), 0.3) < 0.3


def test_a_line_that_listens_to_nothing_waits_for_nothing(broker: Mosquitto) -> None:
    """It only speaks."""
    assert quickest(lambda: once(broker.port), 0.3) < 0.3


def test_a_broker_that_never_lets_us_hear_is_told_all_the_same(
    broker: Mosquitto, lamp: Spy
) -> None:
    """Lamps can be told what to be; that nothing is heard is said."""
    began = time.monotonic()
    with (
        Doorman(broker.port, answers_after=60.0) as door,
        connected(door.port, "a") as (connection, ear),
    ):
        assert found(ear, within=PATIENCE + 5.0) < PATIENCE + 1.5
        assert time.monotonic() - began > PATIENCE
        assert wait_until(lambda: len(ear.doubts) == 1, within=3.0)
        assert "has not said that it lets us hear" in ear.doubts[0][0]
        assert connection.send("set", b"on")
        assert lamp.wait_for("set")


def test_an_answer_that_comes_late_ends_the_doubt(broker: Mosquitto) -> None:
    """What came with it is heard."""
    with (
        Doorman(broker.port, answers_after=PATIENCE + 1.0) as door,
        connected(door.port, "a") as (_, ear),
    ):
        assert wait_until(lambda: len(ear.doubts) == 2, within=8.0)
        assert [ok for _, ok in ear.doubts] == [False, True]
        assert ear.times_found == 1


def test_what_a_broker_refuses_is_said_by_name(broker: Mosquitto, lamp: Spy) -> None:
    """The rest is heard, and nothing waits."""
    with (
        Doorman(broker.port, refuses=1) as door,
        connected(door.port, "secret", "lamp") as (_, ear),
    ):
        assert found(ear) < PATIENCE
        assert wait_until(lambda: len(ear.doubts) == 1, within=3.0)
        assert 'does not let us hear "secret".' in ear.doubts[0][0]
        lamp.say("lamp", b"on")
        assert wait_until(lambda: ear.heard_on == [("lamp", b"on")], within=3.0)


def test_what_was_kept_and_comes_before_the_answer_is_heard_after_it(
    broker: Mosquitto, lamp: Spy
) -> None:
    """Brokers may send it first; who listens is told of the broker before."""
    lamp.say("kept", b"online", retain=True)
    with (
        Doorman(broker.port, answers_last=True) as door,
        connected(door.port, "kept") as (_, ear),
    ):
        assert wait_until(lambda: ear.order == ["found", "heard"], within=5.0)
    lamp.say("kept", b"", retain=True)
