"""What is usual for a route: the course of a body, and how its evening is laid out.

Typical courses in minutes from the dose: they fill in what a scene leaves out. They are
never advice, and nothing here says how much to give or who may go home when.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from kap_room.plan.scene import Mark, Route
from kap_room.plan.units import Seconds


def minutes(count: float) -> Seconds:
    return Seconds(count * 60.0)


@dataclass(frozen=True, slots=True)
class Span:
    """How far people differ, and what is usual. In minutes."""

    least: float
    usual: float
    most: float

    def holds(self, length: Seconds) -> bool:
        return minutes(self.least) <= length <= minutes(self.most)


@dataclass(frozen=True, slots=True)
class Profile:
    """A route's course, in minutes from the dose, except for the plateau's length."""

    onset: Span
    """When something is felt."""
    plateau_starts: Span
    plateau: Span
    """How long it lasts."""
    return_done: Span
    """When ordinary awareness is back."""
    stay: Span
    """How long the person is in the room after the dose."""
    vitals: tuple[int, ...]
    """When blood pressure and pulse are taken, beside once before leaving."""
    lozenge: Span | None = None
    """How long each lozenge is held before it is spat out or swallowed."""
    infusion: int | None = None
    """How long it runs. The plateau cannot be over before it is."""
    floor: int = 0
    """Nobody leaves sooner after the last dose, whatever the plan says."""
    leaves: int | None = None
    """When integration is over where the route knows it; None waits."""


SUBLINGUAL: Final = Profile(
    onset=Span(5, 15, 30),
    plateau_starts=Span(10, 20, 40),
    plateau=Span(30, 40, 60),
    return_done=Span(60, 120, 180),
    stay=Span(120, 180, 210),
    vitals=(0, 40, 90),
    lozenge=Span(7, 12, 15),
)
"""A lozenge under the tongue.

Onset: practices say 10-15 and 15-20 min (Mindbloom, Sage), up to 30 (Revive Wellness).
Plateau 40 min: Sage; 30-45 Mindbloom; 45-60 Center Psychotherapy. Plasma peak: median
45 min, range 15-60 (Rolan 2013, wafer). Back after 60-120 min (Mindbloom), or 60-120
min after the plateau (Sage). Appointment 150-180 min (Center Psychotherapy, Sage). Held
for 7 min (Mindbloom), about 10 (High Top Health), a timer of 12 min for each tablet,
one to three in a session (Santomarco). Pressure before and after (Process Ketamine
Studio); 40 and 90 min are this program's own.
"""

IM: Final = Profile(
    onset=Span(2, 4, 8),
    plateau_starts=Span(5, 8, 15),
    plateau=Span(25, 40, 60),
    return_done=Span(60, 90, 180),
    stay=Span(90, 150, 210),
    vitals=(0, 15, 30, 60),
)
"""An injection into the muscle.

