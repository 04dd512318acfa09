"""What a page of Python with libVLC does: one file after another, a volume, a stop.

`python -m tests.bench.peers_bare_vlc FILE...`; commands come on standard input. It is
the yardstick for what libVLC costs, and for what it does when nobody helps it.
"""

from __future__ import annotations

import selectors
import sys

import vlc

LOOKS_EVERY = 0.02


def main() -> None:
    instance = vlc.Instance(["--intf=dummy", "--quiet", "--no-video", "--aout=pulse"])
    assert instance is not None
    waiting = list(sys.argv[1:])
    player = instance.media_player_new()
    commands = selectors.DefaultSelector()
    commands.register(sys.stdin, selectors.EVENT_READ)
    while True:
        if commands.select(LOOKS_EVERY):
            line = sys.stdin.readline()
            if not line:
                return
            if line.startswith("volume"):
                player.audio_set_volume(int(line.split()[1]))
            elif line.startswith("stop"):
                player.stop()
            begins = line.startswith("play")
        else:
            begins = player.get_state() == vlc.State.Ended
        if begins and waiting:
            player.set_media(instance.media_new_path(waiting.pop(0)))
            player.play()


if __name__ == "__main__":
    main()
