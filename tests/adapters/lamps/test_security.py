"""Who we trust, who trusts us, and what is said when either will not."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import pytest

from kap_room.adapters.broker_line.connection import Connection
from kap_room.plan.room import Broker
from tests.adapters.broker_line.listener import Ear
from tests.adapters.broker_line.papers import LOCALHOST, Authority
from tests.rig.broker import Certificate, Mosquitto, wait_until
from tests.rig.relay import Relay

SECRET = "a quiet room"  # noqa: S105  # of brokers that live for one module
PASSPHRASE = "a locked room"  # noqa: S105  # of a key that nobody uses
LONG_AGO = "20210101000000Z"
FAR_OFF = "20480101000000Z"


@dataclass(frozen=True)
class Brokers:
    """Every kind of broker that may stand in a house, and the papers of each."""

    plain: int
    open: int
    """TLS, for anybody."""
    guarded: int
    """TLS, a username and a password."""
    strict: int
    """TLS, for those who show a certificate."""
    expired: int
    early: int
    ours: Authority
    theirs: Authority

    def reached(self, port: int) -> Broker:
        return Broker(LOCALHOST, port, tls=True, ca_file=self.ours.file)

    def shown(self, own: Path, key: Path | None) -> Broker:
        """The strict one, with this to show."""
        broker = self.reached(self.strict)
        return replace(broker, certificate_file=own, key_file=key)


@pytest.fixture(scope="module")
def brokers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Brokers]:
    folder = tmp_path_factory.mktemp("brokers")
    ours, theirs = Authority(folder / "ours"), Authority(folder / "theirs")
    with ExitStack() as stack:

        def port(
            name: str,
            papers: tuple[Path, Path],
            *,
            password: tuple[str, str] | None = None,
            wants: bool = False,
        ) -> int:
            certificate = Certificate(ours.file, *papers)
            broker = Mosquitto(
                folder / name,
                password=password,
                certificate=certificate,
                wants_certificates=wants,
            )
            return stack.enter_context(broker).port

        good = ours.sign()
        yield Brokers(
            plain=stack.enter_context(Mosquitto(folder / "plain")).port,
            open=port("open", good),
            guarded=port("guarded", good, password=("room", SECRET)),
            strict=port("strict", good, wants=True),
            expired=port("expired", ours.sign(ends=LONG_AGO)),
            early=port("early", ours.sign(begins=FAR_OFF)),
            ours=ours,
            theirs=theirs,
        )


@contextmanager
def listening(broker: Broker) -> Iterator[Ear]:
    ear = Ear()
    connection = Connection(broker, ["x"], ear)
    connection.start()
    try:
        yield ear
    finally:
        connection.close()


def outcome(broker: Broker, within: float = 6.0) -> str:
    """What is said of it first, or nothing when it is found."""
    with listening(broker) as ear:
        assert wait_until(lambda: bool(ear.lost_because or ear.times_found), within)
        return ear.lost_because[0] if ear.lost_because else ""


def password_file(folder: Path, text: str) -> Path:
    file = folder / "mqtt.pass"
    file.write_text(text)
    file.chmod(0o600)
    return file


REFUSED: dict[str, tuple[Callable[[Brokers], Broker], str]] = {
    "nobody vouches": (
        lambda b: replace(b.reached(b.open), ca_file=b.theirs.file),
        'is not trusted .* Check "host" and "ca file"',
    ),
    "expired": (
        lambda b: b.reached(b.expired),
        "has expired.* Renew it at the broker; if it is new, set .* clock",
    ),
    "not yet valid": (
        lambda b: b.reached(b.early),
        "is not valid yet.* Set this computer's clock",
    ),
    "another name": (
        lambda b: replace(b.reached(b.open), host="127.0.0.1"),
        'made out to another name.* Write that name as "host"',
    ),
    "plainly to tls": (
        lambda b: Broker(LOCALHOST, b.open),
        'hangs up without an answer.* Check "port", "tls" of',
    ),
    "tls to plain": (
        lambda b: b.reached(b.plain),
        'does not answer in TLS.* Check "port" and "tls"',
    ),
    "no name": (
        lambda b: b.reached(b.guarded),
        'refuses the username or password.* Check "username"',
    ),
    "nothing to show": (
        lambda b: b.reached(b.strict),
        'wants to see a certificate.* Write "certificate file" and "key file"',
    ),
    "a stranger's": (
        lambda b: b.shown(*b.theirs.sign()),
        'refuses our certificate.* Check "certificate file"',
    ),
    "ours expired": (
        lambda b: b.shown(*b.ours.sign(ends=LONG_AGO)),
        'our certificate has expired.* Renew "certificate file"',
    ),
}

refused = pytest.mark.parametrize(
    ("broker", "says"), REFUSED.values(), ids=REFUSED.keys()
)


@refused
def test_what_will_not_do_between_us_and_a_broker_is_one_sentence_and_what_to_do(
    brokers: Brokers, broker: Callable[[Brokers], Broker], says: str
) -> None:
    """And that the room goes on."""
    said = outcome(broker(brokers))
    assert re.search(says, said), said
    assert "Music and plan go on." in said
    assert f"{broker(brokers).host}:{broker(brokers).port}" in said


def test_attempts_are_never_more_than_a_second_apart(brokers: Brokers) -> None:
    """Whatever the reason: it may be mended at any moment."""
    with ExitStack() as stack:
        relays = {}
        for name, (broker, _) in REFUSED.items():
            asked = broker(brokers)
            relay = relays[name] = stack.enter_context(Relay(asked.port))
            stack.enter_context(listening(replace(asked, port=relay.port)))
        assert wait_until(
            lambda: all(len(relay.calls) >= 4 for relay in relays.values()), 12.0
        )
        for name, relay in relays.items():
            # One of them the whole computer may have been late with.
            apart = sorted(later - call for call, later in pairwise(relay.calls))
            assert apart[-2] < 1.0, (name, apart)


def test_a_broker_that_wants_a_certificate_is_shown_ours(brokers: Brokers) -> None:
    """With its key in a file of its own, or in the same one."""
    own, key = brokers.ours.sign("kap-room")
    assert outcome(brokers.shown(own, key)) == ""
    both = own.with_name("both.pem")
    both.write_text(own.read_text() + key.read_text())
    both.chmod(0o600)
    assert outcome(brokers.shown(both, None)) == ""


def test_a_password_goes_over_tls_and_nowhere_else(
    brokers: Brokers,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """Neither the right one nor a wrong one stands in a sentence or a log."""
    caplog.set_level(logging.DEBUG)
    broker = replace(
        brokers.reached(brokers.guarded),
        username="room",
        password_file=password_file(tmp_path, SECRET),
    )
    assert outcome(broker) == ""
    password_file(tmp_path, "loud and wrong")
    said = outcome(broker)
    assert "refuses the username or password" in said
    written = said + caplog.text + "".join(capfd.readouterr())
    assert SECRET not in written
    assert "loud and wrong" not in written


def test_a_password_is_not_told_to_a_broker_that_cannot_prove_who_it_is(
    brokers: Brokers, tmp_path: Path
) -> None:
    """It may be anybody; no word of MQTT is spoken before its certificate holds."""
    file = password_file(tmp_path, SECRET)
    broker = replace(
        brokers.reached(brokers.guarded),
        ca_file=brokers.theirs.file,
        username="room",
        password_file=file,
    )
    assert "is not trusted" in outcome(broker)


def test_files_that_will_not_do_are_named(
    brokers: Brokers, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """With what to do about each; nobody is asked for a passphrase."""
    own, key = brokers.ours.sign("kap-room")
    _, another = brokers.ours.sign("kap-room")
    _, locked = brokers.ours.sign("kap-room", passphrase=PASSPHRASE)
    open_key = tmp_path / "open.key"
    open_key.write_text(key.read_text())
    open_key.chmod(0o644)
    cases = (
        (tmp_path / "none.pem", key, "certificate file .*none.pem cannot be used"),
        (own, tmp_path / "none.key", "key file .*none.key cannot be used"),
        (tmp_path, key, "certificate file .* cannot be used"),
        (own, another, "the key file .* belongs to another"),
        (own, locked, "is locked with a passphrase.* Use a key without one"),
        (own, open_key, "is open to everybody.* Run: chmod 600"),
        (key, key, "it or its key is not in PEM form"),
        (None, key, 'of no use without its certificate. Write "certificate file"'),
    )
    for shown, with_key, says in cases:
        broker = brokers.reached(brokers.strict)
        said = outcome(replace(broker, certificate_file=shown, key_file=with_key))
        assert re.search(says, said), said
        assert "Music and plan go on." in said
        assert PASSPHRASE not in said
        assert "PRIVATE" not in said
    assert capfd.readouterr().out == ""


def test_a_certificate_that_is_mended_is_taken_up(
    brokers: Brokers, tmp_path: Path
) -> None:
    """Nobody has to start the program again for it."""
    ca_file = tmp_path / "ca.pem"
    ca_file.write_bytes(brokers.theirs.file.read_bytes())
    with listening(replace(brokers.reached(brokers.open), ca_file=ca_file)) as ear:
        assert wait_until(lambda: bool(ear.lost_because), within=6.0)
        assert "is not trusted" in ear.lost_because[0]
        ca_file.write_bytes(brokers.ours.file.read_bytes())
        assert wait_until(lambda: ear.times_found == 1, within=6.0)
