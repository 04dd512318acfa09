"""What a room keeps when a part of it is killed with -9, and how it ends when asked.

The track is a tone that climbs evenly, so its pitch at the sink tells how far the track
has come, whatever any process believes.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from kap_room.adapters.journal.reading import entries_in
from tests.rig.hearing import CHANNELS, RATE, Recording
from tests.rig.house import KAP_ROOM, House, Status
from tests.rig.material import PROGRAMME, write
from tests.rig.tries import MOST, quickest

SILENT, AUDIBLE, STARTLE = -60.0, -40.0, 6.0

BACK = 3.0
"""Seconds until another engine has the session."""

AUDIBLE_AGAIN, FULL_AGAIN = 2.0, 6.0
"""Seconds after which a killed player's music is heard, and as loud as before."""

LOWEST, CLIMB, LASTS = 300.0, 30.0, 70.0
"""Hz, Hz a second and seconds of the climbing tone."""

SCENE = """
name: Evening
phases:
  - {name: only, lasts: open, playlist: climb}
"""


@dataclass(frozen=True, repr=False)
class EngineGone:
    """An engine killed in mid-session, and its keeper later on."""

    before: Status
    after: Status
    back_within: float
    origin: float
    """Where the plan's 0:00 was, as the first engine had it."""
    moved: float
    """By how much the next engine has it elsewhere."""
    refused: subprocess.CompletedProcess[str]
    """What a second `kap-room engine` was told."""
    taken_over: Status
    """Under the keeper that followed one that was killed."""
    killed: float
    heard: Recording


@dataclass(frozen=True, repr=False)
class PlayerGone:
    """A player killed in mid-session, and its keeper later asked to end."""

    before: Status
    after: Status
    killed: float
    asked: float
    code: int
    ended: float
    heard: Recording

    @property
    def programme(self) -> float:
        return self.heard.level_at(self.killed - 0.6, window=1.0)


