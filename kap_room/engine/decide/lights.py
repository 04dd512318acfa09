"""The buttons of light: lights up and down, arm light, walk light, one lamp by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from kap_room.engine import lighting as lamps
from kap_room.engine import walls
from kap_room.engine.session import Lighting, Outcome, Refused, Session
from kap_room.exchange.commands import Release, SetLight
from kap_room.plan.units import Seconds
from kap_room.timeline.programme import Shelf

GIVE_BACK: Final = Seconds(20.0)


def lights_up(session: Session, shelf: Shelf, reading: Seconds) -> Outcome:
    step = min(session.lighting.step + 1, len(lamps.STEPS) - 1)
    level, over = lamps.STEPS[step]
    lighting = replace(session.lighting, step=step)
    session = lamps.with_hands(
        session, shelf.room, lighting, over, reading, by=lamps.By.EMERGENCY
    )
    says = f"Lights up: {lamps.STEP_NAMES[step]}, {level:.0%}."
    return Outcome(session, says=says)


def lights_down(session: Session, shelf: Shelf, reading: Seconds) -> Outcome:
    """One step down; from soft, back to plan."""
    step = session.lighting.step - 1
    if step < 0:
        return Outcome(session, says="The lamps follow the plan.")
    lighting = replace(session.lighting, step=step)
    over = lamps.STEP_DOWN if step else lamps.BACK
    session = lamps.with_hands(session, shelf.room, lighting, over, reading)
    name = lamps.STEP_NAMES[step]
    return Outcome(session, says=f"Lights: {name}." if name else "Lights: to plan.")


def arm_light(session: Session, shelf: Shelf, reading: Seconds) -> Outcome:
    if not shelf.room.arm_light:
        raise Refused('The room file names no lamp for it: write "arm light:" there.')
    on = not session.lighting.arm
    lighting = replace(session.lighting, arm=on)
    over = lamps.HAND if on else lamps.BACK
    session = lamps.with_hands(session, shelf.room, lighting, over, reading)
    return Outcome(session, says="Arm light on." if on else "Arm light going out.")


def walk_light(session: Session, shelf: Shelf, reading: Seconds) -> Outcome:
    if not shelf.room.walk_light:
        raise Refused('The room file names no lamp for it: write "walk light:" there.')
    on = not session.lighting.walk
    lighting = replace(session.lighting, walk=on)
    over = lamps.HAND if on else lamps.BACK
    session = lamps.with_hands(session, shelf.room, lighting, over, reading)
    return Outcome(session, says="Walk light on." if on else "Walk light going out.")


def back_to_plan(session: Session, shelf: Shelf, reading: Seconds) -> Outcome:
    """Every hand off the lamps; ground keeps its safe light."""
    now = session.lighting
    lighting = Lighting(grounded=now.grounded, closing=now.closing, over=now.over)
    session = lamps.with_hands(session, shelf.room, lighting, lamps.BACK, reading)
    session = walls.released(session, session.lamps.keys(), lamps.BACK, reading)
    return Outcome(session, says="Lights: to plan.")


def set_light(
    session: Session, shelf: Shelf, command: SetLight, reading: Seconds
) -> Outcome:
    names = _lamps_called(session, shelf, command.name)
    by_hand = dict(session.lighting.by_hand)
    by_hand.update(dict.fromkeys(names, command.level))
    lighting = replace(session.lighting, by_hand=by_hand)
    courses = dict(session.lamps)
    for name in names:
        courses[name] = walls.started(session, name, lamps.HAND, reading)
    session = replace(session, lamps=courses)
    session = walls.level_taken_over(session, names)
    session = lamps.with_hands(session, shelf.room, lighting, lamps.HAND, reading)
    return Outcome(session, says=f"{command.name} to {command.level:.0%}, by hand.")


def release(
    session: Session, shelf: Shelf, command: Release, reading: Seconds
) -> Outcome:
    names = set(session.lamps)
    if command.name is not None:
        names = set(_lamps_called(session, shelf, command.name))
    kept = {n: v for n, v in session.lighting.by_hand.items() if n not in names}
    lighting = replace(session.lighting, by_hand=kept)
    session = lamps.with_hands(session, shelf.room, lighting, GIVE_BACK, reading)
    session = walls.released(session, names, GIVE_BACK, reading)
    return Outcome(session, says=f"{command.name or 'Every lamp'}: back to plan.")


def _lamps_called(session: Session, shelf: Shelf, name: str) -> tuple[str, ...]:
    if name == "all":
        return tuple(session.lamps)
    if name in session.lamps:
        return (name,)
    if name in shelf.room.groups:
        return shelf.room.groups[name]
    known = ", ".join((*session.lamps, *shelf.room.groups)) or "none"
    raise Refused(f"This room has no lamp called {name}; it has {known}.")
