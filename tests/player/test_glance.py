"""What is seen of a file just before it is opened, and what libVLC then cannot do."""

import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import vlc

from kap_room.exchange.order import Order
from kap_room.library.disguise import SAYS
from kap_room.plan.units import Seconds
from kap_room.player.glance import Glances, Seen, seen
from kap_room.player.opening import OPTIONS, Wish, opened
from kap_room.player.spare import SAYS as DOES_NOT_OPEN
from kap_room.player.voice import SLOWEST_OPENING
from tests.library import formats
from tests.library.formats import KINDS
from tests.player.medium import Medium, can_hang
from tests.player.rig import PlayerRig, deck, is_sounding, of


class Bait:
    """An address on this computer, and who came to it."""

    def __init__(self) -> None:
        self.visits = 0
        self._door = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._wait, daemon=True)
        self._thread.start()

    @property
    def content(self) -> str:
        """A list that names it, as a broadcaster would write one."""
        address = f"http://127.0.0.1:{self._door.getsockname()[1]}/a.ts"
        # Without an end it would be a broadcast, which libVLC waits for for ever.
        lines = "#EXTM3U", "#EXT-X-TARGETDURATION:9", "#EXTINF:9,", address
        return "\n".join((*lines, "#EXT-X-ENDLIST", ""))

    def close(self) -> None:
        self._door.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._door.close()

    def _wait(self) -> None:
        while True:
            try:
                visitor, _ = self._door.accept()
            except OSError:
                return
            self.visits += 1
            visitor.close()


@pytest.fixture
def bait() -> Iterator[Bait]:
    bait = Bait()
    yield bait
    bait.close()


def test_a_file_that_became_a_list_of_addresses_is_passed_over(
    player: PlayerRig, bait: Bait, tmp_path: Path, music: Path
) -> None:
    """Nobody is asked for anything, and the next track comes."""
    file = tmp_path / "tide.mp3"
    file.write_text(bait.content)
    line = player.connect()
    now = time.monotonic()
    after = deck("b", music / "noise.flac", now + 60.0)
    line.order(Order(0, (deck("a", file, now),), next=after, sounding=True))
    report = line.wait_for(is_sounding("b"))
    failed = of(report, "a")
    assert failed is not None
    assert (failed.state, failed.says) == ("failed", f"{file}: {SAYS}")
    assert bait.visits == 0


def open_once(file: Path, reader: str) -> None:
    """By a real libVLC, with nothing to be heard."""
    instance = vlc.Instance(list(OPTIONS))
    assert instance is not None
    voice = opened(instance, Wish(str(file), Seconds(0), None, reader))
    assert voice is not None
    ends = time.monotonic() + 5.0
    while voice.heard(Seconds(time.monotonic())).state == "opening":
        assert time.monotonic() < ends, "libVLC came to no end with it"
        time.sleep(0.02)
    voice.release()
    instance.release()


@pytest.mark.parametrize("reader", ["mp3", "flac", "ogg", "wav", "aiff", "mov", "aac"])
def test_a_file_that_turns_into_a_list_after_the_glance_leads_nowhere(
    bait: Bait, tmp_path: Path, reader: str
) -> None:
    """Only the reader that was named looks at it, and that one makes nothing of it."""
    file = tmp_path / "tide.mp3"
    file.write_text(bait.content)
    open_once(file, reader)
    assert bait.visits == 0


def test_the_bait_is_taken_where_no_reader_is_named(bait: Bait, tmp_path: Path) -> None:
    """Otherwise the tests above would prove nothing."""
    file = tmp_path / "tide.mp3"
    file.write_text(bait.content)
    open_once(file, "")
    assert bait.visits > 0


