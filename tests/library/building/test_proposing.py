"""A playlist proposed from the catalogue."""

import random
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kap_room.library.building.arc import ARCS
from kap_room.library.building.kinds import Kind
from kap_room.library.building.proposing import propose
from kap_room.library.building.wish import Proposal, Wish
from kap_room.library.catalogued import Catalogued
from kap_room.plan.units import Seconds
from tests.library.building.music import SHELVES, WISHES, fitter, shelf, track
from tests.library.building.music import wish as wish_for

Shelf = tuple[Catalogued, ...]


def files(proposal: Proposal) -> list[str]:
    return [each.file for each in proposal.tracks]


def intensities(proposal: Proposal) -> list[int]:
    return [each.intensity or 0 for each in proposal.tracks]


@given(SHELVES, WISHES, st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_the_same_seed_is_the_same_playlist(
    music: Shelf, wish: Wish, chance: random.Random
) -> None:
    """In whatever order the catalogue happens to tell of its tracks."""
    shuffled = list(music)
    chance.shuffle(shuffled)
    once = propose(music, wish, fitter(wish.lasts))
    assert propose(shuffled, wish, fitter(wish.lasts)) == once


@given(SHELVES, WISHES)
@settings(max_examples=60, deadline=None)
def test_no_track_comes_twice(music: Shelf, wish: Wish) -> None:
    """However short the music and however long the phase."""
    found = files(propose(music, wish, fitter(wish.lasts)))
    assert len(found) == len(set(found))


@given(SHELVES, WISHES, st.integers(1, 5), st.integers(0, 4))
@settings(max_examples=60, deadline=None)
def test_no_track_is_outside_the_intensity(
    music: Shelf, wish: Wish, lowest: int, more: int
) -> None:
    """What was asked for is what comes, even where it is not enough."""
    highest = min(5, lowest + more)
    asked = replace(wish, arc=wish.arc.within(lowest, highest))
    found = intensities(propose(music, asked, fitter(wish.lasts)))
    assert all(lowest <= each <= highest for each in found)


@given(SHELVES.map(lambda music: music[:8]), WISHES)
@settings(max_examples=60, deadline=None)
def test_where_some_choice_ends_on_the_turn_the_proposal_does(
    music: Shelf, wish: Wish
) -> None:
    """Every choice there is was tried beside it."""
    wide = replace(wish, arc=wish.arc.within(1, 5))
    found = propose(music, wide, fitter(wish.lasts))
    if _nearest(music, wish.lasts) <= 4.0:
        assert found.fits
    elif found.tracks:
        assert found.fits or found.says


def _nearest(music: Sequence[Catalogued], lasts: Seconds) -> float:
    counts = range(1, len(music) + 1)
    ways = (way for count in counts for way in combinations(music, count))
    return min((abs(fitter(lasts).misses(way)) for way in ways), default=9999.0)


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("seed", range(8))
def test_a_folder_of_two_hundred_tracks_fits_every_phase(kind: Kind, seed: int) -> None:
    """Within the five seconds that are heard as on the turn."""
    found = propose(shelf(seed), wish_for(kind, seed=seed), fitter())
    assert abs(found.misses) <= 5.0
    assert found.says == ()


@pytest.mark.parametrize(("kind", "way"), [(Kind.ONSET, 1), (Kind.RETURN, -1)])
def test_an_onset_rises_and_a_return_falls(kind: Kind, way: int) -> None:
    """Step by step, never against its direction by more than one."""
    found = intensities(propose(shelf(1), wish_for(kind), fitter()))
    assert (found[-1] - found[0]) * way > 0
    assert min((b - a) * way for a, b in pairwise(found)) >= -1


def test_a_peak_holds_and_builds() -> None:
    """It begins no more intense than it ends, and nothing leaps."""
    found = intensities(propose(shelf(2), wish_for(Kind.PEAK), fitter()))
    assert found[0] < found[-1]
    assert max(abs(a - b) for a, b in pairwise(found)) <= 1


def test_another_seed_is_another_playlist() -> None:
    """Somebody who does not like one proposal asks for the next."""
    lists = {
        tuple(files(propose(shelf(3), wish_for(Kind.PEAK, seed=n), fitter())))
        for n in range(5)
    }
    assert len(lists) == 5


def test_what_was_heard_lately_waits_where_something_else_will_do() -> None:
    """Half of the music was heard in the last session."""
    music = tuple(
        replace(each, heard="2026-11-20" if place % 2 else None)
        for place, each in enumerate(shelf(4))
    )
    found = propose(music, wish_for(Kind.PEAK), fitter())
    assert sum(each.heard is not None for each in found.tracks) <= 1


def test_words_are_left_out_of_a_peak_and_let_into_integration() -> None:
    """Words call a person back; afterwards they may come again gently."""
    music = tuple(replace(each, tags=("vocals",)) for each in shelf(5))
    deep = propose(music, wish_for(Kind.PEAK), fitter())
    assert deep.tracks == ()
    assert any("with words" in each for each in deep.left_out)
    assert propose(music, wish_for(Kind.INTEGRATION), fitter()).fits


def test_a_track_that_may_startle_is_never_proposed() -> None:
    """Not even where the music is too short without it."""
    music = (track("soft.flac", 600.0), track("drum.flac", 600.0, loudest=16.0))
    found = propose(music, wish_for(Kind.PEAK), fitter())
    assert files(found) == ["soft.flac"]
    assert "1 track that may startle" in found.left_out


def test_copies_of_one_sound_count_as_one() -> None:
    """The same recording under two names would be heard twice."""
    music = (
        track("a.flac", 600.0, content="same"),
        track("b.flac", 600.0, content="same"),
    )
    assert files(propose(music, wish_for(Kind.PEAK), fitter())) == ["a.flac"]


def test_too_little_music_is_all_of_it_and_a_sentence() -> None:
    """How much is missing, and what to do."""
    music = (track("a.flac", 600.0), track("b.flac", 600.0, 4))
    found = propose(music, wish_for(Kind.PEAK), fitter())
    assert files(found) == ["a.flac", "b.flac"]
    assert found.says[0] == (
        "The 2 tracks that suit last 19:40: 20:20 are missing. Allow more intensities "
        "or tags, or bring more music and scan it."
    )


def test_music_of_another_phase_comes_only_where_there_is_nothing_else() -> None:
    """And then it is said."""
    music = (track("a.flac", 1210.0), track("b.flac", 1210.0, 4))
    asked = replace(wish_for(Kind.PEAK), elsewhere=frozenset({"b.flac"}))
    found = propose(music, asked, fitter())
    assert files(found) == ["a.flac", "b.flac"]
    assert '"b.flac" sounds in another phase of the scene too.' in found.says
    more = (*shelf(6), *music)
    assert "b.flac" not in files(propose(more, asked, fitter()))


def test_a_tag_that_was_asked_for_is_on_every_track() -> None:
    """Instrumental music is wordless whichever of the two words somebody uses."""
    tags = (("strings", "instrumental"), ("strings",), ("wordless",))
    music = tuple(
        replace(each, tags=tags[place % 3]) for place, each in enumerate(shelf(7))
    )
    asked = replace(wish_for(Kind.PEAK), tags=("wordless", "Strings"))
    found = propose(music, asked, fitter())
    assert {each.tags for each in found.tracks} == {("strings", "instrumental")}


def test_a_file_that_no_playlist_can_name_is_left_out() -> None:
    """A backslash in a name is refused by the reader of playlists."""
    music = (track("a.flac", 2400.0), track("b\\c.flac", 2400.0))
    found = propose(music, wish_for(Kind.PEAK), fitter())
    assert files(found) == ["a.flac"]


def test_nothing_at_all_is_an_empty_proposal() -> None:
    """An empty folder is no accident."""
    assert propose((), wish_for(Kind.ONSET), fitter()).tracks == ()


def test_three_hours_are_filled_too() -> None:
    """A long phase is walked as far as it goes, and its end still met."""
    long = Seconds(3 * 3600.0)
    found = propose(shelf(8, 400), Wish(ARCS[Kind.PEAK], long), fitter(long))
    assert found.fits
    assert sum(each.measure.length for each in found.tracks) > long
