"""A mido port somewhere in the house: called, heard, and called again."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress

import mido
import pytest

from kap_room.adapters.controls.fingers import Said
from kap_room.adapters.controls.names import NETWORK
from kap_room.adapters.controls.network import NetworkPort
from kap_room.plan.controls import Kind
from tests.rig.sound import wait_for


class Away:
    """A computer that has a pad box, and listens."""

    def __init__(self) -> None:
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._server.getsockname()[1]
        self._line: socket.socket | None = None

    def answer(self) -> None:
        self._server.settimeout(5.0)
        self._line, _ = self._server.accept()

    def press(self, note: int) -> None:
        assert self._line is not None
        self._line.sendall(bytes((0x90, note, 5)))

    def flood(self, count: int) -> None:
        assert self._line is not None
        with suppress(OSError):
            self._line.sendall(bytes((0xB0, 7, 5)) * count)

    def is_left(self) -> bool:
        """Whoever called has hung up."""
        assert self._line is not None
        self._line.settimeout(5.0)
        return self._line.recv(1) == b""

    def hang_up(self) -> None:
        if self._line is not None:
            self._line.close()

    def close(self) -> None:
        self.hang_up()
        self._server.close()


@pytest.fixture
def away() -> Iterator[Away]:
    away = Away()
    yield away
    away.close()


def test_a_pad_box_in_the_network_is_heard_and_heard_again(away: Away) -> None:
    """A line that breaks is called anew; nothing listens here."""
    heard: list[Said] = []
    news: list[bool] = []
    port = NetworkPort(f"{NETWORK}127.0.0.1:{away.port}", heard.append, news.append)
    port.start()
    away.answer()
    away.press(1)
    wait_for(lambda: heard, 5.0)
    away.hang_up()
    wait_for(lambda: news[:2] == [True, False], 5.0)
    away.answer()
    away.press(2)
    wait_for(lambda: len(heard) == 2, 5.0)
    assert [each.number for each in heard] == [1, 2]
    assert {each.kind for each in heard} == {Kind.NOTE}
    port.end()


def test_an_address_that_is_none_is_called_in_vain() -> None:
    """And costs nothing else."""
    news: list[bool] = []
    port = NetworkPort(f"{NETWORK}nowhere", lambda _: None, news.append)
    port.start()
    time.sleep(0.05)
    assert news == []
    with pytest.raises(OSError, match="nobody"):
        port.send(mido.Message("note_on", note=1))
    port.end()


def test_a_port_that_answers_after_it_is_wanted_no_more_is_let_go(
    away: Away, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Called anew meanwhile, it would be heard twice."""
    answers, is_called = threading.Event(), threading.Event()
    call = socket.create_connection

    def connect(address: tuple[str, int], timeout: float) -> socket.socket:
        is_called.set()
        answers.wait(5.0)
        return call(address, timeout)

    monkeypatch.setattr(socket, "create_connection", connect)
    news: list[bool] = []
    port = NetworkPort(f"{NETWORK}127.0.0.1:{away.port}", lambda _: None, news.append)
    port.start()
    is_called.wait(5.0)
    port.end()
    answers.set()
    away.answer()
    assert away.is_left()
    assert news == []


def test_a_pad_box_that_floods_us_is_heard_meanwhile(away: Away) -> None:
    """Word by word as they come, and not when it is silent for once."""
    heard: list[Said] = []
    port = NetworkPort(
        f"{NETWORK}127.0.0.1:{away.port}", heard.append, lambda _is_there: None
    )
    port.start()
    away.answer()
    flood = threading.Thread(target=away.flood, args=[10_000_000])
    flood.start()
    try:
        wait_for(lambda: len(heard) > 1_000, 5.0)
        assert flood.is_alive()
    finally:
        port.end()
        away.hang_up()
        flood.join(5.0)


def test_a_pad_box_that_does_not_read_its_lights_holds_nobody_up(away: Away) -> None:
    """What does not fit is refused at once; the next device waits for nothing."""
    news: list[bool] = []
    port = NetworkPort(f"{NETWORK}127.0.0.1:{away.port}", lambda _: None, news.append)
    port.start()
    away.answer()
    wait_for(lambda: news, 5.0)
    light = mido.Message.from_bytes([0xF0, *[0] * 60_000, 0xF7])

    def tells_for_ever() -> None:
        for _ in range(1_000):
            port.send(light)

    with pytest.raises(BlockingIOError):
        tells_for_ever()
    port.end()
