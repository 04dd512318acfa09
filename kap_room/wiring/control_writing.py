"""What is learnt, as a change of the room file: shown first, then made, or taken back.

Comments and order stay as a person left them. A file that would not read any more is
not written at all, nor is one that somebody else has changed since it was looked at.
"""

from __future__ import annotations

import os
from difflib import SequenceMatcher
from pathlib import Path
from typing import Final

from kap_room.exchange.learning import Line, Proposal
from kap_room.library.page import Page
from kap_room.library.problems import plain
from kap_room.library.rewriting import CannotSave, as_read, save_text, tried_out
from kap_room.library.session_files import read_room_to_write
from kap_room.library.text import Unreadable
from kap_room.link.places import Places
from kap_room.plan.room import Room
from kap_room.wiring.control_words import problems_in

CHANGED: Final = "Somebody changed the room file meanwhile. That stays; look once more."


def text_now(places: Places) -> str | None:
    """The room file; None where there is none. Raise `CannotSave`."""
    try:
        return as_read(places.room_file) if _is_there(places.room_file) else None
    except Unreadable as unreadable:
        raise CannotSave(f"{_named(places)}: {unreadable.says}") from None
    except OSError as wrong:
        raise CannotSave(_cannot_be("read", places, wrong)) from None


def judged(text: str, places: Places, about: str = "") -> Page[Room]:
    """As it would be read from where it stands. Raise `CannotSave` with what is wrong.

    A folder in which nothing can be written is known as well, before anybody has
    agreed to anything. `about` is the key in hand, which need not be named.
    """
    with tried_out(_home(places), text) as beside:
        page = read_room_to_write(beside)
        problems = (*page.problems, *problems_in(page, places))
    if problems:
        first = problems[0]
        where = "" if first.key == about else f"{first.key}: "
        raise CannotSave(f"{where}{first.says}")
    return page


def lines_between(before: str | None, after: str) -> tuple[Line, ...]:
    """The lines that come and go, each with the one above it."""
    old, new = (before or "").splitlines(), after.splitlines()
    lines: list[Line] = []
    matched = SequenceMatcher(None, old, new, autojunk=False)
    for kind, first, last, begins, ends in matched.get_opcodes():
        if kind == "equal":
            continue
        if first and old[first - 1].strip():
            lines.append(Line(old[first - 1]))
        lines += [Line(words, "-") for words in old[first:last]]
        lines += [Line(words, "+") for words in new[begins:ends]]
    return tuple(lines)


def write(places: Places, proposal: Proposal) -> None:
    """All of it or nothing. Raise `CannotSave`; then the file is as it was."""
    judged(proposal.after, places)
    _only_if_the_same(places, proposal.before)
    save_text(_home(places), proposal.after, proposal.before)


def take_back(places: Places, proposal: Proposal) -> None:
    """The file as it was before. Raise `CannotSave`."""
    before = proposal.before
    if before is not None:
        back = Proposal(proposal.says, (), (), proposal.after, before)
        write(places, back)
        return
    _only_if_the_same(places, proposal.after)
    try:
        places.room_file.unlink()
    except OSError as wrong:
        raise CannotSave(_cannot_be("removed", places, wrong)) from None


def _only_if_the_same(places: Places, text: str | None) -> None:
    if text_now(places) != text:
        raise CannotSave(CHANGED)


def _home(places: Places) -> Path:
    """Where its bytes are. A link is followed wherever it leads: a person laid it."""
    return Path(os.path.realpath(places.room_file))


def _is_there(file: Path) -> bool:
    return os.path.lexists(file)


def _named(places: Places) -> str:
    return plain(str(places.room_file))


def _cannot_be(done: str, places: Places, wrong: OSError) -> str:
    why = wrong.strerror or str(wrong)
    return f"{_named(places)} cannot be {done}: {why}. It stays as it was."
