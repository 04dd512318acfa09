"""Whatever a file holds, reading it ends in a value or in problems, never otherwise."""

from contextlib import suppress
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kap_room.library.problems import is_plain
from kap_room.library.tree import LOADER, WrongLine, tree_of
from tests.library import paper

READERS = list(paper.READERS.values())
SIGNS = """
name: phases: lasts: looks: all: level: tracks: file: lights: room: 15m 15 open - --
--- : , [ ] { } & * ! | > ' " % @ ` # ~ null yes 0:12 <<: ? \\ é 20% 2200 {} [] ...
!!binary &a *a
"""
WORDS = st.sampled_from(
    [*SIGNS.split(), "\ufeff", "\n", "\n  ", "\n- ", "\t", "\r", "\u2028", "\x85"]
)
one_folder = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.mark.parametrize("read", READERS)
@one_folder
@given(raw=st.binary(max_size=200))
def test_any_bytes_are_read_or_told(
    read: paper.Reader, raw: bytes, tmp_path: Path
) -> None:
    """No bytes get past the reader as an accident."""
    file = tmp_path / "any.yaml"
    file.write_bytes(raw)
    page = read(file)
    assert (page.value is None) == bool(page.problems)


@pytest.mark.parametrize("read", READERS)
@one_folder
@given(words=st.lists(WORDS, max_size=40))
@example(words=["phases:", "\n- ", "name:", "arrival"])
def test_any_signs_of_yaml_are_read_or_told(
    read: paper.Reader, words: list[str], tmp_path: Path
) -> None:
    """In whatever order they come."""
    file = tmp_path / "any.yaml"
    file.write_text(" ".join(words), "utf-8")
    page = read(file)
    assert (page.value is None) == bool(page.problems)
    assert all(problem.line >= 1 for problem in page.problems)
    assert all(is_plain(str(problem)) for problem in page.problems)


@pytest.mark.parametrize("loader", [LOADER, yaml.SafeLoader])
@given(text=st.lists(WORDS, max_size=30).map(" ".join))
def test_either_yaml_library_gives_a_tree_or_a_line(loader: object, text: str) -> None:
    """Where the fast one is missing, the other has to do."""
    with suppress(WrongLine):
        assert tree_of(text, loader).line_of(()) >= 1
