"""The page about playlists prints what the commands print."""

import re
import shlex
from pathlib import Path

import pytest

from kap_room.cli.entry import main
from kap_room.library.catalogue import Catalogue
from kap_room.library.catalogued import Character
from kap_room.library.portrait import Labels, Portrait
from kap_room.plan.music import Measure
from kap_room.plan.units import Decibels
from kap_room.starter import PIECES

PAGE = Path(__file__).parents[2] / "docs" / "playlists.md"
EXAMPLES = re.findall(
    r"\n    kap-room (playlist [^\n]+)\n\n```\n(.+?\n)```\n",
    PAGE.read_text("utf-8"),
    re.DOTALL,
)


@pytest.fixture(autouse=True)
def _starter_music(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As `demo --render` leaves it, and a scan after that."""
    monkeypatch.setenv("KAP_ROOM_CONFIG", str(tmp_path / "room.yaml"))
    monkeypatch.setenv("KAP_ROOM_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("KAP_ROOM_RUNTIME", str(tmp_path / "run"))
    monkeypatch.chdir(tmp_path)
    music = tmp_path / "data" / "music"
    quiet = Character(Decibels(2.0), Decibels(7.0), 250.0, None, 1, Decibels(3.0))
    (music / "starter").mkdir(parents=True)
    with Catalogue(tmp_path / "data" / "catalogue.db") as catalogue:
        for piece in PIECES:
            file = (music / piece.file).resolve()
            file.write_bytes(b"sound")
            measure = Measure(piece.length, Decibels(-23.0), Decibels(-10.5))
            labels = Labels(piece.title, "kap-room", "Starter music")
            catalogue.store(file, Portrait(measure, quiet, labels, piece.name))


def test_the_page_has_examples() -> None:
    """Two proposals and a check."""
    assert [words.split()[1] for words, _ in EXAMPLES] == ["build", "build", "check"]


@pytest.mark.parametrize(("words", "printed"), EXAMPLES)
def test_an_example_of_the_page_is_what_is_printed(
    words: str,
    printed: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """To the letter, with the starter music and the shipped playlists and scenes."""
    monkeypatch.setattr("sys.argv", ["kap-room", *shlex.split(words)])
    assert main() == 0
    assert capsys.readouterr().out == printed
