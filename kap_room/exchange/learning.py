"""What the screen of the controls holds: which there are, and how one is taught.

The screen is shown what was pressed and asks for one change at a time. Every line that
would be written is shown before it is; whatever cannot be done is a sentence. Nothing
here may be called while a session runs but `view` and `rest`: its hands are not
changed under it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from kap_room.exchange.desk import Answer
from kap_room.plan.units import Seconds


@dataclass(frozen=True, slots=True)
class Pressed:
    """One press of one control, as the room file says it or would."""

    control: str
    """As the room file calls it, or what it could be called."""
    device: str
    """As a person would call it."""
    key: str
    """`midi` or `topic`: how the room file says where it is."""
    where: str
    press: str
    """`pedal 64 long`, or what a button itself calls it: `double`."""
    is_known: bool = False
    """Whether the room file has this control already."""
    slides: bool = False
    """A fader or a knob, which can be the volume."""
    others: tuple[str, ...] = ()
    """The ways in which the same thing can be pressed; none of a button, which makes
    that out itself."""


@dataclass(frozen=True, slots=True)
class Touch:
    """What a hand has just pressed."""

    at: Seconds
    """When: a second press of the same kind is another one."""
    pressed: Pressed


@dataclass(frozen=True, slots=True)
class PressRow:
    """A press that does something."""

    pressed: Pressed
    does: str
    """As `kap-room send` has it."""
    is_ready_made: bool = False
    """It comes with the map of its device."""
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class ControlRow:
    name: str
    where: str
    """The name of its device, or its topic."""
    is_midi: bool = True
    map: str | None = None
    is_there: bool | None = None
    """None where nobody can know: a button sleeps, or MIDI does not answer."""
    presses: tuple[PressRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Named:
    """What the room has that a command may name."""

    lamps: tuple[str, ...] = ()
    playlists: tuple[str, ...] = ()
    scenes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ControlsView:
    """All that the screen shows. Another object whenever something of it is another."""

    controls: tuple[ControlRow, ...] = ()
    strangers: tuple[str, ...] = ()
    """MIDI devices that are there and that no control names."""
    faults: tuple[str, ...] = ()
    """Of MIDI and of the broker."""
    problems: tuple[str, ...] = ()
    """Of the room file, which is not written to before they are mended."""
    touch: Touch | None = None
    take_back: str = ""
    """What would be taken back, in words."""
    named: Named = Named()
    hears: bool = True
    """Not yet while the file is read and the ears at the MIDI ports begin."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the room file, near what changes."""

    words: str
    sign: str = " "
    """`+` comes, `-` goes, anything else stays."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change of the room file before it is made."""

    says: str
    """What it is, in a few words: for the question, the answer and for taking back."""
    lines: tuple[Line, ...]
    doubts: tuple[str, ...] = ()
    """What should be known first. It can be done all the same."""
    before: str | None = None
    """The file as it was looked at, in whole; None where there was none."""
    after: str = ""


class Learning(Protocol):
    """The controls of a room. Slow, but for `view`: call it on a thread."""

    @property
    def view(self) -> ControlsView: ...

    def listen(self) -> None:
        """To every device and button, until `rest`. It returns at once."""
        ...

    def rest(self) -> None:
        """Listen no more. It returns at once."""
        ...

    def proposed(self, pressed: Pressed, does: str) -> Proposal | str:
        """What would be written, or why nothing can be."""
        ...

    def without(self, control: str, press: str | None) -> Proposal | str:
        """The same for a press that goes, or with None for the whole control."""
        ...

    def write(self, proposal: Proposal) -> Answer:
        """Refused where the room file is another by now."""
        ...

    def take_back(self) -> Answer:
        """The last thing that was written here."""
        ...
