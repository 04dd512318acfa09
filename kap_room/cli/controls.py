"""`kap-room controls`: the pads, pedals and buttons of the room, and learning one."""

from __future__ import annotations

import json as plain_json
import sys
from dataclasses import asdict, replace
from typing import Annotated

import typer

from kap_room.cli.say import (
    REFUSED,
    UNREACHED,
    WRONG,
    complain,
    complain_of,
    shown,
)
from kap_room.link.places import Places
from kap_room.plan.controls import Gesture

app = typer.Typer(help="Pads, pedals and buttons: list what each does, learn one.")

AsJson = Annotated[bool, typer.Option("--json", help="as JSON")]

NONE = "The room file names no control. kap-room controls learn writes one."

ASKS = (
    "What does it do? A command as in kap-room send, or volume for a fader; "
    "with long or double before it for such a press: "
)


@app.command("list")
def list_(*, json: AsJson = False) -> int:
    """Each control of the room file, what its presses do, and whether it is there."""
    from kap_room.link.places import find_places
    from kap_room.wiring.control_list import list_controls
    from kap_room.wiring.loading import FilesWrong

    try:
        controls = list_controls(find_places())
    except FilesWrong as wrong:
        return complain_of(wrong.problems)
    if json:
        print(plain_json.dumps([asdict(control) for control in controls]))
        return 0
    for control in controls:
        there = {True: "there", False: "not there", None: ""}[control.there]
        of = f"map {control.map}" if control.map else ""
        where = control.midi or control.topic or ""
        print(", ".join(filter(None, (f"{control.name}: {where}", of, there))))
        width = max((len(each.press) for each in control.does), default=0)
        for each in control.does:
            print(f"  {each.press:<{width}}  {each.does}")
    if not controls:
        print(NONE)
    return 0


@app.command()
def learn(
    *,
    does: Annotated[
        str | None, typer.Option("--does", help='the command, as in "long end"')
    ] = None,
    name: Annotated[
        str | None, typer.Option("--name", help="what the room file calls it")
    ] = None,
    topic: Annotated[
        str | None, typer.Option("--topic", help="of a button that speaks over MQTT")
    ] = None,
    within: Annotated[
        float, typer.Option("--within", help="seconds to wait for the press")
    ] = 60.0,
) -> int:
    """Press the thing, choose what it does, and see it written into the room file."""
    from kap_room.link.places import find_places
    from kap_room.wiring import control_learning as learning

    places = find_places()
    try:
        if does is not None:
            learning.read_does(does, places)
        if topic is not None:
            learning.read_topic(topic)
        return _learn(places, does, name, topic, within)
    except learning.FilesWrong as wrong:
        return complain_of(wrong.problems)
    except learning.WordsWrong as wrong:
        return complain(str(wrong), WRONG)
    except learning.CannotSave as cannot:
        return complain(str(cannot), REFUSED)
    except EOFError:
        print()  # below the question
        return complain("Nothing was chosen.", REFUSED)


def _learn(
    places: Places, does: str | None, name: str | None, topic: str | None, within: float
) -> int:
    from kap_room.plan.units import Seconds
    from kap_room.wiring import control_learning as learning

    room = learning.room_now(places)
    print("Press it now.", flush=True)
    pressed = learning.first_press(room, Seconds(within), _tell, topic)
    if pressed is None:
        return complain("Nothing was pressed there.", UNREACHED)
    print(f"{pressed.device}: {pressed.press}", flush=True)
    gesture, command = _chosen(does, places)
    called = pressed.control
    if not pressed.is_known:
        called = name or (called if does else _name(called))
    key = learning.pressed_as(pressed, gesture)
    proposal = learning.proposed(
        places, replace(pressed, control=called, press=key), command
    )
    learning.write(places, proposal)
    for doubt in proposal.doubts:
        _tell(doubt)
    print(f"Written into {places.room_file}, under controls, {proposal.says}")
    return 0


def _tell(says: str) -> None:
    print(shown(says), file=sys.stderr, flush=True)


def _chosen(does: str | None, places: Places) -> tuple[Gesture, str]:
    """What was said beforehand, or is said now; asked again where it means nothing."""
    from kap_room.wiring.control_learning import WordsWrong, read_does

    if does is not None:
        return read_does(does, places)
    while True:
        try:
            return read_does(input(ASKS), places)
        except WordsWrong as wrong:
            print(wrong)


def _name(device: str) -> str:
    return input(f"What do you call it? [{device}] ").strip() or device
