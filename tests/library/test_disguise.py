"""A list of addresses that calls itself music is known by what is inside."""

import bz2
import gzip
from pathlib import Path

import pytest

from kap_room.library.disguise import SAYS, follows_others
from kap_room.library.loudness import measure
from tests.rig.material import tone, write

HLS = b"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nhttp://127.0.0.1/a.ts\n"
LARGE_LABEL = b"ID3\x04\0\0" + bytes([0, 0x3F, 0x7F, 0x76]) + b"\0" * (2**20 - 10)
APE_LABEL = b"APETAGEX" + bytes(4) + (64).to_bytes(4, "little") + bytes(80)

LISTS = {
    "addresses": HLS,
    "marked as UTF-8": b"\xef\xbb\xbf" + HLS,
    "behind a label with a picture": LARGE_LABEL + HLS,
    "behind two labels": LARGE_LABEL + APE_LABEL + HLS,
    "packed": gzip.compress(HLS),
    "packed otherwise": bz2.compress(HLS),
    "other files": b"ffconcat version 1.0\nfile '../secret.flac'\n",
    "a broadcast": b"v=0\no=- 0 0 IN IP4 127.0.0.1\nc=IN IP4 127.0.0.1\n",
    "a broadcast behind noise": b"\xff\xfb\x90\x64 \nc=IN IP4 127.0.0.1\n",
    "a manifest": b'<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011">',
    "a manifest of two bytes a letter": "<SmoothStreamingMedia>".encode("utf-16"),
}


@pytest.mark.parametrize("kind", LISTS)
def test_a_list_is_found_out_and_never_measured_as_music(
    tmp_path: Path, kind: str
) -> None:
    """However it is dressed up."""
    file = tmp_path / "tide.mp3"
    file.write_bytes(LISTS[kind])
    assert follows_others(file)
    assert measure(file).problem == SAYS


@pytest.mark.parametrize("ending", [".flac", ".mp3", ".opus", ".wav"])
def test_music_is_no_list(tmp_path: Path, ending: str) -> None:
    """In none of the formats that a room has."""
    assert not follows_others(write(tmp_path / f"tide{ending}", tone(1.5, 400)))


def test_what_cannot_be_read_is_for_others_to_say(tmp_path: Path) -> None:
    """Nothing is waited for and nothing raised."""
    assert not follows_others(tmp_path / "gone.mp3")
    assert not follows_others(tmp_path)
    assert not follows_others(Path("/dev/zero"))
    assert not follows_others(Path("nul\0byte"))
