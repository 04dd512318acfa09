"""What goes wrong between certificates, as sentences to a person in a hurry."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from typing import Final

TOLD_OF_TLS: Final = (
    "The broker at {at} does not answer in TLS.",
    'Check "port" and "tls" of the broker in the room file.',
)

_HAS_EXPIRED: Final = 10
_NOT_YET_VALID: Final = 9
_OTHER_NAMES: Final = (62, 64)
"""Of a host, and of an address."""


def words_for(fault: ssl.SSLError) -> tuple[str, str]:
    """What is wrong, with {at} for the broker, and what to do."""
    if isinstance(fault, ssl.SSLCertVerificationError):
        return _of_theirs(fault)
    return next(
        (words for reason, words in _OF_OURS.items() if reason in (fault.reason or "")),
        TOLD_OF_TLS,
    )


def _of_theirs(fault: ssl.SSLCertVerificationError) -> tuple[str, str]:
    code = fault.verify_code
    if code == _HAS_EXPIRED:
        return (
            "The certificate of the broker at {at} has expired.",
            "Renew it at the broker; if it is new, set this computer's clock.",
        )
    if code == _NOT_YET_VALID:
        return (
            "The certificate of the broker at {at} is not valid yet.",
            "Set this computer's clock.",
        )
    if code in _OTHER_NAMES:
        return (
            "The certificate of the broker at {at} is made out to another name.",
            'Write that name as "host" of the broker in the room file.',
        )
    why = fault.verify_message.rstrip(".") or "it could not be verified"
    # Braces would be taken for places to fill in.
    why = why.replace("{", "(").replace("}", ")")
    return (
        f"The certificate of the broker at {{at}} is not trusted ({why}).",
        'Check "host" and "ca file" of the broker in the room file.',
    )


_WRITE_OURS: Final = (
    'Write "certificate file" and "key file" of the broker in the room file.'
)
_CHECK_OURS: Final = (
    'Check "certificate file" in the room file, and that the broker knows its signer.'
)

_OF_OURS: Final[Mapping[str, tuple[str, str]]] = {
    "CERTIFICATE_REQUIRED": (
        "The broker at {at} wants to see a certificate of ours.",
        _WRITE_OURS,
    ),
    "ALERT_CERTIFICATE_EXPIRED": (
        "The broker at {at} says that our certificate has expired.",
        'Renew "certificate file" of the broker in the room file.',
    ),
    "ALERT_UNKNOWN_CA": ("The broker at {at} refuses our certificate.", _CHECK_OURS),
    "ALERT_BAD_CERTIFICATE": (
        "The broker at {at} refuses our certificate.",
        _CHECK_OURS,
    ),
    "ALERT_CERTIFICATE": ("The broker at {at} refuses our certificate.", _CHECK_OURS),
}
"""By what OpenSSL calls the alert, the particular before the general."""
