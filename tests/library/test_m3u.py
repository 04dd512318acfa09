"""Lists as other players write and read them: there and back."""

import tempfile
import time
import wave
from pathlib import Path
from urllib.parse import unquote

import pytest
import vlc
from hypothesis import given, settings
from hypothesis import strategies as st

from kap_room.library.finding_again import Finder, Found, Lost
from kap_room.library.m3u.entry import ForeignList
from kap_room.library.m3u.reading import read_m3u
from kap_room.library.m3u.writing import Line, m3u8
from kap_room.library.text import LARGEST, Unreadable
from kap_room.plan.music import Order, Playlist, RunsOut, Track
from kap_room.plan.units import Decibels, Seconds

NAMES = (
    "a.wav",
    "sub dir/b \N{LATIN SMALL LETTER U WITH DIAERESIS}.wav",
    "#1 c.wav",
    "100% d.wav",
    "e?f;'&.wav",
    "[g] h.wav",
    "ij: k.wav",
    "http:k.wav",
    "\N{CJK UNIFIED IDEOGRAPH-97F3}.wav",
    " l.wav",
    "m%20n+.wav",
    '"o".wav',
    "-p.wav",
)
"""Names that one player or another could take for something else."""

MUCH = Track(
    "slow.flac",
    Decibels(-2.5),
    Seconds(12.0),
    Seconds(460.5),
    2,
    ("strings", "no words, none"),
)


def written(
    folder: Path,
    playlist: Playlist,
    music: Path,
    length: float = 300.0,
    name: str = "list.m3u8",
) -> Path:
    folder.mkdir(exist_ok=True, parents=True)
    lines = [
        Line(track, music / track.file, Seconds(length), f"Title {place}", "Somebody")
        for place, track in enumerate(playlist.tracks)
    ]
    file = folder / name
    file.write_text(m3u8(playlist, lines, folder, (music,)), "utf-8")
    return file


def there(music: Path, names: tuple[str, ...]) -> None:
    for name in names:
        (music / name).parent.mkdir(parents=True, exist_ok=True)
        (music / name).write_bytes(b"sound")


def found(file: Path, music: Path) -> tuple[Track, ...]:
    finder = Finder((music,), ())
    entries = [finder.find(each, file.parent) for each in read_m3u(file).entries]
    return tuple(each.track for each in entries if isinstance(each, Found))


def of(folder: Path, text: str | bytes, name: str = "list.m3u") -> ForeignList:
    file = folder / name
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_m3u(file)


@pytest.mark.parametrize("beside", ["music", ".", "elsewhere"])
def test_vlc_opens_our_list_in_its_order(tmp_path: Path, beside: str) -> None:
    """Every file by its path, whatever is in its name and wherever the list lies."""
    music = tmp_path.resolve() / "music"
    _silences(music)
    tracks = tuple(map(Track, NAMES))
    file = written(tmp_path / beside, Playlist("Onset", tracks), music, 1.0)
    assert _opened_by_vlc(file) == [
        (f"file://{music / name}", f"Title {place}") for place, name in enumerate(NAMES)
    ]


def _silences(music: Path) -> None:
    for name in NAMES:
        (music / name).parent.mkdir(parents=True, exist_ok=True)
        with wave.open(str(music / name), "wb") as sound:
            sound.setparams((1, 2, 8000, 0, "NONE", ""))
            sound.writeframes(bytes(16000))


def _opened_by_vlc(file: Path) -> list[tuple[str, str | None]]:
    instance = vlc.Instance(["--quiet"])
    assert instance is not None
    media = instance.media_new_path(str(file))
    assert media.parse_with_options(vlc.MediaParseFlag.local, 10_000) == 0
    until = time.monotonic() + 15.0
    while not media.get_parsed_status():
        assert time.monotonic() < until
        time.sleep(0.01)
    found = media.subitems()
    items = [found.item_at_index(place) for place in range(found.count())]
    told = [(unquote(item.get_mrl()), item.get_meta(vlc.Meta.Title)) for item in items]
    for item in items:
        item.release()
    found.release()
    media.release()
    instance.release()
    return told


@pytest.mark.parametrize("beside", ["music/lists", ".", "elsewhere"])
def test_there_and_back_it_is_the_same_playlist(tmp_path: Path, beside: str) -> None:
    """Trim, points, intensity and tags too, and what happens when it runs out."""
    music = tmp_path / "music"
    names = (name for name in NAMES if name == name.strip())
    tracks = (MUCH, *map(Track, names), Track("a.wav", intensity=5))
    there(music, tuple(track.file for track in tracks))
    playlist = Playlist("Onset", tracks, Order.FIT, RunsOut.LOOP_LAST)
    file = written(tmp_path / beside, playlist, music)
    listed = read_m3u(file)
    back = Playlist(
        listed.name, found(file, music), listed.order, listed.when_it_runs_out
    )
    assert back == playlist
    assert listed.remarks == ()


