"""Every format in which people own music is heard, and heard from where it was asked.

Several files in one recording: each has a pitch of its own, and while one is heard the
next is on its way in.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from kap_room.exchange.order import DeckOrder, Order
from kap_room.plan.units import Decibels, Seconds
from tests.library import formats
from tests.library.formats import KINDS, LEVEL, ODD_NAMES, Kind, Wave
from tests.player.rig import Line, PlayerRig, is_sounding, of
from tests.rig.hearing import RATE, Recording
from tests.rig.sound import PulseRoom

RMS = LEVEL - 3.01

RISE = 0.3
ALONE = 0.9
"""From the end of a rise until what is heard is the deck's alone: the one before it
is no longer ordered, and goes out over a second."""

FULL = 3.2
"""The same until it is at its level: nothing rises faster than 20 dB a second."""

LISTENED = 0.2

PER_SECOND = 40.0
"""How fast the tone climbs that tells a place in a file, in Hz."""

LENGTH = 60.0

FORMATS = tuple(KINDS)
COMMON = ("mp3 with a picture", "flac 24", "opus mono", "m4a")
UNEVEN = ("mp3 variable, no index", "flac 16")
INSIDE = (
    *UNEVEN,
    "ogg vorbis",
    "mp3 variable",
    "mp3 mono, no index",
    "flac 24",
    "opus",
    "m4a",
)

slow = pytest.mark.slow


@dataclass(frozen=True)
class Heard:
    recording: Recording
    rose: Mapping[str, float]
    settles: float

    def of(self, name: str) -> Recording:
        begins = self.rose[name] + RISE + self.settles
        return self.recording.between(begins, begins + LISTENED)


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[PulseRoom, Line]]:
    folder = tmp_path_factory.mktemp("formats")
    with PulseRoom(folder) as room, PlayerRig(room, folder) as player:
        yield room, player.connect()


def listen(
    line: tuple[PulseRoom, Line],
    files: Mapping[str, Path],
    begins: float = 0.0,
    settles: float = ALONE,
    ends: Seconds | None = None,
) -> Heard:
    """Each in turn, as soon as the one before was heard."""
    room, engine = line
    engine.order(Order(0))
    engine.wait_for(lambda report: not report.decks)
    rose: dict[str, float] = {}
    for name, file in files.items():
        appearance = f"{time.monotonic():.3f}"  # never used again
        deck = DeckOrder(
            appearance,
            str(file),
            *(Decibels(0.0), Decibels(3.0)),
            *(Seconds(0.0), Seconds(RISE), Seconds(begins)),
            ends,
        )
        engine.order(Order(0, (deck,), sounding=True))
        report = of(engine.wait_for(is_sounding(appearance)), appearance)
        assert report is not None
        assert report.rose is not None
        rose[name] = report.rose
        until = rose[name] + RISE + settles + LISTENED
        time.sleep(max(0.0, until - time.monotonic()))
    return Heard(room.stop_recording(), rose, settles)


def written(
    folder: Path, names: Sequence[str], wave: Callable[[int, Kind], Wave]
) -> dict[str, Path]:
    return {
        name: formats.write(
            folder / f"{name}{KINDS[name].ending}",
            wave(number, KINDS[name]),
            KINDS[name],
        )
        for number, name in enumerate(names)
    }


def pitch_of(heard: Recording) -> float:
    samples = heard.samples[:, 0]
    count = 16 * len(samples)
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples)), count))
    return float(spectrum.argmax()) * RATE / count


@pytest.mark.parametrize("names", [COMMON, pytest.param(FORMATS, marks=slow)])
def test_every_format_is_heard(
    line: tuple[PulseRoom, Line], tmp_path: Path, names: Sequence[str]
) -> None:
    """Each with its own pitch."""
    files = written(
        tmp_path, names, lambda n, kind: formats.tone(7, 400 + 60 * n, kind)
    )
    heard = listen(line, files)
    for number, name in enumerate(names):
        part = heard.of(name)
        assert pitch_of(part) == pytest.approx(400 + 60 * number, abs=15), name


@slow
@pytest.mark.timeout(150)
def test_every_format_is_heard_at_its_own_level(
    line: tuple[PulseRoom, Line], tmp_path: Path
) -> None:
    """Mono and stereo alike, whatever decodes it."""
    files = written(tmp_path, FORMATS, lambda _, kind: formats.tone(14, 997, kind))
    heard = listen(line, files, settles=FULL, ends=Seconds(14.0))
    for name in FORMATS:
        part = heard.of(name)
        level = part.level_at((part.begins + part.ends) / 2, LISTENED)
        assert level == pytest.approx(RMS, abs=1.0), name


@pytest.mark.parametrize("names", [ODD_NAMES[1:4], pytest.param(ODD_NAMES, marks=slow)])
def test_a_file_of_any_name_is_heard(
    line: tuple[PulseRoom, Line], tmp_path: Path, names: Sequence[str]
) -> None:
    """No name is an option, an address or a pattern."""
    kind = KINDS["flac 16"]
    files = {
        name: formats.write(tmp_path / name, formats.tone(4, 500 + 70 * n, kind), kind)
        for n, name in enumerate(names)
    }
    heard = listen(line, files)
    for number, name in enumerate(names):
        pitch = pitch_of(heard.of(name))
        assert pitch == pytest.approx(500 + 70 * number, abs=15), name


@pytest.mark.parametrize(
    ("names", "begins"),
    [
        (UNEVEN, 17.0),
        pytest.param(INSIDE, 40.0, marks=slow),
        pytest.param(INSIDE, 29.0, marks=slow),
    ],
)
def test_a_file_begins_where_it_was_asked_to(
    line: tuple[PulseRoom, Line], tmp_path: Path, names: Sequence[str], begins: float
) -> None:
    """Within half a second, though its second half takes many times the bytes."""
    files = written(
        tmp_path,
        names,
        lambda _, kind: formats.rising(LENGTH, kind, per_second=PER_SECOND),
    )
    heard = listen(line, files, begins)
    for name in names:
        part = heard.of(name)
        place = (pitch_of(part) - 300) / PER_SECOND
        passed = (part.begins + part.ends) / 2 - heard.rose[name]
        assert place - passed == pytest.approx(begins, abs=0.5), name
