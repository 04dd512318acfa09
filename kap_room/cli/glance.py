"""`kap-room status`: one look at the room, as calm lines or as JSON.

Shows what the engine says and nothing else; a note's words are never among it.
"""

import sys
import time

from kap_room.link import quick
from kap_room.link.runtime import ENGINE_SOCKET, PlaceRefused, runtime_folder

FINE, WRONG, UNREACHED = 0, 2, 3

TRY_EVERY = 0.3
"""Seconds between two looks for an engine, while somebody follows."""

NO_ENGINE = 'No engine answers. "kap-room" opens the console and starts one.'

USAGE = """Usage: kap-room status [--json] [--follow]

Shows the session, what sounds, how the lamps glow and what does not answer.

  --json    the whole snapshot as one JSON object
  --follow  one JSON object per line for every change, until interrupted

Exit codes: 0 shown, 2 an option is wrong, 3 no engine answers."""


def status(options: list[str]) -> int:
    if "--help" in options or "-h" in options:
        print(USAGE)
        return FINE
    unknown = [o for o in options if o not in ("--json", "--follow")]
    if unknown:
        says = f'status does not know "{unknown[0]}". It takes --json and --follow.'
        return _complain(says, WRONG)
    try:
        engine = f"{runtime_folder()}/{ENGINE_SOCKET}"
    except PlaceRefused as problem:
        return _complain(str(problem), WRONG)
    if "--follow" in options:
        return _follow(engine)
    try:
        line = quick.ask(engine, quick.question_line("status"), quick.ANSWERED_IN)
    except OSError:
        return _complain(NO_ENGINE, UNREACHED)
    return _show(line, as_json="--json" in options)


def _show(line: bytes, *, as_json: bool) -> int:
    import json

    told = json.loads(line)
    if told.get("protocol") != quick.PROTOCOL or "snapshot" not in told:
        return _complain(str(told.get("says", "The engine is too new.")), UNREACHED)
    if as_json:
        print(json.dumps(told["snapshot"], ensure_ascii=False))
    else:
        from kap_room.cli.calm import calm_lines

        print("\n".join(calm_lines(told["snapshot"])))
    return FINE


def _follow(engine: str) -> int:
    """Only a missing engine at the start is an error; later ones come back."""
    seen = False
    while True:
        try:
            for line in quick.converse(
                engine, quick.question_line("watch"), quick.QUIET_FOR
            ):
                code = _show(line, as_json=True)
                if code:
                    return code
                sys.stdout.flush()
                seen = True
        except BrokenPipeError:
            raise
        except OSError:
            if not seen:
                return _complain(NO_ENGINE, UNREACHED)
        time.sleep(TRY_EVERY)


def _complain(says: str, code: int) -> int:
    print(says, file=sys.stderr)
    return code
