"""One playlist, judged on the evening before."""

from dataclasses import replace

from kap_room.library.building.judging import Known, Use, judged
from kap_room.library.catalogued import Catalogued
from kap_room.library.check import Finding, Verdict
from kap_room.plan.music import Playlist, Track
from kap_room.plan.room import Sound
from kap_room.plan.scene import Mark, Phase
from kap_room.plan.units import Decibels, Seconds
from tests.library.building.music import track


def findings(
    *music: Catalogued | None,
    called: str = "soft",
    uses: tuple[Use, ...] = (),
    missing: tuple[str, ...] = (),
    tracks: tuple[Track, ...] | None = None,
) -> tuple[Finding, ...]:
    known = {each.file: each for each in music if each is not None}
    listed = tracks or tuple(Track(each.file) for each in music if each is not None)

    def why_not(one: Track) -> str | None:
        return "is not in the music folder." if one.file in missing else None

    room = Known(lambda one: known.get(one.file), why_not, Sound())
    return judged(called, Playlist(called, listed), uses, room)


def doubts(found: tuple[Finding, ...]) -> list[str]:
    return [each.says for each in found if each.verdict is Verdict.DOUBT]


def test_a_quiet_playlist_is_told_with_its_length() -> None:
    """As it would play: crossfades count once."""
    found = findings(track("a.flac", 300.0), track("b.flac", 308.0))
    assert [each.says for each in found] == ["2 tracks, 9:58 of music."]


def test_what_may_startle_is_told() -> None:
    """By its loudest moment, or by a rise within three seconds."""
    loud = doubts(findings(track("a.flac", loudest=15.0)))
    sudden = doubts(findings(track("a.flac", rise=25.0)))
    assert loud == [
        '"a.flac" has a moment 15 LU louder than the rest of it: it may startle.'
    ]
    assert sudden == ['"a.flac" rises by 25 LU within three seconds: it may startle.']


def test_words_are_told_where_a_scene_plays_it_in_its_peak() -> None:
    """By the scene's own word for what is deepest; elsewhere words are no harm."""
    sung = track("a.flac", tags=("lyrics",))
    deep = Use("evening", Phase("sea", None, ends_on=Mark.RETURNING))
    assert doubts(findings(sung)) == []
    assert doubts(findings(sung, called="my peak")) != []
    calm = Use("evening", Phase("arrival", None))
    assert doubts(findings(sung, uses=(calm,))) == []
    assert doubts(findings(sung, uses=(calm, deep))) == [
        '"a.flac" has words (lyrics), and this is the peak.'
    ]


def test_a_missing_file_and_a_bad_one_are_told_with_their_reasons() -> None:
    """The rest still plays, so nothing is wrong."""
    bad = track("b.flac", problem="It is empty.")
    found = findings(track("a.flac"), bad, track("c.flac"), missing=("a.flac",))
    assert doubts(found) == [
        '"a.flac" is not in the music folder.',
        '"b.flac" cannot sound: It is empty.',
    ]
    assert not any(each.verdict is Verdict.WRONG for each in found)


def test_a_playlist_of_which_nothing_can_sound_is_wrong() -> None:
    """A phase with it would be silent."""
    found = findings(track("a.flac"), missing=("a.flac",))
    assert found[-1] == Finding(Verdict.WRONG, "soft", "Nothing in it can sound.")


def test_a_track_that_comes_twice_is_told() -> None:
    """By its file, and by its sound under another name."""
    one = track("a.flac", content="same")
    twice = findings(one, tracks=(Track("a.flac"), Track("a.flac", intensity=2)))
    copied = findings(one, replace(one, file="b.flac"))
    assert doubts(twice) == ['"a.flac" is in it 2 times.']
    assert doubts(copied) == ['"b.flac" is the same recording as a track before it.']


def test_music_that_is_too_short_for_a_phase_is_told_with_the_phase() -> None:
    """Each scene that plays it is asked."""
    long = Use("evening", Phase("peak", Seconds(1200.0)))
    short = Use("noon", Phase("peak", Seconds(300.0)))
    found = findings(track("a.flac", 600.0), uses=(long, short))
    assert doubts(found) == ["evening, peak: 10:00 too short for 20:00."]
    assert found[-1].says == "noon, peak: enough, 10:00 for 5:00."


def test_what_was_not_measured_is_told_and_no_length_is_made_up() -> None:
    """Nothing is said against a phase, for nobody knows."""
    use = Use("evening", Phase("peak", Seconds(1200.0)))
    listed = (Track("a.flac"), Track("new.flac"))
    found = findings(track("a.flac"), uses=(use,), tracks=listed)
    low = "1 track was not measured yet: until then it plays 12 dB low."
    assert doubts(found) == [f"{low} Run kap-room library scan."]
    assert found[-1].says == "2 tracks, 5:00 of music of those that were measured (1)."


def test_a_wide_range_of_loudness_is_told() -> None:
    """Turned up for its quiet parts, its loud ones are much."""
    wide = track("a.flac")
    assert wide.character is not None
    heard = replace(wide.character, loudness_range=Decibels(24.0))
    assert "over 24 LU" in doubts(findings(replace(wide, character=heard)))[0]
