"""`kap-room rehearse`: a session on paper."""

from __future__ import annotations

import dataclasses
import json as plain_json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kap_room.cli.say import FINE, REFUSED, WRONG, complain, complain_of

if TYPE_CHECKING:
    # What `rehearse` needs is imported when it is called, and no sooner.
    from kap_room.rehearsal.run import Evening


def rehearse(
    scene: Annotated[
        str, typer.Argument(help="a scene's name, or the path of its file")
    ],
    *,
    json: Annotated[bool, typer.Option("--json", help="the run sheet as JSON")] = False,
    open_: Annotated[
        str, typer.Option("--open", help="how long an open phase counts as")
    ] = "10m",
    with_: Annotated[
        str,
        typer.Option("--with", help='commands, as "dose at 12m; hold at 50m for 5m"'),
    ] = "",
    plot: Annotated[
        Path | None, typer.Option("--plot", help="draw it into this SVG file")
    ] = None,
) -> int:
    """Every turn, track, crossfade and ramp of a scene, with its position."""
    from kap_room.engine.begin import CannotStart
    from kap_room.exchange.commands import Start
    from kap_room.exchange.when import read_length
    from kap_room.exchange.words import WordsWrong
    from kap_room.library.shelves import NotFound
    from kap_room.link.places import find_places
    from kap_room.rehearsal.run import evening
    from kap_room.rehearsal.script import read_script
    from kap_room.wiring.loading import FilesWrong, load_for_paper

    counts = read_length(open_)
    if counts is None:
        return complain(
            f'--open: "{open_}" is not a length. Write it as in 10m.', WRONG
        )
    try:
        script = read_script(with_)
        loaded, room = load_for_paper(Start(scene), find_places())
    except FilesWrong as wrong:
        return complain_of(wrong.problems)
    except (WordsWrong, CannotStart, NotFound) as wrong:
        return complain(str(wrong), WRONG)
    rehearsed = evening(loaded, room, script, counts)
    if json:
        print(plain_json.dumps(dataclasses.asdict(rehearsed.sheet)))
    elif plot is None:
        from kap_room.rehearsal.score import score

        print(score(rehearsed.sheet))
    return FINE if plot is None else _draw(rehearsed, plot, say=not json)


def _draw(rehearsed: Evening, file: Path, *, say: bool) -> int:
    """The picture beside the sheet; its problems are told, for they are not drawn."""
    from kap_room.rehearsal.picture.page import picture

    try:
        file.write_text(picture(rehearsed), encoding="utf-8")
    except OSError as refused:
        reason = (refused.strerror or str(refused)).lower()
        return complain(f"{file}: it could not be written: {reason}.", REFUSED)
    if say:
        for problem in rehearsed.sheet.problems:
            print(f"problem: {problem}")
        print(f"Drawn into {file}.")
    return FINE
