"""What a person on the couch might not be spared, told on the evening before."""

from dataclasses import replace

import pytest

from kap_room.library.catalogued import Catalogued
from kap_room.library.cautions import Caution, Kind, cautions_in, repeats_in
from kap_room.plan.music import Playlist, Track
from kap_room.plan.scene import Mark, Phase, Scene
from kap_room.plan.units import Decibels, Seconds
from tests.library.known_music import CALM, catalogue, known

PEAK = Phase("peak", Seconds(2400.0), Mark.RETURNING, "peak")
ONSET = Phase("onset", Seconds(900.0), playlist="onset")


def told(one: Catalogued, phase: Phase = PEAK, *tags: str) -> list[Caution]:
    track = Track(one.file, tags=tags)
    return list(cautions_in(phase, (track,), catalogue(one)))


def test_calm_music_without_words_needs_no_caution() -> None:
    """Or nobody would read them."""
    assert told(known("a.flac", tags=("strings", "wordless"))) == []


@pytest.mark.parametrize(
    ("rise", "loudest", "says"),
    [
        (8.3, 3.9, None),
        (16.0, 3.0, '"a.flac" rises by 16 LU within three seconds: it may startle.'),
        (9.0, 13.0, '"a.flac" has a moment 13 LU louder than the rest of it: it may '),
    ],
)
def test_a_drum_after_a_whisper_may_startle(
    rise: float, loudest: float, says: str | None
) -> None:
    """The starter music rises by 8.3 at most, and is let be."""
    character = replace(CALM, rise=Decibels(rise), loudest=Decibels(loudest))
    found = told(replace(known("a.flac"), character=character), ONSET)
    assert [each.kind for each in found] == ([Kind.STARTLE] if says else [])
    assert all(each.says.startswith(says or "") for each in found)


def test_a_wide_range_is_told() -> None:
    """Its soft places are turned up by somebody, and then it is loud."""
    character = replace(CALM, loudness_range=Decibels(18.0))
    (caution,) = told(replace(known("a.flac"), character=character))
    assert caution.says == '"a.flac" goes from very soft to loud, over 18 LU.'


def test_a_file_that_was_cut_short_is_told() -> None:
    """It sounds, and it is over before anybody expects it."""
    (caution,) = told(replace(known("a.flac"), missing=Seconds(65.0)), ONSET)
    assert caution.kind is Kind.CUT_SHORT
    assert caution.says.startswith('"a.flac" ends early: 1:05 of its ')
    assert caution.says.endswith("are missing. Copy it again.")


def test_words_are_told_in_a_peak_alone() -> None:
    """Whether the playlist says so or the file."""
    by_file = known("a.flac", tags=("Singer-Songwriter",))
    assert [each.kind for each in told(by_file)] == [Kind.LYRICS]
    assert [each.kind for each in told(known("a.flac"), PEAK, "vocals")] == [
        Kind.LYRICS
    ]
    assert told(by_file, ONSET) == []


def test_what_cannot_sound_is_told_with_the_reason() -> None:
    """And nothing else of it."""
    bad = known("a.flac", problem="It holds no sound.", tags=("lyrics",))
    assert [each.says for each in told(bad)] == [
        '"a.flac" cannot sound: It holds no sound.'
    ]


def test_a_track_that_begins_behind_its_end_is_told() -> None:
    """A shorter file of the same name may have come."""
    track = Track("a.flac", begins=Seconds(900.0))
    (caution,) = cautions_in(PEAK, (track,), catalogue(known("a.flac")))
    assert caution.says == '"a.flac" is over at 10:00, before it is to begin.'


def test_what_the_catalogue_does_not_know_is_told() -> None:
    """It is missing, or nobody measured it."""
    (caution,) = cautions_in(PEAK, (Track("a.flac"),), catalogue())
    assert (caution.kind, caution.track) == (Kind.UNKNOWN, 0)


def test_the_same_recording_is_told_whatever_its_name() -> None:
    """By file, by sound, and twice in one phase."""
    music = (
        known("a.flac", content="1"),
        known("copy of a.mp3", content="1"),
        known("b.flac", content="2"),
    )
    playlists = {
        "onset": Playlist("x", (Track("a.flac"), Track("b.flac"), Track("b.flac"))),
        "peak": Playlist("y", (Track("copy of a.mp3"), Track("b.flac"))),
    }
    found = repeats_in(Scene("s", (ONSET, PEAK)), playlists, catalogue(*music))
    assert {name: [(c.track, c.says) for c in found[name]] for name in found} == {
        "onset": [(2, '"b.flac" is heard in this phase already.')],
        "peak": [
            (0, '"copy of a.mp3" is heard in onset already.'),
            (1, '"b.flac" is heard in onset already.'),
        ],
    }
