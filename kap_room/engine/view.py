"""The snapshot of a moment: everything a screen needs, computed from the session."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from kap_room.engine.coming import coming, proposal
from kap_room.engine.floor import stays_until
from kap_room.engine.heard import music_view, sound_view
from kap_room.engine.lighting import STEP_NAMES
from kap_room.engine.reminders import due_reminders
from kap_room.engine.session import Mode, NoteTaken, Session
from kap_room.engine.walls import shown
from kap_room.exchange.order import PlayerReport
from kap_room.exchange.snapshot import (
    DoseView,
    HealthView,
    LampView,
    LightsView,
    NoteView,
    PhaseView,
    ReminderView,
    SessionView,
    Snapshot,
    StripView,
)
from kap_room.plan.look import Light
from kap_room.plan.units import Seconds
from kap_room.timeline.course import Course

SOON: Final = Seconds(600.0)
"""Reminders further ahead than this are not on the screen yet."""

NOTES_SHOWN: Final = 4


@dataclass(frozen=True, slots=True)
class Around:
    """What the engine knows beside the session."""

    health: Mapping[str, HealthView] = field(default_factory=dict)
    lamp_health: Mapping[str, str] = field(default_factory=dict)
    lamps_seen: Mapping[str, Light] = field(default_factory=dict)
    report: PlayerReport | None = None
    pids: Mapping[str, int | None] = field(default_factory=dict)
    unsaved: frozenset[int] = frozenset()
    """Places in the session's notes that are not durable yet."""


def snapshot_of(session: Session | None, around: Around, reading: Seconds) -> Snapshot:
    if session is None:
        return Snapshot(
            lights=_idle_lights(around),
            health=around.health,
            pids=around.pids,
        )
    return Snapshot(
        session=_session(session, reading),
        phase=_phase(session, reading),
        phases=_strip(session, reading),
        proposal=proposal(session, reading),
        coming=coming(session, reading),
        doses=tuple(
            DoseView(each.mark.value, reading - each.reading, each.amount)
            for each in session.given
        ),
        sound=sound_view(
            session,
            around.report,
            reading,
            player_is_lost="sound" in around.health,
        ),
        lights=_lights(session, around, reading),
        lighting=LightsView(
            STEP_NAMES[session.lighting.step],
            session.lighting.arm,
            session.lighting.walk,
        ),
        reminders=tuple(
            ReminderView(due.says, due.due_in)
            for due in due_reminders(session, reading)
            if not due.is_quiet and due.due_in <= SOON
        ),
        not_done=tuple(
            ReminderView(due.says, due.due_in)
            for due in due_reminders(session, reading)
            if due.is_quiet
        ),
        health=_health(session, around, reading),
        notes=len(session.notes),
        last_notes=_notes(session, around, reading),
        pids=around.pids,
    )


def _health(
    session: Session, around: Around, reading: Seconds
) -> Mapping[str, HealthView]:
    music = music_view(session, reading)
    return {**around.health, "music": music} if music else around.health


def _session(session: Session, reading: Seconds) -> SessionView:
    position = session.position_at(reading)
    plan_ends = session.course.plan_ends(position)
    over, stays = session.mode is Mode.ENDED, stays_until(session)
    return SessionView(
        state=session.mode.value,
        id=session.id,
        code=session.code,
        therapist=session.therapist,
        scene=session.scene.name,
        position_s=position,
        since_dose_s=session.since_dose_at(reading),
        ends_in_s=None if plan_ends is None or over else plan_ends - position,
        asks=session.asks,
        take_back=session.undo[-1].says if session.undo else None,
        stays_s=None if stays is None else stays - reading,
    )


def _phase(session: Session, reading: Seconds) -> PhaseView | None:
    if session.mode is Mode.ENDED:
        return None
    course, position = session.course, session.position_at(reading)
    following, ends_on = course.following, course.phase.ends_on
    return PhaseView(
        name=course.phase.name,
        position_s=position - course.begins,
        remaining_s=_remaining(course, position),
        next=following.name if following is not None else None,
        ends_on=ends_on.value if ends_on is not None else None,
    )


def _remaining(course: Course, position: Seconds) -> float | None:
    """Until the planned end; nothing while a proposed turn waits."""
    return None if course.planned is None else max(0.0, course.planned - position)


def _strip(session: Session, reading: Seconds) -> tuple[StripView, ...]:
    course, position = session.course, session.position_at(reading)
    return tuple(
        StripView(
            phase.name,
            course.lasts(index),
            is_now=index == course.index and session.mode is not Mode.ENDED,
            is_past=index < course.index or session.mode is Mode.ENDED,
            written_s=phase.lasts,
            spent_s=course.spent(index, position),
        )
        for index, phase in enumerate(course.phases)
    )


def _lights(session: Session, around: Around, reading: Seconds) -> dict[str, LampView]:
    views = {}
    for name in session.lamps:
        light = shown(session, name, reading)
        views[name] = LampView(
            light.level,
            light.warmth,
            around.lamp_health.get(name, "unknown"),
            name in session.lighting.by_hand or name in session.hands,
        )
    return views


def _idle_lights(around: Around) -> dict[str, LampView]:
    return {
        name: LampView(
            around.lamps_seen.get(name, Light()).level,
            around.lamps_seen.get(name, Light()).warmth,
            health,
        )
        for name, health in around.lamp_health.items()
    }


def _notes(session: Session, around: Around, reading: Seconds) -> tuple[NoteView, ...]:
    first = max(0, len(session.notes) - NOTES_SHOWN)
    return tuple(
        _note(session, note, reading, saved=place not in around.unsaved)
        for place, note in enumerate(session.notes)
        if place >= first
    )


def _note(
    session: Session, note: NoteTaken, reading: Seconds, *, saved: bool
) -> NoteView:
    return NoteView(
        note.text,
        session.since_dose_at(note.reading),
        note.wall[11:16],
        reading - note.reading,
        saved,
    )
