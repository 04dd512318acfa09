"""A playlist in hand: every change can be taken back, and none ends the program."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kap_room.library.draft import MOST_TRACKS, Draft
from kap_room.plan.music import Order, Playlist, RunsOut, Track
from kap_room.plan.units import Decibels, Seconds
from tests.library.rewriting import hands

A, B, C = Track("in/a.flac"), Track("b.flac"), Track("c.flac")
ABC = Playlist("Onset", (A, B, C))


def draft(playlist: Playlist = ABC) -> Draft:
    return Draft(Path("onset.yaml"), playlist, "", on_disk=playlist)


def files(draft: Draft) -> str:
    return " ".join(Path(track.file).stem for track in draft.playlist.tracks)


def test_a_draft_is_changed_until_it_is_as_it_was() -> None:
    """Also where it was changed back by hand."""
    assert not draft().is_changed
    moved = draft().move(0, 1)
    assert moved.is_changed
    assert not moved.move(1, -1).is_changed


def test_tracks_are_added_where_one_points() -> None:
    """Beyond the end is the end."""
    new = (Track("n.flac"), Track("m.flac"))
    assert files(draft().add(new, 1)) == "a n m b c"
    assert files(draft().add(new, 99)) == files(draft().add(new)) == "a b c n m"
    assert files(draft().add(new, -5)) == "n m a b c"


def test_a_track_moves_no_further_than_the_ends() -> None:
    """A held key stops there, and says so."""
    assert files(draft().move(0, 2)) == "b c a"
    assert files(draft().move(1, 99)) == "a c b"
    top = draft().move(0, -1)
    assert (files(top), top.says) == ("a b c", "It is the first track.")


@pytest.mark.parametrize(
    ("change", "did"),
    [
        (lambda d: d.remove(0), "a.flac removed"),
        (lambda d: d.move(2, -1), "c.flac moved up"),
        (lambda d: d.add([A]), "a.flac added"),
        (lambda d: d.add([A, B]), "2 tracks added"),
    ],
)
def test_taking_back_says_what_it_takes_back(change: hands.Edit, did: str) -> None:
    """Before and after."""
    changed = change(draft())
    assert changed.says == f"{changed.takes_back}." == f"{did}."
    back = changed.take_back()
    assert back.says == f"Taken back: {did}."
    assert back.playlist == ABC


def test_nothing_is_left_to_take_back_at_the_beginning() -> None:
    """The key still acts, with a sentence."""
    assert draft().takes_back is None
    assert draft().take_back().says == "There is nothing to take back."


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda d: d.trim(0, Decibels(30.0)), "A trim goes from -60 dB to 18 dB."),
        (lambda d: d.intensity(0, 6), "Intensity goes from 1 calm to 5 intense."),
        (lambda d: d.remove(9), "No track is there."),
        (lambda d: d.trim(-1, Decibels(1.0)), "No track is there."),
        (
            lambda d: d.points(0, Seconds(60.0), Seconds(30.0)),
            "It would end before it begins, at 1:00.",
        ),
        (lambda d: d.points(0, Seconds(-1.0), None), "That is no place in a file."),
        (lambda d: d.tags(0, ["ok", " "]), "It is empty. Write a word."),
        (lambda d: d.named(""), "It is empty. Write a word."),
        (lambda d: d.add([]), "Nothing was chosen."),
        (lambda d: d.add([Track("../x")]), '"../x" leads out of the music folder.'),
        (lambda d: d.add([A] * MOST_TRACKS), "A playlist has 2000 tracks at most."),
        (lambda d: d.order(Order.AS_WRITTEN), "It is so already."),
    ],
)
def test_what_cannot_be_is_a_sentence(change: hands.Edit, says: str) -> None:
    """The playlist stays, and nothing is put down to be taken back."""
    after = change(draft())
    assert after.says.startswith(says)
    assert after.playlist == ABC
    assert after.takes_back is None


def test_no_number_is_no_number() -> None:
    """A machine that measured nothing must not trim by it."""
    nan = float("nan")
    assert draft().trim(0, Decibels(nan)).playlist == ABC
    assert draft().points(0, Seconds(nan), None).playlist == ABC
    assert draft().points(0, Seconds(0.0), Seconds(nan)).playlist == ABC


def test_words_are_kept_as_a_file_keeps_them() -> None:
    """Without double spaces, and no tag twice."""
    tagged = draft().tags(0, ["slow  tide", "strings", "slow tide"])
    assert tagged.playlist.tracks[0].tags == ("slow tide", "strings")
    assert draft().named(" Way  in ").playlist.name == "Way in"


def test_a_playlist_as_a_whole_can_be_changed() -> None:
    """Its name, its order, its end."""
    changed = draft().named("In").order(Order.FIT).when_it_runs_out(RunsOut.SILENCE)
    assert changed.playlist == Playlist("In", ABC.tracks, Order.FIT, RunsOut.SILENCE)
    assert changed.takes_back == "When it runs out: silence"


@given(st.lists(hands.EDITS, max_size=12))
def test_any_edits_are_taken_back_one_by_one(edits: list[hands.Edit]) -> None:
    """The last first, until the playlist is what it was."""
    now, stack = draft(), [ABC]
    for edit in edits:
        now = edit(now)
        stack = stack[: len(now.before) + 1]
        if len(now.before) == len(stack):
            stack.append(now.playlist)
        assert now.playlist == stack[-1]
    for playlist in reversed(stack[:-1]):
        now = now.take_back()
        assert now.playlist == playlist
    assert now.takes_back is None
