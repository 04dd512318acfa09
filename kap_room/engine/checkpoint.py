"""What lets the engine come back: the session as JSON, with the boot it belongs to."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass

from kap_room.engine.session import Session
from kap_room.plan.units import Seconds

FORMAT = 1
"""Changes with the shape of a session; another number is not taken up."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    session: Session
    reading: Seconds
    boot: str
    keeper: str
    """Who kept the room; a room that nobody kept is not resumed by itself."""


class Unusable(Exception):  # noqa: N818 - told to the therapist, not handled
    """The checkpoint cannot be read; the sentence says why."""


class Dumper:
    """Writes checkpoints; a session that did not change is not written out again."""

    def __init__(self, boot: str, keeper: str) -> None:
        self._boot = boot
        self._keeper = keeper
        self._session: Session | None = None
        self._text = "null"

    def dump(self, session: Session, reading: Seconds) -> str:
        if session is not self._session:
            self._text = json.dumps(dataclasses.asdict(session))
            self._session = session
        head = {
            "format": FORMAT,
            "reading": reading,
            "boot": self._boot,
            "keeper": self._keeper,
        }
        return f'{json.dumps(head)[:-1]}, "session": {self._text}}}'


def load(text: str) -> Checkpoint:
    # pydantic costs a tenth of a second that only an engine coming back must pay.
    from pydantic import TypeAdapter, ValidationError  # noqa: PLC0415

    try:
        plain = json.loads(text)
        if not isinstance(plain, dict) or plain.pop("format", None) != FORMAT:
            raise Unusable("The last session was written by another version.")
        return TypeAdapter(Checkpoint).validate_python(plain)
    except (json.JSONDecodeError, ValidationError) as wrong:
        raise Unusable("The last session's checkpoint cannot be read.") from wrong
