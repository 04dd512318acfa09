"""What a word leaves out: tags, files, names and folders, however they are written."""

import pytest

from kap_room.timeline.without import left_out_by

FILE = "onset/Low Strings/03 - Slow tide.flac"
TAGS = ("wordless", "Café")


@pytest.mark.parametrize(
    "word",
    [
        "wordless",
        "WORDLESS",
        " wordless ",
        "cafe\u0301",
        FILE,
        FILE.upper(),
        "./" + FILE,
        "03 - Slow tide.flac",
        "03 - slow tide",
        "Low Strings/03 - Slow tide.flac",
        "onset",
        "onset/",
        "onset/low strings",
        "low strings",
    ],
)
def test_a_word_leaves_out(word: str) -> None:
    """By tag, path, name with or without its ending, and folder."""
    assert left_out_by(("other", word), FILE, TAGS) == word


@pytest.mark.parametrize(
    "word", ["", "/", ".", "word", "slow", "strings", "flac", "onset/03", "set", "*"]
)
def test_a_word_that_means_something_else_leaves_it_in(word: str) -> None:
    """Half a word is no word, and nothing is not everything."""
    assert left_out_by((word,), FILE, TAGS) is None


@pytest.mark.parametrize(
    ("word", "tags"),
    [
        ("lyrics", ("Vocals",)),
        ("LYRICS", ("spoken word",)),
        ("vocals", ("strings", "lyrics")),
        ("songs", ("female vocals",)),
    ],
)
def test_words_are_one_thing_under_many_names(word: str, tags: tuple[str, ...]) -> None:
    """Whoever wants no lyrics means no vocals either."""
    assert left_out_by((word,), FILE, tags) == word


@pytest.mark.parametrize(
    ("word", "tags"),
    [
        ("lyrics", ("vocals", "wordless")),
        ("Song of the tide.flac", ("vocals",)),
        ("songs/tide", ("vocals",)),
        ("strings", ("vocals",)),
    ],
)
def test_a_title_with_a_song_in_it_leaves_no_other_song_out(
    word: str, tags: tuple[str, ...]
) -> None:
    """And a voice without words is an instrument."""
    assert left_out_by((word,), FILE, tags) is None
