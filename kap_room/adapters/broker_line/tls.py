"""How we trust a broker, and how it is to trust us: certificates, read from files.

Nothing here can be told to trust anybody. A locked key is refused rather than asked
about: the question would go to a terminal that nobody sits at.
"""

from __future__ import annotations

import os
import ssl
import stat
from functools import lru_cache
from pathlib import Path
from typing import Final

from typing_extensions import override

from kap_room.adapters.broker_line.password import AccessError
from kap_room.plan.room import Broker

Stamp = tuple[int, int]
"""Of a file: another when somebody has written it anew."""

_NONE: Final[Stamp] = (0, 0)


def trust(broker: Broker) -> ssl.SSLContext:
    """What to greet this broker with. An `AccessError` when a file will not do."""
    own, key = broker.certificate_file, broker.key_file
    if key is not None and own is None:
        raise AccessError(
            f"The key file {key} is of no use without its certificate. "
            'Write "certificate file" of the broker in the room file.'
        )
    stamps = (
        _stamp(broker.ca_file, "ca file"),
        _stamp(own, "certificate file"),
        _stamp(key or own, "key file", is_secret=True),
    )
    return _context(broker.ca_file, own, key, stamps)


def _stamp(file: Path | None, named: str, *, is_secret: bool = False) -> Stamp:
    if file is None:
        return _NONE
    try:
        with file.open("rb") as opened:
            found = os.fstat(opened.fileno())
            opened.read(1)
    except OSError as fault:
        why = fault.strerror or "it cannot be read"
        raise AccessError(_unusable(file, named, why)) from None
    if is_secret and found.st_mode & (stat.S_IROTH | stat.S_IWOTH):
        raise AccessError(
            f"The key file {file} is open to everybody on this computer. "
            f"Run: chmod 600 {file}"
        )
    return found.st_mtime_ns, found.st_size


@lru_cache(maxsize=4)
def _context(
    ca_file: Path | None, own: Path | None, key: Path | None, _stamps: tuple[Stamp, ...]
) -> ssl.SSLContext:
    # Kept: reading the system's certificates twice a second would warm a small Pi.
    try:
        context = ssl.create_default_context(cafile=ca_file)
    except OSError:
        raise AccessError(_unusable(ca_file, "ca file", "not in PEM form")) from None
    context.sslsocket_class = TidySocket
    if own is not None:
        _show(context, own, key)
    return context


def _show(context: ssl.SSLContext, own: Path, key: Path | None) -> None:
    """Have something to show to a broker that asks who we are."""

    def is_locked() -> str:
        raise AccessError(
            f"The key file {key or own} is locked with a passphrase, which nobody is "
            "there to type. Use a key without one, and run chmod 600 on it."
        )

    try:
        context.load_cert_chain(own, key, is_locked)
    except ssl.SSLError as fault:
        if fault.reason == "KEY_VALUES_MISMATCH":
            why = f"the key file {key} belongs to another"
        else:
            why = "it or its key is not in PEM form"
        raise AccessError(_unusable(own, "certificate file", why)) from None


def _unusable(file: Path | None, named: str, why: str) -> str:
    return (
        f"The {named} {file} cannot be used ({why}). "
        f'Check "{named}" of the broker in the room file.'
    )


class TidySocket(ssl.SSLSocket):
    """A socket that is closed when its handshake fails, and remembers a refusal."""

    refusal: ssl.SSLError | None = None
    """What the broker said in TLS when it hung up on us."""

    @override
    def do_handshake(self, block: bool = False) -> None:
        # paho lets go of a socket whose handshake failed without closing it.
        try:
            super().do_handshake(block)
        except BaseException:
            self.close()
            raise

    @override
    def recv(self, buflen: int = 1024, flags: int = 0) -> bytes:
        # A refused certificate is told after the handshake; paho takes it for a loss.
        try:
            return super().recv(buflen, flags)
        except ssl.SSLWantReadError:
            raise
        except ssl.SSLError as fault:
            self.refusal = fault
            raise