@pytest.mark.parametrize("kind", KINDS)
def test_every_format_that_people_own_has_a_reader_of_its_own(
    tmp_path: Path, kind: str
) -> None:
    """Named after what is inside, and not after the file."""
    wave = formats.tone(0.5, 400, KINDS[kind])
    file = formats.write(tmp_path / f"music{KINDS[kind].ending}", wave, KINDS[kind])
    reader = {"ogg vorbis": "ogg", "opus": "ogg", "m4a": "mov"}
    word = kind.split(maxsplit=1)[0]
    assert seen(str(file)) == Seen(reader=reader.get(kind, reader.get(word, word)))


@pytest.mark.parametrize(
    "junk",
    [b"", b"\xff\xf1" + bytes(700), b"\xff\xf9\x50\x80\x02"],
    ids=["none", "zeros", "a header alone"],
)
def test_junk_in_front_of_the_sound_names_no_reader_that_stops_at_it(
    tmp_path: Path, junk: bytes
) -> None:
    """Two bytes of junk may look like the beginning of a frame."""
    kind = KINDS["mp3 mono, no index"]
    file = formats.write(tmp_path / "a.mp3", formats.tone(0.5, 400, kind), kind)
    file.write_bytes(junk + file.read_bytes())
    assert seen(str(file)) == Seen(reader="" if junk else "mp3")


def test_what_is_called_after_another_format_has_the_reader_of_its_own(
    tmp_path: Path,
) -> None:
    """Shops and phones write endings as they like."""
    kind = KINDS["m4a"]
    file = formats.write(tmp_path / "a.m4a", formats.tone(0.5, 400, kind), kind)
    assert seen(str(file.rename(tmp_path / "a.mp3"))) == Seen(reader="mov")


@pytest.mark.parametrize("kind", ["gone", "empty", "folder"])
def test_what_cannot_be_a_track_is_said_in_a_sentence(
    tmp_path: Path, kind: str
) -> None:
    """Otherwise libVLC would take a folder for a DVD, and wait for an empty file."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "empty").touch()
    says = seen(str(tmp_path / kind)).trouble
    assert says.endswith(
        {"gone": "not there.", "folder": "a folder."}.get(kind, "empty.")
    )


@pytest.mark.parametrize("file", ["a" * 300, "nul\0byte", "a/" * 3000])
def test_a_name_that_no_file_can_have_is_trouble_and_nothing_worse(file: str) -> None:
    """Whoever ordered it."""
    assert seen(file).trouble


def test_a_medium_that_hangs_holds_up_nobody(tmp_path: Path) -> None:
    """The fades go on meanwhile; after five seconds its file is given up."""
    if not can_hang(tmp_path):
        pytest.skip("only root can make a medium hang, and not on every kernel")
    file = tmp_path / "stick.mp3"
    file.write_bytes(b"ID3")
    took = []
    with Medium(file) as medium:
        medium.hang()
        for _ in range(5):  # a busy computer may be late now and then
            glances = Glances()
            begun = time.monotonic()
            assert glances.at({"a": str(file)}, Seconds(0.0)) == {}
            took.append(time.monotonic() - begun)
        later = Seconds(SLOWEST_OPENING + 0.1)
        assert glances.at({"a": str(file)}, later) == {"a": Seen(DOES_NOT_OPEN)}
    assert min(took) < 0.1


def test_a_medium_that_hangs_for_hours_holds_one_thread_for_each_file(
    tmp_path: Path,
) -> None:
    """However often its tracks have their turn again."""
    if not can_hang(tmp_path):
        pytest.skip("only root can make a medium hang, and not on every kernel")
    file = tmp_path / "stick.mp3"
    file.write_bytes(b"ID3")
    glances = Glances()
    with Medium(file) as medium:
        medium.hang()
        before = looking()
        for turn in range(20):
            glances.at({f"a~{turn}": str(file)}, Seconds(10.0 * turn))
        assert len(looking() - before) == 1


def looking() -> set[threading.Thread]:
    """Of all threads those of glances: others come and go as they like."""
    return {each for each in threading.enumerate() if each.name == "glance"}
