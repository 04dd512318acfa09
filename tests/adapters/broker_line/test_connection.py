"""What can stand between us and the broker, and how it is said."""

from __future__ import annotations

import itertools
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typing_extensions import override

from kap_room.adapters.broker_line.connection import Connection, Manner, Will
from kap_room.plan.room import Broker
from tests.adapters.broker_line.listener import Ear
from tests.rig.broker import Certificate, Mosquitto, Spy, wait_until
from tests.rig.door import Door
from tests.rig.tries import quickest

SECRET = "a quiet room"  # noqa: S105  # of a broker that lives for one test


def says(broker: Broker, within: float = 3.0) -> str:
    """What is said first of a broker that cannot be had."""
    ear = Ear()
    connection = Connection(broker, ["x"], ear)
    connection.start()
    try:
        assert wait_until(lambda: bool(ear.lost_because), within)
        return ear.lost_because[0]
    finally:
        connection.close()


def is_found(broker: Broker) -> bool:
    ear = Ear()
    connection = Connection(broker, ["x"], ear)
    connection.start()
    try:
        wait_until(lambda: bool(ear.times_found or ear.lost_because), within=3.0)
        return ear.times_found == 1
    finally:
        connection.close()


@pytest.fixture
def guarded(tmp_path: Path) -> Iterator[Mosquitto]:
    with Mosquitto(tmp_path / "broker", password=("room", SECRET)) as broker:
        yield broker


def password_file(folder: Path, text: str | bytes = SECRET, mode: int = 0o600) -> Path:
    file = folder / "mqtt.pass"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    file.chmod(mode)
    return file


def test_the_password_is_taken_from_its_file(
    guarded: Mosquitto, tmp_path: Path
) -> None:
    """The newline that an editor leaves is no part of it."""
    file = password_file(tmp_path, f"{SECRET}\n")
    assert is_found(Broker(port=guarded.port, username="room", password_file=file))


def test_a_password_that_is_refused_is_said(guarded: Mosquitto, tmp_path: Path) -> None:
    """Neither the right one nor ours stands in the sentence."""
    file = password_file(tmp_path, "loud")
    said = says(Broker(port=guarded.port, username="room", password_file=file))
    assert "refuses the username or password" in said
    assert "loud" not in said


def test_a_broker_that_wants_a_name_refuses_whoever_has_none(
    guarded: Mosquitto,
) -> None:
    """The room file says nothing of a username."""
    assert "refuses the username or password" in says(Broker(port=guarded.port))


@pytest.mark.parametrize(
    ("text", "mode", "what"),
    [
        (SECRET, 0o644, "open to everybody"),
        (SECRET, 0o602, "open to everybody"),
        ("", 0o600, "holds no password"),
        ("\n", 0o600, "holds no password"),
        (b"\xff\xfe", 0o600, "holds no password"),
        ("x" * 5000, 0o600, "holds no password"),
    ],
)
def test_a_password_file_that_will_not_do_is_said(
    guarded: Mosquitto, tmp_path: Path, text: str | bytes, mode: int, what: str
) -> None:
    """With its path, and what to type."""
    file = password_file(tmp_path, text, mode)
    said = says(Broker(port=guarded.port, username="room", password_file=file))
    assert what in said
    assert str(file) in said


def test_a_password_file_that_is_missing_is_said(
    guarded: Mosquitto, tmp_path: Path
) -> None:
    """And it is looked for again, as long as it takes."""
    file = tmp_path / "none.pass"
    ear = Ear()
    broker = Broker(port=guarded.port, username="room", password_file=file)
    connection = Connection(broker, ["x"], ear)
    connection.start()
    assert wait_until(lambda: bool(ear.lost_because), within=3.0)
    assert "missing" in ear.lost_because[0]
    file.write_text(SECRET)
    file.chmod(0o600)
    assert wait_until(lambda: ear.times_found == 1, within=3.0)
    connection.close()


def test_a_password_file_that_is_a_folder_is_a_sentence(
    guarded: Mosquitto, tmp_path: Path
) -> None:
    """Whatever the room file names, nothing is raised."""
    broker = Broker(port=guarded.port, username="room", password_file=tmp_path)
    assert "cannot be read" in says(broker)


