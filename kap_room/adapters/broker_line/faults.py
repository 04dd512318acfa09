"""What keeps us from the broker, as sentences to a person in a hurry."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Sequence
from typing import Final

from paho.mqtt.reasoncodes import ReasonCode

from kap_room.adapters.broker_line.tls_faults import TOLD_OF_TLS, words_for
from kap_room.plan.room import Broker

AT_EASE: Final = "Music and plan go on."

MOST_NAMED: Final = 3
"""Topics in one sentence."""

# The first that fits is said, so the particular stands before the general.
_FAULTS: Final[tuple[tuple[type[Exception], str, str], ...]] = (
    (
        socket.gaierror,
        "The name of the broker at {at} is not known here.",
        'Check "host" of the broker in the room file, and the network.',
    ),
    (
        UnicodeError,
        "The name of the broker at {at} is not one that a network knows.",
        'Check "host" of the broker in the room file.',
    ),
    (
        ConnectionRefusedError,
        "The connection to the broker at {at} is refused: nothing listens there.",
        "Check that the broker runs, and its port.",
    ),
    (
        TimeoutError,
        "The broker at {at} does not answer.",
        "Check its power and the network.",
    ),
    (
        OSError,
        "The broker at {at} cannot be reached ({why}).",
        "Check its power and the network.",
    ),
    (
        Exception,
        "What answers at {at} is not understood as a broker.",
        'Check "host" and "port" of the broker in the room file.',
    ),
)

_BAD_CREDENTIALS: Final = frozenset({"Bad user name or password", "Not authorized"})


def says_of_fault(broker: Broker, fault: Exception) -> str:
    """A connection that could not be made."""
    if isinstance(fault, ssl.SSLError):
        what, to_do = words_for(fault)
    elif broker.tls and _is_broken_greeting(fault):
        what, to_do = TOLD_OF_TLS
    else:
        what, to_do = next((a, b) for kind, a, b in _FAULTS if isinstance(fault, kind))
    what = what.format(at=place(broker), why=_why(fault))
    return f"{what} {AT_EASE} {to_do}"


def says_of_refusal(broker: Broker, reason: ReasonCode) -> str:
    """A broker that answered, and said no."""
    name = reason.getName()
    if name in _BAD_CREDENTIALS:
        return (
            f"The broker at {place(broker)} refuses the username or password. "
            f'{AT_EASE} Check "username" in the room file, and the password file.'
        )
    return (
        f"The broker at {place(broker)} refuses us ({name.lower()}). {AT_EASE} "
        "Its log says why."
    )


def says_of_silence(broker: Broker) -> str:
    """It took the connection, and hung up before it had said a word of MQTT."""
    asks = ', "certificate file"' if broker.tls else ""
    return (
        f"The broker at {place(broker)} hangs up without an answer. {AT_EASE} "
        f'Check "port", "tls"{asks} of the broker in the room file; its log says why.'
    )


def says_of_loss(broker: Broker) -> str:
    """A connection that stood, and went."""
    return (
        f"The broker at {place(broker)} is no longer there. {AT_EASE} "
        "Check that it runs, and the network."
    )


def says_of_deafness(broker: Broker, topics: Sequence[str]) -> str:
    """It is there, and does not let us hear these; none where it says nothing to it."""
    if not topics:
        return (
            f"The broker at {place(broker)} has not said that it lets us hear "
            f"anything. {AT_EASE} Its log says why."
        )
    named = ", ".join(f'"{topic}"' for topic in topics[:MOST_NAMED])
    more = len(topics) - MOST_NAMED
    others = f" and {more} more" if more > 0 else ""
    return (
        f"The broker at {place(broker)} does not let us hear {named}{others}. "
        f"{AT_EASE} Check what its access list allows us."
    )


def says_of_hearing(broker: Broker) -> str:
    """It has let us wait, and does now."""
    return f"The broker at {place(broker)} lets us hear now."


def place(broker: Broker) -> str:
    return f"{broker.host}:{broker.port}"


def _is_broken_greeting(fault: Exception) -> bool:
    """Whoever does not know TLS hangs up on it, or waits for more."""
    # Told apart from a computer that is off by nothing but its words.
    is_wait = isinstance(fault, TimeoutError) and "handshake" in str(fault)
    return is_wait or isinstance(fault, ConnectionResetError | BrokenPipeError)


def _why(fault: Exception) -> str:
    if isinstance(fault, OSError) and fault.strerror:
        return fault.strerror
    return type(fault).__name__