def test_length_and_title_stand_above_each_path(tmp_path: Path) -> None:
    """A cut track has the length that is heard, and VLC is told to cut it too."""
    text = written(tmp_path, Playlist("P", (MUCH,)), tmp_path, 600.0).read_text("utf-8")
    assert text.splitlines()[0] == "#EXTM3U"
    assert "#EXTINF:448,Somebody - Title 0\n" in text
    assert "#EXTVLCOPT:start-time=12\n#EXTVLCOPT:stop-time=460.5\nslow.flac\n" in text


def test_a_list_in_the_music_folder_can_be_carried_with_it(tmp_path: Path) -> None:
    """Relative there; from elsewhere the path is whole."""
    music = tmp_path.resolve() / "music"
    there(music, ("onset/a.flac",))
    playlist = Playlist("P", (Track("onset/a.flac"),))
    inside = written(music / "lists", playlist, music).read_text("utf-8")
    outside = written(tmp_path / "other", playlist, music).read_text("utf-8")
    assert inside.endswith("\n../onset/a.flac\n")
    assert outside.endswith(f"\n{music}/onset/a.flac\n")


def test_labels_of_several_lines_stay_on_one(tmp_path: Path) -> None:
    """A title may not become a path of its own."""
    line = Line(
        Track("a.flac"), tmp_path / "a.flac", None, "A\n/etc/passwd", "B\x1b[2J"
    )
    text = m3u8(Playlist("P\nq", (line.track,)), (line,), tmp_path, (tmp_path,))
    assert text == "#EXTM3U\n#PLAYLIST:P q\n#EXTINF:-1,B [2J - A /etc/passwd\na.flac\n"


def test_a_plain_list_of_paths_is_read(tmp_path: Path) -> None:
    """Without a head, with ends of lines of three systems."""
    listed = of(tmp_path, "a.flac\r\n\r\n# a remark\r\nb c.flac\rd.flac\n")
    assert [(each.line, each.where) for each in listed.entries] == [
        (1, "a.flac"),
        (4, "b c.flac"),
        (5, "d.flac"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "cp1252"])
def test_an_m3u_is_read_in_the_alphabet_that_it_has(
    tmp_path: Path, encoding: str
) -> None:
    """Umlauts of a list that a program of the nineties wrote."""
    name = "\N{LATIN SMALL LETTER U WITH DIAERESIS}ber.mp3"
    assert of(tmp_path, name.encode(encoding)).entries[0].where == name


def test_an_m3u8_that_is_not_utf_8_is_refused_with_its_line(tmp_path: Path) -> None:
    """Guessing would name other files."""
    with pytest.raises(Unreadable) as refused:
        of(tmp_path, b"a.flac\n\xfcber.mp3\n", "list.m3u8")
    assert refused.value.line == 2
    assert "Save the file as UTF-8" in refused.value.says


@pytest.mark.parametrize(
    "raw",
    [b"", b"#EXTM3U\n", b"a\0b.flac", "a.flac".encode("utf-16"), b"a\n" * 5002],
    ids=["empty", "no file", "zero bytes", "UTF-16", "endless"],
)
def test_what_is_no_list_is_refused(tmp_path: Path, raw: bytes) -> None:
    """In one sentence, without a path of it being looked at."""
    with pytest.raises(Unreadable):
        of(tmp_path, raw)


def test_a_hundred_megabytes_are_refused_unread(tmp_path: Path) -> None:
    """Whoever sends that does not send music."""
    huge = tmp_path / "huge.m3u8"
    with huge.open("wb") as file:
        file.truncate(100_000_000)
    took = []
    for _ in range(3):  # a busy computer may be late once
        began = time.perf_counter()
        with pytest.raises(Unreadable, match="larger than 1 MB"):
            read_m3u(huge)
        took.append(time.perf_counter() - began)
    assert min(took) < 0.2
    assert LARGEST < 100_000_000


def test_a_line_of_our_own_that_somebody_changed_is_told_and_passed_over(
    tmp_path: Path,
) -> None:
    """The track is kept, what was said of it is not."""
    listed = of(
        tmp_path,
        '#KAP-ROOM:{"trim": "+900 dB"}\na.flac\n#KAP-ROOM:nonsense\nb.flac\n'
        f"#KAP-ROOM:{'[' * 5000}\nc.flac\n",
    )
    assert [each.kept for each in listed.entries] == [None, None, None]
    assert [remark.line for remark in listed.remarks] == [1, 3, 5]


@given(st.text(max_size=300))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_or_refused_in_a_sentence(text: str) -> None:
    """And nothing of it that a terminal obeys is passed on."""
    listed, says = _read_text(text)
    assert bool(listed.entries) or bool(listed.remarks) or says.endswith(".")
    for entry in listed.entries:
        assert "\x1b" not in entry.where + entry.title
        assert isinstance(Finder((), ()).find(entry, Path("/nowhere")), Lost)


def _read_text(text: str) -> tuple[ForeignList, str]:
    with tempfile.TemporaryDirectory() as folder:
        try:
            return of(Path(folder), text.encode("utf-8", "replace")), ""
        except Unreadable as refused:
            return ForeignList(()), refused.says