@pytest.fixture
def certificate(tmp_path: Path) -> Certificate:
    """One for `localhost`, which is its own authority."""
    own, key = tmp_path / "own.pem", tmp_path / "key.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
            *("-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"),
            *("-keyout", str(key), "-out", str(own)),
        ],
        check=True,
        capture_output=True,
    )
    return Certificate(own, own, key)


@pytest.fixture
def private(tmp_path: Path, certificate: Certificate) -> Iterator[Mosquitto]:
    with Mosquitto(tmp_path / "broker", certificate=certificate) as broker:
        yield broker


def test_a_broker_with_a_certificate_that_we_know_is_found(
    private: Mosquitto, certificate: Certificate
) -> None:
    """The authority's file stands in the room file."""
    broker = Broker("localhost", private.port, tls=True, ca_file=certificate.ca)
    assert is_found(broker)


def test_a_certificate_that_nobody_vouches_for_is_said(private: Mosquitto) -> None:
    """And no word is exchanged with whoever showed it."""
    said = says(Broker("localhost", private.port, tls=True))
    assert "certificate" in said
    assert "ca file" in said


def test_a_certificate_for_another_name_is_said(
    private: Mosquitto, certificate: Certificate
) -> None:
    """It may be somebody else's broker."""
    broker = Broker("127.0.0.1", private.port, tls=True, ca_file=certificate.ca)
    assert "127.0.0.1" in says(broker)


def test_an_authority_file_that_is_none_is_said(
    private: Mosquitto, tmp_path: Path
) -> None:
    """Missing, or of another kind."""
    for file in (tmp_path / "none.pem", password_file(tmp_path)):
        broker = Broker("localhost", private.port, tls=True, ca_file=file)
        assert str(file) in says(broker)


def test_tls_to_a_broker_that_speaks_plainly_is_said(tmp_path: Path) -> None:
    """It never answers a greeting that it does not understand, or hangs up."""
    with Mosquitto(tmp_path / "broker") as plain:
        said = says(Broker("localhost", plain.port, tls=True), within=6.0)
    assert f"localhost:{plain.port}" in said


@pytest.mark.parametrize(
    ("broker", "what"),
    [
        (Broker("no.such.name.invalid"), "name"),
        (Broker("x" * 80 + ".invalid"), "name"),
        (Broker(""), "host"),
        (Broker(port=0), "port"),
        (Broker(port=70_000), "port"),
    ],
)
def test_an_address_that_is_none_is_said(broker: Broker, what: str) -> None:
    """A slip in the room file raises nothing."""
    assert what in says(broker, within=10.0)


class Stranger(Door):
    """Something that listens on a port and is no broker."""

    def __init__(self, greeting: bytes, *, stays: bool = False) -> None:
        self._greeting = greeting
        self._stays = stays
        super().__init__()

    @override
    def meet(self, guest: socket.socket) -> None:
        with guest:
            guest.recv(1000)
            guest.sendall(self._greeting)
            while self._stays and guest.recv(1000):
                pass


def next_call(stranger: Stranger) -> Callable[[], float]:
    """Seconds from one attempt to the next, each time it is asked."""
    places = itertools.count()

    def apart() -> float:
        place = next(places)
        assert wait_until(lambda: len(stranger.calls) > place + 1, within=5.0)
        return stranger.calls[place + 1] - stranger.calls[place]

    return apart


@pytest.mark.parametrize(
    "greeting",
    [
        b"HTTP/1.1 400 Bad Request\r\n\r\n",
        b"\x20\x01\x00",
        b"\x20\x02\x00\x00" + b"\x30\x03\x00\xff\xff",
        b"\x20\x02\x00\x00" + b"\x90\x00",
        b"\x20\x02\x00\x09",
        b"\xf0\xff\xff\xff\xff\xff",
        b"",
    ],
)
def test_whatever_answers_in_place_of_a_broker_we_go_on_trying(greeting: bytes) -> None:
    """Bytes that no broker sends end an attempt, never the thread that tries."""
    stranger = Stranger(greeting)
    connection = Connection(Broker(port=stranger.port), ["x"], Ear())
    connection.start()
    try:
        assert quickest(next_call(stranger), 1.0) < 1.0
    finally:
        connection.close()
        stranger.close()


