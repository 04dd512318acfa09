"""The outputs of a room against those that the sound server has."""

from __future__ import annotations

import getpass
import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from kap_room.adapters import pulse
from kap_room.library.check import Finding, Verdict
from kap_room.library.problems import did_you_mean, one_of, quoted
from kap_room.plan.room import Output, Room

AUTO: Final = "auto"
LINGERING: Final = Path("/var/lib/systemd/linger")
SYSTEMD: Final = Path("/run/systemd/system")


def sound(room: Room) -> list[Finding]:
    """The server, each output that the room names, and what else is there."""
    if shutil.which("pactl") is None:
        says = "No sound server is installed: apt-get install pulseaudio"
        return [Finding(Verdict.WRONG, "sound", says)]
    name = pulse.answers({})
    if not name:
        says = "No sound server answers. Start it: pulseaudio --start"
        return [Finding(Verdict.WRONG, "sound", says)]
    there = pulse.sinks({})
    named = wanted(room)
    others = [each for each in there if not any(_is(o, each) for o in named)]
    return [
        Finding(Verdict.OK, "sound", f"{name} answers."),
        *_lingering(),
        *(_named(output, there) for output in named),
        *(
            Finding(Verdict.OK, f"output {quoted(each.name)}", f"{_words(each)}.")
            for each in others
        ),
    ]


def wanted(room: Room) -> tuple[Output, ...]:
    return room.sound.outputs or (Output("sound", room.sound.output),)


def _is(output: Output, sink: pulse.Sink) -> bool:
    return sink.is_chosen if output.sink == AUTO else sink.name == output.sink


def _named(output: Output, there: Sequence[pulse.Sink]) -> Finding:
    found = next((each for each in there if _is(output, each)), None)
    if found is not None:
        how = "the server's own choice" if output.sink == AUTO else "in the room file"
        says = f"{_words(found)}. The room sounds here ({how})."
        return Finding(Verdict.OK, f"output {quoted(found.name)}", says)
    names = [each.name for each in there]
    if not names:
        return Finding(Verdict.WRONG, "output", "The sound server has no output.")
    if output.sink == AUTO:
        says = f"The server has chosen none. There is {one_of(names)}."
        return Finding(Verdict.DOUBT, "output auto", says)
    says = (
        "The room file names it and it is not there; the server's own choice stands "
        f"in.{did_you_mean(output.sink, names)} There is {one_of(names)}."
    )
    return Finding(Verdict.WRONG, f"output {quoted(output.sink)}", says)


def _words(sink: pulse.Sink) -> str:
    return sink.description or "It has no description"


def _lingering() -> list[Finding]:
    """Where systemd runs the sound server, the last logout would end it."""
    if os.getuid() == 0 or not SYSTEMD.is_dir():
        return []
    name = getpass.getuser()
    if (LINGERING / name).exists():
        return []
    says = (
        "It ends when the last login does, and the music with it. "
        f"Let it stay: sudo loginctl enable-linger {name}"
    )
    return [Finding(Verdict.DOUBT, "sound server", says)]
