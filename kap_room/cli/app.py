"""The commands, thin: read the words, call the wiring, say what happened.

Exit codes are a contract: 0 fine, 1 understood and refused, 2 a file or an argument is
wrong, 3 a device or the engine could not be reached, 130 interrupted.
"""

from __future__ import annotations

from typing import Annotated, Final

import typer

from kap_room.cli import (
    book,
    bring,
    controls,
    demo,
    files,
    library,
    lights,
    playlist,
    room,
)
from kap_room.cli.say import INTERRUPTED, WRONG, complain

UsageWrong: Final[type[Exception]] = typer.BadParameter.__mro__[1]
"""What typer raises for a wrong command line. It has no public name: typer brings a
click of its own, or uses the one that is installed, by its version."""

app = typer.Typer(
    name="kap-room",
    no_args_is_help=False,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help=(
        "Music and light for ketamine-assisted psychotherapy, following the person. "
        "Without a command it opens the console."
    ),
)

app.command()(demo.demo)
app.command()(files.init)
app.command()(bring.bring)
app.command()(files.check)
app.command()(room.engine)
app.command()(room.start)
app.command()(files.schema)
app.add_typer(lights.app, name="lights")
app.add_typer(controls.app, name="controls")
app.add_typer(book.app, name="book")
app.add_typer(library.app, name="library")
app.add_typer(playlist.app, name="playlist")


@app.command(context_settings={"ignore_unknown_options": True})
def rehearse(words: list[str]) -> int:
    """A session on paper, or its turns in the room; see `kap-room rehearse --help`."""
    from kap_room.cli.rehearse import rehearse as quick_rehearse

    return quick_rehearse(words)


@app.command(context_settings={"ignore_unknown_options": True})
def send(words: list[str]) -> int:
    """Give the session one command; `kap-room send --help` lists them all."""
    from kap_room.cli.quick import send as quick_send

    return quick_send(words)


@app.command()
def status(
    *,
    json: Annotated[bool, typer.Option("--json", help="as JSON")] = False,
    follow: Annotated[bool, typer.Option("--follow", help="one a line")] = False,
) -> int:
    """Where the session is, what sounds and how the lamps glow."""
    from kap_room.cli.glance import status as quick_status

    options = (["--json"] if json else []) + (["--follow"] if follow else [])
    return quick_status(options)


@app.callback(invoke_without_command=True)
def console(
    context: typer.Context,
    *,
    version: Annotated[
        bool, typer.Option("--version", help="What runs here.", is_eager=True)
    ] = False,
) -> int:
    """Open the console; start an engine if none answers."""
    if version:
        from importlib.metadata import version as version_of

        print(f"kap-room {version_of('kap-room')}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        return room.console()
    return 0


def main() -> int:
    """The exit code. A wrong argument is one sentence, not a page of usage."""
    try:
        code = app(standalone_mode=False)
    except typer.Abort:
        return INTERRUPTED
    except UsageWrong as wrong:
        says = str(wrong).removesuffix(".")
        return complain(f"{says}. See kap-room --help.", WRONG)
    return code if isinstance(code, int) else 0
