"""The words after `rehearse`, and what is not imported for them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kap_room.cli.rehearse import FLAGS, USAGE, VALUED, Asked, read, rehearse
from kap_room.library.layout import lay_out

NOT_NEEDED = (
    "apscheduler",
    "asyncio",
    "av",
    "click",
    "email.mime",
    "kap_room.adapters",
    "kap_room.cli.app",
    "kap_room.library.check",
    "kap_room.library.measure",
    "kap_room.player",
    "kap_room.rehearsal.picture",
    "kap_room.ui",
    "mido",
    "numpy",
    "paho",
    "platformdirs",
    "rich",
    "sqlite3",
    "subprocess",
    "textual",
    "typer",
    "vlc",
)
"""Each of these would cost more than the rehearsal itself, or belongs to a device."""

PROGRAM = """
import sys
from kap_room.cli.entry import main
sys.argv[1:] = ["rehearse", "sublingual", "--json"]
code = main()
print(*sys.modules, file=sys.stderr)
sys.exit(code)
"""


def test_a_rehearsal_imports_what_it_needs_and_no_more(tmp_path: Path) -> None:
    """Three hours on paper are there before one has looked away from the key."""
    lay_out(tmp_path / "room")
    places = {
        "KAP_ROOM_CONFIG": str(tmp_path / "room" / "room.yaml"),
        "KAP_ROOM_DATA": str(tmp_path / "data"),
        "KAP_ROOM_RUNTIME": str(tmp_path / "run"),
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env={**os.environ, **places},
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = set(ended.stderr.split())
    assert "kap_room.rehearsal.run" in loaded
    assert [name for name in NOT_NEEDED if name in loaded] == []


def test_the_words_are_read_in_any_order() -> None:
    """A value stands after its option, or behind an equals sign."""
    asked = Asked("im", open_counts="5m", script="dose at 1m", json=True, plot="p.svg")
    typed = ["--open", "5m", "--with=dose at 1m", "im", "--plot", "p.svg", "--json"]
    assert read(typed) == asked
    assert read(["--json", "--plot=p.svg", *typed[:4]]) == asked
    assert read(["--", "--im"]) == Asked("--im")
    without = read(["--without", "lyrics", "im", "--without=bells/"])
    assert without == Asked("im", without=("lyrics", "bells/"))


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ([], "Name a scene"),
        (["--json"], "Name a scene"),
        (["im", "--jsn"], 'does not know "--jsn"'),
        (["im", "--json=yes"], 'does not know "--json=yes"'),
        (["im", "--with"], "--with needs a value"),
        (["im", "--with", "dose", "at", "5m"], "stands in quotes"),
        (["im", "--live", "--with", "dose at 5m"], "leave --with out"),
        (["im", "--live", "--plot", "im.svg"], "leave --plot out"),
        (["im", "--live", "--without", "drums"], "leave --without out"),
    ],
)
def test_wrong_words_are_one_sentence(
    typed: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit 2, and what to write instead."""
    assert rehearse(typed) == 2
    told = capsys.readouterr().err
    assert says in told
    assert told.count("\n") == 1


def test_the_help_has_every_option(capsys: pytest.CaptureFixture[str]) -> None:
    """It stands in the house's own words, and fits into a terminal."""
    assert rehearse(["im", "--help"]) == 0
    told = capsys.readouterr().out
    assert told == USAGE + "\n"
    assert all(f"  {option} " in told for option in (*FLAGS, *VALUED))
    assert max(map(len, told.splitlines())) <= 80
