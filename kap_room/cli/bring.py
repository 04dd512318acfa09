"""`kap-room bring DIR`: music, playlists and scenes from a stick into this room."""

from __future__ import annotations

import json as plain_json
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kap_room.cli.say import (
    FINE,
    REFUSED,
    UNREACHED,
    WRONG,
    complain,
    complain_of,
    shown,
)

if TYPE_CHECKING:
    # What copies is imported when it is called, and no sooner.
    from kap_room.library.bringing import Item
    from kap_room.link.places import Places
    from kap_room.wiring.bringing import Survey

MOST_NAMED = 12
"""Files of one state that are named; the others are counted."""

SCAN = (sys.executable, "-m", "kap_room.cli", "library", "scan")


@dataclass(slots=True)
class Outcome:
    """How far it came."""

    taken: list[Item] = field(default_factory=list)
    waiting: list[Path] = field(default_factory=list)
    """What a running session may still open."""
    says: str = ""
    """Why it did not come further."""
    code: int = FINE


def bring(
    folder: Annotated[Path, typer.Argument(help="with scenes, playlists or music")],
    *,
    yes: Annotated[
        bool, typer.Option("--yes", help="replace what differs, without asking")
    ] = False,
    json: Annotated[
        bool, typer.Option("--json", help="what was found and taken, as JSON")
    ] = False,
    scan: Annotated[
        bool, typer.Option("--scan", help="then measure the music that came")
    ] = False,
) -> int:
    """Bring music, playlists and scenes from a stick; what differs is shown first."""
    from kap_room.link.places import find_places
    from kap_room.link.runtime import PlaceRefused
    from kap_room.wiring.bringing import BringRefused, NotThere, alone, survey
    from kap_room.wiring.copying import CannotRead
    from kap_room.wiring.loading import FilesWrong

    try:
        places = find_places()
        with alone(places):
            found = survey(places, folder.absolute())
            if not json:
                _show(found)
            done = _taken(found, places, yes=yes, asks=not json)
    except FilesWrong as wrong:
        complain_of(wrong.problems)
        return complain("Nothing was taken. Mend these files first.", WRONG)
    except (NotThere, PlaceRefused) as nowhere:
        return complain(str(nowhere), WRONG)
    except BringRefused as refused:
        return complain(str(refused), REFUSED)
    except CannotRead as gone:
        return complain(f"{gone} Is the stick in? Nothing was taken.", UNREACHED)
    if json:
        print(plain_json.dumps(_plain(found, done)))
    return _ended(done, scan=scan, quietly=json)


def _show(found: Survey) -> None:
    """Everything that differs, before anything is done."""
    from kap_room.library.bringing import Kind, State, size_words, summary

    print(shown(f"From {found.there}:"))
    for line in summary(found.items):
        print(f"  {line}")
    for state in (State.NEW, State.DIFFERS, State.OLDER_HERE):
        those = [each for each in found.items if each.state is state]
        for item in those[:MOST_NAMED]:
            print(f"{state.value:>10}  {item.name} ({size_words(item.size)})")
        if len(those) > MOST_NAMED:
            print(f"{state.value:>10}  and {len(those) - MOST_NAMED} more")
    for item in found.replaced:
        if item.kind is not Kind.MUSIC:
            print("\n".join(("", *found.difference(item))))
    if found.has_a_room_file:
        print("\nIts room.yaml stays there: the lamps of another room are not ours.")
    for says in found.told:
        complain(says, FINE)


def _taken(found: Survey, places: Places, *, yes: bool, asks: bool) -> Outcome:
    from kap_room.library.bringing import files_words
    from kap_room.wiring.bringing import room_for

    wanted = found.wanted
    if found.replaced and not yes:
        if not (asks and sys.stdin.isatty()):
            says = (
                f"{files_words(len(found.replaced))} here would be replaced, and "
                "nobody was asked. Nothing was taken; --yes takes all of it."
            )
            return Outcome(says=says, code=REFUSED)
        if not _agrees(len(found.replaced)):
            wanted = tuple(each for each in wanted if not each.state.replaces)
    room_for(found, wanted)
    return _copied(found, wanted, places, tells=asks)


def _agrees(count: int) -> bool:
    from kap_room.library.bringing import files_words

    files = files_words(count)
    question = f"\nReplace {files} here? y, or n to take only what is new: "
    return input(question).strip().lower() in {"y", "yes"}


def _copied(
    found: Survey, wanted: tuple[Item, ...], places: Places, *, tells: bool
) -> Outcome:
    from kap_room.wiring.bringing import take
    from kap_room.wiring.copying import CannotRead, CannotWrite
    from kap_room.wiring.in_use import InUse

    done = Outcome()
    in_use = InUse(places, found.music)
    try:
        for item in take(found, wanted, in_use):
            done.taken.append(item)
            if tells:
                print(f"took {item.name}", flush=True)
    except (CannotRead, CannotWrite) as failed:
        done.code = UNREACHED
        done.says = f"{failed} {_so_far(done)}"
    except KeyboardInterrupt:
        complain(f"Interrupted. {_so_far(done)}", FINE)
        raise
    done.waiting = in_use.waiting
    return done


def _so_far(done: Outcome) -> str:
    from kap_room.library.bringing import files_words

    files = files_words(len(done.taken))
    return f"Whole so far: {files}. Bring it again for the others."


def _ended(done: Outcome, *, scan: bool, quietly: bool) -> int:
    from kap_room.library.bringing import Kind

    if done.says:
        complain(done.says, FINE)
    for path in done.waiting:
        complain(
            f"{path} is used by the session that runs, and stays as it is. Bring it "
            "again when the session is over.",
            FINE,
        )
    code = done.code or (REFUSED if done.waiting else FINE)
    if not quietly and not code and not done.taken:
        print("Everything is here already.")
    has_music = any(item.kind is Kind.MUSIC for item in done.taken)
    if has_music and scan and not code:
        return subprocess.call(SCAN)
    if has_music:
        complain("Measure the music that came: kap-room library scan", FINE)
    elif scan:
        complain("No music came: there is nothing new to measure.", FINE)
    return code


def _plain(found: Survey, done: Outcome) -> dict[str, object]:
    taken = {item.name for item in done.taken}
    return {
        "from": str(found.there),
        "files": [
            {
                "kind": item.kind.value,
                "file": item.file,
                "size": item.size,
                "state": item.state.value,
                "taken": item.name in taken,
            }
            for item in found.items
        ],
        "told": found.told,
        "waiting": [str(path) for path in done.waiting],
        "says": done.says,
    }