@pytest.fixture(scope="module")
def climb(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("climb")
    moments = np.arange(round(LASTS * RATE)) / RATE
    turns = LOWEST * moments + CLIMB * moments**2 / 2
    wave = np.sin(2 * np.pi * turns) * 10 ** (PROGRAMME / 20) * np.sqrt(2)
    both = np.repeat(wave.astype(np.float32)[:, np.newaxis], CHANNELS, axis=1)
    write(folder / "climb.flac", both)
    return folder


@pytest.fixture(scope="module")
def engine_gone(
    tmp_path_factory: pytest.TempPathFactory, climb: Path
) -> Iterator[EngineGone]:
    with House(tmp_path_factory.mktemp("house"), music=climb) as house:
        before = _sounding(house)
        house.send("note", "before")
        origin = house.origin()
        killed = time.monotonic()
        back_within = quickest(lambda: _back_after(house), BACK)
        after = house.status()
        moved = house.origin() - origin
        refused = subprocess.run(
            [*KAP_ROOM, "engine"],
            env=house.env,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        house.kill("keeper")
        house.keep()
        taken_over = house.wait_until(lambda said: _is_new(said, before, "keeper"))
        time.sleep(1.5)
        yield EngineGone(
            before=before,
            after=after,
            back_within=back_within,
            origin=origin,
            moved=moved,
            refused=refused,
            taken_over=taken_over,
            killed=killed,
            heard=house.sound.stop_recording(),
        )


@pytest.fixture(scope="module")
def player_gone(
    tmp_path_factory: pytest.TempPathFactory, climb: Path
) -> Iterator[PlayerGone]:
    with House(tmp_path_factory.mktemp("house"), music=climb) as house:
        before = _sounding(house)
        for _ in range(MOST):
            killed, after = _player_killed(house)
            if _is_heard_again(house.sound.stop_recording(), killed):
                break
        asked = time.monotonic()
        assert house.keeper is not None
        house.keeper.send_signal(signal.SIGTERM)
        code = house.keeper.wait(timeout=60)
        ended = time.monotonic()
        time.sleep(0.5)
        heard = house.sound.stop_recording()
        yield PlayerGone(before, after, killed, asked, code, ended, heard)


def test_a_killed_engine_is_back_within_three_seconds(engine_gone: EngineGone) -> None:
    """A new one, which answers, with the session it found."""
    assert engine_gone.back_within < BACK
    session = engine_gone.after["session"]
    assert session["id"] == engine_gone.before["session"]["id"]
    assert session["state"] == "running"


def test_the_position_is_right_after_an_engine_was_killed(
    engine_gone: EngineGone,
) -> None:
    """The plan went on while nobody counted: within half a second."""
    assert abs(engine_gone.moved) < 0.5


def test_notes_outlive_an_engine(engine_gone: EngineGone) -> None:
    """What was written before is counted after."""
    assert engine_gone.after["notes"] == 1


def test_the_player_does_not_notice_engines_or_keepers_that_end(
    engine_gone: EngineGone,
) -> None:
    """The same process throughout, and at the sink the same tone goes on climbing."""
    pids = [x["pids"]["player"] for x in (engine_gone.before, engine_gone.taken_over)]
    assert pids[0] == pids[1]
    heard = engine_gone.heard
    before = heard.level_at(engine_gone.killed - 0.6, window=1.0)
    stretch = heard.between(engine_gone.killed - 1.0, heard.ends)
    _, levels = stretch.levels(window=0.1)
    assert abs(float(levels.min()) - before) < 3.0
    assert abs(float(levels.max()) - before) < 3.0
    passed = heard.ends - 0.5 - engine_gone.killed
    climbed = _place(heard, heard.ends - 0.5) - _place(heard, engine_gone.killed)
    assert abs(climbed - passed) < 0.1


def test_a_second_engine_is_told_who_holds_the_room(engine_gone: EngineGone) -> None:
    """Refused in one sentence that names the process."""
    assert engine_gone.refused.returncode == 1
    (line,) = engine_gone.refused.stderr.splitlines()
    assert str(engine_gone.before["pids"]["keeper"]) in line
    assert engine_gone.refused.stdout == ""


def test_a_new_keeper_takes_over_what_a_killed_one_left(
    engine_gone: EngineGone,
) -> None:
    """The same session, an engine that it can watch, and the player that sounds."""
    assert engine_gone.taken_over["session"]["state"] == "running"
    session = engine_gone.taken_over["session"]["id"]
    assert session == engine_gone.before["session"]["id"]
    pids = engine_gone.taken_over["pids"]
    assert pids["engine"] != engine_gone.after["pids"]["engine"]
    assert engine_gone.taken_over["notes"] == 1


def test_a_killed_player_is_soon_heard_again(player_gone: PlayerGone) -> None:
    """Audible within 2 s, at its level within 6 s, by another process."""
    heard, killed = player_gone.heard, player_gone.killed
    gone = heard.between(killed + 0.1, heard.ends)
    programme = player_gone.programme
    audible = gone.rises_above(AUDIBLE, killed + 0.1, programme) - killed
    assert audible < AUDIBLE_AGAIN
    full = heard.level_at(killed + FULL_AGAIN, window=0.3)
    assert abs(full - programme) < 1.0
    player = player_gone.after["pids"]["player"]
    assert player != player_gone.before["pids"]["player"]


def test_a_player_that_comes_back_fades_in(player_gone: PlayerGone) -> None:
    """Whatever the reason, nothing that was gone comes back as a blow."""
    back = player_gone.heard.between(player_gone.killed + 0.1, player_gone.asked)
    assert back.largest_rise(player_gone.programme) < STARTLE


def test_a_player_that_comes_back_is_where_the_track_would_be(
    player_gone: PlayerGone,
) -> None:
    """Not at the beginning: near where the killed one left or would be by now."""
    heard = player_gone.heard
    at = _place(heard, player_gone.asked - 0.5)
    left = _place(heard, player_gone.killed - 0.3)
    passed = player_gone.asked - player_gone.killed
    assert left + passed - 3.5 < at < left + passed + 0.7


def test_a_room_that_is_asked_to_end_fades_out(player_gone: PlayerGone) -> None:
    """SIGTERM: no cut, silent within three seconds, exit code 0."""
    heard, asked = player_gone.heard, player_gone.asked
    falls = heard.falls_below(SILENT, asked, player_gone.programme) - asked
    assert 1.5 < falls < 3.5
    assert heard.level_at(asked + 0.5) - player_gone.programme > -30.0
    assert player_gone.code == 0
    assert player_gone.ended - asked < 8.0


def test_a_note_that_was_acknowledged_is_in_the_journal(
    tmp_path: Path, climb: Path
) -> None:
    """The engine is killed the instant after it said so."""
    with House(tmp_path, music=climb, has_sound=False) as house:
        _begin(house)
        told = house.status()
        house.press("note", "she smiles")
        os.kill(told["pids"]["engine"], signal.SIGKILL)
        journal = tmp_path / "data" / "journal.db"
        entries = entries_in(journal, told["session"]["id"])
        notes = [json.loads(x.data) for x in entries if x.kind == "NoteWritten"]
        assert notes == [{"text": "she smiles"}]


def _begin(house: House) -> None:
    house.write("playlists/climb.yaml", "name: climb\ntracks:\n  - file: climb.flac\n")
    house.write("scenes/evening.yaml", SCENE)
    house.measure()
    house.keep()
    house.start("evening")


def _sounding(house: House) -> Status:
    """A session whose start fade is over for a while."""
    _begin(house)
    before = house.wait_until(lambda said: said["sound"]["state"] == "playing")
    house.sound.wait_for_music()
    time.sleep(0.5)
    return before


def _back_after(house: House) -> float:
    """Seconds from an engine's death to the answer of the next one.

    Without those in which it stood in line for a core behind everybody's tests.
    """
    gone = house.status()
    house.kill("engine")
    killed = time.monotonic()
    said = house.wait_until(lambda said: _is_new(said, gone, "engine"))
    passed = time.monotonic() - killed
    schedule = Path(f"/proc/{said['pids']['engine']}/schedstat")
    in_line = int(schedule.read_text().split()[1]) / 1e9 if schedule.exists() else 0.0
    return passed - in_line


def _player_killed(house: House) -> tuple[float, Status]:
    """When it was, and what the screen had of the next one; that sounds by then."""
    gone = house.status()
    house.kill("player")
    killed = time.monotonic()
    after = house.wait_until(lambda said: _is_new(said, gone, "player"))
    time.sleep(max(0.0, killed + FULL_AGAIN + 1.0 - time.monotonic()))
    return killed, after


def _is_heard_again(heard: Recording, killed: float) -> bool:
    """Whether it was in time, by and large: whoever claims it looks closer."""
    programme = heard.level_at(killed - 0.6, window=1.0)
    by_then = [AUDIBLE_AGAIN - 0.1, FULL_AGAIN]
    audible, full = (heard.level_at(killed + at, 0.1) - programme for at in by_then)
    return audible > AUDIBLE and full > -1.0


def _is_new(said: Status, before: Status, who: str) -> bool:
    """The new one is there, and whoever it looks after has spoken to it."""
    pids: dict[str, int | None] = said["pids"]
    return None not in pids.values() and pids[who] != before["pids"][who]


def _place(heard: Recording, reading: float) -> float:
    """How far into the climbing track it was, by its pitch."""
    part = heard.between(reading - 0.1, reading + 0.1).samples[:, 0]
    spectrum = np.abs(np.fft.rfft(part * np.hanning(len(part)), 8 * len(part)))
    pitch = float(np.argmax(spectrum)) * RATE / (8 * len(part))
    return (pitch - LOWEST) / CLIMB
