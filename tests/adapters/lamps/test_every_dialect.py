"""What holds for every make of lamp, whatever it is told and whatever it says."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kap_room.adapters.lamps.dialect import Answers, Glows, Step, Word
from kap_room.adapters.lamps.dialects import DIALECTS, problem_with
from kap_room.plan.look import Light
from kap_room.plan.room import Ability, Dimming, Lamp
from kap_room.plan.units import Kelvin, Level, Seconds
from tests.adapters.lamps.makes import MAKES, Make, Order

NUMBERS = st.floats() | st.sampled_from([0.0, 1e-9, 0.3, 1.0, -1.0, 1e308])


def lights() -> st.SearchStrategy[Light]:
    levels = st.none() | (NUMBERS | st.floats(0, 1)).map(Level)
    warmths = st.none() | (NUMBERS | st.floats(900, 11_000)).map(Kelvin)
    return st.builds(Light, levels, warmths)


@dataclass(frozen=True)
class Kind:
    """What a room file may say of a lamp of any make."""

    minimum: Level
    dimming: Dimming
    can: Ability
    never_dark: bool

    def of(self, lamp: Lamp) -> Lamp:
        return replace(
            lamp,
            minimum=self.minimum,
            dimming=self.dimming,
            can=self.can,
            never_dark=self.never_dark,
        )


def kinds() -> st.SearchStrategy[Kind]:
    return st.builds(
        Kind,
        st.floats(0, 1).map(Level),
        st.sampled_from(Dimming),
        st.sampled_from(Ability),
        st.booleans(),
    )


makes = pytest.mark.parametrize("make", MAKES.values(), ids=MAKES.keys())


def order_of(make: Make, lamp: Lamp, step: Step) -> Order | None:
    """What the lamp would do, by its maker's own reading."""
    message = DIALECTS[lamp.speaks].set_message(lamp, step)
    if message is None:
        return None
    topic, payload = message
    assert topic == make.told_on
    return make.reads(payload)


@makes
@given(light=lights(), over=NUMBERS | st.floats(0, 9), before=lights(), kind=kinds())
def test_whatever_is_asked_a_lamp_is_told_what_it_can_follow(
    make: Make, light: Light, over: float, before: Light, kind: Kind
) -> None:
    """In its own grammar, no longer than a step, and never on at nothing."""
    lamp = kind.of(make.lamp)
    order = order_of(make, lamp, Step(light, Seconds(over), before))
    if order is None:
        return
    assert order.lasts is None or 0.0 <= order.lasts <= 5.0
    assert lamp.can is Ability.WARMTH or order.kelvin is None
    assert not (order.on is False and (lamp.never_dark or order.kelvin))
    if lamp.can is Ability.SWITCH:
        assert (order.steps, order.lasts, order.speed) == (None, None, None)
    else:
        assert order.on is not True or order.steps is not None
        assert (order.lasts is None) == (order.speed is not None)


@makes
@pytest.mark.parametrize("dimming", Dimming)
@given(level=st.floats(0, 1), warmth=st.floats(3000, 6500), minimum=st.floats(0, 1))
def test_what_a_lamp_was_told_and_reports_is_what_was_asked(
    make: Make, dimming: Dimming, level: float, warmth: float, minimum: float
) -> None:
    """Within one step of its own scale: our own ramps are no hand."""
    lamp = replace(make.lamp, dimming=dimming, minimum=Level(minimum))
    dialect = DIALECTS[lamp.speaks]
    light = Light(Level(level), Kelvin(warmth))
    order = order_of(make, lamp, Step(light, Seconds(5.0)))
    assert order is not None
    topic, payload = make.says(order.steps or 0, order.kelvin)
    assert topic in dialect.topics(lamp)
    word = dialect.hear(lamp, topic, payload)
    assert isinstance(word, Glows)
    wanted = 0.0 if level == 0.0 else max(level, minimum)
    heard = word.level
    assert heard is not None
    root = 0.5 if dimming is Dimming.SQUARE else 1.0
    assert heard**root == pytest.approx(wanted**root, abs=1.0 / dialect.brightest)
    assert not word.coloured
    if order.kelvin is not None and make.tells_warmth:
        assert word.warmth is not None
        assert 1e6 / word.warmth == pytest.approx(1e6 / warmth, abs=1.0)