def test_a_broker_that_froze_is_given_nothing_to_play_when_it_thaws(
    tmp_path: Path,
) -> None:
    """After 2 s without an answer steps are refused, before it is given up."""
    ear = Ear()
    with Mosquitto(tmp_path / "broker") as mosquitto, Spy(mosquitto.port) as spy:
        broker = Broker(port=mosquitto.port)
        manner = Manner("test", keepalive=2)
        connection = Connection(broker, ["x"], ear, manner=manner)
        connection.start()
        assert wait_until(lambda: ear.times_found == 1, within=3.0)
        mosquitto.freeze()
        froze = time.monotonic()
        assert connection.send("lamp", b"first")
        assert wait_until(lambda: not connection.send("lamp", b"more"), within=5.0)
        assert time.monotonic() - froze < 3.0
        assert wait_until(lambda: bool(ear.lost_because), within=5.0)
        assert not connection.send("lamp", b"late")
        mosquitto.thaw()
        assert wait_until(lambda: ear.times_found == 2, within=5.0)
        assert connection.send("lamp", b"now")
        assert wait_until(
            lambda: any(m.payload == b"now" for m in spy.heard("lamp")), within=3.0
        )
        assert b"late" not in {m.payload for m in spy.heard("lamp")}
        connection.close()


def test_leaving_does_not_wait_for_an_address_that_swallows_everything() -> None:
    """A computer that is off answers nothing for a long time."""
    ear = Ear()
    # An address set aside for documentation: nobody is there.
    connection = Connection(Broker("192.0.2.1"), ["x"], ear)
    connection.start()
    started = time.monotonic()
    connection.close()
    assert time.monotonic() - started < 2.0


def test_one_that_never_began_can_be_left_and_sends_nothing() -> None:
    """A session may be refused before its lamps are looked for."""
    connection = Connection(Broker(), ["x"], Ear())
    assert not connection.send("lamp", b"on")
    connection.close()
    assert not connection.is_there


def test_what_a_broker_sends_a_second_time_is_old() -> None:
    """It may not have seen that we took it: a press would count twice."""
    connack = b"\x20\x02\x00\x00"
    first = b"\x32\x08\x00\x01x\x00\x07now"
    stranger = Stranger(connack + first + b"\x3a" + first[1:], stays=True)
    ear = Ear()
    connection = Connection(Broker(port=stranger.port), ["x"], ear)
    connection.start()
    try:
        assert wait_until(lambda: len(ear.heard_on) >= 2, within=3.0)
        assert ear.was_kept[:2] == [False, True]
    finally:
        connection.close()
        stranger.close()


def test_a_will_is_kept_and_said_by_the_broker_when_we_are_killed(
    tmp_path: Path,
) -> None:
    """Whoever looks later sees that nobody is here."""
    manner = Manner("test", will=Will("room/there", b"offline"))
    ear = Ear()
    with Mosquitto(tmp_path / "broker") as mosquitto:
        connection = Connection(Broker(port=mosquitto.port), [], ear, manner=manner)
        connection.start()
        assert wait_until(lambda: ear.times_found == 1, within=3.0)
        assert connection.send("room/there", b"online", keep=True)
        assert wait_until(lambda: connection.is_answered, within=3.0)
        with Spy(mosquitto.port) as spy:
            assert spy.wait_for("room/there")
            assert spy.heard("room/there")[0].kept
            hang_up(connection)
            assert spy.wait_for("room/there", count=2)
            assert spy.heard("room/there")[1].payload == b"offline"
        connection.close()


def hang_up(connection: Connection) -> None:
    """As a process that is killed: the socket closes, and nothing is said."""
    client = connection._client  # noqa: SLF001 - nothing else may be this rude
    assert client is not None
    sock = client.socket()
    assert isinstance(sock, socket.socket)
    sock.shutdown(socket.SHUT_RDWR)
