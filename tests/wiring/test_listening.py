"""Listening at a desk is refused with a sentence, and what it plays is bounded."""

import asyncio
import json
import os
import signal
from collections.abc import Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from kap_room.exchange.listening import Heard, Listening
from kap_room.exchange.order import PlayerReport
from kap_room.link import quick
from kap_room.link.places import Places
from kap_room.plan.music import Measure, Track
from kap_room.plan.room import Room, Sound
from kap_room.plan.units import Decibels, Seconds
from kap_room.wiring import excerpts
from kap_room.wiring.desk_player import DeskPlayer
from kap_room.wiring.found import Found, find
from kap_room.wiring.listening import NO_SERVER, NOTHING, SESSION, DraftListening
from tests.rig.sound import wait_for

TRACK = Track("tide.flac")
NOW = Seconds(1000.0)


@pytest.fixture(name="places")
def _places(tmp_path: Path) -> Iterator[Places]:
    places = Places(tmp_path / "room.yaml", tmp_path / "data", tmp_path / "run")
    (tmp_path / "music").mkdir()
    (tmp_path / "music" / "tide.flac").write_bytes(b"not much of a tide")
    places.runtime.mkdir()
    yield places
    wait_for(lambda: not list(places.runtime.glob("listening-*")), 10.0)


@asynccontextmanager
async def engine(places: Places, state: str):  # type: ignore[no-untyped-def]  # noqa: ANN201
    """One that says the same to whoever asks."""
    answers = []
    told = {"protocol": quick.PROTOCOL, "snapshot": {"session": {"state": state}}}

    async def answer(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        answers.append(asyncio.current_task())
        await reader.readline()
        writer.write(json.dumps(told).encode() + b"\n")
        await reader.read()
        writer.close()
        await writer.wait_closed()

    door = await asyncio.start_unix_server(answer, places.engine_socket)
    async with door:
        yield
        await asyncio.gather(*filter(None, answers))


def found(
    length: float = 200.0,
    *,
    track: Track = TRACK,
    loudness: float = -14.0,
    sound: Sound | None = None,
) -> Found:
    room = Room("Garden room", Path("/music"), sound=sound or Sound())
    measure = Measure(Seconds(length), Decibels(loudness), Decibels(-1.0))
    return Found(track, Path("/music") / track.file, measure, room)


async def test_nothing_is_listened_to_while_a_session_runs(places: Places) -> None:
    """Refused, with the reason, and no player is started for it."""
    async with engine(places, "held"):
        desk: Listening = DraftListening(places)
        answer = await desk.play(TRACK)
        assert (answer.ok, answer.says) == (False, SESSION)
        assert desk.heard == Heard(says=SESSION)
        await desk.close()


async def test_without_vlc_there_is_a_sentence(
    places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A laptop on which only files are written."""
    monkeypatch.setenv("PYTHON_VLC_LIB_PATH", "/nowhere/libvlc.so")
    desk = DraftListening(places)
    answer = await desk.play(TRACK)
    assert not answer.ok
    assert answer.says.startswith("Nothing can be heard here")
    assert "Traceback" not in answer.says
    await desk.close()


async def test_without_a_sound_server_there_is_a_sentence(
    places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And nothing begins by itself should one come later."""
    monkeypatch.setenv("PULSE_SERVER", f"unix:{places.runtime / 'nobody'}")
    desk = DraftListening(places)
    answer = await desk.play(TRACK)
    assert (answer.ok, answer.says) == (False, NO_SERVER)
    assert desk.heard.track is None
    await desk.close()


async def test_a_player_that_was_killed_leaves_nothing_behind(places: Places) -> None:
    """It cannot take its socket along, so whoever started it does."""
    told: list[PlayerReport] = []
    player = DeskPlayer(places.runtime, told.append, lambda: None)
    assert await player.ready() == ""
    assert list(places.runtime.glob("listening-*"))
    os.kill(told[-1].pid, signal.SIGKILL)
    await player.end()
    wait_for(lambda: not list(places.runtime.glob("listening-*")), 10.0)


async def test_a_leap_where_nothing_is_heard_is_a_sentence(places: Places) -> None:
    """The same for the last twenty seconds; to stop is never refused."""
    desk = DraftListening(places)
    assert (await desk.seek(Seconds(5.0))).says == NOTHING
    assert (await desk.last_twenty()).says == NOTHING
    assert (await desk.stop()).ok
    await desk.close()


@pytest.mark.parametrize(
    ("file", "says"),
    [
        ("gone.flac", "is not in"),
        ("/etc/hostname", "leads out of the music folder"),
        ("../room.yaml", "leads out of the music folder"),
    ],
)
def test_a_file_that_is_not_there_or_not_ours_is_not_opened(
    places: Places, file: str, says: str
) -> None:
    """Whatever a stranger's playlist names."""
    places.room_file.write_text("room: Garden room\n", "utf-8")
    what = find(Track(file), places)
    assert isinstance(what, str)
    assert says in what


def test_a_room_file_that_is_wrong_is_told_with_its_line(places: Places) -> None:
    """As everywhere else."""
    places.room_file.write_text("rom: Garden room\n", "utf-8")
    what = find(TRACK, places)
    assert isinstance(what, str)
    assert f"{places.room_file}:1:" in what


def test_a_track_has_the_gain_and_the_ceiling_that_it_has_in_a_session() -> None:
    """Nine decibels down to the reference; its peak stays under the room's ceiling."""
    sound = Sound(ceiling=Decibels(-6.0), reference=Decibels(-23.0))
    deck = excerpts.piece_of(found(sound=sound), 1, NOW).deck
    assert (deck.gain, deck.most) == (-9.0, -5.0)
    loud = Track("tide.flac", trim=Decibels(18.0))
    deck = excerpts.piece_of(found(track=loud, sound=sound), 1, NOW).deck
    assert deck.gain > deck.most == -5.0


def test_a_leap_stays_within_what_the_playlist_has_of_the_track() -> None:
    """Before `from` and behind `to` nothing is heard."""
    part = found(track=Track("tide.flac", begins=Seconds(30.0), ends=Seconds(100.0)))
    there = [excerpts.leap(Seconds(50.0), Seconds(by), part, None) for by in (-90, 90)]
    assert there == [30.0, 100.0 - excerpts.TAIL]
    assert excerpts.last_part(part, None) == 80.0


def test_a_leap_in_a_track_nobody_measured_goes_by_what_the_player_says() -> None:
    """And where not even that is known, forward is forward."""
    room = Room("Garden room", Path("/music"))
    blank = Found(TRACK, Path("/music/tide.flac"), None, room)
    assert excerpts.last_part(blank, None) is None
    assert excerpts.last_part(blank, Seconds(70.0)) == 50.0
    assert excerpts.leap(Seconds(5.0), Seconds(90.0), blank, Seconds(60.0)) == 52.0
    assert excerpts.leap(Seconds(5.0), Seconds(90.0), blank, None) == 95.0
    assert excerpts.crossfading(blank, found(), None, 1, NOW) is None


def test_a_crossfade_is_no_longer_than_half_the_shorter_track() -> None:
    """And begins as long before the end as in a session."""
    pieces = excerpts.crossfading(found(200.0), found(10.0), Seconds(12.0), 1, NOW)
    assert pieces is not None
    leads, follows = (piece.deck for piece in pieces)
    assert follows.rise == 5.0
    assert leads.begins == 200.0 - 2.0 - 5.0 - excerpts.LEAD_IN
    assert leads.deck != follows.deck


def test_a_crossfade_is_laid_again_once_it_is_known_where_the_first_track_is() -> None:
    """A file that took two seconds to open delays it by as much."""
    pieces = excerpts.crossfading(found(), found(), None, 1, NOW)
    assert pieces is not None
    later = Seconds(NOW + 2.0 + excerpts.OPENS_IN)
    again = excerpts.laid_again(*pieces, pieces[0].deck.begins, later)
    assert again.deck.starts == pytest.approx(pieces[1].deck.starts + 2.0)
    assert again.deck.deck == pieces[1].deck.deck
