"""The whole picture: its panels below one another, and what runs through them all."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from kap_room.plan.units import Seconds, clock_words
from kap_room.rehearsal.picture.axis import axis
from kap_room.rehearsal.picture.canvas import (
    LEFT,
    RIGHT,
    WIDTH,
    Frame,
    Panel,
    box,
    escaped,
    line,
    shortened,
    words,
)
from kap_room.rehearsal.picture.lamps import lamp
from kap_room.rehearsal.picture.lanes import Moment, lanes
from kap_room.rehearsal.picture.level import level
from kap_room.rehearsal.picture.phases import phases
from kap_room.rehearsal.picture.style import style
from kap_room.rehearsal.picture.therapist import therapist
from kap_room.rehearsal.picture.tracks import tracks
from kap_room.rehearsal.run import Evening
from kap_room.rehearsal.sheet import RunSheet

HEAD: Final = 44.0
BETWEEN: Final = 12.0
FOOT: Final = 12.0


def picture(evening: Evening) -> str:
    """The evening as the text of an SVG file."""
    sheet, history = evening.sheet, evening.history
    frame = Frame(max(1.0, sheet.length_s))
    panels = (
        therapist(sheet, frame),
        phases(sheet, frame),
        tracks(sheet, frame),
        level(history, frame, sheet.length_s),
        *(
            lamp(name, number, history, frame, sheet.length_s)
            for number, name in enumerate(history.sessions[0].lamps)
        ),
        lanes("reminders", _reminders(sheet), frame, "bell"),
        axis(sheet, frame),
    )
    body, bottom = _stacked(panel for panel in panels if panel.height)
    through = _through(sheet, frame, bottom)
    lasts = f"{clock_words(Seconds(sheet.length_s))} in all"
    title = f"{sheet.scene}: {lasts}"
    high = bottom + FOOT
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:.0f} {high:.0f}"'
        f' role="img" aria-label="{escaped(title)}"><title>{escaped(title)}</title>'
    )
    paper = box((0, 0), (WIDTH, high), "paper")
    name = words(10, 28, sheet.scene, style="head")
    told = words(WIDTH - RIGHT, 28, lasts, style="soft", anchor="end")
    return "\n".join((head, style(), paper, name, told, *through, *body, "</svg>\n"))


def _stacked(panels: Iterable[Panel]) -> tuple[list[str], float]:
    parts: list[str] = []
    top = HEAD
    for panel in panels:
        parts.append(f'<g transform="translate(0 {top:.1f})">')
        if panel.title:
            title = shortened(panel.title, LEFT - 14)
            middle = min(16, panel.height / 2 + 4)
            parts.append(words(10, middle, title, style="soft"))
        parts += [*panel.parts, "</g>"]
        top += panel.height + BETWEEN
    return parts, top - BETWEEN


def _through(sheet: RunSheet, frame: Frame, bottom: float) -> list[str]:
    """Turns and marks, as lines behind everything."""
    turns = [(turn.at_s, "turn") for turn in sheet.turns[1:]]
    seen = [(mark.at_s, "seen") for mark in sheet.marks]
    return [
        line((frame.x(at), HEAD), (frame.x(at), bottom - 30), kind)
        for at, kind in (*turns, *seen)
    ]


def _reminders(sheet: RunSheet) -> list[Moment]:
    return [Moment(each.at_s, each.says) for each in sheet.reminders]
