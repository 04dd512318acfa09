"""The commands of the files a person writes: laying them out, checking, describing."""

from __future__ import annotations

import dataclasses
import json as plain_json
from pathlib import Path
from typing import Annotated

import typer

from kap_room.cli.say import REFUSED, UNREACHED, WRONG, complain, complain_of

KINDS = ("scene", "playlist", "room")


def init(
    folder: Annotated[Path, typer.Argument(help="where to lay them out")],
    room: Annotated[str | None, typer.Option(help="what the room is called")] = None,
) -> int:
    """Lay out a room file, example scenes and playlists. Nothing is overwritten."""
    from kap_room.library.layout import CannotLayOut, lay_out

    try:
        laid = lay_out(folder, room)
    except CannotLayOut as cannot:
        return complain(str(cannot), WRONG)
    for path in laid.written:
        print(f"wrote {path}")
    for path in laid.left:
        print(f"left {path} as it is")
    return 0


def check(
    scene: Annotated[
        str | None, typer.Argument(help="a scene's name or path; all when left out")
    ] = None,
    *,
    json: Annotated[bool, typer.Option("--json", help="the findings as JSON")] = False,
    tone: Annotated[
        bool, typer.Option("--tone", help="play a soft test tone and nothing else")
    ] = False,
) -> int:
    """Pre-flight: files, music against phases, sound output, broker, lamps, disk."""
    from kap_room.library.shelves import NotFound
    from kap_room.link.places import find_places
    from kap_room.wiring.preflight import preflight

    if tone:
        return _tone()
    try:
        found = preflight(find_places(), scene)
    except NotFound as nowhere:
        return complain(str(nowhere), WRONG)
    if json:
        print(plain_json.dumps([dataclasses.asdict(f) for f in found.findings]))
    else:
        for finding in found.findings:
            print(f"{finding.verdict.value:>5}  {finding.about}: {finding.says}")
            for command in finding.mends:
                print(f"         {command}")
    if found.problems:
        return complain_of(found.problems)
    if found.is_wrong:
        return WRONG
    return UNREACHED if found.unreached else 0


def _tone() -> int:
    from kap_room.library.session_files import read_room_or_none
    from kap_room.link.places import find_places
    from kap_room.wiring.tone import ToneFailed, play_tone, session_runs

    places = find_places()
    room = read_room_or_none(places.room_file)
    if room.value is None:
        return complain_of(room.problems)
    if session_runs(places):
        return complain("A session runs: no tone is played into it.", REFUSED)
    try:
        print(play_tone(room.value))
    except ToneFailed as failed:
        return complain(str(failed), UNREACHED)
    return 0


def schema(
    kind: Annotated[str, typer.Argument(help="scene, playlist or room")],
) -> int:
    """A JSON Schema of a file kind, so that an editor completes and checks it."""
    from kap_room.library.problems import did_you_mean
    from kap_room.library.schema import schema as schema_of

    if kind not in KINDS:
        says = f'There is no file kind "{kind}".{did_you_mean(kind, KINDS)}'
        return complain(f"{says} There is scene, playlist and room.", WRONG)
    print(plain_json.dumps(schema_of(kind), indent=2))
    return 0
