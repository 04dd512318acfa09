"""`rehearse` on paper, as it is typed."""

import json
from pathlib import Path

import pytest

from kap_room.cli.rehearse import rehearse
from kap_room.library.layout import lay_out


@pytest.fixture(autouse=True)
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A room as `init` lays it out, and nothing measured in it."""
    lay_out(tmp_path / "room")
    monkeypatch.setenv("KAP_ROOM_CONFIG", str(tmp_path / "room" / "room.yaml"))
    monkeypatch.setenv("KAP_ROOM_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("KAP_ROOM_RUNTIME", str(tmp_path / "run"))
    return tmp_path


def test_the_sheet_is_read_as_text(capsys: pytest.CaptureFixture[str]) -> None:
    """With the therapist's word at its moment."""
    assert rehearse(["demo", "--with", 'dose "20s ago" at 30s']) == 0
    assert "therapist dose 20s ago: Dose noted." in capsys.readouterr().out


def test_the_sheet_is_read_by_a_program(capsys: pytest.CaptureFixture[str]) -> None:
    """Problems are in it, and the words that the contract names."""
    assert rehearse(["demo", "--json"]) == 0
    sheet = json.loads(capsys.readouterr().out)
    assert sheet["problems"]
    assert {"scene", "length_s", "turns", "tracks", "ramps", "reminders"} <= set(sheet)


def test_an_open_phase_counts_as_long_as_is_said(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Two of them in this scene: arrival and integration."""
    lengths = []
    for open_ in ("--open=5m", "--open=10m"):
        assert rehearse(["--json", open_, "sublingual"]) == 0
        lengths.append(json.loads(capsys.readouterr().out)["length_s"])
    assert lengths[1] - lengths[0] == pytest.approx(600.0)


def test_what_is_left_out_is_not_in_the_sheet(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """And a word that leaves nothing out is told."""
    typed = ["--json", "--without", "slow-tide", "--without", "drums", "sublingual"]
    assert rehearse(typed) == 0
    sheet = json.loads(capsys.readouterr().out)
    assert "starter/slow-tide.opus" not in {each["file"] for each in sheet["tracks"]}
    assert any('Without "drums" leaves nothing out' in p for p in sheet["problems"])


def test_what_leaves_no_music_is_refused_as_by_a_start(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """With the phase that it is about."""
    assert rehearse(["sublingual", "--without", "starter/"]) == 2
    assert "nothing is left of the playlist" in capsys.readouterr().err


def test_it_is_drawn_into_a_file(
    room: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """And its problems are told, for they are not drawn."""
    assert rehearse(["demo", "--plot", str(room / "demo.svg")]) == 0
    assert (room / "demo.svg").read_text().startswith("<svg")
    assert "problem: " in capsys.readouterr().out


def test_a_place_that_cannot_be_written_is_a_sentence(
    room: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit 1: the request was understood."""
    assert rehearse(["demo", "--plot", str(room / "nowhere" / "demo.svg")]) == 1
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize("script", ["dose", "doze at 5m", "note x at 5m for 2m"])
def test_a_script_that_cannot_be_read_is_a_sentence(
    script: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit 2, one line."""
    assert rehearse(["demo", "--with", script]) == 2
    assert capsys.readouterr().err.count("\n") == 1
