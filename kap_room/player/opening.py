"""Opening a file at an output: the only place where a MediaPlayer is told to play.

A MediaPlayer used again starts at its old volume, so each is used once: muted before it
plays, and again once it does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import vlc

from kap_room.plan.units import Seconds
from kap_room.player.muted import muted_at
from kap_room.player.names import PROGRAM
from kap_room.player.voice import Voice
from kap_room.player.volume import Volume

OPTIONS: Final = (
    "--intf=dummy",
    "--ignore-config",  # a person's own VLC settings are theirs
    "--quiet",
    "--no-video",  # cover art is not shown
    "--no-spu",
    "--no-osd",
    "--no-lua",
    "--no-stats",
    "--no-sub-autodetect-file",
    "--no-auto-preparse",
    "--no-metadata-network-access",
    "--no-media-library",
    "--no-disable-screensaver",
    "--no-volume-save",
    "--no-audio-time-stretch",  # a thousandth is the most that speed ever changes,
    # and these are heard least then; the first takes floats, as mp3 and opus have
    "--audio-resampler=samplerate,speex_resampler,any",
    "--audio-replay-gain-mode=none",  # a file's own wish would be a second gain
    f"--role={PROGRAM}",  # none that a server knows: by "video" it takes us for others
    "--aout=pulse,none",  # never ALSA in its place: it obeys silence too late
)

OPENED_BY: Final = ":demux=avformat,any"
"""FFmpeg's own readers first. libVLC's miss a place within an mp3, flac or ogg by up to
half a minute where the bit rate is uneven, and take an mp3 without an index to be as
long as its first second suggests. It is also what measured the file."""

ALONE: Final = ":demux=avformat"
READER: Final = ":avformat-format="
"""A reader that is named opens no address, also when the file turned into a list of
them a moment ago."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be opened where."""

    file: str
    begins: Seconds
    output: str | None
    """None plays into nothing."""
    reader: str = ""
    """Nothing but this one of FFmpeg's opens it, whatever became of the file."""
    waits: bool = False
    """It opens its file, and plays nothing before it is told to go.

    libVLC begins others before it has found their place, and what it threw away then
    counts as played: nobody can tell afterwards where they are.
    """


def opened(instance: vlc.Instance, wish: Wish) -> Voice | None:
    """Play a file, muted; None when no sound server takes it.

    Without a server it must not be tried: libVLC would try again by itself, and come
    back at its own volume, which is full.
    """
    muted = muted_at(instance, wish.output)
    if muted is None:
        return None
    player, name = muted
    media = instance.media_new_path(wish.file)
    for option in _options(wish):
        media.add_option(option)
    player.set_media(media)
    media.release()
    volume = Volume(player)
    volume.be_steady()
    player.play()
    voice = Voice(player, volume, wish.begins, wish.output, name)
    voice.waits = wish.waits
    return voice


def _options(wish: Wish) -> list[str]:
    options = [ALONE, READER + wish.reader] if wish.reader else [OPENED_BY]
    if wish.waits:
        options.append(":start-paused")
    if wish.begins > 0.0:
        options.append(f":start-time={wish.begins:.3f}")
    return options
