"""Hands in a hurry: skips upon skips, and silence at any moment."""

import random
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from kap_room.exchange.order import DeckOrder, Order
from kap_room.plan.shapes import Fade
from kap_room.plan.units import SILENT, Decibels, Seconds
from tests.player.rig import Line, PlayerRig, deck, is_sounding
from tests.rig.hearing import Recording
from tests.rig.material import PROGRAMME, RESTLESS, pink_noise, tone, write
from tests.rig.sound import PulseRoom

SKIP = 4.0
"""Seconds: how long a skip's crossfade lasts."""


@pytest.fixture(scope="module")
def noises(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Unrelated noises, each as another format has it."""
    folder = tmp_path_factory.mktemp("noises")
    names = ("one.mp3", "two.flac", "three.opus", "four.wav", "five.flac")
    return [
        write(folder / name, pink_noise(30, seed=20 + number))
        for number, name in enumerate(names)
    ]


def test_four_skips_inside_a_crossfade_hold_the_power(
    room: PulseRoom, player: PlayerRig, noises: list[Path]
) -> None:
    """A second apart, one format after another: never a dip, never a bump."""
    line = player.connect()
    decks: tuple[DeckOrder, ...] = (deck("0", noises[0]),)
    line.order(Order(0, decks, sounding=True))
    line.wait_for(is_sounding("0"))
    time.sleep(3.6)
    begun = time.monotonic()
    for number in range(1, 5):
        now = time.monotonic()
        decks = (*decks, deck(str(number), noises[number], now, SKIP))
        line.order(Order(0, decks, sounding=True))
        time.sleep(1.0)
    time.sleep(SKIP + 1.5)
    ends = time.monotonic()
    assert line.reports[-1].lead == "4"
    heard = room.stop_recording().between(begun - 0.4, ends)
    _, levels = heard.levels(window=1.0, hop=0.05)
    assert abs(levels - PROGRAMME).max() < 1.0
    assert heard.largest_rise(PROGRAMME, window=RESTLESS) < 6.0


@pytest.mark.slow
def test_a_track_that_follows_itself_goes_out_and_comes_in(
    room: PulseRoom, player: PlayerRig, music: Path
) -> None:
    """Begun again from the top on a steady tone: no comb, no startle, back soon."""
    line = player.connect()
    first = deck("a", music / "low.flac")
    line.order(Order(0, (first,), sounding=True))
    line.wait_for(is_sounding("a"))
    time.sleep(3.4)
    asked = time.monotonic()
    again = deck("b", music / "low.flac", asked, SKIP)
    line.order(Order(0, (first, again), sounding=True))
    time.sleep(7.0)
    heard = room.stop_recording().between(asked - 0.5, time.monotonic())
    assert heard.largest_rise(PROGRAMME) < 6.0
    readings, levels = heard.levels()
    quiet = readings[levels < PROGRAMME - 40.0]
    assert quiet[-1] - quiet[0] < 2.0
    assert abs(heard.level_at(heard.ends - 0.5, window=0.4) - PROGRAMME) < 0.5


@pytest.mark.slow
def test_a_lead_with_a_soft_tail_is_followed_without_a_startle(
    room: PulseRoom, player: PlayerRig, music: Path, tmp_path: Path
) -> None:
    """Its last seconds hide nothing: what comes in must be slow by itself."""
    fading = tone(9, 400) * np.geomspace(1.0, 0.001, 9 * 48000)[:, np.newaxis]
    file = write(tmp_path / "soft.flac", fading.astype(np.float32))
    asked = time.monotonic()
    line = player.connect()
    following = deck("b", music / "high.mp3", starts=asked + 500, rise=3.0)
    line.order(Order(0, (deck("a", file),), following, sounding=True))
    time.sleep(11.0)
    heard = room.stop_recording().between(asked, time.monotonic())
    assert heard.largest_rise(PROGRAMME) < 6.0
    assert abs(heard.level_at(heard.ends - 0.5, window=0.4) - PROGRAMME) < 0.5


def test_no_controller_passes_the_ceiling(
    room: PulseRoom, player: PlayerRig, music: Path
) -> None:
    """Twenty decibels more are asked for, at once: three are allowed, and slowly."""
    line = player.connect()
    decks = (deck("a", music / "low.flac"),)
    line.order(Order(0, decks, sounding=True))
    line.wait_for(is_sounding("a"))
    time.sleep(3.4)
    asked = time.monotonic()
    more = Fade(Seconds(0), Seconds(0), Decibels(0), Decibels(20))
    line.order(Order(0, decks, master=(more,), sounding=True))
    time.sleep(2.0)
    heard = room.stop_recording().between(asked - 0.5, time.monotonic())
    _, levels = heard.levels()
    assert float(levels.max()) < PROGRAMME + 3.1
    assert heard.largest_rise(PROGRAMME) < 6.0


@pytest.mark.parametrize("step", [1.0, pytest.param(-1.0, marks=pytest.mark.slow)])
def test_louder_and_quieter_held_down_startle_nobody(
    room: PulseRoom, player: PlayerRig, music: Path, step: float
) -> None:
    """Twenty presses a second, a decibel each, for a second and back."""
    line = player.connect()
    quiet = replace(deck("a", music / "low.flac"), gain=Decibels(-12))
    line.order(Order(0, (quiet,), sounding=True))
    line.wait_for(is_sounding("a"))
    time.sleep(3.4)
    begun, volume = time.monotonic(), 0.0
    for press in range(40):
        volume += step if press < 20 else -step
        now = Seconds(time.monotonic())
        fade = Fade(now, Seconds(0.3), Decibels(volume - step), Decibels(volume))
        line.order(Order(0, (quiet,), master=(fade,), sounding=True))
        time.sleep(0.05)
    time.sleep(1.5)
    heard = room.stop_recording().between(begun - 0.3, time.monotonic())
    assert heard.largest_rise(PROGRAMME - 12) < 6.0
    assert abs(heard.level_at(heard.ends - 0.4, window=0.3) - PROGRAMME + 12) < 1.2


@pytest.fixture(scope="module")
def tones(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Of whole waves in 20 ms: a tenth of a decibel shows in so short a time."""
    folder = tmp_path_factory.mktemp("tones")
    pitches = {"one.mp3": 400, "two.flac": 600, "three.opus": 800, "four.wav": 1000}
    return [write(folder / name, tone(30, pitch)) for name, pitch in pitches.items()]


def attenuation(heard: Recording, pressed: float, within: float = 0.15) -> float:
    """By how many decibels it is softer than it was on its way to be by then."""
    _, before = heard.between(pressed - 0.3, pressed).levels(window=0.02)
    slope = (before[-5:].mean() - before[:5].mean()) / (len(before) - 5)
    due = before[-1] + slope * (within - 0.01) / 0.01
    return float(due - heard.level_at(pressed + within - 0.01, window=0.02))


def press(room: PulseRoom, line: Line, tones: list[Path], number: int) -> None:
    """Silence in some situation; once more where it was late, as a busy computer is."""
    late = lateness(room, line, tones, number)
    if late:
        late = lateness(room, line, tones, number)
    assert not late, f"press {number} {late}"


def lateness(room: PulseRoom, line: Line, tones: list[Path], number: int) -> str:
    """Silence in some situation, and what was late about it, if anything was."""
    chance = random.Random(number)  # noqa: S311 - a seed, not a secret
    turn = f"{number} at {time.monotonic():.3f}"
    decks: tuple[DeckOrder, ...] = (deck(f"{turn} a", tones[number % 4]),)
    line.order(Order(0, decks, sounding=True))
    line.wait_for(is_sounding(decks[0].deck))
    risen = chance.choice([1.0, 2.0, 3.4])  # in mid-fade, or at rest
    time.sleep(risen)
    match number % 3:
        case 1:  # a crossfade
            other = tones[(number + 1) % 4]
            decks = (*decks, deck(f"{turn} b", other, time.monotonic(), SKIP))
            line.order(Order(0, decks, sounding=True))
            time.sleep(chance.uniform(1.0, 3.0))
        case 2:  # a fault
            gone = deck(f"{turn} c", Path("/not/there.flac"), time.monotonic(), SKIP)
            line.order(Order(0, (*decks, gone), sounding=True))
            time.sleep(chance.uniform(0.1, 0.5))
        case _:
            pass
    pressed = line.silence()
    allowed = 3.2
    if number % 2:
        time.sleep(chance.uniform(0.1, 1.5))
        pressed_again, allowed = line.silence(), 0.6
        time.sleep(1.1)
    else:
        pressed_again = pressed
        time.sleep(3.6)
    heard = room.stop_recording().between(pressed - 1.0, time.monotonic())
    took = heard.falls_below(-60.0, pressed_again, PROGRAMME) - pressed_again
    fallen = attenuation(heard, pressed)
    silence = Fade(Seconds(0), Seconds(0), SILENT, SILENT)
    line.order(Order(0, (), master=(silence,)))
    time.sleep(1.2)
    if took >= allowed:
        return f"was obeyed after {took:.2f} s"
    return "" if fallen > 0.4 else f"was heard by {fallen:.2f} dB in 150 ms"


@pytest.mark.slow
def test_silence_is_heard_at_once_of_what_the_ceiling_cuts(
    room: PulseRoom, player: PlayerRig, tones: list[Path]
) -> None:
    """It asks for 12 dB more than it may have; nobody waits until those are gone."""
    line = player.connect()
    loud = replace(deck("a", tones[1]), gain=Decibels(12), most=Decibels(0))
    begun = time.monotonic()
    line.order(Order(0, (loud,), sounding=True))
    line.wait_for(is_sounding("a"))
    time.sleep(4.0)
    pressed = line.silence()
    time.sleep(3.6)
    heard = room.stop_recording().between(begun, time.monotonic())
    assert heard.falls_below(-60.0, pressed, PROGRAMME) - pressed < 3.2
    assert attenuation(heard, pressed) > 0.4
    assert heard.largest_rise(PROGRAMME) < 6.0


@pytest.mark.timeout(120)
def test_silence_obeys_at_whatever_moment(
    room: PulseRoom, player: PlayerRig, tones: list[Path]
) -> None:
    """In mid-fade, mid-crossfade, during a fault; heard at once, and over in time."""
    line = player.connect()
    for number in range(1, 4):
        press(room, line, tones, number)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_silence_obeys_fifty_times(
    room: PulseRoom, player: PlayerRig, tones: list[Path]
) -> None:
    """Heard within 150 ms, and 3.2 s, or 0.6 s from the second press, every time."""
    line = player.connect()
    late = [lateness(room, line, tones, number) for number in range(50)]
    assert not [each for each in late if each]
