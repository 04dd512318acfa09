"""`kap-room send`, with nothing but what Python has loaded by itself.

Imports stand where they are needed: what a help text or a wrong word costs must not be
paid by silence. See kap_room.link.quick for the reason.
"""

import sys
import time

from kap_room.link import quick
from kap_room.link.runtime import (
    ENGINE_SOCKET,
    PLAYER_SOCKET,
    PlaceRefused,
    runtime_folder,
)

FINE, REFUSED, WRONG, UNREACHED = 0, 1, 2, 3

COMES_BACK_IN = 3.0
"""Seconds: a killed engine is back within these."""

TRY_EVERY = 0.1
"""Seconds between two looks for an engine that is being started."""

NO_ENGINE = 'No engine answers. "kap-room" opens the console and starts one.'
PLAYER_TOOK_IT = "No engine answers. The player itself takes the music away."


def send(words: list[str]) -> int:
    """The exit code, once the engine has accepted it."""
    if words[:1] == ["--"]:
        words = words[1:]
    if "-h" in words[:1] or ("--help" in words and words[0] != "note"):
        print(_help())
        return FINE
    if not words:
        return _complain(_help(), WRONG)
    if words == ["note", "-"]:
        words = [
            "note",
            sys.stdin.buffer.read(quick.LONGEST_LINE).decode("utf-8", "replace"),
        ]
    try:
        return _send(words)
    except PlaceRefused as problem:
        return _complain(str(problem), WRONG)


def _send(words: list[str]) -> int:
    line = quick.command_line(words)
    if len(line) > quick.LONGEST_LINE:
        return _complain("That is too long to send: a note is a few pages.", WRONG)
    folder = runtime_folder()
    engine, player = f"{folder}/{ENGINE_SOCKET}", f"{folder}/{PLAYER_SOCKET}"
    first = words[0].lower().replace("_", "-")
    within = quick.ANSWERED_IN
    if first in quick.EMERGENCY:
        within = quick.EMERGENCY_ANSWERED_IN
    try:
        return _tell(quick.ask(engine, line, within))
    except TimeoutError:
        if first in quick.SILENCING and quick.silence_player(player):
            return _complain(PLAYER_TOOK_IT, FINE)
        return _complain("The engine is there and does not answer.", UNREACHED)
    except OSError:
        return _without_engine(words, line, engine, player)


def _without_engine(words: list[str], line: bytes, engine: str, player: str) -> int:
    """Silence cannot wait. All else waits for an engine that may be coming back."""
    from kap_room.exchange.words import WordsWrong, parse

    silences = words[0].lower().replace("_", "-") in quick.SILENCING
    took = silences and quick.silence_player(player)
    if took:
        _complain(PLAYER_TOOK_IT, FINE)
    try:
        parse(words)
    except WordsWrong as wrong:
        return _complain(str(wrong), WRONG)
    # The engine is told even so, or it would begin the music again as it comes.
    until = time.monotonic() + COMES_BACK_IN
    while quick.was_there(engine) and time.monotonic() < until:
        time.sleep(TRY_EVERY)
        try:
            return _tell(quick.ask(engine, line, quick.ANSWERED_IN))
        except OSError:
            continue
    return FINE if took else _complain(NO_ENGINE, UNREACHED)


def _tell(answer: bytes) -> int:
    # Imported once the engine has the command: by now nobody in the room waits.
    import json

    told = json.loads(answer)
    says = " ".join(str(told.get("says", "")).split())
    if told.get("protocol") != quick.PROTOCOL:
        says = "The engine is of another version. End the session, then start it again."
        return _complain(says, UNREACHED)
    if told.get("ok") is True:
        if says:
            print(says)
        return FINE
    return _complain(says, WRONG if told.get("wrong") is True else REFUSED)


def _complain(says: str, code: int) -> int:
    print(says, file=sys.stderr)
    return code


def _help() -> str:
    from kap_room.cli.help_for_send import help_for_send

    return help_for_send()
