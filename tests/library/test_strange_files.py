"""What a path can lead to: each strange thing is one line, soon, and nothing hangs."""

import os
from pathlib import Path

import pytest

from kap_room.library.page import read_scene

GOOD = "phases:\n  - {name: arrival, lasts: open}\n"


def only_problem(file: Path) -> str:
    (problem,) = read_scene(file).problems
    assert problem.file == file
    return f"{problem.line}: {problem.says}"


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    """No other word for it."""
    assert only_problem(tmp_path / "none.yaml") == "1: There is no such file."


def test_a_folder_is_not_taken_for_a_file(tmp_path: Path) -> None:
    """It happens when a path ends too early."""
    assert only_problem(tmp_path).startswith("1: It is a folder.")


def test_a_huge_file_is_refused_by_its_size(tmp_path: Path) -> None:
    """A hundred megabytes are not read to find that out."""
    file = tmp_path / "huge.yaml"
    with file.open("wb") as handle:
        handle.truncate(100_000_000)
    assert only_problem(file).startswith("1: It is larger than 1 MB")


def test_a_pipe_does_not_hang_the_reader(tmp_path: Path) -> None:
    """Nobody will ever write to it."""
    file = tmp_path / "pipe.yaml"
    os.mkfifo(file)
    assert only_problem(file) == "1: It is not a file but a device or a pipe."


def test_an_endless_device_is_not_read() -> None:
    """It would fill the memory."""
    assert only_problem(Path("/dev/zero")).endswith("a device or a pipe.")


def test_a_link_in_a_circle_is_told(tmp_path: Path) -> None:
    """It leads nowhere."""
    file = tmp_path / "round.yaml"
    file.symlink_to(file)
    assert only_problem(file) == "1: It is a link that leads round in a circle."


def test_a_path_that_cannot_be_is_told() -> None:
    """A zero byte ends no program."""
    (problem,) = read_scene(Path("a\0b.yaml")).problems
    assert problem.says == "Its name holds a zero byte."


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_told(tmp_path: Path) -> None:
    """With the reason."""
    file = tmp_path / "secret.yaml"
    file.write_text(GOOD)
    file.chmod(0)
    assert "permissions" in only_problem(file)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_a_file_in_wide_characters_is_told(tmp_path: Path, encoding: str) -> None:
    """With or without the mark at its beginning."""
    file = tmp_path / "wide.yaml"
    file.write_bytes(GOOD.encode(encoding))
    assert "UTF-8" in only_problem(file)


def test_a_letter_of_an_older_alphabet_is_told_by_its_line(tmp_path: Path) -> None:
    """Latin-1 is what an old editor saves."""
    file = tmp_path / "old.yaml"
    file.write_bytes(GOOD.encode() + "name: Stille für später".encode("latin-1"))
    assert only_problem(file).startswith("3: This line is not UTF-8.")


def test_a_mark_at_the_beginning_is_no_fault(tmp_path: Path) -> None:
    """Some editors write one."""
    file = tmp_path / "marked.yaml"
    file.write_bytes(b"\xef\xbb\xbf" + GOOD.encode())
    assert read_scene(file).problems == ()


def test_line_ends_of_another_system_are_no_fault(tmp_path: Path) -> None:
    """The lines are counted the same."""
    file = tmp_path / "other.yaml"
    file.write_bytes(GOOD.replace("\n", "\r\n").encode() + b"nme: x\r\n")
    assert only_problem(file).startswith("3: ")


@pytest.mark.parametrize("text", ["", "\n\n", "# only a remark\n", "---\n"])
def test_an_empty_file_is_said_to_be_empty(tmp_path: Path, text: str) -> None:
    """However it is empty."""
    file = tmp_path / "empty.yaml"
    file.write_text(text)
    assert only_problem(file).startswith("1: It is empty.")


def test_zero_bytes_are_told_by_their_line(tmp_path: Path) -> None:
    """A file half written by a dying disk."""
    file = tmp_path / "zeros.yaml"
    file.write_bytes(GOOD.encode() + b"\0" * 100)
    assert only_problem(file).startswith("3: It holds zero bytes")


def test_aliases_that_would_explode_cost_nothing(tmp_path: Path) -> None:
    """A billion values in ten lines stay ten lines."""
    file = tmp_path / "bomb.yaml"
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    file.write_text("\n".join(lines))
    assert only_problem(file).startswith("2: Aliases such as *a0 are not read here.")


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
def test_a_bomb_of_nesting_is_one_line(tmp_path: Path, opening: str) -> None:
    """Nothing recurses as deep as a file asks."""
    file = tmp_path / "deep.yaml"
    file.write_text(opening * 100_000)
    assert only_problem(file).startswith("1: ")


def test_a_flood_of_values_is_one_line(tmp_path: Path) -> None:
    """A megabyte of brackets is not a scene."""
    file = tmp_path / "flood.yaml"
    file.write_text("phases: [" + "[]," * 300_000 + "]")
    assert only_problem(file) == "1: There are too many values in this file."
