"""The tables of docs/controls.md: `python -m tests.rig.page_of_controls` makes them.

A table written by hand is right on the day it is written. The test beside this compares
the page with what is made here.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kap_room.exchange.commands import Button, Press, Seen
from kap_room.exchange.sayings import MORE, SAYINGS
from kap_room.exchange.words import EMERGENCY, VOCABULARY
from kap_room.library.maps import ReadyMade, maps
from kap_room.ui.keys import BY_ID, Act

PAGE = Path(__file__).parents[2] / "docs" / "controls.md"

EXAMPLES = {
    "go-back-in": "go-back-in softer",
    "earlier": "earlier 1m",
    "later": "later 1m",
    "amount": "amount 100 mg",
    "extend": "extend 5m",
    "shorten": "shorten 5m",
    "playlist": "playlist calm",
    "play-next": "play-next rain.flac",
    "volume": "volume -6 dB",
    "light": "light floor 15%",
    "release": "release floor",
    "note": "note eyes open",
    "mark": "mark",
    "since-dose": "since-dose 52m",
    "code": "code willow",
    "start": "start /home/room/scenes/im.yaml",
}
"""Of the commands that take more than a word."""

KEYS = {
    "go-back-in": "g",
    "land": "g 4",
    "earlier": "← after a mark",
    "later": "→ after a mark",
    "amount": "u",
    "note": "n",
    "light": "k",
    "release": "k r",
    "play-next": "/",
    "playlist": "P",
    "volume": "+ -",
    "since-dose": "typed when asked",
    "start": "Enter on a scene",
    "end": "^E",
}
"""Where a key opens something first, and is no command by itself."""

START = "A session of this scene begins; a name will do for its path."


def tables() -> Iterator[tuple[str, str]]:
    """Each table by the name that its place on the page has."""
    yield "commands", _commands()
    yield "maps", "\n\n".join(_map(ready) for ready in maps().values())


def example_of(word: str) -> str:
    return EXAMPLES.get(word, word)


def page(text: str) -> str:
    """The page with its tables as they should be now."""
    for name, table in tables():
        begin, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->"
        before, _, rest = text.partition(begin)
        _, _, after = rest.partition(end)
        text = f"{before}{begin}\n{table}\n\n{end}{after}"
    return text


def _commands() -> str:
    lines = [
        "| written beside a press | key | what it does |",
        "| --- | --- | --- |",
    ]
    for word in VOCABULARY:
        strong = "**" if word in EMERGENCY else ""
        key = _key_of(word)
        shown = f"`{key}`" if key else ""
        example = f"{strong}`{example_of(word)}`{strong}"
        lines.append(f"| {example} | {shown} | {_says(word)} |")
    return "\n".join(lines)


def _key_of(word: str) -> str:
    for act in BY_ID.values():
        if _word_of(act) == word:
            return act.shown
    return KEYS.get(word, "")


def _word_of(act: Act) -> str | None:
    match act.command:
        case Press(button):
            return button.value
        case Seen(mark):
            return mark.value
        case _:
            return act.id if act.command is not None else None


def _says(word: str) -> str:
    buttons = {button.value: says for button, says in SAYINGS.items()}
    more = {usage.split()[0]: says for usage, says in MORE.items()}
    return {**more, **buttons, "start": START}[word]


def _map(ready: ReadyMade) -> str:
    shows = {
        each.touch: f"{each.shows} {each.phase or ''}".strip() for each in ready.lights
    }
    lines = [f"### {ready.name}", ""]
    if ready.says:
        lines += [ready.says, ""]
    lines += ["| press | does | its light shows |", "| --- | --- | --- |"]
    for each in ready.does:
        shown = shows.pop(each.touch, "")
        lines.append(f"| `{each.key}` | `{' '.join(each.words)}` | {shown} |")
    for touch, shown in shows.items():
        lines.append(f"| `{touch.kind} {touch.number}` | | {shown} |")
    return "\n".join(lines)


assert set(SAYINGS) == set(Button), "each button says what it does"

if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text("utf-8")), "utf-8")
