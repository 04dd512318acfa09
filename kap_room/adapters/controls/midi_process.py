"""`python -m kap_room.adapters.controls.midi_process`: the ears at the MIDI ports.

A child of the engine, which may kill it at any time: it holds nothing. Its first line
says what is wanted, further ones which lights shine or what is wanted from now on, and
the end of its input is its own end, whatever came before.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Final, NoReturn

from kap_room.adapters.controls.ears import Ears
from kap_room.adapters.controls.lines import Line, line_of, read_lights, read_wanted

LEAVES_WITHIN: Final = 0.4
"""Seconds. A port that refuses to be closed is left to the system."""


def _obey(ears: Ears) -> None:
    """On a thread of its own, until the engine has no more to say."""
    for text in sys.stdin.buffer:
        if (wanted := read_wanted(text)) is not None:
            ears.change(wanted.controls)
        elif (lights := read_lights(text)) is not None:
            ears.show(*lights)
    ears.end()
    time.sleep(LEAVES_WITHIN)
    os._exit(0)


def _mouth() -> Callable[[Line], None]:
    """What tells the engine, from any thread; nobody else speaks there.

    ALSA and JACK write to the terminal whatever they do not find, and here and there
    to where the engine listens, in the middle of a press.
    """
    out, faults = os.dup(1), os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    sys.stderr = os.fdopen(faults, "w", buffering=1)
    os.set_blocking(out, False)
    lock = threading.Lock()

    def tell(line: Line) -> None:
        """A reader that does not read loses lines, and no more."""
        with lock, suppress(BlockingIOError, BrokenPipeError):
            os.write(out, line_of(line))

    return tell


def main() -> NoReturn:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # it is the engine's to end
    tell = _mouth()
    if (wanted := read_wanted(sys.stdin.buffer.readline())) is not None:
        ears = Ears(wanted.controls, tell, all_ports=wanted.all_ports)
        threading.Thread(target=_obey, args=(ears,), daemon=True).start()
        ears.run()
        ears.leave()
    os._exit(0)  # threads of the library may be in the middle of a word


if __name__ == "__main__":
    main()