Onset 2-8 min (Wellness Psychiatry), within 5 (Sage). Plasma peak 5-15 min (primidi, a
weak source). Main effect 30-45 min (Wellness Psychiatry), about 60 (Sage). Session
60-90 min (Fresh Slate); dizziness gone after 120-360 (a clinic's consent form), so the
stay is longer. The times for pressure are this program's own.
"""

IV: Final = Profile(
    onset=Span(2, 12, 20),
    plateau_starts=Span(15, 25, 40),
    plateau=Span(15, 25, 45),
    return_done=Span(55, 70, 100),
    stay=Span(75, 90, 150),
    vitals=(0, 10, 20, 30, 40, 70),
    infusion=40,
)
"""An infusion over forty minutes, the studied protocol (NCT04701866).

Changed perception after 1-2 min (Kootenai), 10-15 (IndyAT), about 20 (Santa Fe
Ketamine). Plasma and blood pressure are highest at its end, 40 min (NCT04701866; Yale
chart review 2024); the plateau is laid to ten minutes past it. Dissociation gone within
30 min of the end (Accelerated Psychiatry). Visit 60-90 min (IndyAT, rpsychinfusions).
Pressure every 10-15 min (Montreal model) and half an hour after the end.
"""

INTRANASAL: Final = Profile(
    onset=Span(3, 8, 15),
    plateau_starts=Span(10, 15, 25),
    plateau=Span(20, 30, 45),
    return_done=Span(45, 75, 120),
    stay=Span(90, 120, 180),
    vitals=(0, 40),
)
"""Racemic, as a spray.

Plasma peak 14-23 min (PMC9118341, table 6). Onset 5-15 and active 45-90 min come from
one weak source (sup.ai); peak effect 15 min (ASKP3). The times for pressure follow
esketamine.
"""

ESKETAMINE: Final = Profile(
    onset=Span(5, 10, 20),
    plateau_starts=Span(20, 30, 40),
    plateau=Span(20, 30, 45),
    return_done=Span(75, 90, 150),
    stay=Span(120, 130, 180),
    vitals=(0, 40),
    floor=120,
    leaves=130,
)
"""The nasal spray with a label of its own.

Dissociation begins shortly after dosing, is strongest at 40 min and resolves by 90 (J&J
Medical Information, 2024). At least 120 min of monitoring, and until safe to leave
(SPRAVATO HCP site; FDA REMS): that is a floor, counted from the last device. Pressure
before, at 40 min, then until safe (SPRAVATO HCP). The ten minutes over are our own.
"""

ORAL: Final = Profile(
    onset=Span(15, 25, 45),
    plateau_starts=Span(30, 45, 75),
    plateau=Span(30, 60, 90),
    return_done=Span(120, 150, 300),
    stay=Span(150, 210, 300),
    vitals=(0, 60, 120),
)
"""Swallowed.

Plasma peak 58 min, give or take 48 (Chong 2006). Onset 20-30 and active 90-180 min are
from one weak source (sup.ai), a tail to 240-300 min from another (fitnessfosters). The
times for pressure are this program's own.
"""

PROFILES: Final[Mapping[Route, Profile]] = {
    Route.SUBLINGUAL: SUBLINGUAL,
    Route.IM: IM,
    Route.IV: IV,
    Route.INTRANASAL: INTRANASAL,
    Route.ESKETAMINE: ESKETAMINE,
    Route.ORAL: ORAL,
}


@dataclass(frozen=True, slots=True)
class Usual:
    """A phase as a route has it, without music and light."""

    name: str
    lasts: Seconds | None
    """None waits for the therapist."""
    ends_on: Mark | None = None


def usual_phases(route: Route) -> tuple[Usual, ...]:
    """The whole evening of somebody who writes nothing but the route."""
    course = PROFILES[route]
    starts, lasts = course.plateau_starts.usual, course.plateau.usual
    returns = course.return_done.usual - starts - lasts
    after = course.leaves
    stays = None if after is None else minutes(after - course.return_done.usual)
    return (
        Usual("arrival", None, Mark.DOSE),
        Usual("onset", minutes(starts), Mark.PEAK),
        Usual("peak", minutes(lasts), Mark.RETURNING),
        Usual("return", minutes(returns)),
        Usual("integration", stays),
    )


SETTLING_IN: Final = Usual("settling in", None, Mark.DOSE)
"""Between arrival and onset, where there is a needle or a line."""

_BEGUN_BY: Final[Mapping[Mark, tuple[str, ...]]] = {
    Mark.DOSE: ("onset", "peak"),
    Mark.PEAK: ("peak",),
    Mark.RETURNING: ("return", "integration"),
}
"""The phases that a mark can begin. Before any other it ends nothing by itself."""


def known_names(route: Route) -> tuple[str, ...]:
    """Those for which the route knows how long they last, in order of time."""
    first, *others = (each.name for each in usual_phases(route))
    return (first, SETTLING_IN.name, *others)


def usual_phase(route: Route, name: str, followed_by: str = "") -> Usual | None:
    """What is usual for a phase of this name; None where nothing is.

    Its mark is the one that begins what follows, if the two belong together.
    """
    known = (*usual_phases(route), SETTLING_IN)
    found = next((each for each in known if each.name == name.lower()), None)
    if found is None or found.ends_on is None:
        return found
    belongs = followed_by.lower() in _BEGUN_BY[found.ends_on]
    return found if belongs else replace(found, ends_on=None)


def floor_of(route: Route | None) -> Seconds | None:
    """From the last dose on, nobody leaves sooner; None knows no floor."""
    floor = PROFILES[route].floor if route is not None else 0
    return minutes(floor) if floor else None
