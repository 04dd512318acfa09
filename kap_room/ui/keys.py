"""Every key of the console, once.

The bindings, the line of keys and the help are made from this table, so none of them
can say something else than the others.

The keys are a contract with the hands of the people who use it: none changes its
place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from textual.binding import Binding

from kap_room.exchange.commands import Button, Command, Extend, Press, Seen
from kap_room.exchange.sayings import SAYINGS
from kap_room.plan.scene import Mark
from kap_room.plan.units import Seconds
from kap_room.ui.presses import Counts

STEP: Final = Seconds(300.0)
"""What one press of extend or shorten adds or takes."""


class Group(StrEnum):
    SOUND = "Sound"
    LIGHT = "Light"
    ROOM = "The whole room"
    BODY = "What was given or seen"
    PLAN = "The plan"
    SCREEN = "Words and the screen"


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that a key does."""

    id: str
    shown: str
    """The key as it is named on the screen."""
    keys: str
    """The same as Textual names it; commas between several."""
    word: str
    does: Button | Command | None
    """None for what the console does by itself or asks about first."""
    own: str = ""
    """What it does in one sentence, where `SAYINGS` has none."""
    counts: Counts = Counts.ONCE
    everywhere: str = ""
    """A key that acts in every field, dialog and list, seen or not."""
    outside: str = ""
    """Keys that act everywhere but while words are typed."""

    @property
    def command(self) -> Command | None:
        return Press(self.does) if isinstance(self.does, Button) else self.does

    @property
    def tells(self) -> str:
        """The tooltip, and the line in the help."""
        said = SAYINGS[self.does] if isinstance(self.does, Button) else ""
        return self.own or said


def _plain(button: Button, key: str, word: str, keys: str = "") -> Act:
    return Act(button.value, key, keys or key, word, button)


def _volume(button: Button, key: str, keys: str) -> Act:
    own = f"{SAYINGS[button]} Every press counts."
    return Act(button.value, key, keys, button.value, button, own, Counts.ALWAYS)


_SILENCE: Final = Act(
    "silence",
    "space",
    "",
    "silence",
    Button.SILENCE,
    counts=Counts.TWICE,
    everywhere="f2",
    outside="space,pagedown",
)
_LIGHTS_UP: Final = Act(
    "lights-up",
    "l",
    "l",
    "lights up",
    Button.LIGHTS_UP,
    everywhere="f4",
    outside="pageup",
)

