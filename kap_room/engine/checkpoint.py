"""What lets the engine come back: the session as JSON, with the boot it belongs to.

It is written after every command and every few seconds, on a slow card. So what never
changes in a session is turned into text once, and nothing is written twice.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from typing import Final

from kap_room.engine.session import Session
from kap_room.plan.units import Seconds
from kap_room.timeline.course import Course

FORMAT: Final = 4
"""Changes with the shape of a session; a newer number is not taken up."""

MIGRATED: Final = (2, 3, FORMAT)
"""Formats that are. What 3 knows beside 2 (hands at the wall, the room as it was
before), and 4 beside 3 (the phases behind us, a proposed turn), is taken as empty."""

FIXED: Final = ("scene", "playlists", "homes")
"""As they were when the session began."""


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
    """Writes checkpoints; what did not change is not turned into text again."""

    def __init__(self, boot: str, keeper: str) -> None:
        self._boot = boot
        self._keeper = keeper
        self._session: Session | None = None
        self._text = "null"
        self._fixed = ""

    def dump(self, session: Session, reading: Seconds) -> str:
        if session is not self._session:
            self._text = self._text_of(session)
            self._session = session
        head = {
            "format": FORMAT,
            "reading": reading,
            "boot": self._boot,
            "keeper": self._keeper,
        }
        return f'{json.dumps(head)[:-1]}, "session": {self._text}}}'

    def _text_of(self, session: Session) -> str:
        plain = _shallow(session)
        fixed = {name: plain.pop(name) for name in FIXED}
        if self._session is None or _is_another(session, self._session):
            self._fixed = json.dumps(fixed, default=_shallow)[:-1]
        return f"{self._fixed}, {json.dumps(plain, default=_shallow)[1:]}"


def _is_another(session: Session, before: Session) -> bool:
    return (
        session.scene is not before.scene
        or session.playlists is not before.playlists
        or session.homes is not before.homes
    )


def _shallow(value: object) -> dict[str, object]:
    """The fields of a value, for `json` to go on with."""
    if isinstance(value, Course):
        # Its phases are the scene's.
        names = (each.name for each in fields(value) if each.name != "phases")
    else:
        names = (each.name for each in fields(value))  # type: ignore[arg-type]
    return {name: getattr(value, name) for name in names}


def load(text: str) -> Checkpoint:
    # pydantic costs a tenth of a second that only an engine coming back must pay.
    from pydantic import TypeAdapter, ValidationError  # noqa: PLC0415

    try:
        plain = json.loads(text)
        if not isinstance(plain, dict) or plain.pop("format", None) not in MIGRATED:
            raise Unusable("The last session was written by another version.")
        session = plain["session"]
        session["course"]["phases"] = session["scene"]["phases"]
        return TypeAdapter(Checkpoint).validate_python(plain)
    except (json.JSONDecodeError, ValidationError, KeyError, TypeError) as wrong:
        raise Unusable("The last session's checkpoint cannot be read.") from wrong
