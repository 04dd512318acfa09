"""The room as a device at a real mosquitto: announced, told, asked, taken away."""

from __future__ import annotations

import itertools
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from kap_room.adapters.homeassistant import mqtt
from kap_room.adapters.homeassistant.device import device_of
from kap_room.adapters.homeassistant.identity import mark_in
from kap_room.adapters.homeassistant.leaving import Leaving
from kap_room.adapters.homeassistant.mqtt import MOST_ANSWERS, RoomAtHome
from kap_room.adapters.homeassistant.remembered import Left
from kap_room.exchange.commands import Command
from kap_room.exchange.snapshot import PhaseView, SessionView, Snapshot
from kap_room.exchange.words import words
from kap_room.plan.home_assistant import HomeAssistant, Lets
from kap_room.plan.room import Broker, Room
from tests.adapters.homeassistant.rules import broken
from tests.rig.broker import Mosquitto, Spy, wait_until
from tests.rig.tries import quickest

CONFIG = "homeassistant/device/kap-room-garden-room/config"
STATE = "kap-room/garden-room/state"
THERE = "kap-room/garden-room/availability"
ASK = "kap-room/garden-room/command"
VOLUME = "kap-room/garden-room/volume/set"

AT_ONCE = 0.3
"""Seconds; what is told with the clock may be a whole one late."""

MARK = "3f9a1c2e"
LOW, HIGH = "00000000", "ffffffff"
"""Marks of two other rooms."""

ROOM = Room("Garden room", Path("/music"))

PEAK = Snapshot(
    session=SessionView("running", position_s=600.0),
    phase=PhaseView("peak", 60.0, 120.0, "return"),
)


@dataclass
class Hand:
    """Answers `Asks`."""

    asked: list[str] = field(default_factory=list)

    def ask(self, command: Command, by: str) -> None:
        assert by == "Home Assistant"
        self.asked.append(" ".join(words(command)))


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Mosquitto]:
    with Mosquitto(tmp_path / "broker") as mosquitto:
        yield mosquitto


@pytest.fixture
def spy(broker: Mosquitto) -> Iterator[Spy]:
    with Spy(broker.port) as spy:
        yield spy


@contextmanager
def at_home(
    port: int, *may: Lets, settled: bool = False, mark: str = MARK
) -> Iterator[tuple[RoomAtHome, Hand]]:
    """`settled`: the first second after its first words is over."""
    hand = Hand()
    device = device_of(ROOM, HomeAssistant(may=may), mark)
    room = RoomAtHome(device, Broker(port=port), hand, lambda: None)
    room.start()
    try:
        if settled:
            spoke = lambda: room._has_spoken or room.is_taken  # noqa: E731, SLF001
            assert wait_until(spoke, within=10.0)
            time.sleep(1.1)
        yield room, hand
    finally:
        room.close()


def test_a_room_is_announced_and_told_to_whoever_comes_later(
    broker: Mosquitto, spy: Spy
) -> None:
    """Config, availability and state are kept; the config breaks no rule."""
    with at_home(broker.port, Lets.SILENCE) as (room, _):
        room.show(PEAK)
        assert spy.wait_for(STATE)
        with Spy(broker.port) as later:
            for topic in (CONFIG, THERE, STATE):
                assert later.wait_for(topic)
                assert later.heard(topic)[0].kept
            assert broken(CONFIG, json.loads(later.heard(CONFIG)[0].payload)) == []
            assert later.heard(THERE)[0].payload == b"online"
            told = json.loads(later.heard(STATE)[0].payload)
            assert (told["phase"], told["position_s"]) == ("peak", 600)
    assert spy.wait_for(THERE, count=2)
    assert spy.heard(THERE)[-1].payload == b"offline"


def test_a_turn_is_told_at_once_and_the_clock_once_a_second(
    broker: Mosquitto, spy: Spy
) -> None:
    """However often the engine looks."""
    with at_home(broker.port) as (room, _):
        room.show(PEAK)
        assert spy.wait_for(STATE)
        spy.forget()
        began = time.monotonic()
        while (lasted := time.monotonic() - began) < 2.5:
            session = SessionView("running", position_s=601.0 + lasted)
            room.show(replace(PEAK, session=session))
            time.sleep(0.02)
        assert 1 <= len(spy.heard(STATE)) <= 1 + lasted
        phases = itertools.cycle(("return", "peak"))
        assert quickest(lambda: _told_of(room, spy, next(phases)), AT_ONCE) < AT_ONCE


