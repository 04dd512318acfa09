"""Whatever a file looks like, an editor leaves in it what nobody changed."""

from collections.abc import Sequence
from difflib import SequenceMatcher
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kap_room.library.draft import Draft
from kap_room.library.rewriting import CannotSave, rewritten
from kap_room.library.rewriting.nodes import comments_of
from kap_room.library.rewriting.reading import BOM, playlist_in
from kap_room.library.shelves import shipped
from kap_room.plan.units import Decibels
from tests.library.rewriting import hands

FILE = Path("x.yaml")
SHIPPED = sorted((shipped() / "playlists").glob("*.yaml"))
several = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.large_base_example],
)


def draft_of(text: str) -> Draft | None:
    """None for the few that end before they begin."""
    try:
        return Draft(FILE, playlist_in(text, FILE), text)
    except CannotSave as wrong:
        assert "ends before it begins" in str(wrong)  # noqa: PT017
        return None


def edited(draft: Draft, edits: Sequence[hands.Edit]) -> Draft:
    for edit in edits:
        draft = edit(draft)
    return draft


@several
@given(hands.playlists(), st.lists(hands.EDITS, max_size=6))
def test_any_edits_leave_every_comment_and_read_as_meant(
    written: tuple[str, list[str]], edits: list[hands.Edit]
) -> None:
    """The file says what the screen said, and all that the person said in it."""
    text, comments = written
    if (draft := draft_of(text)) is None:
        return
    draft = edited(draft, edits)
    if not draft.playlist.tracks:
        return
    new = rewritten(text, draft.playlist, "x")
    assert playlist_in(new, FILE) == draft.playlist
    there = "\n".join(comments_of(new.removeprefix(BOM) + "\n"))
    assert [comment for comment in comments if comment not in there] == []


@several
@given(hands.playlists(), st.lists(hands.EDITS, max_size=6))
def test_what_is_taken_back_was_never_written(
    written: tuple[str, list[str]], edits: list[hands.Edit]
) -> None:
    """Byte for byte: quotes, spaces, the ends of lines and the mark at the head."""
    text, _ = written
    if (draft := draft_of(text)) is None:
        return
    draft = edited(draft, edits)
    while draft.takes_back is not None:
        draft = draft.take_back()
    assert rewritten(text, draft.playlist, "x") == text


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
@settings(max_examples=10, deadline=None)
@given(edits=st.lists(hands.EDITS, max_size=4))
def test_the_shipped_playlists_keep_their_comments(
    file: Path, edits: list[hands.Edit]
) -> None:
    """They are the first that anybody edits."""
    text = file.read_text("utf-8")
    draft = edited(Draft(file, playlist_in(text, file), text), edits)
    if draft.playlist.tracks:
        new = rewritten(text, draft.playlist, file.stem)
        assert playlist_in(new, file) == draft.playlist
        assert comments_of(new)[: len(comments_of(text))] == comments_of(text)


@several
@given(hands.playlists(), hands.PLACES, st.sampled_from([-33.0, 0.0]))
def test_one_change_is_one_line(
    written: tuple[str, list[str]], place: int, trim: float
) -> None:
    """Where a track has lines of its own; all others stay byte for byte."""
    text, _ = written
    draft = draft_of(text)
    if draft is None or "{" in text or "[" in text:
        return
    new = rewritten(text, draft.trim(place, Decibels(trim)).playlist, "x")
    old_lines, new_lines = text.splitlines(), new.splitlines()
    changes = SequenceMatcher(None, old_lines, new_lines, autojunk=False).get_opcodes()
    touched = [change for change in changes if change[0] != "equal"]
    assert len(touched) <= 1
    assert all(i2 - i1 <= 1 and j2 - j1 <= 1 for _, i1, i2, j1, j2 in touched)
