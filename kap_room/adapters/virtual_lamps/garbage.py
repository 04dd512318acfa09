"""What a lamp with a fault, or a stranger at the broker, may say in a lamp's place."""

from __future__ import annotations

from typing import Final

from kap_room.adapters.virtual_lamps.make import Said

RUBBISH: Final[tuple[bytes, ...]] = (
    b"",
    b"\xff\xfe\x00\x9f",
    b"null",
    b"[]",
    b'"ON"',
    b'{"state":',
    b'{"state":{"state":"ON"},"POWER":[],"ison":1,"output":"yes"}',
    b'{"brightness":NaN,"Dimmer":NaN,"CT":NaN}',
    b'{"state":"ON","brightness":1e999,"color_temp":-1e999}',
    b'{"state":"ON","brightness":-5}',
    b'{"state":"ON","brightness":true}',
    b'{"state":"ON","brightness":"100"}',
    b'{"POWER":"ON","Dimmer":4000}',
    b'{"POWER":"MAYBE","Dimmer":null}',
    b'{"ison":"true","brightness":"full"}',
    b'{"params":{"light:0":[true]},"method":"NotifyStatus"}',
    b'{"state":"ON","brightness":' + b"9" * 3000 + b"}",
    b"[" * 6000,
    b"x" * 40_000,
    b"999999",
    b"-1",
)
"""None of it is a light in any dialect; all of it comes on a lamp's own topic."""


def before(said: Said, count: int) -> tuple[Said, ...]:
    """Rubbish on the same topic, of another kind each time, and then the message."""
    rubbish = RUBBISH[count % len(RUBBISH)]
    return (Said(said.topic, rubbish, after=said.after), said)
