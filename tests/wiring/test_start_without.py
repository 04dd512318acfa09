"""A start reads what is known of its music, and leaves out what somebody dislikes."""

import time
from pathlib import Path

import pytest

from kap_room.engine.begin import CannotStart, Loaded
from kap_room.exchange.commands import Start
from kap_room.library.catalogue import Catalogue
from kap_room.library.catalogue_tables import PATIENCE
from kap_room.link.places import Places
from kap_room.timeline.programme import Shelf
from kap_room.wiring.loading import load, load_for_paper
from tests.engine.house import ROOM
from tests.wiring.shelved import a_file, a_room, held_by_another

CALM = """
{file: calm/a.flac, intensity: 1, tags: [wordless]}
{file: calm/b.flac}
{file: calm/link.flac}
"""
DEEP = """
{file: deep/c.flac, tags: [drums]}
{file: deep/copy.flac}
"""


@pytest.fixture
def places(tmp_path: Path) -> Places:
    """Of `b` a hand said something; `copy` sounds as `a`, and `link` leads to `b`."""
    places = a_room(tmp_path, calm=CALM, deep=DEEP)
    a_file(places, "calm/a.flac", intensity=4, content="the same")
    b = a_file(places, "calm/b.flac", intensity=5, tags=("lyrics", "wordless"))
    a_file(places, "deep/c.flac", intensity=3)
    a_file(places, "deep/copy.flac", content="the same")
    (b.parent / "link.flac").symlink_to(b)
    with Catalogue(places.catalogue) as catalogue:
        catalogue.say_by_hand(b, intensity=2)
    return places


def begun(places: Places, *without: str) -> Loaded:
    return load(Start("evening", without=without), places)


def left(loaded: Loaded) -> list[str]:
    """What may still be heard."""
    shelf = Shelf(ROOM, loaded.playlists, {}, loaded.without, loaded.homes)
    tracks = [t for each in loaded.playlists.values() for t in each.tracks]
    return [track.file for track in tracks if shelf.can_sound(track)]


EVERYTHING = [
    "calm/a.flac",
    "calm/b.flac",
    "calm/link.flac",
    "deep/c.flac",
    "deep/copy.flac",
]


def test_an_intensity_is_the_playlists_else_a_hands_else_estimated(
    places: Places,
) -> None:
    """In the session's own copy; a link is as what it leads to."""
    lists = begun(places).playlists
    tracks = [track for each in lists.values() for track in each.tracks]
    assert [track.intensity for track in tracks] == [1, 2, 2, 3, None]
    assert [track.is_written for track in tracks] == [True, False, False, False, True]


def test_a_rehearsal_knows_the_same(places: Places) -> None:
    """Or softer would be another track on paper than in the room."""
    paper, _ = load_for_paper(Start("evening"), places)
    assert paper.playlists == begun(places).playlists


def test_tags_of_the_playlist_and_of_the_catalogue_count_together(
    places: Places,
) -> None:
    """Each once."""
    tracks = begun(places).playlists["calm"].tracks
    assert [t.tags for t in tracks] == [("wordless",), *[("lyrics", "wordless")] * 2]


@pytest.mark.parametrize(
    ("word", "out"),
    [
        ("drums", {"deep/c.flac"}),
        ("LYRICS", {"calm/b.flac", "calm/link.flac"}),
        ("vocals", set()),  # whoever says wordless is believed
        ("b.flac", {"calm/b.flac", "calm/link.flac"}),
        ("calm/link.flac", {"calm/b.flac", "calm/link.flac"}),
        ("calm/a", {"calm/a.flac", "deep/copy.flac"}),
        ("deep/copy.flac", {"calm/a.flac", "deep/copy.flac"}),
    ],
)
def test_it_is_left_out_under_every_name(
    places: Places, word: str, out: set[str]
) -> None:
    """Its tag, its file, a link to it, and a copy of the same sound."""
    assert set(EVERYTHING) - set(left(begun(places, word))) == out


def test_an_absolute_path_is_understood(places: Places) -> None:
    """As a shell completes it."""
    file = places.room_file.parent / "music" / "deep" / "c.flac"
    assert "deep/c.flac" not in left(begun(places, str(file)))


def test_several_words_leave_out_all_that_each_means(places: Places) -> None:
    """And not what both mean together."""
    assert left(begun(places, "drums", "lyrics")) == ["calm/a.flac", "deep/copy.flac"]


def test_a_word_that_leaves_nothing_out_is_told(places: Places) -> None:
    """With the nearest there is; the session begins."""
    loaded = begun(places, "lyrisc", "drums")
    (says,) = loaded.says
    assert says.startswith('Without "lyrisc" leaves nothing out: no track of this')
    assert says.endswith('Did you mean "lyrics"?')


@pytest.mark.parametrize("word", ["/", ".", "..", "../music", "/etc/passwd", "\0"])
def test_a_word_that_leads_elsewhere_leaves_nothing_out(
    places: Places, word: str
) -> None:
    """Neither everything nor an error."""
    loaded = begun(places, word)
    assert left(loaded) == EVERYTHING
    assert len(loaded.says) == 1


def test_a_phase_with_nothing_left_refuses_the_start(places: Places) -> None:
    """With the words that are the reason."""
    with pytest.raises(CannotStart) as refused:
        begun(places, "drums", "copy.flac")
    assert str(refused.value) == (
        'peak: nothing is left of the playlist "deep" without "drums" or "copy.flac". '
        "Add other music to it, or leave out less."
    )


def test_a_session_without_a_catalogue_begins_too(places: Places) -> None:
    """With what its playlists say."""
    places.catalogue.unlink()
    known = [t.intensity for t in begun(places, "drums").playlists["calm"].tracks]
    assert known == [1, None, None]


def test_a_session_begins_at_once_while_another_holds_the_catalogue(
    places: Places,
) -> None:
    """Whoever waits for music does not wait for that."""
    with held_by_another(places.catalogue):
        began = time.monotonic()
        known = [t.intensity for t in begun(places).playlists["calm"].tracks]
        assert time.monotonic() - began < PATIENCE
    assert known == [1, None, None]


def test_a_broken_track_that_is_left_out_is_not_told(places: Places) -> None:
    """Nobody waits for it."""
    (places.room_file.parent / "music" / "deep" / "c.flac").unlink()
    assert begun(places).says == ("deep/c.flac is missing and is passed over.",)
    assert begun(places, "drums").says == ()
