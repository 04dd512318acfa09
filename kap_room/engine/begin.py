"""How a session begins, and how it comes back after the engine or the room was away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from kap_room.engine.asking import GO_ON, minutes_since
from kap_room.engine.lighting import (
    BACK,
    HAND,
    STEP_DOWN,
    as_it_is,
    first_lamps,
    with_hands,
)
from kap_room.engine.music import enter_phase, laid_out
from kap_room.engine.session import (
    Lighting,
    Marked,
    Mode,
    Moment,
    Outcome,
    Session,
    Woken,
)
from kap_room.exchange.events import PhaseTurned, SessionResumed, SessionStarted
from kap_room.plan.look import Light
from kap_room.plan.music import Measure, Playlist
from kap_room.plan.room import Room
from kap_room.plan.scene import Scene
from kap_room.plan.shapes import DARK, steady
from kap_room.plan.units import SILENT, Seconds
from kap_room.timeline.course import lay
from kap_room.timeline.gains import Layers
from kap_room.timeline.lamps import LampCourse, Ramp
from kap_room.timeline.programme import START, Programme, Shelf, following
from kap_room.timeline.transport import Transport


class CannotStart(Exception):  # noqa: N818 - the answer to a start, not a fault
    """The scene cannot begin; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A scene read, checked, and copied for the session that begins with it."""

    id: str
    scene: Scene
    playlists: Mapping[str, Playlist]
    measures: Mapping[str, Measure]
    """By absolute path."""
    code: str | None = None
    therapist: str | None = None
    without: tuple[str, ...] = ()
    rise: Seconds = START
    """How slowly its first music comes up."""
    homes: Mapping[str, str] = field(default_factory=dict)
    """Absolute paths of tracks outside the room's music folder, by file."""
    copies: tuple[tuple[str, str, str], ...] = ()
    """(kind, name, text) of every file the session was read from."""
    says: tuple[str, ...] = ()
    """What is doubtful and does not prevent it."""


def first_file(
    loaded: Loaded, room: Room, measures: Mapping[str, Measure]
) -> str | None:
    """The file that would sound first, by absolute path."""
    playlist = loaded.scene.phases[0].playlist
    if playlist is None:
        return None
    shelf = Shelf(room, loaded.playlists, measures, loaded.without, loaded.homes)
    track = following(Programme(), shelf, playlist, None)
    return None if track is None else shelf.path_of(track)


def begin(
    loaded: Loaded,
    room: Room,
    seen: Mapping[str, Light],
    moment: Moment,
    *,
    after: Session | None = None,
) -> Outcome:
    """The first moment of a session: the first phase's look and its music.

    `after` is the session before it, which may not have faded out altogether yet.
    """
    first = loaded.scene.phases[0]
    session = _laid(loaded, room, seen, moment, after)
    if after is not None:
        session = replace(session, layers=Layers(quiet=after.layers.quiet))
    if first.arm_light:
        armed = replace(session.lighting, arm=True)
        session = with_hands(session, room, armed, HAND, moment.reading)
    started = SessionStarted(loaded.scene.name, loaded.code, loaded.therapist)
    turned = PhaseTurned(first.name, "the start")
    outcome = Outcome(session, (started, turned))
    shelf = session.shelf(room, loaded.measures)
    entered = enter_phase(session, shelf, moment.reading, rise=loaded.rise)
    outcome = outcome.then(entered)
    laid = laid_out(outcome.session, shelf, moment.reading)
    return replace(outcome, session=laid, says=f"{loaded.scene.name} begins.")


def _laid(
    loaded: Loaded,
    room: Room,
    seen: Mapping[str, Light],
    moment: Moment,
    after: Session | None,
) -> Session:
    """The session as its files lay it out, before anything sounds."""
    first = loaded.scene.phases[0]
    look = loaded.scene.looks.get(first.look, {}) if first.look else {}
    return Session(
        id=loaded.id,
        scene=loaded.scene,
        playlists=loaded.playlists,
        transport=Transport(Seconds(0.0), moment.reading),
        course=lay(loaded.scene),
        code=loaded.code,
        therapist=loaded.therapist,
        without=loaded.without,
        homes=loaded.homes,
        lamps=first_lamps(room, look, seen, first.ramp),
        before=as_it_is(room, seen, after, moment.reading),
    )


def resumed(session: Session, after: Seconds) -> Outcome:
    """The same boot and somebody kept the room: it goes on as if never away."""
    return Outcome(session, (SessionResumed(after, held=False),))


def woken(session: Session, room: Room, was: Seconds, moment: Moment) -> Outcome:
    """After a reboot: held and silent, lamps low, and it asks.

    The old boot's readings mean nothing now; what they were worth is carried over. The
    body clock went on by an unknown length, so the answer is at least what it was.
    """
    reading = moment.reading
    programme = session.programme
    held = replace(
        session,
        mode=Mode.HELD,
        transport=Transport(session.position_at(was), reading, moving=False),
        marks=_carried_over(session.marks, Seconds(reading - was)),
        layers=Layers(volume=steady(session.layers.volume.end), quiet=steady(SILENT)),
        silenced=reading,
        talking=False,
        was_held=False,
        away_since=None,
        grounded_at=None,
        sounded_at_ground=None,
        hands={},
        programme=Programme(
            playlist=session.course.phase.playlist,
            heard=programme.heard,
            barred=programme.barred,
        ),
        undo=(),
        woken=Woken(
            reading,
            session.since_dose_at(was),
            len(session.course.behind),
            session.course.begins,
        ),
        asks=_question(session.since_dose_at(was)),
    )
    dimmed = _dimmed(held, room, reading)
    return Outcome(dimmed, (SessionResumed(0.0, held=True),))


def _carried_over(marks: tuple[Marked, ...], shift: Seconds) -> tuple[Marked, ...]:
    return tuple(replace(m, reading=Seconds(m.reading + shift)) for m in marks)


def _question(since_dose: Seconds | None) -> str:
    if since_dose is None:
        return GO_ON
    return minutes_since(since_dose)


def _dimmed(session: Session, room: Room, reading: Seconds) -> Session:
    """Every hand forgotten, and each lamp low: from dark, for nobody knows where it is.

    The plan's own ramps run on the position; they go on when the plan does.
    """
    position = session.position_at(reading)
    lamps = {}
    for name, course in session.lamps.items():
        planned = course.plan.light_at(position)
        dark = replace(planned, level=None if planned.level is None else DARK)
        back = Ramp(dark, dark, reading, BACK)
        lamps[name] = LampCourse(course.plan, back=back)
    session = replace(session, lamps=lamps)
    return with_hands(session, room, Lighting(low=True), STEP_DOWN, reading)
