"""A test tone is never played to somebody who lies in the room."""

import json
import socket
import threading
from pathlib import Path

import pytest

from kap_room.link import quick
from kap_room.link.places import Places
from kap_room.plan.room import Output, Room, Sound
from kap_room.plan.units import Decibels
from kap_room.wiring.tone import PEAK, order_of, session_runs


def engine_that_says(places: Places, state: str | None) -> threading.Thread:
    """One answer, as an engine gives it."""
    door = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    places.runtime.mkdir()
    door.bind(str(places.engine_socket))
    door.listen()
    session = None if state is None else {"state": state}
    answer = {"protocol": quick.PROTOCOL, "snapshot": {"session": session}}

    def answer_once() -> None:
        with door, door.accept()[0] as guest:
            guest.recv(1000)
            guest.sendall(json.dumps(answer).encode() + b"\n")

    engine = threading.Thread(target=answer_once)
    engine.start()
    return engine


@pytest.fixture(name="places")
def _places(tmp_path: Path) -> Places:
    return Places(tmp_path / "room.yaml", tmp_path / "data", tmp_path / "run")


@pytest.mark.parametrize("ceiling", [-3.0, -30.0, -60.0])
@pytest.mark.parametrize("own", [None, -1.0, -40.0])
def test_the_tone_passes_no_ceiling(ceiling: float, own: float | None) -> None:
    """Neither the room's nor that of one output, however low somebody set it."""
    its_own = None if own is None else Decibels(own)
    phones = Output("phones", "phones", Decibels(6.0), its_own)
    outputs = (Output("speakers", "speakers"), phones)
    sound = Sound(ceiling=Decibels(ceiling), outputs=outputs)
    order = order_of(Room("Test room", Path("music"), sound=sound), Path("tone.wav"))
    tone = order.decks[0]
    for each, most in zip(order.outputs, (ceiling, own or ceiling), strict=True):
        gain = min(tone.gain + each.volume, tone.most + each.most)
        assert PEAK + gain <= min(PEAK, most) + 1e-9


@pytest.mark.parametrize(
    ("state", "runs"),
    [("idle", False), ("ended", False), ("running", True), ("grounded", True)],
)
def test_a_session_in_any_state_keeps_the_tone_away(
    places: Places, state: str, runs: bool
) -> None:
    """Held, grounded and away as well: only before and after it nobody listens."""
    engine = engine_that_says(places, state)
    assert session_runs(places) is runs
    engine.join()


def test_where_no_engine_answers_and_no_player_plays_nobody_listens(
    places: Places,
) -> None:
    """The tone is allowed."""
    assert not session_runs(places)


def test_an_answer_that_cannot_be_read_keeps_the_tone_away(places: Places) -> None:
    """Whatever answers there, it is not for a tone to disturb."""
    engine = engine_that_says(places, None)
    assert session_runs(places)
    engine.join()