@makes
def test_a_lamp_that_can_be_warm_is_told_so(make: Make) -> None:
    """Except the Shelly dimmer, which has one colour of light."""
    light = Light(Level(0.5), Kelvin(3000.0))
    order = order_of(make, make.lamp, Step(light, Seconds(5.0)))
    assert order is not None
    if make.lamp.name == "wall":
        assert order.kelvin is None
    else:
        assert order.kelvin == pytest.approx(3000.0, abs=5.0)


@makes
@given(warmth=st.floats(500, 20_000))
def test_a_warmth_that_a_lamp_would_refuse_is_the_nearest_that_it_has(
    make: Make, warmth: float
) -> None:
    """A Shelly would refuse the brightness along with it."""
    low, high = DIALECTS[make.lamp.speaks].warmths(make.lamp)
    light = Light(Level(0.5), Kelvin(warmth))
    order = order_of(make, make.lamp, Step(light, Seconds(5.0)))
    assert order is not None
    if order.kelvin is not None:
        nearest = min(high, max(low, warmth))
        assert 1e6 / order.kelvin == pytest.approx(1e6 / nearest, abs=0.6)


@makes
def test_dark_is_a_word_of_its_own(make: Make) -> None:
    """And takes its time, as every fade does."""
    light = Light(Level(0.0), Kelvin(2000.0))
    before = Light(Level(1.0))
    order = order_of(make, make.lamp, Step(light, Seconds(4.0), before))
    assert order is not None
    assert (order.on, order.steps, order.kelvin) == (False, None, None)
    assert order.lasts == 4.0 or order.speed == 8


@makes
def test_a_lamp_that_is_never_dark_keeps_a_trace(make: Make) -> None:
    """Its minimum where the room file gives one, else the least that it has."""
    dark = Step(Light(Level(0.0)), Seconds(5.0))
    least = order_of(make, replace(make.lamp, never_dark=True), dark)
    assert least is not None
    assert (least.on, least.steps) == (True, 1)
    lamp = replace(make.lamp, never_dark=True, minimum=Level(0.2))
    order = order_of(make, lamp, dark)
    assert order is not None
    assert order.steps == round(0.2 * DIALECTS[lamp.speaks].brightest)


@makes
def test_a_lamp_that_only_switches_does_so_once_on_a_ramp(make: Make) -> None:
    """On from 30 %, off below 25: it rests near either without a flicker."""
    lamp = replace(make.lamp, can=Ability.SWITCH)
    before, told = Light(Level(0.0)), []
    for level in (0.1, 0.29, 0.3, 0.29, 0.31, 0.26, 0.9, 0.25, 0.24, 0.26, 0.29, 0.0):
        order = order_of(make, lamp, Step(Light(Level(level)), Seconds(5.0), before))
        assert order is not None
        told.append(order.on)
        before = Light(Level(1.0 if order.on else 0.0))
    assert told == [False] * 2 + [True] * 6 + [False] * 4


@makes
def test_a_lamp_that_is_off_is_not_told_a_warmth_alone(make: Make) -> None:
    """Some would go on for it, at whatever they were before."""
    step = Step(Light(None, Kelvin(2700.0)), Seconds(5.0), Light(Level(0.0)))
    assert order_of(make, make.lamp, step) is None


@makes
def test_a_lamp_that_is_on_is_told_a_warmth_alone_without_being_switched(
    make: Make,
) -> None:
    """A hand that has just turned it off keeps it off."""
    step = Step(Light(None, Kelvin(2700.0)), Seconds(5.0), Light(Level(0.5)))
    order = order_of(make, make.lamp, step)
    if make.lamp.name == "wall":
        assert order is None
    else:
        assert order is not None
        assert (order.on, order.steps) == (None, None)
        assert order.kelvin is not None


