"""What is sent rises slowly, whatever was computed."""

from hypothesis import given
from hypothesis import strategies as st

from kap_room.plan.units import SILENT, Decibels, Seconds
from kap_room.player.gains import gain_of
from kap_room.player.limit import Sent, send, settle

FULL = Decibels(0)
MOST = Decibels(12)

moves = st.lists(
    st.tuples(
        st.sampled_from([0.02, 0.02, 0.02, 0.1, 0.25, 3.0]),
        st.one_of(st.floats(-60, 12), st.just(SILENT)).map(Decibels),
    ),
    min_size=2,
    max_size=60,
)


@given(moves)
def test_whatever_is_asked_no_quarter_second_rises_by_six_decibels(
    asked: list[tuple[float, Decibels]],
) -> None:
    """Once it is above -40 dB, in the steps that libVLC is really sent."""
    sent, reading, steps = Sent(), 0.0, [(0.0, 0)]
    for passed, target in asked:
        reading += passed
        sent = send(sent, target, FULL, MOST, Seconds(reading))
        steps.append((reading, sent.step))
    for place, (late, after) in enumerate(steps):
        for early, before in steps[:place]:
            if late - early < 0.25:
                rise = max(-40.0, gain_of(after)) - max(-40.0, gain_of(before))
                assert rise < 6.0


@given(st.floats(-60, 0).map(Decibels))
def test_a_fall_is_never_held_back(target: Decibels) -> None:
    """Silence obeys at once."""
    sent = Sent(Seconds(1.0), FULL, 10000)
    assert send(sent, target, FULL, MOST, Seconds(1.02)).gain == target


def test_a_rise_takes_no_more_than_twenty_decibels_a_second() -> None:
    """Thirty decibels asked at once arrive after a second and a half."""
    sent = Sent(Seconds(0.0), Decibels(-30), 3162)
    for tick in range(1, 70):
        sent = send(sent, FULL, FULL, MOST, Seconds(tick * 0.02))
    assert -3.0 < sent.gain < -2.0


def test_a_tick_that_comes_late_gives_no_more_than_one_step() -> None:
    """After ten seconds of standstill the rise goes on where it was."""
    sent = Sent(Seconds(0.0), Decibels(-30), 3162)
    assert send(sent, FULL, FULL, MOST, Seconds(10.0)).gain == Decibels(-28.5)


def test_out_of_silence_it_begins_at_the_floor() -> None:
    """Relative to the deck's own gain: a quiet file is not begun too loud."""
    sent = send(Sent(), Decibels(-10), Decibels(-10), MOST, Seconds(5.0))
    assert sent.gain == Decibels(-58)


def test_a_gain_at_rest_is_sent_twice_more() -> None:
    """First a little lower, then as it is: a server that missed it hears it now."""
    sent = Sent(Seconds(0.0), Decibels(-0.5), 9810)
    steps = []
    for tick in range(1, 8):
        before = sent.step
        sent = send(sent, FULL, FULL, MOST, Seconds(tick * 0.02))
        sent = settle(sent) if sent.step == before else sent
        steps.append(sent.step)
    assert steps[:5] == [9962, 10000, 9900, 10000, 10000]
    assert not sent.unsettled
