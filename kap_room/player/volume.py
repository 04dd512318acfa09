"""The volume of one MediaPlayer, finer than the whole percents that libVLC is asked in.

libVLC 3.0 hands its percent on to its core as a fraction, and the sound server takes
sixteen bits of that. At the quiet end of a long fade a whole percent is a stair of
2 dB, so the core is told directly. Where its output is not found, whole percents it is.
"""

from __future__ import annotations

import ctypes
from typing import Final

import vlc

from kap_room.player.gains import WHOLE
from kap_room.player.steady import steady
from kap_room.player.stream import Stream

OUTPUT: Final = b"audio output"
"""What the core calls an object that sound leaves by."""


class _Found(ctypes.Structure):
    """The core's list of objects, as it was throughout 3.0."""

    _fields_ = (
        ("type", ctypes.c_int),
        ("count", ctypes.c_int),
        ("objects", ctypes.POINTER(ctypes.c_void_p)),
    )


def _loaded() -> ctypes.CDLL | None:
    try:
        core = ctypes.CDLL("libvlccore.so.9")  # that of 3.0 and of no other
        core.vlc_list_children.restype = ctypes.POINTER(_Found)
        core.vlc_list_children.argtypes = (ctypes.c_void_p,)
        core.vlc_list_release.argtypes = (ctypes.POINTER(_Found),)
        core.vlc_object_hold.argtypes = core.vlc_object_release.argtypes = (
            ctypes.c_void_p,
        )
        core.aout_VolumeSet.argtypes = (ctypes.c_void_p, ctypes.c_float)
    except (OSError, AttributeError):
        return None
    return core


_core: Final = _loaded()


class Volume:
    """Of a MediaPlayer whose volume was set once already: before, it has no output."""

    def __init__(self, player: vlc.MediaPlayer) -> None:
        self._player = player
        self._output = _output_of(player)

    @property
    def complains_as(self) -> int | None:
        """The name under which its output stands in libVLC's log."""
        return self._output

    def be_steady(self) -> None:
        """Before it plays: let it not stop for what a busy server says."""
        if self._output is not None:
            steady(self._output)

    def stream(self) -> Stream | None:
        """What it plays by at the sound server, where that is known."""
        return None if self._output is None else Stream(self._output)

    def send(self, step: int) -> None:
        if _core is None or self._output is None:
            # Never louder than was meant.
            self._player.audio_set_volume(step // WHOLE)
        else:
            _core.aout_VolumeSet(self._output, step / (100 * WHOLE))

    def release(self) -> None:
        """Before its MediaPlayer is: afterwards nothing may be sent."""
        if _core is not None and self._output is not None:
            _core.vlc_object_release(self._output)
            self._output = None


def _output_of(player: vlc.MediaPlayer) -> int | None:
    """Its output, held so that it outlives a stop by somebody else."""
    if _core is None:
        return None
    found = _core.vlc_list_children(player._as_parameter_)
    try:
        for place in range(found.contents.count):
            each = found.contents.objects[place]
            if each and _kind_of(each) == OUTPUT:
                _core.vlc_object_hold(each)
                return int(each)
    finally:
        _core.vlc_list_release(found)
    return None


def _kind_of(item: int) -> bytes | None:
    """The first thing in every object of the core is the word for what it is."""
    word: bytes | None = ctypes.cast(item, ctypes.POINTER(ctypes.c_char_p))[0]
    return word
