"""A folder of wrong files, one fault each, with the line expected beside each."""

from pathlib import Path

import pytest

from kap_room.library.page import read_scene
from tests.library import paper

WRONG = Path(__file__).parent / "wrong"


@pytest.mark.parametrize(
    "file",
    sorted(WRONG.glob("*/*.yaml")),
    ids=lambda file: f"{file.parent.name}-{file.stem}",
)
def test_a_wrong_file_is_told_by_its_line_and_what_to_write(file: Path) -> None:
    """One fault is one problem: the place, and a sentence that helps."""
    page = paper.READERS[file.parent.name](file)
    expected = file.with_suffix(".says").read_text("utf-8").strip()
    told = "\n".join(str(problem) for problem in page.problems)
    assert (told, page.value) == (f"{file}:{expected}", None)


def test_everything_wrong_with_a_file_is_told_at_once(tmp_path: Path) -> None:
    """Whoever mends it need not come back for the next slip."""
    file = tmp_path / "many.yaml"
    file.write_text(
        "rout: im\n"
        "phases:\n"
        "  - name: arrival\n"
        "    lasts: 15\n"
        "    look: welcom\n"
        "  - lasts: 3m\n"
        "  - name: Arrival\n"
        "    lasts: 2m\n"
        "    ramp:\n"
        "looks:\n"
        "  welcome: {all: {level: 15}}\n",
        "utf-8",
    )
    lines = [problem.line for problem in read_scene(file).problems]
    assert lines == [1, 4, 5, 6, 7, 9, 11]


def test_a_problem_of_one_line_is_not_told_again_by_what_needs_it(
    tmp_path: Path,
) -> None:
    """A slip in a look does not make the look unknown, nor a length missing."""
    file = tmp_path / "slip.yaml"
    file.write_text(
        "phases:\n"
        "  - {name: climb, lasts: 15, look: warm}\n"
        "looks:\n"
        "  warm: {all: {level: 60% , warmth: cosy}}\n",
        "utf-8",
    )
    keys = [problem.key for problem in read_scene(file).problems]
    assert keys == ["phases[1].lasts", "looks.warm.all.warmth"]


def test_a_value_that_was_refused_makes_nothing_else_wrong(tmp_path: Path) -> None:
    """A turn, a length and a time that cannot be read, and what stands beside them."""
    file = tmp_path / "slips.yaml"
    file.write_text(
        "route: im\n"
        "phases:\n"
        "  - {name: arrival, lasts: opn, turn: ask}\n"
        "  - {name: onset, lasts: 8m, turn: maybe, waits: 5m}\n"
        "  - {name: peak, reminders: [{after dose: 12, say: Look}]}\n",
        "utf-8",
    )
    keys = [problem.key for problem in read_scene(file).problems]
    assert keys == [
        "phases[1].lasts",
        "phases[2].turn",
        "phases[3].reminders[1].after dose",
    ]


def test_a_file_wrong_everywhere_is_not_told_at_length(tmp_path: Path) -> None:
    """A hundred lines, and how many more there are."""
    file = tmp_path / "endless.yaml"
    file.write_text("".join(f"nonsense {n}: 1\n" for n in range(500)), "utf-8")
    problems = read_scene(file).problems
    assert (len(problems), problems[-1].says) == (101, "and 401 more problems.")


def test_a_problem_never_holds_what_a_terminal_would_obey(tmp_path: Path) -> None:
    """Escapes in keys, values and the path itself come out as plain signs."""
    file = tmp_path / "a\x1b[2J\nb.yaml"
    file.write_text('"\\e[31m": 1\nroute: "\\e]0;x\\a"\nphases: 3\n', "utf-8")
    told = [str(problem) for problem in read_scene(file).problems]
    assert all(line.isprintable() for line in told)
    assert len(told) == 3
