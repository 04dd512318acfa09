"""What the screen says, as plain functions from values to words.

Short, calm and whole: no colour, no widget and no clock in here. What comes from files
and notes is flattened to one line, because a screen must not move.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import PurePosixPath
from typing import Final

from kap_room.exchange.snapshot import (
    AppointmentView,
    ComingView,
    DoseView,
    HealthView,
    LampView,
    PhaseView,
    ReminderView,
    SoundView,
)
from kap_room.plan.units import Seconds, clock_words

CLOSELY: Final = 600.0
"""Below this a length is told to the second; above, a minute is enough and calmer."""

SLACK: Final = 45.0
"""By how many seconds an hour shown may be wrong before another is shown, so that it
does not jump to and fro at the edge of a minute."""

LOST: Final = (
    "The engine does not answer; the music goes on by itself. "
    "It will be back in a moment."
)

PRESSING: Final = ("sound", "journal", "broker")
"""What is told first when several do not answer."""

LAMP: Final = "lamp "
"""How the health of a lamp is called, before its name."""

SOON: Final = 12 * 3600.0
"""Appointments further ahead than this are another day's."""

DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

_TRACK_NUMBER: Final = re.compile(r"^\d{1,3}\s*[-._)]?\s+(?=\S)")


def one_line(text: str) -> str:
    """Without line ends, and without what a terminal would obey."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def length_words(length: float) -> str:
    """4:10, then 28 min, then 2 h 35 min."""
    if length < CLOSELY:
        return clock_words(Seconds(int(max(0.0, length))))
    hours, minutes = divmod(int(length // 60), 60)
    if not hours:
        return f"{minutes} min"
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"


def since_dose_words(since: float | None) -> str:
    return "before the dose" if since is None else f"T+{int(since // 60)} since dose"


def given_words(doses: Sequence[DoseView], age: float) -> str:
    """Each on its own body clock, the last first; one alone has the clock above."""
    if len(doses) == 1 and doses[0].amount is None:
        return ""
    return "   ".join(_given(dose, age) for dose in reversed(doses))


def _given(dose: DoseView, age: float) -> str:
    amount = f" {one_line(dose.amount)}" if dose.amount else ""
    return f"{one_line(dose.mark)}{amount}, {int((dose.since_s + age) // 60)} min ago"


def ends_at(wall: datetime, ends_in: float, shown: datetime | None) -> datetime:
    """The minute in which it ends; the one shown until it is wrong enough."""
    ends = wall + timedelta(seconds=ends_in)
    if shown is not None and abs((ends - shown).total_seconds()) <= SLACK:
        return shown
    return (ends + timedelta(seconds=30)).replace(second=0, microsecond=0)


def is_soon(appointment: AppointmentView | None) -> bool:
    """Whether it is one of this day's, so that its hour alone tells when."""
    return appointment is not None and appointment.in_s < SOON


def hour_words(appointment: AppointmentView) -> str:
    return f"{datetime.fromisoformat(appointment.at):%H:%M}"


def who_words(appointment: AppointmentView) -> str:
    return one_line(appointment.code or "somebody")


def expected_words(appointment: AppointmentView) -> str:
    return (
        f"The room is ready for {who_words(appointment)}, "
        f"expected at {hour_words(appointment)}."
    )


def next_appointment_words(appointment: AppointmentView, wall: datetime) -> str:
    at, day = datetime.fromisoformat(appointment.at), ""
    if at.date() != wall.date():
        day = f"{DAYS[at.weekday()]} {at:%d.%m.} "
    who = f"{who_words(appointment)} at {day}{at:%H:%M}"
    return f"{who}: {title(appointment.scene)}"


def track_words(file: str) -> str:
    """A file's name as a person reads it: no folder, number, ending or underscore."""
    name = PurePosixPath(file.replace("\\", "/")).stem
    if " " not in name:
        name = re.sub(r"[-_.]+", " ", name)
    name = one_line(_TRACK_NUMBER.sub("", one_line(name.replace("_", " "))))
    return name[:1].upper() + name[1:] if name else "a track without a name"


