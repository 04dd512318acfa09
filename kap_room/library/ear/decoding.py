"""The sound of a file as samples, and what the file says of itself.

Headers lie: a file cut short still announces its whole length, and a name says nothing
about what is inside. So only decoded samples count, and nothing outside the file is
ever opened. Written for PyAV 18.
"""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

import av

from kap_room.library import breaking, disguise
from kap_room.library.portrait import Labels
from kap_room.plan.units import Seconds

CANNOT_OPEN: Final = (av.FFmpegError, OSError, ValueError, RuntimeError)

LONGEST: Final = Seconds(24 * 3600.0)

# A list of addresses can call itself music.mp3: FFmpeg would fetch what it names.
_OPENING: Final = {
    "protocol_whitelist": "file",
    "format_whitelist": "aac,ac3,aiff,ape,asf,caf,dsf,flac,matroska,webm,mov,mp4,m4a,"
    "3gp,3g2,mj2,mp3,mpegts,mpc,mpc8,ogg,tta,w64,wav,wv,au",
}
_LONGEST_LABEL: Final = 500
"""Letters. A title is no place for a book."""

Spec = tuple[int, str, str]
"""Rate, sample format and layout."""


def opened(path: Path) -> Any:  # noqa: ANN401 (PyAV's stubs say less)
    """Raises one of `CANNOT_OPEN`."""
    return av.open(f"file:{path}", options=dict(_OPENING))


def no_file(path: Path) -> str | None:
    """Why this is not even to be opened, as a sentence."""
    try:
        status = path.stat()
    except (OSError, ValueError):
        return "There is no such file."
    if not stat.S_ISREG(status.st_mode):
        return "It is not a file."
    if status.st_size == 0:
        return "The file is empty."
    if not os.access(path, os.R_OK):
        return "It may not be read."
    pieces = disguise.beginning_of(path)
    if disguise.is_a_list(pieces):
        return disguise.SAYS
    return breaking.SAYS if breaking.breaks_the_player(pieces) else None


WentOn = Callable[[], None]
"""Called whenever a file has got further than it ever was."""


def to_nobody() -> None:
    """Whoever waits for the file waits as long as it takes."""


class Decoder:
    """The sound of a file, and how much of it could be had."""

    def __init__(self, container: Any, went_on: WentOn = to_nobody) -> None:  # noqa: ANN401 (as above)
        self._container = container
        self._went_on = went_on
        self._far = (0, 0)
        self._samples: Counter[int] = Counter()
        self._hash = blake2b(digest_size=16)
        self._like: Spec | None = None
        self._resamplers: dict[Spec, Any] = {}
        self.sound = 0
        self.broken = 0
        """Packets that hold no sound although they should."""

    @property
    def length(self) -> Seconds:
        parts = (count / rate for rate, count in self._samples.items())
        return Seconds(sum(parts, 0.0))

    @property
    def content(self) -> str:
        """The same for the same sound, whatever name and labels the file has."""
        return self._hash.hexdigest()

    def packets(self) -> Iterator[Any]:
        with suppress(av.FFmpegError, OSError):  # cut short: what was there counts
            stream = self._container.streams.audio[0]
            for packet in self._container.demux(stream):
                if packet.size:
                    self._hash.update(packet)
                self._look_how_far(packet)
                yield packet

    def _look_how_far(self, packet: Any) -> None:  # noqa: ANN401 (as above)
        """In the file or in its sound: one that leads in circles gets no further."""
        place = packet.dts if packet.pos is None else packet.pos
        here = (place or 0, sum(self._samples.values()))
        if here[0] > self._far[0] or here[1] > self._far[1]:
            self._far = (max(here[0], self._far[0]), max(here[1], self._far[1]))
            self._went_on()

    def frames(self) -> Iterator[Any]:
        """All of one rate and shape; a file may change them on its way."""
        for packet in self.packets():
            for frame in self._frames_in(packet):
                yield from self._alike(frame)
            if self.length > LONGEST:
                return

    def _frames_in(self, packet: Any) -> Iterator[Any]:  # noqa: ANN401 (as above)
        try:
            frames = packet.decode()
        except (av.FFmpegError, ValueError, OSError):
            self.broken += 1
            return
        self.sound += 1
        for frame in frames:
            if frame.samples and frame.sample_rate:
                self._samples[frame.sample_rate] += frame.samples
                yield frame

    def _alike(self, frame: Any) -> Any:  # noqa: ANN401 (as above)
        """Chained files change rate and shape on the way; a filter cannot."""
        spec = (frame.sample_rate, frame.format.name, frame.layout.name)
        self._like = self._like or spec
        if spec == self._like:
            return [frame]
        if spec not in self._resamplers:
            rate, form, layout = self._like
            self._resamplers[spec] = av.AudioResampler(form, layout, rate)
        frame.pts = None
        return self._resamplers[spec].resample(frame)


def sound_in(path: Path, went_on: WentOn = to_nobody) -> tuple[str, Labels] | None:
    """Which sound it holds, without decoding it; a hundred times as fast as hearing."""
    if no_file(path):
        return None
    try:
        with opened(path) as container:
            if not container.streams.audio:
                return None
            decoder = Decoder(container, went_on)
            for _ in decoder.packets():
                pass
            return decoder.content, labels_in(container)
    except CANNOT_OPEN:
        return None


def labels_in(container: Any) -> Labels:  # noqa: ANN401 (as above)
    """Ogg has them at the stream, most others at the file."""
    told: dict[str, str] = {}
    for where in (container.streams.audio[0].metadata, container.metadata):
        told |= {key.lower(): text for key, text in where.items() if text.strip()}
    return Labels(
        _label(told, "title"),
        _label(told, "artist") or _label(told, "album_artist"),
        _label(told, "album"),
        _label(told, "genre"),
    )


def _label(told: Mapping[str, str], key: str) -> str:
    """One line that can be printed: it may be on a screen within a second."""
    text = told.get(key, "")[:_LONGEST_LABEL]
    shown = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(shown.split())
