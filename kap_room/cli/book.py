"""`kap-room book`: who is expected, when, and with which scene; never a name."""

from __future__ import annotations

import json as plain_json
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from kap_room.cli.asked import SceneAsked, WithoutAsked
from kap_room.cli.say import FINE, REFUSED, UNREACHED, WRONG, complain, complain_of

if TYPE_CHECKING:
    # What books is imported when it is called, and no sooner.
    from kap_room.timeline.diary import Appointment

app = typer.Typer(help="Appointments: add, list, cancel. A code word, never a name.")


@app.command()
def add(
    when: Annotated[
        str, typer.Argument(help='date and time in this room, as "2026-11-23 10:00"')
    ],
    scene: SceneAsked,
    code: Annotated[
        str | None, typer.Option(help="the code word of who comes; never a name")
    ] = None,
    therapist: Annotated[
        str | None, typer.Option(help="who will be at the controls")
    ] = None,
    without: WithoutAsked = None,
) -> int:
    """Book the room. It is warm, with quiet music, when the person arrives."""
    from kap_room.adapters.appointments.clock import SystemWall
    from kap_room.exchange.commands import Start
    from kap_room.link.places import find_places
    from kap_room.wiring.booking import book, shown

    def booked() -> int:
        asked = Start(scene, code, therapist, tuple(without or ()))
        done = book(find_places(), when, asked, SystemWall())
        for says in done.says:
            complain(says, 0)
        new = done.appointment
        print(f"Booked as {new.name}: {_line(new)}, until about {shown(new.ends)}.")
        return FINE

    return _answered(booked)


@app.command("list")
def list_(
    *, json: Annotated[bool, typer.Option("--json", help="as JSON")] = False
) -> int:
    """What is booked, and what was until a day ago."""
    from kap_room.adapters.appointments.clock import SystemWall
    from kap_room.link.places import find_places
    from kap_room.wiring.booking import listed

    def told() -> int:
        booked = listed(find_places(), SystemWall())
        if json:
            print(plain_json.dumps([_plain(each) for each in booked]))
        elif booked:
            lines = (f"{e.name}  {e.fate.value:<7}  {_line(e)}" for e in booked)
            print("\n".join(lines))
        else:
            print("Nothing is booked.")
        return FINE

    return _answered(told)


@app.command()
def cancel(
    which: Annotated[
        str, typer.Argument(help="as `list` names it, its code word, or its time")
    ],
) -> int:
    """Give the room free again."""
    from kap_room.link.places import find_places
    from kap_room.wiring.booking import cancel as cancel_it

    def cancelled() -> int:
        print(f"Cancelled: {_line(cancel_it(find_places(), which))}.")
        return FINE

    return _answered(cancelled)


@app.command("clock-is-right")
def clock_is_right() -> int:
    """Say that this computer's clock is right, where no time server can be reached."""
    from kap_room.adapters.appointments.clock import SystemWall
    from kap_room.link.places import find_places
    from kap_room.wiring.booking import confirm_clock

    def said() -> int:
        print(confirm_clock(find_places(), SystemWall()))
        return FINE

    return _answered(said)


def _answered(does: Callable[[], int]) -> int:
    """Its exit code; every refusal is a sentence."""
    import sqlite3

    from kap_room.adapters.appointments.table import BookRefused
    from kap_room.engine.begin import CannotStart
    from kap_room.exchange.words import WordsWrong
    from kap_room.library.shelves import NotFound
    from kap_room.link.runtime import PlaceRefused
    from kap_room.timeline.wall import WhenWrong
    from kap_room.wiring.loading import FilesWrong

    try:
        return does()
    except FilesWrong as wrong:
        return complain_of(wrong.problems)
    except (PlaceRefused, NotFound, CannotStart, WhenWrong, WordsWrong) as wrong:
        return complain(str(wrong), WRONG)
    except BookRefused as refused:
        return complain(str(refused), REFUSED)
    except (sqlite3.Error, OSError) as failed:
        says = f"The book of appointments cannot be used: {failed}."
        return complain(says, UNREACHED)


def _line(each: Appointment) -> str:
    from kap_room.library.problems import plain
    from kap_room.wiring.booking import shown

    out = f", without {plain(', '.join(each.without))}" if each.without else ""
    return f"{shown(each.starts)}  {each.title}, for {each.who}{out}"


def _plain(each: Appointment) -> dict[str, object]:
    return {
        "name": each.name,
        "at": each.starts.astimezone().isoformat(timespec="minutes"),
        "scene": each.title,
        "path": each.scene,
        "length_s": each.length,
        "code": each.code,
        "therapist": each.therapist,
        "without": list(each.without),
        "fate": each.fate.value,
    }