@makes
@pytest.mark.parametrize("yes", [True, False])
def test_availability_is_heard_alone_and_in_json(make: Make, yes: bool) -> None:
    """Bridges and devices of different years spell it differently."""
    lamp = make.lamp
    topic, there, gone = make.is_there
    word = json.loads(there if yes else gone) if b"{" in there else None
    plain = (there if yes else gone).decode()
    state = word["state"] if word else plain
    for payload in (plain, f'{{"state":"{state}"}}', f'"{state}"'):
        heard = DIALECTS[lamp.speaks].hear(lamp, topic, payload.encode())
        assert heard == Answers(yes)
    # A broker tells what it kept in the order it is asked for it.
    topics = DIALECTS[lamp.speaks].topics(lamp)
    assert topics.index(topic) < topics.index(make.says(1, None)[0])


KEYS = (
    *("state", "brightness", "color_temp", "color_mode", "type", "data"),
    *("friendly_name", "POWER", "POWER1", "Dimmer", "CT", "Color", "Info3"),
    *("method", "params", "result", "id", "output", "ct", "light:0", "cct:0"),
    *("ison", "temp", "mode"),
)


def hostile() -> st.SearchStrategy[object]:
    leaves = (
        st.none()
        | st.booleans()
        | st.floats()
        | st.integers()
        | st.sampled_from([10**400, -1, 256, 1e999, "", "ON", "\ud800", "FF0000"])
        | st.sampled_from(["online", "255,0,0", "rgb", "#", "light:0", "NotifyStatus"])
    )
    keys = st.sampled_from(KEYS)
    return st.recursive(
        leaves,
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=6)
        ),
        max_leaves=20,
    )


def is_within_what_a_lamp_can_be(word: Word | None) -> bool:
    if not isinstance(word, Glows):
        return True
    level, warmth = word.level, word.warmth
    return (level is None or 0.0 <= level <= 1.0) and (
        warmth is None or 1000.0 <= warmth <= 10_000.0
    )


@makes
@given(payload=st.binary(max_size=300), says=hostile(), kind=kinds())
def test_whatever_a_stranger_says_in_a_lamp_s_name_it_is_one_that_a_lamp_can_mean(
    make: Make, payload: bytes, says: object, kind: Kind
) -> None:
    """Or it is not understood; nothing is raised."""
    lamp = kind.of(make.lamp)
    dialect = DIALECTS[lamp.speaks]
    for topic in (*dialect.topics(lamp), "somewhere/else", ""):
        for text in (payload, json.dumps(says).encode()):
            assert is_within_what_a_lamp_can_be(dialect.hear(lamp, topic, text))


MONSTERS = {
    "deep": b"[" * 100_000,
    "deep objects": b'{"params":' * 1600 + b"1" + b"}" * 1600,
    "a number without end": b'{"brightness":' + b"9" * 5000 + b"}",
    "digits": b"9" * 5000,
    "blanks": b" " * 16_000 + b"255",
    "a letter in half": b'{"state":"\\ud83d"}',
    "half a word": b'"\\udfff"',
    "another alphabet": "{\uff11\uff12}".encode("utf-16"),
    "not a number": b'{"Dimmer":NaN,"brightness":-Infinity,"bri":Infinity}',
    "eight megabytes": b'{"state":"' + b"x" * 8_000_000 + b'"}',
    "eight megabytes of digits": b"1" * 8_000_000,
}


@makes
@pytest.mark.parametrize("monster", MONSTERS.values(), ids=MONSTERS.keys())
def test_a_monster_is_not_understood(make: Make, monster: bytes) -> None:
    """On none of its topics."""
    dialect = DIALECTS[make.lamp.speaks]
    for topic in dialect.topics(make.lamp):
        assert dialect.hear(make.lamp, topic, monster) is None


@makes
@pytest.mark.parametrize("other", MAKES.values(), ids=MAKES.keys())
def test_no_lamp_speaks_for_another(make: Make, other: Make) -> None:
    """Not even where two outputs of one device speak on the same topic."""
    if make is other:
        return
    topic, payload = make.says(1, 2700.0)
    dialect = DIALECTS[other.lamp.speaks]
    assert dialect.hear(other.lamp, topic, payload) is None


@makes
def test_every_topic_is_one_lamp_s_and_without_wildcards(make: Make) -> None:
    """Whoever listens to the whole house hears what is none of the room's business."""
    lamp = make.lamp
    assert problem_with(lamp) is None
    for topic in DIALECTS[lamp.speaks].topics(lamp):
        assert not set(topic) & set("#+")
        assert all(topic.split("/"))