def test_home_assistant_that_starts_is_told_again(broker: Mosquitto, spy: Spy) -> None:
    """It says so on its own topic; not more often than once a second."""
    with at_home(broker.port, settled=True) as (room, _):
        room.show(PEAK)
        assert spy.wait_for(STATE)
        spy.forget()
        began = time.monotonic()
        for _ in range(5):
            spy.say("homeassistant/status", "online")
        most = 1 + int(time.monotonic() - began)
        assert spy.wait_for(STATE)
        time.sleep(0.3)
        for topic in (CONFIG, THERE, STATE):
            assert 1 <= len(spy.heard(topic)) <= most


def test_what_the_room_lets_in_is_asked_and_nothing_else(
    broker: Mosquitto, spy: Spy
) -> None:
    """A word of the list, and a volume within its ends."""
    lets = (Lets.SILENCE, Lets.VOLUME)
    with at_home(broker.port, *lets, settled=True) as (_, hand):
        for word in ("music", "dose", "x" * 4000, "silence"):
            spy.say(ASK, word)
        spy.say(VOLUME, "-6.0")
        assert wait_until(lambda: len(hand.asked) >= 2, within=3.0)
        assert hand.asked == ["silence", "volume -6 dB"]


def test_a_command_that_the_broker_kept_is_not_obeyed(
    broker: Mosquitto, spy: Spy
) -> None:
    """Nor one that comes in the first moment of a connection."""
    spy.say(ASK, "silence", retain=True)
    with at_home(broker.port, Lets.SILENCE) as (_, hand):
        assert spy.wait_for(CONFIG)
        spy.say(ASK, "silence")
        time.sleep(1.2)
        assert hand.asked == []
        spy.say(ASK, "silence")
        assert wait_until(lambda: hand.asked == ["silence"], within=3.0)


def test_a_room_that_lets_nothing_in_listens_to_no_command(
    broker: Mosquitto, spy: Spy
) -> None:
    """Its sensors are there all the same."""
    with at_home(broker.port, settled=True) as (_, hand):
        for lets in Lets:
            spy.say(ASK, lets.value)
        spy.say(VOLUME, "0")
        time.sleep(0.2)
        assert hand.asked == []


def test_what_was_left_at_a_broker_is_taken_away(broker: Mosquitto, spy: Spy) -> None:
    """Nobody who comes later finds anything of the room."""
    with at_home(broker.port, Lets.SILENCE) as (room, _):
        room.show(PEAK)
        assert spy.wait_for(STATE)
    gone: list[Left] = []
    left = Left(Broker(port=broker.port), (CONFIG, STATE, THERE))
    leaving = Leaving(left, gone.append)
    leaving.start()
    assert wait_until(lambda: gone == [left], within=3.0)
    leaving.close()
    with Spy(broker.port) as later:
        assert later.kept() == ()


def test_a_broker_that_is_away_keeps_what_was_left_for_the_next_time(
    broker: Mosquitto,
) -> None:
    """It is not forgotten, and nothing waits for it at the end."""
    broker.kill()
    gone: list[Left] = []
    leaving = Leaving(Left(Broker(port=broker.port), (CONFIG,)), gone.append)
    leaving.start()
    time.sleep(0.3)
    began = time.monotonic()
    leaving.close()
    assert time.monotonic() - began < 3.0
    assert gone == []


def test_a_room_that_is_back_with_its_broker_is_announced_again(
    broker: Mosquitto, spy: Spy
) -> None:
    """This broker kept nothing while it was away."""
    with at_home(broker.port, Lets.SILENCE) as (room, _):
        room.show(PEAK)
        assert spy.wait_for(STATE)
        broker.kill()
        room.show(replace(PEAK, phase=None))
        broker.start()
        with Spy(broker.port) as after:
            for topic in (CONFIG, THERE, STATE):
                assert after.wait_for(topic, within=8.0)
            assert json.loads(after.heard(STATE)[-1].payload)["phase"] is None


def test_a_room_that_was_taken_away_by_another_name_of_its_broker_comes_back(
    broker: Mosquitto, spy: Spy
) -> None:
    """`localhost` of yesterday is the 127.0.0.1 of today: what is kept is today's."""
    with at_home(broker.port, Lets.SILENCE) as (room, _):
        room.show(PEAK)
        assert spy.wait_for(STATE)
        left = Left(Broker("localhost", broker.port), (CONFIG, STATE, THERE))
        leaving = Leaving(left, lambda _: room.announce())
        leaving.start()
        # It is gone for a few milliseconds, in which nobody may look.
        assert wait_until(lambda: _was_taken_away(spy, CONFIG), within=3.0)
        assert wait_until(lambda: _last(spy, CONFIG) != b"", within=3.0)
        assert wait_until(lambda: _was_taken_away(spy, THERE), within=3.0)
        assert wait_until(lambda: _last(spy, THERE) == b"online", within=3.0)
        leaving.close()


