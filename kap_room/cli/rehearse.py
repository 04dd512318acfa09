"""`kap-room rehearse`, read without Typer: that would cost more than the rehearsal.

Only the words are read here. What is made of them stands in `paper` and in `live`, of
which the one that is wanted is imported.
"""

from __future__ import annotations

import gc
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kap_room.cli.say import FINE, WRONG, complain

FLAGS: Final = ("--json", "--live")
VALUED: Final = ("--open", "--with", "--without", "--plot")

USAGE: Final = """\
Usage: kap-room rehearse [OPTIONS] SCENE

The whole session on a clock that leaps: every turn, track, crossfade, ramp
and reminder with its position, and in words what is wrong with the plan.
SCENE is a scene's name, or the path of its file.

  --open LENGTH  how long an open phase counts as; 10m unless said
  --with SCRIPT  what the therapist does, as "dose at 12m; hold at 50m for 5m"
  --without WHAT a tag, file or folder not to be heard; may be repeated
  --json         the run sheet as JSON
  --plot FILE    draw the session into this SVG file
  --live         play it in the room instead, 20 s around each turn

Exit codes: 0 rehearsed, 1 refused, 2 a file or an argument is wrong, 3 the
engine could not be reached, 130 interrupted."""


class NotUnderstood(ValueError):  # noqa: N818 - the sentence is for a person
    """The sentence says what to write instead."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed after `rehearse`."""

    scene: str
    open_counts: str = "10m"
    script: str = ""
    without: tuple[str, ...] = ()
    json: bool = False
    plot: str | None = None
    live: bool = False


def rehearse(words: Sequence[str]) -> int:
    if "--help" in words or "-h" in words:
        print(USAGE)
        return FINE
    try:
        asked = read(words)
    except NotUnderstood as wrong:
        return complain(str(wrong), WRONG)
    return _in_the_room(asked) if asked.live else _on_paper(asked)


def _on_paper(asked: Asked) -> int:
    # Imports leave no garbage; to look for it among them is a tenth of all the time.
    gc.disable()
    from kap_room.cli.paper import on_paper

    gc.freeze()
    gc.enable()
    return on_paper(asked)


def _in_the_room(asked: Asked) -> int:
    from kap_room.cli.live import live

    return live(asked.scene)


def read(words: Sequence[str]) -> Asked:
    said, scenes = _sorted(words)
    if not scenes:
        raise NotUnderstood("Name a scene, as in kap-room rehearse sublingual.")
    if len(scenes) > 1:
        raise NotUnderstood(
            f'"{scenes[1]}" is one scene too many. What is said with --with stands in '
            "quotes."
        )
    beside = [option for option in said if option != "--live"]
    if "--live" in said and beside:
        raise NotUnderstood(
            f"With --live the room itself plays the scene as written: leave "
            f"{beside[0]} out."
        )
    return Asked(
        scenes[0],
        said.get("--open", ["10m"])[-1],
        said.get("--with", [""])[-1],
        tuple(said.get("--without", ())),
        json="--json" in said,
        plot=said.get("--plot", [None])[-1],
        live="--live" in said,
    )


def _sorted(words: Sequence[str]) -> tuple[dict[str, list[str]], list[str]]:
    """Options, each with its values, and whatever is none."""
    said: dict[str, list[str]] = {}
    scenes: list[str] = []
    left = list(words)
    while left:
        word = left.pop(0)
        option, equals, value = word.partition("=")
        if word == "--":
            return said, scenes + left
        if option in VALUED:
            if not equals and not left:
                raise NotUnderstood(f"{option} needs a value. See rehearse --help.")
            said.setdefault(option, []).append(value if equals else left.pop(0))
        elif word in FLAGS:
            said[word] = []
        elif word.startswith("-"):
            *most, last = (*FLAGS, *VALUED)
            takes = f"It takes {', '.join(most)} and {last}."
            raise NotUnderstood(f'rehearse does not know "{word}". {takes}')
        else:
            scenes.append(word)
    return said, scenes
