"""The door. Three commands are through it before Typer would have been imported."""

import os
import sys
from io import TextIOWrapper

INTERRUPTED = 130


def main() -> int:
    """The exit code of what was typed."""
    if isinstance(sys.stdout, TextIOWrapper):
        # A letter that this terminal does not have is no reason to say nothing at all.
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        code = _run(sys.argv[1:])
        sys.stdout.flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read along has read enough. Python would complain once more at its
        # own end, so what is left to say goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return code


def _run(arguments: list[str]) -> int:
    if arguments[:1] == ["send"]:
        from kap_room.cli.quick import send

        return send(arguments[1:])
    if arguments[:1] == ["status"]:
        from kap_room.cli.glance import status

        return status(arguments[1:])
    # No plugin of pydantic reads a therapist's files, and none is looked for.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    if arguments[:1] == ["rehearse"]:
        from kap_room.cli.rehearse import rehearse

        return rehearse(arguments[1:])
    from kap_room.cli.app import main as any_other

    return any_other()
