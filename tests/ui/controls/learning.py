"""Controls without devices and without a room file, for the screen that shows them."""

from __future__ import annotations

from dataclasses import replace
from itertools import count

from kap_room.exchange.desk import Answer
from kap_room.exchange.learning import (
    ControlRow,
    ControlsView,
    Line,
    Named,
    Pressed,
    PressRow,
    Proposal,
    Touch,
)
from kap_room.plan.units import Seconds

WAYS = ("pedal 64", "pedal 64 long", "pedal 64 double")
STEPPED = Pressed("pedal", "FS-1", "midi", "FS-1", "pedal 64", True, True, WAYS)  # noqa: FBT003
HELD = replace(STEPPED, press="pedal 64 long")
COUCH = Pressed(
    "couch",
    "couch button",
    "topic",
    "zigbee2mqtt/couch button",
    "single",
    is_known=True,
)
DOOR = Pressed("door", "door", "topic", "zigbee2mqtt/door", "double")

LANDS = "One single is land, and nobody asks first."

TWO = ControlsView(
    (
        ControlRow(
            "pedal",
            "FS-1",
            map="sustain pedal",
            is_there=True,
            presses=(PressRow(STEPPED, "talk"),),
        ),
        ControlRow(
            "couch",
            "zigbee2mqtt/couch button",
            is_midi=False,
            presses=(
                PressRow(COUCH, "land", doubt=LANDS),
                PressRow(replace(COUCH, press="hold"), "hold"),
            ),
        ),
    ),
    strangers=("nanoKONTROL2",),
    named=Named(("ceiling", "floor"), ("calm",), ("im",)),
)


class Taught:
    """Keeps what is asked for; answers as it is told to."""

    def __init__(self, view: ControlsView = TWO) -> None:
        self.view = view
        self.listens = False
        self.asked: list[tuple[object, ...]] = []
        self.refusal = ""
        self._at = count(1)

    def press(self, pressed: Pressed) -> None:
        self.view = replace(self.view, touch=Touch(Seconds(next(self._at)), pressed))

    def listen(self) -> None:
        self.listens = True

    def rest(self) -> None:
        self.listens = False

    def proposed(self, pressed: Pressed, does: str) -> Proposal | str:
        self.asked.append(("proposed", pressed.control, pressed.press, does))
        if self.refusal:
            return self.refusal
        lines = (Line("  pedal:"), Line(f"    does: {{{pressed.press}: {does}}}", "+"))
        says = f"{pressed.control}, {pressed.press}: {does}"
        return Proposal(says, lines, ("It may be pressed by a cat.",))

    def without(self, control: str, press: str | None) -> Proposal | str:
        self.asked.append(("without", control, press))
        line = Line(f"  {control}: {{midi: FS-1}}   # the black one", "-")
        return Proposal(f"{control} goes", (line,))

    def write(self, proposal: Proposal) -> Answer:
        self.asked.append(("write", proposal.says))
        if self.refusal:
            return Answer(ok=False, says=self.refusal)
        self.view = replace(self.view, touch=None, take_back=proposal.says)
        return Answer(ok=True, says=f"Written: {proposal.says}")

    def take_back(self) -> Answer:
        self.asked.append(("take back",))
        self.view = replace(self.view, take_back="")
        return Answer(ok=True, says="Taken back")
