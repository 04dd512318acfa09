"""A session on paper: as text, as JSON or as a picture.

Imported when a rehearsal is asked for and not before, so its imports stand above.
"""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

from kap_room.cli.rehearse import Asked
from kap_room.cli.say import FINE, REFUSED, WRONG, complain, complain_of
from kap_room.engine.begin import CannotStart
from kap_room.exchange.commands import Start
from kap_room.exchange.when import read_length
from kap_room.exchange.words import WordsWrong
from kap_room.library.shelves import NotFound
from kap_room.link.places import find_places
from kap_room.link.runtime import PlaceRefused
from kap_room.rehearsal.run import Evening, evening
from kap_room.rehearsal.script import read_script
from kap_room.wiring.loading import FilesWrong, load_for_paper


def on_paper(asked: Asked) -> int:
    """Every turn, track, crossfade and ramp of a scene, with its position."""
    counts = read_length(asked.open_counts)
    if counts is None:
        says = f'--open: "{asked.open_counts}" is not a length. Write it as in 10m.'
        return complain(says, WRONG)
    start = Start(asked.scene, without=asked.without)
    try:
        script = read_script(asked.script)
        loaded, room = load_for_paper(start, find_places())
    except FilesWrong as wrong:
        return complain_of(wrong.problems)
    except (WordsWrong, CannotStart, NotFound, PlaceRefused) as wrong:
        return complain(str(wrong), WRONG)
    rehearsed = evening(loaded, room, script, counts)
    if asked.json:
        print(json.dumps(dataclasses.asdict(rehearsed.sheet)))
    elif asked.plot is None:
        from kap_room.rehearsal.score import score

        print(score(rehearsed.sheet))
    if asked.plot is None:
        return FINE
    return _draw(rehearsed, Path(asked.plot), say=not asked.json)


def _draw(rehearsed: Evening, file: Path, *, say: bool) -> int:
    """The picture beside the sheet; its problems are told, for they are not drawn."""
    from kap_room.rehearsal.picture.page import picture

    try:
        file.write_text(picture(rehearsed), encoding="utf-8")
    except (OSError, ValueError) as refused:
        reason = getattr(refused, "strerror", None) or str(refused)
        return complain(f"{file}: it could not be written: {reason.lower()}.", REFUSED)
    if say:
        for problem in rehearsed.sheet.problems:
            print(f"problem: {problem}")
        print(f"Drawn into {file}.")
    return FINE
