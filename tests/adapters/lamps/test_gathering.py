"""What is heard of a lamp that says far too much: enough, and the last of it."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from kap_room.adapters.lamps.gathering import CALM, MOST_APART, Gathering
from tests.rig.broker import wait_until

SETTLED = 5.0
"""Seconds that a busy computer may take; what is awaited comes within a window."""


@dataclass
class Ear:
    told: list[tuple[str, bytes, bool]] = field(default_factory=list)
    inside: int = 0
    most_inside: int = 0
    missed: list[str] = field(default_factory=list)

    def hears(self, topic: str, payload: bytes, kept: bool) -> None:
        self.inside += 1
        self.most_inside = max(self.most_inside, self.inside)
        self.told.append((topic, payload, kept))
        self.inside -= 1


def test_a_lamp_on_its_way_is_heard_word_by_word() -> None:
    """At once, and on the thread that tells."""
    ear = Ear()
    gathering = Gathering(ear.hears, ear.missed.append)
    for step in range(CALM):
        gathering.heard("lamp", b"%d" % step, kept=False)
    assert ear.told == [("lamp", b"%d" % step, False) for step in range(CALM)]


def test_of_a_flood_little_is_heard_and_the_last_word_last() -> None:
    """However many came between."""
    ear = Ear()
    gathering = Gathering(ear.hears, ear.missed.append)
    for step in range(20_000):
        gathering.heard("lamp", b"%d" % step, kept=False)
    last = ("lamp", b"19999", False)
    assert wait_until(lambda: ear.told[-1] == last, within=SETTLED)
    assert len(ear.told) < 1_000


def test_a_flood_of_one_lamp_hides_no_other() -> None:
    """Each has its own topic, and its own patience."""
    ear = Ear()
    gathering = Gathering(ear.hears, ear.missed.append)
    for _ in range(3 * CALM):
        gathering.heard("mad", b"x", kept=False)
    gathering.heard("quiet", b"on", kept=True)
    assert ear.told[-1] == ("quiet", b"on", True)


def test_nobody_is_told_two_things_at_once() -> None:
    """Who hears it keeps what it knows without a lock."""
    ear = Ear()
    gathering = Gathering(ear.hears, ear.missed.append)

    def speak() -> None:
        for _ in range(2_000):
            gathering.heard("lamp", b"x", kept=False)

    threads = [threading.Thread(target=speak) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ear.most_inside == 1


def test_what_was_passed_over_is_asked_for() -> None:
    """Once a moment, however much it was; of a calm topic nothing is missed."""
    ear = Ear()
    gathering = Gathering(ear.hears, ear.missed.append)
    gathering.heard("calm", b"x", kept=False)
    for _ in range(CALM + 20):
        gathering.heard("mad", b"x", kept=False)
    assert wait_until(lambda: bool(ear.missed), within=SETTLED)
    assert ear.missed == ["mad"]


def test_what_was_passed_over_is_asked_for_as_soon_as_the_rest_was_heard() -> None:
    """Whoever asks rests between two questions; nobody waits before that as well."""
    ear = Ear()
    gathering = Gathering(ear.hears, ear.missed.append)
    for step in range(CALM + 20):
        gathering.heard("mad", b"%d" % step, kept=False)
    last = ("mad", b"%d" % (CALM + 19), False)
    assert wait_until(lambda: ear.told[-1] == last, within=SETTLED)
    gathering.heard("calm", b"after", kept=False)
    assert ear.missed[:1] == ["mad"]


def test_one_word_that_waited_was_not_missed() -> None:
    """It is told late and whole."""
    ear = Ear()
    gathering = Gathering(ear.hears, ear.missed.append)
    for step in range(CALM + 1):
        gathering.heard("lamp", b"%d" % step, kept=False)
    assert wait_until(lambda: len(ear.told) == CALM + 1, within=SETTLED)
    gathering.heard("calm", b"after", kept=False)
    assert ear.missed == []


def test_where_each_message_is_of_another_lamp_each_is_heard() -> None:
    """When power returns, a bridge announces the whole house in one moment."""
    ear = Ear()
    gathering = Gathering(ear.hears, ear.missed.append, apart={"event"})
    lamps = [b"lamp %d" % number for number in range(10 * CALM)]
    for _ in range(3):
        for lamp in lamps:
            gathering.heard("event", lamp, kept=False)
    everything = {("event", lamp, False) for lamp in lamps}
    assert wait_until(lambda: set(ear.told) == everything, within=SETTLED)
    assert len(ear.told) == CALM + len(lamps)


def test_where_each_message_counts_the_last_is_still_the_last() -> None:
    """A bridge that comes and goes is in the end what it said in the end."""
    ear = Ear()
    gathering = Gathering(ear.hears, ear.missed.append, apart={"state"})
    for _ in range(100):
        for word in (b"offline", b"online", b"offline"):
            gathering.heard("state", word, kept=False)
    assert wait_until(lambda: len(ear.told) == CALM + 2, within=SETTLED)
    assert ear.told[-1] == ("state", b"offline", False)


def test_a_flood_where_each_message_counts_is_bounded_and_asks_nobody() -> None:
    """Everybody would be asked; the newest are heard."""
    ear = Ear()
    gathering = Gathering(ear.hears, ear.missed.append, apart={"event"})
    for step in range(5_000):
        gathering.heard("event", b"%d" % step, kept=False)
    last = ("event", b"4999", False)
    assert wait_until(lambda: ear.told[-1] == last, within=SETTLED)
    assert len(ear.told) <= 5 * (CALM + MOST_APART)
    gathering.heard("calm", b"after", kept=False)
    assert ear.missed == []