def test_a_room_of_the_same_name_is_left_alone(broker: Mosquitto, spy: Spy) -> None:
    """Nothing is said over it, and nothing that it is asked is obeyed here."""
    with at_home(broker.port, Lets.SILENCE, mark=HIGH) as (first, _):
        first.show(PEAK)
        assert spy.wait_for(STATE)
        spy.forget()
        with at_home(broker.port, Lets.SILENCE, settled=True) as (second, hand):
            second.show(PEAK)
            assert second.is_taken
            spy.say(ASK, "silence")
            time.sleep(0.2)
            assert hand.asked == []
        assert not first.is_taken
        assert {each.topic for each in spy.heard()} == {ASK}


@pytest.mark.parametrize("other", [LOW, HIGH])
def test_of_two_rooms_that_speak_at_once_one_goes_on(
    broker: Mosquitto, other: str
) -> None:
    """And what the broker keeps is that one's, whoever spoke last."""
    with at_home(broker.port) as (one, _), at_home(broker.port, mark=other) as (two, _):
        assert wait_until(lambda: one.is_taken or two.is_taken, within=3.0)
        time.sleep(0.2)
        assert one.is_taken != two.is_taken
        stays = other if one.is_taken else MARK
        with Spy(broker.port) as later:
            assert later.wait_for(CONFIG)
            assert wait_until(lambda: mark_in(_last(later, CONFIG)) == stays, 3.0)


def test_a_room_announced_over_by_another_that_did_not_look_says_so_again(
    broker: Mosquitto, spy: Spy
) -> None:
    """Of two marks the lower stays, so that two rooms do not quarrel for ever."""
    with at_home(broker.port, settled=True) as (room, _):
        theirs = device_of(ROOM, HomeAssistant(), HIGH).config
        spy.say(CONFIG, theirs, retain=True)
        assert wait_until(lambda: mark_in(_last(spy, CONFIG)) == MARK, within=5.0)
        assert not room.is_taken
        spy.say(CONFIG, device_of(ROOM, HomeAssistant(), LOW).config, retain=True)
        assert wait_until(lambda: room.is_taken, within=5.0)
        assert mark_in(_last(spy, CONFIG)) == LOW


def test_a_quarrel_about_a_name_ends(broker: Mosquitto, spy: Spy) -> None:
    """With a room of another make, or a message that goes round and round."""
    with at_home(broker.port, settled=True):
        theirs = device_of(ROOM, HomeAssistant(), HIGH).config
        for _ in range(2 * MOST_ANSWERS):
            spy.say(CONFIG, theirs)
        assert wait_until(lambda: _times_ours(spy) == 1 + MOST_ANSWERS, within=3.0)
        time.sleep(0.3)
        assert _times_ours(spy) == 1 + MOST_ANSWERS


def test_announcements_without_end_are_not_all_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each is long; a room that has the better right to the name is heard after it."""
    monkeypatch.setattr(mqtt, "WINDOW", 60.0)
    better = device_of(ROOM, HomeAssistant(), LOW).config
    mine = device_of(ROOM, HomeAssistant(), MARK)
    room = RoomAtHome(mine, Broker(), Hand(), lambda: None)
    for _ in range(1_000):
        room.heard(CONFIG, b"{}", kept=False)
    room.heard(CONFIG, better, kept=False)
    was_taken = room.is_taken
    monkeypatch.setattr(mqtt, "WINDOW", 0.0)
    room.heard(CONFIG, better, kept=False)
    assert (was_taken, room.is_taken) == (False, True)
    room.close()


def _times_ours(spy: Spy) -> int:
    return [mark_in(each.payload) for each in spy.heard(CONFIG)].count(MARK)


def _was_taken_away(spy: Spy, topic: str) -> bool:
    return any(told.payload == b"" for told in spy.heard(topic))


def _told_of(room: RoomAtHome, spy: Spy, phase: str) -> float:
    """Seconds until a turn is heard of."""
    spy.forget()
    began = time.monotonic()
    room.show(replace(PEAK, phase=PhaseView(phase, 0.0, None, None)))
    assert wait_until(lambda: phase in _phases(spy), within=3.0)
    return time.monotonic() - began


def _phases(spy: Spy) -> list[object]:
    return [json.loads(told.payload)["phase"] for told in spy.heard(STATE)]


def _last(spy: Spy, topic: str) -> bytes:
    return spy.heard(topic)[-1].payload