TABLE: Final[Mapping[Group, tuple[Act, ...]]] = {
    Group.SOUND: (
        _SILENCE,
        _plain(Button.MUSIC, "m", "music"),
        _plain(Button.TALK, "t", "talk"),
        _volume(Button.LOUDER, "+", "plus,equals_sign"),
        _volume(Button.QUIETER, "-", "minus,underscore"),
        _plain(Button.PREVIOUS_TRACK, "←", "previous track", "left"),
        _plain(Button.NEXT_TRACK, "→", "next track", "right"),
        _plain(Button.SOFTER, "[", "softer", "left_square_bracket"),
        _plain(Button.DEEPER, "]", "deeper", "right_square_bracket"),
        Act(
            "find",
            "/",
            "slash",
            "find music",
            None,
            "One track of the whole library comes next: type, ↑ ↓, Enter.",
        ),
        Act(
            "playlists",
            "P",
            "P",
            "playlist",
            None,
            "Music from another playlist of this session: ↑ ↓, Enter.",
        ),
    ),
    Group.LIGHT: (
        _LIGHTS_UP,
        _plain(Button.LIGHTS_DOWN, "L", "step down"),
        _plain(Button.ARM_LIGHT, "v", "arm light"),
        _plain(Button.WALK_LIGHT, "w", "walk light"),
        Act(
            "lamps", "k", "k", "lamps", None, "Each lamp by hand, with keys of its own."
        ),
    ),
    Group.ROOM: (
        _plain(Button.HOLD, "h", "hold"),
        Act("ground", "F8", "", "ground", Button.GROUND, everywhere="f8"),
        Act(
            "go-back-in",
            "g",
            "g",
            "go back in",
            None,
            "After ground asks how, 1 to 4; Enter is 1, the softest. Before ground it "
            "asks whether to land: 4 begins the return.",
        ),
        _plain(Button.AWAY, "a", "away"),
        Act(
            "end",
            "^E",
            "ctrl+e",
            "end",
            None,
            "Ends the session with its closing fade. Asks first.",
        ),
    ),
    Group.BODY: (
        Act("dose", "d", "d", "dose", Seen(Mark.DOSE), "The dose is given now."),
        Act("booster", "b", "b", "booster", Seen(Mark.BOOSTER), "A booster is given."),
        Act("onset", "o", "o", "onset", Seen(Mark.ONSET), "You see that it begins."),
        Act(
            "returning",
            "r",
            "r",
            "returning",
            Seen(Mark.RETURNING),
            "You see the person returning.",
        ),
        Act(
            "amount",
            "u",
            "u",
            "amount",
            None,
            "How much the last dose was. For 8 s after d b o r: ← → move it by a "
            "minute, Enter is done.",
        ),
    ),
    Group.PLAN: (
        _plain(Button.PREVIOUS_PHASE, "<", "phase back", "less_than_sign"),
        _plain(Button.NEXT_PHASE, ">", "next phase", "greater_than_sign"),
        Act(
            "extend",
            "e",
            "e",
            "+5 min",
            Extend(STEP),
            "This phase 5 min longer. Where it is over by the plan: not yet, and it "
            "asks again; Enter begins the next, while the screen says so.",
        ),
        Act(
            "shorten",
            "E",
            "E",
            "-5 min",
            Extend(Seconds(-STEP)),
            "This phase 5 min shorter.",
        ),
        Act(
            "take-back",
            "Backspace",
            "backspace",
            "take back",
            Button.TAKE_BACK,
            "Takes the last thing back; the screen says what that is.",
        ),
    ),
    Group.SCREEN: (
        Act(
            "note",
            "n",
            "n",
            "note",
            None,
            "Words, then Enter saves. Esc closes and keeps them in the line.",
        ),
        _plain(Button.REMINDER_DONE, "x", "reminder done"),
        Act(
            "command",
            ":",
            "colon",
            "any command",
            None,
            "Any command in words, as kap-room send takes it: keep-track, code heron.",
        ),
        Act(
            "black",
            "z",
            "z",
            "black",
            None,
            "Black screen; every key still acts. Again: the screen is back.",
        ),
        Act("help", "?", "question_mark", "all keys", None, "This page."),
        Act("quit", "q", "q", "quit", None, "Closes the console; the session goes on."),
    ),
}

BY_ID: Final[Mapping[str, Act]] = {a.id: a for acts in TABLE.values() for a in acts}


def session_bindings() -> Iterator[Binding]:
    """What the session screen listens to."""
    for group, acts in TABLE.items():
        for act in acts:
            if act.keys:
                yield _binding(group, act, act.keys, f"press('{act.id}')", act.id)


def anywhere_bindings() -> Iterator[Binding]:
    """What the console listens to before any field, dialog or list may."""
    for group, acts in TABLE.items():
        for act in acts:
            for key in filter(None, act.everywhere.split(",")):
                action = f"press_anywhere('{act.id}', '{key}')"
                yield _binding(group, act, key, action, f"{act.id}.{key}", first=True)
            for key in filter(None, act.outside.split(",")):
                action = f"press_outside('{act.id}', '{key}')"
                yield _binding(group, act, key, action, f"{act.id}.{key}", first=True)


def _binding(  # noqa: PLR0913 - a binding is this many things
    group: Group, act: Act, keys: str, action: str, name: str, *, first: bool = False
) -> Binding:
    return Binding(
        keys,
        action,
        act.word,
        show=False,
        key_display=act.shown,
        priority=first,
        tooltip=act.tells,
        id=name,
        group=Binding.Group(group),
    )
