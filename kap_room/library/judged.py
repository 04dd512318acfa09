"""A scene that was read, judged as a whole: what one line cannot know of the others."""

from __future__ import annotations

from typing import Final

from kap_room.library.problems import did_you_mean, quoted
from kap_room.library.sheet import Sheet
from kap_room.library.tree import Place
from kap_room.library.values import length_words
from kap_room.plan.route_check import objections
from kap_room.plan.routes import floor_of
from kap_room.plan.scene import Mark, Scene

_IN_TIME: Final = (Mark.DOSE, Mark.ONSET, Mark.PEAK, Mark.RETURNING)


def judge_phases(scene: Scene, sheet: Sheet) -> None:
    """Against each other, whatever else is wrong."""
    _judge_names(scene, sheet)
    _judge_marks(scene, sheet)


def judge_body(scene: Scene, sheet: Sheet) -> None:
    """Against the route, once every value is known: what no body does is refused."""
    floor = floor_of(scene.route)
    if floor is not None and (scene.at_least or floor) < floor:
        sheet.say_of(
            ("at least",),
            f"With {scene.route} a person stays at least {length_words(floor)} after "
            "the last dose. Write that or more, or remove the line.",
        )
    for each in objections(scene):
        if each.wrong:
            place = () if each.phase is None else (each.phase,)
            sheet.say_of(("phases", *place), each.says)


def _judge_names(scene: Scene, sheet: Sheet) -> None:
    written = sheet.tree.at(("looks",))
    looks = tuple(written) if isinstance(written, dict) else ()
    first: dict[str, int] = {}
    for number, phase in enumerate(scene.phases):
        place: Place = ("phases", number)
        if phase.look is not None and phase.look not in looks:
            hint = did_you_mean(phase.look, looks)
            sheet.say_of(
                (*place, "look"),
                f"There is no look {quoted(phase.look)} under looks."
                f"{hint or ' Write it there.'}",
            )
        before = first.setdefault(phase.name.lower(), number)
        if before != number:
            line = sheet.tree.line_of((*sheet.in_file(("phases", before)), "name"))
            sheet.say_of(
                (*place, "name"),
                f"Another phase has the name {quoted(phase.name)}, on line {line}. "
                "Each needs a name of its own.",
            )


def _judge_marks(scene: Scene, sheet: Sheet) -> None:
    """A mark that comes later in the body cannot end an earlier phase."""
    latest = Mark.DOSE
    for number, phase in enumerate(scene.phases):
        if phase.ends_on is None:
            continue
        if _IN_TIME.index(phase.ends_on) < _IN_TIME.index(latest):
            sheet.say_of(
                ("phases", number, "ends on"),
                f"An earlier phase ends on {latest}, and {phase.ends_on} comes before "
                "that. Put the phases in the order in which it happens.",
            )
        else:
            latest = phase.ends_on