def title(name: str) -> str:
    name = one_line(name)
    return name[:1].upper() + name[1:]


def phase_words(phase: PhaseView) -> str:
    """Where we are in the phase."""
    where = length_words(phase.position_s)
    if phase.remaining_s is None:
        return f"{where}, open"
    whole = length_words(phase.position_s + phase.remaining_s)
    return f"{where} of {whole}   {length_words(phase.remaining_s)} left"


def coming_words(coming: ComingView | None, *, is_asked: bool) -> str:
    """What comes next, when and why, as the engine says it. A question is its own."""
    if coming is None:
        return ""
    return one_line(coming.says if is_asked else f"then {coming.says}")


def sound_words(sound: SoundView, state: str) -> str:
    """What one hears. After ground only `go back in` brings music."""
    if sound.state == "lost":
        return "no sound"
    if sound.silenced and sound.state == "silent" and state != "grounded":
        return "silent: m brings the music back"
    if sound.talking and sound.state == "playing":
        return "low, to talk"
    return sound.state


def next_track_words(sound: SoundView) -> str:
    if sound.next_track is None:
        return "nothing follows"
    said = track_words(sound.next_track)
    if sound.next_in_s is not None:
        said += f" in {length_words(sound.next_in_s)}"
    return said + (f", when {sound.next_why}" if sound.next_why else "")


def volume_words(volume: float) -> str:
    return f"volume {volume:+.0f} dB" if round(volume) else "volume 0 dB"


def percent(level: float | None) -> str:
    if level is None:
        return "-"
    if 0 < level < 0.01:  # noqa: PLR2004 - a glow that is there is never called 0 %
        return "<1%"
    return f"{round(level * 100)}%"


def reminder_words(reminder: ReminderView, gap: str = "   ") -> str:
    says = one_line(reminder.says)
    if reminder.due_in_s <= 0:
        return f"now{gap}{says}"
    return f"in {length_words(reminder.due_in_s)}{gap}{says}"


def notes_words(count: int) -> str:
    return {0: "none yet", 1: "1 note"}.get(count, f"{count} notes")


def lamp_said(lamp: LampView) -> str:
    """What is to be known of a lamp beside how it glows; nothing when all is well."""
    if lamp.health == "lost":
        return "lost"
    if lamp.by_hand:
        return "by hand"
    return "unknown" if lamp.health == "unknown" else ""


def health_words(health: Mapping[str, HealthView]) -> tuple[str, str]:
    """What matters most of what does not answer, and what else does not."""
    wrong = {part: view for part, view in health.items() if not view.ok}
    if "broker" in wrong:
        # Without it no lamp can be heard: that is no fault of theirs.
        wrong = {p: v for p, v in wrong.items() if not p.startswith(LAMP)}
    if not wrong:
        return "all is well", ""
    first, *others = sorted(wrong, key=_pressing)
    says = one_line(wrong[first].says)
    if not others:
        return says, ""
    # What to do stands in the sentences behind the first; several need room.
    return says.partition(". ")[0].removesuffix(".") + ".", f"also: {_named(others)}"


def _pressing(part: str) -> tuple[bool, int]:
    known = PRESSING.index(part) if part in PRESSING else len(PRESSING)
    return part.startswith(LAMP), known


def _named(parts: list[str]) -> str:
    lamps = [part for part in parts if part.startswith(LAMP)]
    named = [one_line(part) for part in parts if part not in lamps]
    if lamps:
        named.append(one_line(lamps[0]) if len(lamps) == 1 else f"{len(lamps)} lamps")
    return ", ".join(named)


def wants_minutes(asks: str | None) -> bool:
    """Whether the engine's question is answered by a number."""
    return asks is not None and asks.lower().startswith("minutes")
