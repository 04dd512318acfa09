"""What a file says of itself, and what its sound says whatever it is called."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import av
import pytest

from kap_room.library.ear.decoding import sound_in
from kap_room.library.ear.hear import portrait_of
from tests.library import formats
from tests.library.formats import KINDS, Kind

TAGGED = ("mp3 variable", "flac 16", "ogg vorbis", "opus", "m4a")


def labelled(path: Path, kind: Kind, labels: Mapping[str, str]) -> Path:
    """The same sound in a new wrapping."""
    plain = formats.write(
        path.with_name(f"plain{kind.ending}"), formats.tone(3, 500, kind), kind
    )
    with av.open(str(plain)) as old, av.open(str(path), "w") as new:
        stream = new.add_stream_from_template(old.streams.audio[0])
        new.metadata.update(labels)
        for packet in old.demux(old.streams.audio[0]):
            if packet.dts is not None:
                packet.stream = stream
                new.mux(packet)
    return path


@pytest.mark.parametrize("name", TAGGED)
def test_labels_are_read_whatever_the_format(tmp_path: Path, name: str) -> None:
    """Title, artist, album, genre."""
    kind = KINDS[name]
    told = {"title": "Ebbe", "artist": "Ólafur", "album": "Meer", "genre": "Ambient"}
    labels = portrait_of(labelled(tmp_path / f"a{kind.ending}", kind, told)).labels
    assert (labels.title, labels.artist) == ("Ebbe", "Ólafur")
    assert (labels.album, labels.genre) == ("Meer", "Ambient")


@pytest.mark.parametrize("name", TAGGED)
def test_another_title_does_not_make_it_another_sound(
    tmp_path: Path, name: str
) -> None:
    """Somebody tidied the labels; what a hand said still holds."""
    kind = KINDS[name]
    one = sound_in(labelled(tmp_path / f"a{kind.ending}", kind, {"title": "One"}))
    two = sound_in(labelled(tmp_path / f"b{kind.ending}", kind, {"title": "Two"}))
    assert one is not None
    assert two is not None
    assert one[0] == two[0]
    assert (one[1].title, two[1].title) == ("One", "Two")


def test_the_sound_is_the_same_heard_or_only_looked_at(tmp_path: Path) -> None:
    """Otherwise no renamed file would be known again."""
    file = formats.write(
        tmp_path / "a.opus", formats.tone(5, 500, KINDS["opus"]), KINDS["opus"]
    )
    sound = sound_in(file)
    assert sound is not None
    assert sound[0] == portrait_of(file).content


def test_a_label_cannot_move_the_cursor_or_fill_the_screen(tmp_path: Path) -> None:
    """It stands on a terminal within a second."""
    kind = KINDS["flac 16"]
    title = "\x1b[2Jup\nand down" + "x" * 10_000
    labels = portrait_of(labelled(tmp_path / "a.flac", kind, {"title": title})).labels
    assert labels.title.startswith("[2Jup and down")
    assert len(labels.title) <= 500


@pytest.mark.parametrize("content", [b"", b"no music at all" * 100])
def test_what_is_no_music_has_no_sound(tmp_path: Path, content: bytes) -> None:
    """And no labels."""
    file = tmp_path / "a.mp3"
    file.write_bytes(content)
    assert sound_in(file) is None
