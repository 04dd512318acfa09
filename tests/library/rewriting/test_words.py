"""Whatever a person calls a thing, a file can hold it, and it is read as it was."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kap_room.library.problems import is_plain
from kap_room.library.rewriting.words import Name, entry_lines, flow, in_quotes, scalar
from kap_room.library.tree import WrongLine, tree_of

WORDS = st.one_of(
    st.text(max_size=12),
    st.lists(
        st.sampled_from(
            ["a", " ", ":", "#", "-", "'", '"', "[", ",", "0", ".", "é", "!"]
        ),
        max_size=8,
    ).map("".join),
)


@given(WORDS)
def test_any_words_are_read_as_they_were(words: str) -> None:
    """On a line of their own, in brackets, and in a list."""
    assume(words.strip() == words != "" and is_plain(words))
    try:
        here, inside = scalar(words), scalar(words, inside=True)
    except ValueError:
        # what YAML itself forbids in a file, our reader refuses too
        with pytest.raises(WrongLine):
            tree_of(f'a: "{words}"')
        return
    group = flow([Name(words), words])
    text = f"a: {here}  # c\nb: {group}\nc:\n  - {here}\nd: {{e: {inside}}}\n"
    told = {"a": words, "b": [words, words], "c": [words], "d": {"e": words}}
    assert tree_of(text).data == told


@pytest.mark.parametrize(
    ("words", "here"),
    [
        ("onset/slow tide.flac", "onset/slow tide.flac"),
        ("Übergang, leise", "Übergang, leise"),
        ("it's", "it's"),
        ('say "so"', 'say "so"'),
        ("one: two", '"one: two"'),
        ('"so": he', "'\"so\": he'"),
        ("null", '"null"'),
    ],
)
def test_quotes_stand_only_where_they_are_needed(words: str, here: str) -> None:
    """A person writes none without a reason."""
    assert scalar(words) == here


def test_a_comma_needs_quotes_between_brackets_alone() -> None:
    """Many a file has one in its name."""
    assert scalar("a, b", inside=True) == '"a, b"'
    assert entry_lines("file", "a, b", 2) == ["  file: a, b"]
    assert entry_lines("tags", ["a, b"], 2) == ['  tags: ["a, b"]']


@pytest.mark.parametrize("words", ["no", "Yes", "7", "1e3", "0:12", "~"])
def test_a_name_is_no_number_to_any_reader(words: str) -> None:
    """Though ours would take it as it is."""
    assert scalar(Name(words)) == in_quotes(words) == f'"{words}"'
