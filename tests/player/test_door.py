"""Who may come in, and what a bad guest costs the others: nothing."""

import json
import signal
import socket
import stat
import time
from pathlib import Path

import pytest

from kap_room.exchange import PROTOCOL
from kap_room.exchange.order import Order
from tests.player.rig import PATIENCE, Line, PlayerRig, deck, is_sounding
from tests.rig.sound import PulseRoom, wait_for


def test_the_socket_is_its_owners_alone(player: PlayerRig) -> None:
    """Nobody else on the computer may silence or start anything."""
    assert stat.S_IMODE(player.path.stat().st_mode) == 0o600


def test_the_first_line_says_what_is_going_on(player: PlayerRig, music: Path) -> None:
    """An engine that comes back reads which order is followed, whole."""
    line = player.connect()
    order = line.order(Order(0, (deck("a", music / "noise.flac"),), sounding=True))
    line.wait_for(is_sounding("a"))
    second = player.connect()
    wait_for(lambda: second.reports, PATIENCE)
    assert second.messages[0]["protocol"] == PROTOCOL
    greeting = second.messages[0]["order"]
    assert isinstance(greeting, dict)
    assert greeting["revision"] == order.revision
    assert second.reports[0].lead == "a"
    assert line.messages[0]["order"] is None


@pytest.mark.parametrize(
    "line",
    [
        b"what?",
        b"[]",
        b"{}",
        b'{"protocol":1,"order":{"revision":-1}}',
        b'{"protocol":1,"order":{"revision":2,"decks":[{"gain":NaN}]}}',
        b'{"protocol":1,"silence":{"over":"loud"}}',
        b"[" * 100_000,
        b"\xff\xfe",
    ],
)
def test_garbage_is_refused_with_a_sentence(player: PlayerRig, line: bytes) -> None:
    """It answers, goes on, and follows what it followed."""
    guest = player.connect()
    guest.write(line + b"\n")
    wait_for(lambda: any("refused" in each for each in guest.messages), PATIENCE)
    assert guest.reports[-1].revision == 0
    assert player.process.poll() is None


def test_a_line_without_end_is_shown_out(player: PlayerRig) -> None:
    """Two million bytes and no line: the player's memory is not a stranger's."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as guest:
        guest.connect(str(player.path))
        guest.settimeout(PATIENCE)
        # Reset or broken pipe, as it comes.
        with pytest.raises((ConnectionResetError, BrokenPipeError)):
            guest.sendall(b"x" * (1 << 22))
    assert player.process.poll() is None


def test_an_older_order_changes_nothing(player: PlayerRig, music: Path) -> None:
    """What an engine sent before it died may arrive after its successor's order."""
    line = player.connect()
    line.order(Order(0))
    newer = line.order(Order(0, (deck("a", music / "noise.flac"),), sounding=True))
    late = Line(player.path)
    late.order(Order(0))
    time.sleep(0.3)
    late.close()
    assert line.wait_for(is_sounding("a")).revision == newer.revision


def test_silence_from_anybody_outlives_an_order_of_the_same_revision(
    player: PlayerRig, music: Path
) -> None:
    """Only an order that is newer than the silence lifts it."""
    line = player.connect()
    order = Order(1, (deck("a", music / "noise.flac"),), sounding=True)
    line.order(order)
    line.wait_for(is_sounding("a"))
    player.connect().silence(0.1)
    time.sleep(0.3)
    player.connect().order(order)
    silent = line.wait_for(lambda report: report.decks[0].gain < -100)
    time.sleep(0.5)
    assert line.reports[-1].decks[0].gain == silent.decks[0].gain
    line.order(order)
    lifted = line.wait_for(lambda report: report.decks[0].gain > -100)
    assert lifted.revision > silent.revision


def test_another_protocol_makes_room_for_another_player(player: PlayerRig) -> None:
    """It fades out and ends cleanly, so that one of the engine's age is started."""
    player.connect().say({"protocol": PROTOCOL + 1, "anything": 1})
    assert player.process.wait(PATIENCE) == 0


def test_without_an_engine_it_ends_in_time(room: PulseRoom, tmp_path: Path) -> None:
    """A guest who never ordered anything is no engine."""
    with PlayerRig(room, tmp_path, "--alone", "1.5") as player:
        player.connect()
        assert player.process.wait(PATIENCE) == 0


def test_a_second_player_is_refused_with_a_sentence(
    room: PulseRoom, player: PlayerRig
) -> None:
    """The one that plays is left alone."""
    second = PlayerRig(room, player.path.parent)
    assert second.process.wait(PATIENCE) == 1
    assert second.process.stderr is not None
    says = second.process.stderr.read().decode()
    second.process.stderr.close()
    assert says == f"{player.path}: another player answers there. Stop it first.\n"
    assert player.path.exists()


def test_a_socket_left_behind_is_taken_over(room: PulseRoom, tmp_path: Path) -> None:
    """After a crash the next player comes up in the same place."""
    with PlayerRig(room, tmp_path) as first:
        first.signal(signal.SIGKILL)
        first.process.wait()
    assert first.path.exists()
    with PlayerRig(room, tmp_path) as second:
        line = second.connect()
        assert json.dumps(line.wait_for(lambda report: report.pid).pid) == str(
            second.process.pid
        )
