"""Every dialect at a real broker: what it can, and how its own vices are survived.

Read the names as a table: a test is a column, and what stands in brackets is its row.
The lamps are written from what is known of the devices and not from what we send.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing
from itertools import count
from pathlib import Path

import pytest

from kap_room.adapters.lamps.asking import REST
from kap_room.adapters.lamps.gathering import CALM
from kap_room.adapters.virtual_lamps.garbage import RUBBISH
from kap_room.engine.ports import LampSaid
from tests.adapters.lamps_at_the_broker.desk import STEP_OF, Opened, desk
from tests.rig.broker import Mosquitto, Spy
from tests.rig.flood import Finger

DIALECTS = (
    "zigbee2mqtt",
    "tasmota",
    "wled",
    "homeassistant",
    "esphome",
    "shelly",
    "shelly1",
)

NUMBERS = count()

every_dialect = pytest.mark.parametrize("speaks", DIALECTS)


@pytest.fixture(scope="module")
def mosquitto(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mosquitto]:
    folder: Path = tmp_path_factory.mktemp("broker")
    with Mosquitto(folder) as broker:
        yield broker


@pytest.fixture
def opened(mosquitto: Mosquitto) -> Iterator[Opened]:
    with ExitStack() as open_now:
        # Each has a name of its own: the broker keeps what the last one said.
        yield lambda speaks: open_now.enter_context(
            desk(mosquitto.port, f"lamp{next(NUMBERS)}:{speaks}")
        )


END = "end"
"""Behind whatever the broker has taken until then."""


def spoken_on(stranger: Spy) -> set[str]:
    """Where the lamp, and we, have said something since the spy came."""
    stranger.say(END, b"")
    assert stranger.wait_for(END)
    return {heard.topic for heard in stranger.heard() if not heard.kept} - {END}


def bury(finger: Finger, topics: Iterable[str]) -> None:
    for _ in range(3 * CALM):
        for topic in topics:
            finger.say(topic, "{}")


@every_dialect
def test_dim_with_transition(opened: Opened, speaks: str) -> None:
    """A second takes about that, is half way at half of it, and ends as it should."""
    at = opened(speaks)
    told = at.show(0.25, over=1.0)
    assert 0.8 <= at.lamp.glide <= 1.3
    half = told.reading + at.lamp.glide / 2
    assert at.lamp.glow_at(half).level == pytest.approx(0.625, abs=0.05)
    assert at.will_glow(0.25)
    assert all(not each.kept for each in at.lamp.told)


@pytest.mark.parametrize("speaks", [x for x in DIALECTS if x != "shelly"])
def test_warmth(opened: Opened, speaks: str) -> None:
    """A step carries warmth beside level, and lands within a hundredth of both."""
    at = opened(speaks)
    told = at.show(0.5, 3000.0, over=1.0)
    assert at.will_glow(0.5)
    assert 1e6 / at.lamp.glow_at(told.reading + 2.0).mired == pytest.approx(
        3000.0, rel=0.01
    )


@pytest.mark.parametrize("speaks", ["shelly", "tasmota:switch", "wled:colourless"])
def test_warmth_that_a_lamp_has_not(opened: Opened, speaks: str) -> None:
    """It costs nothing: the lamp comes on, and a look with warmth is fine for it."""
    at = opened(speaks)
    at.lamp.move(on=False)
    at.show(1.0, 2200.0, over=1.0)
    assert at.will_glow(1.0)


@every_dialect
def test_off(opened: Opened, speaks: str) -> None:
    """Off is dark by a glide, and on again is what was asked and never what it was."""
    at = opened(speaks)
    at.show(0.0, over=1.0)
    assert at.lamp.glide > 0
    assert at.will_glow(0.0)
    at.lamp.move(on=False)
    assert at.says(0.0)
    told = at.show(0.3, over=1.0)
    assert at.will_glow(0.3)
    levels = at.lamp.levels(told.reading, told.reading + 2.0)
    assert max(levels) <= 0.3 + 0.01


@every_dialect
def test_read_back(opened: Opened, speaks: str) -> None:
    """What a hand does at the wall is heard, and heard again when the lamp is asked."""
    at = opened(speaks)
    at.lamp.move(0.6)
    assert at.says(0.6)
    at.lamp.move(on=False)
    assert at.says(0.0)
    at.settles()
    at.inbox.empty()
    if at.ask():
        assert at.says(0.0)


@pytest.mark.parametrize("speaks", [*DIALECTS, "zigbee2mqtt:plain"])
def test_availability(opened: Opened, speaks: str) -> None:
    """A lamp without power is lost, and found when it is back."""
    at = opened(speaks)
    at.lamp.cut_power()
    assert at.was_lost()
    at.inbox.empty()
    at.lamp.return_power()
    assert at.was_found()


@pytest.mark.parametrize("speaks", ["zigbee2mqtt:unwatched", "homeassistant:unwatched"])
def test_availability_that_nobody_gives(opened: Opened, speaks: str) -> None:
    """The lamp is not taken for lost: it is told and heard as any other."""
    at = opened(speaks)
    at.show(0.25, over=0.0)
    assert at.says(0.25)
    assert not at.is_lost


@every_dialect
def test_vice_survived_rubbish_and_stutter(
    opened: Opened, mosquitto: Mosquitto, speaks: str
) -> None:
    """Between words of every unreadable kind, said twice, only true ones are heard."""
    at = opened(f"{speaks}:garbage+twice")
    with Spy(mosquitto.port) as stranger:
        at.lamp.move(0.61)
        assert at.says(0.61)
        topics = spoken_on(stranger)
        assert topics
        for topic in topics:
            for rubbish in RUBBISH:
                stranger.say(topic, rubbish)
    at.lamp.move(0.43)
    assert at.says(0.43)
    true = (1.0, 0.61, 0.43)
    assert all(min(abs(x - y) for y in true) < STEP_OF for x in at.levels_said)
    assert not at.is_lost


@pytest.mark.parametrize("speaks", ["zigbee2mqtt", "tasmota", "shelly", "shelly1"])
def test_vice_survived_a_hand_among_rubbish(
    opened: Opened, mosquitto: Mosquitto, speaks: str
) -> None:
    """What it said once, and only that once, is asked for; the others have no ear."""
    at = opened(speaks)
    with Spy(mosquitto.port) as stranger:
        at.lamp.move(0.61)
        assert at.says(0.61)
        topics = spoken_on(stranger)
        assert topics
    with closing(Finger(mosquitto.port)) as finger:
        bury(finger, topics)
        at.lamp.move(0.43)
        bury(finger, topics)
    assert at.says(0.43, within=REST + 3.0)


@every_dialect
def test_vice_survived_stale_answer(opened: Opened, speaks: str) -> None:
    """An old value that comes once is followed by what is true when asked again."""
    at = opened(f"{speaks}:stale")
    at.show(0.25, over=0.0)
    at.settles()
    for _ in range(2):
        at.ask()
        at.settles()
    assert at.says(0.25)


@pytest.mark.parametrize("half", [2.5, 3.5])
def test_vice_survived_esphome_takes_whole_seconds_only(
    opened: Opened, half: float
) -> None:
    """A step of half seconds is not the one second that it falls back to."""
    at = opened("esphome")
    at.show(0.25, over=half)
    assert at.lamp.glide == pytest.approx(half, abs=0.5)


@every_dialect
def test_vice_survived_no_length_wraps(opened: Opened, speaks: str) -> None:
    """However long a step is meant to be, it never becomes a leap."""
    at = opened(speaks)
    at.show(0.5, over=65.6)
    assert 4.0 <= at.lamp.glide <= 6.0


def test_vice_survived_wled_is_told_where_it_reads_json(opened: Opened) -> None:
    """On its bare topic the same words would turn it over."""
    at = opened("wled")
    for level in (0.5, 0.0, 0.2):
        at.show(level, over=0.0)
        assert at.will_glow(level)
    assert {each.topic for each in at.lamp.commands} == {f"wled/{at.name}/api"}


def test_vice_survived_tasmota_stays_off_when_only_dimmed(
    opened: Opened, mosquitto: Mosquitto
) -> None:
    """With SetOption20 a level leaves it dark; it is turned on too, and not before."""
    at = opened("tasmota:stays-off")
    at.lamp.move(on=False)
    assert at.says(0.0)
    with Spy(mosquitto.port) as somebody:
        somebody.say(f"cmnd/{at.name}/Dimmer", b"60")
    assert at.will_glow(0.0)
    told = at.show(0.3, over=0.5)
    assert at.will_glow(0.3)
    assert max(at.lamp.levels(told.reading, told.reading + 1.0)) <= 0.3 + STEP_OF


def test_vice_survived_tasmota_fades_at_a_speed(opened: Opened) -> None:
    """Its speed is for the whole scale: a short way lasts as long as a long one."""
    at = opened("tasmota")
    for level in (0.9, 0.3):
        at.show(level, over=1.0)
        assert 0.6 <= at.lamp.glide <= 1.4
        assert at.glows(level, within=5.0)


@pytest.mark.parametrize("speaks", ["shelly", "shelly:controlled+notifies"])
def test_vice_survived_shelly_as_it_comes_from_its_maker(
    opened: Opened, speaks: str
) -> None:
    """It obeys and is heard without `enable_control` and `status_ntf`, as with both."""
    at = opened(speaks)
    at.show(0.25, over=0.3)
    assert at.will_glow(0.25)
    assert at.says(0.25)


@every_dialect
def test_vice_survived_silence_of_one_that_is_online(
    opened: Opened, speaks: str
) -> None:
    """It obeys all the same, and nothing is made up about what it is."""
    at = opened(f"{speaks}:silent")
    at.inbox.empty()
    at.show(0.25, over=0.5)
    at.ask()
    at.settles()
    assert at.will_glow(0.25)
    assert not [x for x in at.inbox.posted if isinstance(x, LampSaid)]
