"""Words, by whatever name a tag calls them."""

import pytest

from kap_room.plan.sung import means_words, words_in


@pytest.mark.parametrize(
    ("tags", "word"),
    [
        (("Lyrics",), "Lyrics"),
        (("strings", "spoken word"), "spoken word"),
        (("choir", "harmony"), None),
        (("vocals", "wordless"), None),
        (("no words",), None),
        (("Songbird",), None),
    ],
)
def test_a_voice_without_words_is_an_instrument(
    tags: tuple[str, ...], word: str | None
) -> None:
    """Whoever says that it has none is believed."""
    assert words_in(tags) == word


@pytest.mark.parametrize(
    ("text", "means"),
    [("Lyrics", True), ("songs", True), ("Song of the sea", False), ("", False)],
)
def test_a_title_is_no_name_for_words(text: str, means: bool) -> None:
    """Only a word that says nothing else."""
    assert means_words(text) is means
