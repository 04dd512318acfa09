"""`kap-room lights`: the lamps of the room, those of the broker, and trying one."""

from __future__ import annotations

import json as plain_json
from dataclasses import asdict
from typing import Annotated, Any

import typer

from kap_room.cli.say import REFUSED, UNREACHED, WRONG, complain, complain_of

app = typer.Typer(help="The lamps of the room: list, discover, try.")

AsJson = Annotated[bool, typer.Option("--json", help="as JSON")]


@app.command("list")
def list_(*, json: AsJson = False) -> int:
    """Each lamp of the room file: what it speaks, whether it answers, its level."""
    from kap_room.link.places import find_places
    from kap_room.wiring.lights import list_lamps
    from kap_room.wiring.loading import FilesWrong

    try:
        found = list_lamps(find_places())
    except FilesWrong as wrong:
        return complain_of(wrong.problems)
    lamps = [asdict(lamp) for lamp in found.lamps]
    if json:
        print(plain_json.dumps(lamps))
    elif lamps:
        print("\n".join(_table(lamps)))
    else:
        print("The room file names no lamp. kap-room lights discover proposes some.")
    return complain(found.says, UNREACHED) if found.says else 0


@app.command()
def discover(*, json: AsJson = False) -> int:
    """Ask the broker which lamps there are, and propose lines for the room file."""
    from kap_room.link.places import find_places
    from kap_room.wiring.lights import Unreached
    from kap_room.wiring.lights import discover as ask
    from kap_room.wiring.loading import FilesWrong
    from kap_room.wiring.proposing import as_plain, as_text

    try:
        proposal = ask(find_places())
    except FilesWrong as wrong:
        return complain_of(wrong.problems)
    except Unreached as away:
        return complain(str(away), UNREACHED)
    print(plain_json.dumps(as_plain(proposal)) if json else as_text(proposal))
    return 0


@app.command("try")
def try_(
    name: Annotated[str, typer.Argument(help="a lamp or a group of the room file")],
    level: Annotated[str, typer.Argument(help="how bright, as in 40%")],
) -> int:
    """Change one lamp or group softly, over 4 s, and say what it answers."""
    from kap_room.library.values import level_of
    from kap_room.link.places import find_places
    from kap_room.wiring.lights import NoSuchLamp, Refused, Unreached, try_light
    from kap_room.wiring.loading import FilesWrong

    try:
        answers = try_light(find_places(), name, level_of(level))
    except FilesWrong as wrong:
        return complain_of(wrong.problems)
    except (NoSuchLamp, ValueError) as wrong:
        return complain(str(wrong), WRONG)
    except Refused as refused:
        return complain(str(refused), REFUSED)
    except Unreached as away:
        return complain(str(away), UNREACHED)
    print("\n".join(answers))
    return 0


def _table(lamps: list[dict[str, Any]]) -> list[str]:
    keys = ("name", "speaks", "topic", "health")
    rows = [(*(str(lamp[key]) for key in keys), _shows(lamp)) for lamp in lamps]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(f"{word:<{w}}" for word, w in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


def _shows(lamp: dict[str, Any]) -> str:
    level, warmth = lamp["level"], lamp["warmth_k"]
    shown = "" if level is None else f"{level:.0%}"
    warm = "" if warmth is None or not level else f"{warmth:.0f} K"
    return " ".join(filter(None, (shown, warm, "by hand" if lamp["by_hand"] else "")))
