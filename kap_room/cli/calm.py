"""A snapshot in a few lines that can be read at a glance, in near darkness."""

from collections.abc import Iterator, Mapping
from typing import Any

from kap_room.plan.units import Seconds, clock_words

Plain = Mapping[str, Any]
"""A part of the snapshot, as JSON gave it."""


def calm_lines(snapshot: Plain) -> tuple[str, ...]:
    return tuple(_lines(snapshot))


def _lines(snapshot: Plain) -> Iterator[str]:
    session = snapshot["session"]
    if session["scene"] is None:
        yield "No session."
    else:
        yield f"{session['scene']}: {session['state']}"
        yield from _where(session, snapshot["phase"])
    yield f"sound    {_sound(snapshot['sound'])}"
    if snapshot["lights"]:
        lamps = (_lamp(name, lamp) for name, lamp in snapshot["lights"].items())
        yield f"lights   {', '.join(lamps)}"
    for reminder in snapshot["reminders"]:
        yield f"soon     {reminder['says']}, {_in(reminder['due_in_s'])}"
    if snapshot["notes"]:
        yield f"notes    {snapshot['notes']}"
    yield f"health   {_health(snapshot['health'])}"
    if session.get("asks"):
        yield session["asks"]


def _where(session: Plain, phase: Plain | None) -> Iterator[str]:
    if phase is not None:
        left = "open"
        if phase["remaining_s"] is not None:
            left = f"{_clock(phase['remaining_s'])} left"
        then = f", then {phase['next']}" if phase["next"] else ""
        yield f"phase    {phase['name']} {_clock(phase['position_s'])}, {left}{then}"
    if session["since_dose_s"] is not None:
        yield f"dose     {_clock(session['since_dose_s'])} ago"


def _sound(sound: Plain) -> str:
    said = str(sound["state"])
    track = sound["track"]
    if track is not None:
        length = track["length_s"]
        of = f" of {_clock(length)}" if length is not None else ""
        said += f": {track['file']} {_clock(track['position_s'])}{of}"
    if sound["next_track"]:
        said += f"; next {sound['next_track']}"
    return said


def _lamp(name: str, lamp: Plain) -> str:
    level = lamp["level"]
    said = name if level is None else f"{name} {round(level * 100)}%"
    if lamp["by_hand"]:
        said += " by hand"
    return said if lamp["health"] == "ok" else f"{said} ({lamp['health']})"


def _health(parts: Plain) -> str:
    ill = [f"{name}: {part['says']}" for name, part in parts.items() if not part["ok"]]
    return "; ".join(ill) or "all is well"


def _in(due: float) -> str:
    return f"in {_clock(due)}" if due > 0 else "now"


def _clock(length: float) -> str:
    return clock_words(Seconds(length))
