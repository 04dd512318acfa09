"""S1 and S6 for every fault, in a whole room, at the sink: how soon it is heard again.

An evening of one fault after another, once of steady tones and once of pink noise.
Each claim reads its own stretch of it; the whole table stands in each failure.
`pytest -m slow -s` on this file prints it.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.rig.evening import MATERIALS, Act, Evening, pitch_of, playlist, pressing
from tests.rig.house import House
from tests.rig.material import write

STARTLE = 6.0
SKIP = 4.0

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

SCENE = """
name: Evening
phases:
  - {name: only, lasts: open, playlist: sound, crossfade: 4s}
"""

ORDER = (
    *("a.flac", "gone.flac", "b.flac", "empty.flac", "c.flac", "words.flac"),
    *("d.flac", "cut.flac", "e.flac", "pulled.wav", "f.flac", "g.flac", "h.flac"),
    "i.flac",
)
"""Between any two that can sound lies one that will not."""

Does = Callable[[House], None]


def _spoiled(file: str, spoil: Callable[[Path], object]) -> Does:
    """A file that was fine when it was measured, and is not when it is wanted."""

    def skip_to_it(house: House) -> None:
        spoil(house.music / file)
        house.press("next-track")

    return skip_to_it


def _pull(house: House) -> None:
    os.truncate(house.music / "pulled.wav", 0)
    (house.music / "pulled.wav").unlink()


def _halve(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


def _words(file: Path) -> None:
    file.write_bytes(b"These are words and no music. " * 400)


def _kill(*who: str) -> Does:
    def kill(house: House) -> None:
        for each in who:
            house.kill(each)
        if "keeper" in who:
            house.keep()

    return kill


def _in_a_crossfade(does: Does) -> Does:
    def skip(house: House) -> None:
        house.press("next-track")
        time.sleep(1.7)
        does(house)

    return skip


def _stop(seconds: float) -> Does:
    """The player, and let it go again; never, where that is for ever."""

    def stop(house: House) -> None:
        player = house.pids()["player"]
        os.kill(player, signal.SIGSTOP)
        if seconds != FOR_EVER:
            time.sleep(seconds)
            with suppress(ProcessLookupError):  # its keeper was not so patient
                os.kill(player, signal.SIGCONT)

    return stop


FOR_EVER = float("inf")

PATIENCE = 1.0
"""How long the keeper looks on, and its own time."""


@dataclass(frozen=True)
class Fault:
    """What is done, how it may sound at worst, and how it is told."""

    act: Act
    audible: float = 0.0
    """Seconds until it is heard for good; 0 is never unheard."""
    full: float = 8.0
    gap: float = 0.1
    journal: str = ""
    """The beginning of an entry that has to be there."""
    screen: str = ""
    """Words that have to be on the screen."""


def _skipped(name: str, file: str, spoil: Callable[[Path], object]) -> Fault:
    """The music before goes on until something else has risen."""
    told = (f"TrackFailed: {file}", file)
    act = Act(name, _spoiled(file, spoil), 9.0)
    return Fault(act, journal=told[0], screen=told[1])


def _interrupted(name: str, does: Does, sooner: float, lasts: float = 10.0) -> Fault:
    """Silent at once: heard again within 2 s of that, and full within 6."""
    told = ("HealthChanged: sound", "The player is starting again")
    return Fault(Act(name, does, lasts), sooner + 2.0, sooner + 6.0, 2.0, *told)


def _stopped(name: str, seconds: float, lasts: float = 13.0) -> Fault:
    """In a crossfade. For longer than its keeper looks on: another one plays."""
    does = _in_a_crossfade(_stop(seconds))
    if seconds > PATIENCE:
        return _interrupted(name, does, 1.7 + PATIENCE, lasts)
    return Fault(Act(name, does, lasts))


FAULTS = (
    Fault(Act("start", lambda house: house.start("evening"), 8.0), 2.0, 6.0, 2.0),
    _skipped("a file is missing", "gone.flac", Path.unlink),
    _skipped("a file is empty", "empty.flac", lambda file: file.write_bytes(b"")),
    _skipped("a file is not audio", "words.flac", _words),
    Fault(Act("to a file cut short", _spoiled("cut.flac", _halve), 6.0)),
    Fault(
        Act("a file ends too soon", lambda _: None, 16.0),
        audible=13.0,
        full=15.5,
        gap=2.0,
        journal="TrackFailed: cut.flac",
        screen="cut.flac",
    ),
    Fault(Act("to a file on a stick", pressing("next-track"), 6.0)),
    Fault(
        Act("the stick is pulled", _pull, 9.0),
        audible=3.5,
        full=7.0,
        gap=2.0,
        journal="TrackFailed: pulled.wav",
        screen="pulled.wav",
    ),
    Fault(Act("engine killed", _kill("engine"), 6.0), journal="SessionResumed"),
    Fault(
        Act("engine killed in a crossfade", _in_a_crossfade(_kill("engine")), 9.0),
        journal="SessionResumed",
    ),
    Fault(Act("keeper killed", _kill("keeper"), 9.0), journal="SessionResumed"),
    Fault(
        Act("keeper and engine killed", _kill("keeper", "engine"), 9.0),
        journal="SessionResumed",
    ),
    _interrupted("player killed", _kill("player"), 0.0),
    _interrupted(
        "player killed in a crossfade", _in_a_crossfade(_kill("player")), 1.7, 11.0
    ),
    _stopped("player stopped for 0.3 s in a fade", 0.3, 8.0),
    _stopped("player stopped for 1.3 s in a fade", 1.3),
    _stopped("player stopped for 5 s in a fade", 5.0, 15.0),
    _stopped("player stopped for good", FOR_EVER),
    Fault(
        Act("sound server back", lambda house: house.sound.start_server(), 12.0),
        audible=5.0,
        full=9.0,
        gap=5.0,
        journal="HealthChanged: sound",
        screen="No sound server answers",
    ),
)

NAMES = [fault.act.name for fault in FAULTS]


@pytest.fixture(scope="module", params=MATERIALS)
def evening(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Evening:
    evening = heard(request.param, tmp_path_factory.mktemp("house"))
    sys.stdout.write(f"\n{request.param}\n{evening}\n")
    return evening


@pytest.mark.parametrize("fault", FAULTS, ids=NAMES)
def test_no_fault_startles(evening: Evening, fault: Fault) -> None:
    """Never more than 6 dB within 250 ms, once above -40 dB."""
    assert evening.of(fault.act.name).rise < STARTLE, f"\n{evening}"


@pytest.mark.parametrize("fault", FAULTS, ids=NAMES)
def test_the_programme_is_soon_there_again(evening: Evening, fault: Fault) -> None:
    """Audible and full in time, and no longer unheard than it must be."""
    heard = evening.of(fault.act.name)
    assert heard.audible_after <= fault.audible, f"\n{evening}"
    assert heard.full_after <= fault.full, f"\n{evening}"
    assert heard.gap <= fault.gap, f"\n{evening}"


@pytest.mark.parametrize(
    "fault",
    [x for x in FAULTS if x.journal],
    ids=[x.act.name for x in FAULTS if x.journal],
)
def test_every_fault_is_told(evening: Evening, fault: Fault) -> None:
    """In the journal and, where a person may have to do something, on the screen."""
    heard = evening.of(fault.act.name)
    told = [said for said in heard.told if said.startswith(fault.journal)]
    assert told, f"\n{evening}"
    assert len(told) == len(set(told)), f"\n{evening}"
    assert any(fault.screen in said for said in heard.troubles) or not fault.screen, (
        f"\n{evening}"
    )


def test_nothing_sound_is_left_out(evening: Evening) -> None:
    """Only the files that were spoiled: a player's stop is no file's fault."""
    failed = {
        json.loads(entry.data)["file"]
        for heard in evening.heard
        for entry in heard.entries
        if entry.kind == "TrackFailed"
    }
    spoiled = {"gone.flac", "empty.flac", "words.flac", "cut.flac", "pulled.wav"}
    assert failed == spoiled, f"\n{evening}"


def test_a_crossfade_ends_as_planned_without_its_engine(evening: Evening) -> None:
    """Four seconds after the skip the next track is there, and it stays as it is."""
    heard = evening.of("engine killed in a crossfade")
    assert heard.deepest > -2.0, f"\n{evening}"
    (began,) = [x for x in heard.entries if x.kind == "TrackBegan"]
    if evening.window < MATERIALS["noise"].window:
        pitch = pitch_of(ORDER.index(json.loads(began.data)["file"]))
        alone = heard.recording.only(pitch, width=20.0)
        there = alone.level_at(heard.at + SKIP + 1.0, window=0.2)
        assert abs(there - alone.level_at(heard.ends - 0.6, window=0.2)) < 0.5
        half = alone.level_at(heard.at + SKIP / 2, window=0.1)
        assert -34.0 < half - there < -14.0


def heard(material: str, folder: Path) -> Evening:
    music = folder / "music"
    music.mkdir()
    made = MATERIALS[material]
    for number, name in enumerate(ORDER):
        lasts = {"cut.flac": 30.0, "pulled.wav": 60.0}.get(name, 100.0)
        write(music / name, made.make(lasts, number))
    with House(folder, music=music) as house:
        house.write("playlists/sound.yaml", playlist("sound", ORDER))
        house.write("scenes/evening.yaml", SCENE)
        house.measure()
        house.keep()
        return _played(Evening(house, window=made.window))


def _played(evening: Evening) -> Evening:
    *most, last = FAULTS
    for fault in most:
        evening.act(fault.act.name, fault.act.does, fault.act.lasts)
    evening.listen()
    # What is heard of a server begins with it, so its loss is looked at alone.
    evening.house.sound.kill_server()
    time.sleep(3.0)
    evening.act(last.act.name, last.act.does, last.act.lasts)
    evening.listen()
    evening.close()
    return evening
