"""The playlists of a scene in hand, from real files and a catalogue, and back."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kap_room.exchange.bookshelf import Workbench
from kap_room.library.catalogue import Catalogue
from kap_room.library.shelves import NotFound
from kap_room.link.places import Places
from kap_room.plan.units import Decibels, Seconds
from kap_room.wiring.bookshelf import PlaylistShelf, which_scene
from tests.library.music import SIZE, fill, portrait
from tests.wiring.shelved import held_by_another

SCENE = """
name: Evening
route: sublingual
phases:
  - {name: arrival, lasts: open}
  - {name: onset, lasts: 2m, playlist: onset}
  - {name: peak, lasts: 40m, playlist: deep, crossfade: 12s}
  - {name: return, lasts: 10m, playlist: onset}
"""
ONSET = """# the quiet ones
name: Onset
tracks:
  - file: folder 1/track 00001.flac   # begins low
    trim: -2 dB
  - file: gone.flac
"""


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Places:
    """A room with forty tracks in its catalogue, and one playlist of two."""
    for name in ("scenes", "playlists", "music"):
        (tmp_path / name).mkdir()
    (tmp_path / "room.yaml").write_text(f"room: Test\nmusic: {tmp_path / 'music'}\n")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "scenes" / "evening.yaml").write_text(SCENE)
    (tmp_path / "playlists" / "onset.yaml").write_text(ONSET)
    places = Places(tmp_path / "room.yaml", tmp_path / "data", tmp_path / "run")
    with Catalogue(places.catalogue) as catalogue:
        fill(catalogue, tmp_path / "music", 40)
    return places


@pytest.fixture
def bench(places: Places) -> Workbench:
    return opened(places)


def opened(places: Places, scene: str = "evening") -> Workbench:
    bench = PlaylistShelf(places, today=lambda: date(2026, 11, 22)).open(scene)
    assert not isinstance(bench, str), bench
    assert bench.view.is_reading
    bench.read_again()
    return bench


def file_of(number: int) -> str:
    return f"folder {number % 40}/track {number:05}.flac"


def test_it_shows_each_phase_with_what_it_has(bench: Workbench) -> None:
    """How much music, how intense, and what to be careful of."""
    arrival, onset, peak, back = bench.view.phases
    assert (arrival.short, arrival.playlist) == ("no music", None)
    assert onset.short == "1 of 2 min"
    assert not onset.is_enough
    assert onset.rows[0].runs == 61.0
    assert onset.rows[1].runs is None
    assert "missing" in onset.rows[1].says[0]
    assert peak.short == "0 of 40 min"
    assert peak.crossfade == 12.0
    assert back.rows == onset.rows or back.rows[0].track == onset.rows[0].track
    assert bench.view.in_library == 40


def test_the_peak_is_measured_against_one_booster(
    bench: Workbench, places: Places
) -> None:
    """Enough is enough with one booster: 75 minutes after a lozenge of 40."""
    with Catalogue(places.catalogue) as catalogue:
        for number in range(800, 808):
            path = places.room_file.parent / "music" / f"long {number}.flac"
            catalogue.store(path, portrait(number), SIZE)
    bench.read_again()
    for number in range(800, 808):
        assert bench.add(2, f"long {number}.flac").ok
    peak = bench.view.phases[2]
    assert peak.is_enough
    assert peak.enough.startswith("enough with one booster: ")
    assert peak.short.endswith("of 75 min")
    assert set(peak.curve) > {1, 2, 3}


def test_a_new_playlist_is_the_file_a_person_would_write(
    bench: Workbench, places: Places
) -> None:
    """Built from nothing, it holds what was said of it and not a word more."""
    for number in (3, 4, 5):
        bench.add(2, file_of(number))
    bench.move(2, 2, -1)
    bench.trim(2, 0, "-2.5")
    bench.begin(2, 0, "0:12")
    bench.end(2, 0, "1:00")
    bench.rate(2, 0, 4)
    bench.tag(2, 0, "drone, deep, drone")
    said = bench.save()
    assert said.ok
    assert said.says == "Saved playlists/deep.yaml."
    file = places.room_file.parent / "playlists" / "deep.yaml"
    assert file.read_text() == (
        "tracks:\n"
        "  - file: folder 3/track 00003.flac\n"
        "    trim: -2.5 dB\n"
        "    from: 0:12\n"
        "    to: 1:00\n"
        "    intensity: 4\n"
        "    tags: [drone, deep]\n"
        "  - file: folder 5/track 00005.flac\n"
        "  - file: folder 4/track 00004.flac\n"
    )
    assert not bench.view.is_changed


def test_one_playlist_in_two_phases_is_one_draft(bench: Workbench) -> None:
    """What is added in one is there in the other."""
    bench.add(1, file_of(7))
    assert [len(p.rows) for p in bench.view.phases] == [0, 3, 0, 3]


def test_what_was_changed_last_is_taken_back_first(bench: Workbench) -> None:
    """Whichever playlist it was in; the screen says what."""
    bench.add(1, file_of(7))
    bench.add(2, file_of(8))
    assert bench.view.take_back == "track 00008.flac added"
    assert bench.take_back().says == "Taken back: track 00008.flac added."
    bench.take_back()
    assert not bench.view.is_changed
    assert not bench.take_back().ok
    assert bench.view.take_back is None


def test_a_phase_without_a_playlist_says_how_to_give_it_one(bench: Workbench) -> None:
    """And nothing is changed."""
    did = bench.add(0, file_of(1))
    assert not did.ok
    assert "playlist: NAME" in did.says
    assert "evening.yaml" in did.says


def test_what_cannot_sound_is_not_added(bench: Workbench, places: Places) -> None:
    """Its reason is told instead."""
    with Catalogue(places.catalogue) as catalogue:
        broken = portrait(1)
        broken = replace(broken, measure=replace(broken.measure, problem="No sound."))
        catalogue.store(places.room_file.parent / "music" / "bad.mp3", broken, SIZE)
    bench.read_again()
    did = bench.add(2, "bad.mp3")
    assert not did.ok
    assert "No sound." in did.says


@pytest.mark.parametrize(
    ("what", "words", "says"),
    [
        ("trim", "loud", "Write decibels, as in -2 dB."),
        ("trim", "90", "Write decibels, as in -2 dB."),
        ("begin", "soon", "Write it as in 90s"),
        ("begin", "9:00", "The file is over at 1:01."),
        ("end", "0:00", "It would end before it begins"),
        ("tag", "a\x1b", ""),
    ],
)
def test_words_that_mean_nothing_change_nothing(
    bench: Workbench, what: str, words: str, says: str
) -> None:
    """Each refusal says what to write."""
    did = getattr(bench, what)(1, 0, words)
    assert not did.ok
    assert says in did.says
    assert not bench.view.is_changed


def test_trims_are_written_with_or_without_their_unit(bench: Workbench) -> None:
    """Nothing at all is no trim."""
    assert bench.trim(1, 0, "-3 dB").ok
    assert bench.view.phases[1].rows[0].track.trim == -3.0
    assert bench.trim(1, 0, "").ok
    assert bench.view.phases[1].rows[0].track.trim == 0.0


def test_what_is_said_of_a_file_counts_wherever_it_plays(
    bench: Workbench, places: Places
) -> None:
    """At once on the screen; in the catalogue when it is saved."""
    file = file_of(1)
    assert bench.say_intensity(file, "5").ok
    assert bench.say_tags(file, "deep, slow").ok
    (row,) = bench.find("slow tag:deep i:5").rows
    assert (row.file, row.is_by_hand, row.tags[:2]) == (file, True, ("deep", "slow"))
    assert bench.view.phases[1].rows[0].intensity == 5
    assert said_of(places, file) == (None, ("ambient",))
    assert bench.save().says == "Saved what is said of 1 track."
    assert said_of(places, file) == (5, ("deep", "slow", "ambient"))
    assert bench.save().says == "Nothing was changed since it was saved."
    assert bench.find("tag:deep").rows[0].file == file


def test_a_playlist_that_says_otherwise_is_named(bench: Workbench) -> None:
    """What it says counts there."""
    bench.rate(1, 0, 3)
    did = bench.say_intensity(file_of(1), "5")
    assert did.says.endswith("intensity 5 in the library. Playlist onset says 3.")
    assert bench.view.phases[1].rows[0].intensity == 3


def test_a_refusal_names_no_playlist(bench: Workbench) -> None:
    """Nothing was said of the file, so no playlist says otherwise."""
    bench.add(1, "unknown.flac")
    at = len(bench.view.phases[1].rows) - 1
    assert bench.rate(1, at, 3).ok
    did = bench.say_intensity("unknown.flac", "5")
    assert did.says == "The library does not know that file yet: scan it first."


def test_what_may_startle_is_told_before_it_is_chosen(
    bench: Workbench, places: Places
) -> None:
    """In the library too, and so is a copy that was interrupted."""
    with Catalogue(places.catalogue) as catalogue:
        loud = portrait(1)
        assert loud.character is not None
        drum = replace(loud.character, rise=Decibels(19.0))
        cut = replace(loud, character=drum, missing=Seconds(65.0), content="drum")
        catalogue.store(places.room_file.parent / "music" / "drum.flac", cut, SIZE)
    bench.read_again()
    row = bench.library_row("drum.flac")
    assert row is not None
    assert row.doubt.startswith("It rises by 19 LU within three seconds")
    assert "It ends early: 1:05 of its 2:06 are missing." in row.doubt
    assert not bench.find(file_of(1)).rows[0].doubt


def test_what_is_said_of_a_file_is_taken_back_in_its_turn(
    bench: Workbench, places: Places
) -> None:
    """Among the changes of playlists, and past a save."""
    file = file_of(1)
    bench.say_intensity(file, "5")
    bench.save()
    bench.add(1, file_of(7))
    assert bench.take_back().says == "Taken back: track 00007.flac added."
    back = "track 00001.flac intensity 5 in the library"
    assert bench.view.take_back == back
    assert bench.take_back().says == f"Taken back: {back}."
    row = bench.library_row(file)
    assert row is not None
    assert (row.intensity, row.is_by_hand) == (2, False)
    bench.save()
    assert said_of(places, file) == (None, ("ambient",))


def test_words_that_mean_nothing_are_not_said_of_a_file(bench: Workbench) -> None:
    """Nor is anything of a file that nobody knows."""
    for did in (
        bench.say_intensity(file_of(1), "6"),
        bench.say_tags(file_of(1), "a\x1b"),
        bench.say_intensity("unknown.flac", "3"),
    ):
        assert not did.ok
    assert bench.say_intensity(file_of(1), "").ok
    assert not bench.view.is_changed
    assert bench.view.take_back is None


def test_what_cannot_be_kept_now_can_be_kept_later(
    bench: Workbench, places: Places
) -> None:
    """Another program has the catalogue: nothing that was said is lost."""
    bench.say_intensity(file_of(1), "5")
    with held_by_another(places.catalogue):
        did = bench.save()
    assert (did.ok, did.says.split(".")[0]) == (
        False,
        "The catalogue is in use by another program",
    )
    assert bench.view.is_changed
    assert bench.save().ok
    assert said_of(places, file_of(1))[0] == 5


def said_of(places: Places, file: str) -> tuple[int | None, tuple[str, ...]]:
    with Catalogue(places.catalogue) as catalogue:
        one = catalogue.one(places.room_file.parent / "music" / file)
    assert one is not None
    return one.by_hand, one.tags


def test_words_that_say_what_is_so_already_are_fine(bench: Workbench) -> None:
    """Nothing is changed, and nothing is to be taken back."""
    assert bench.trim(1, 0, "-2.0").ok
    assert bench.begin(1, 0, "").ok
    assert bench.tag(1, 0, "").ok
    assert not bench.view.is_changed
    assert bench.view.take_back is None


def test_a_search_says_by_what_it_is_filtered(bench: Workbench) -> None:
    """Twelve of forty, and why."""
    found = bench.find("slow i:1-2")
    assert found.says == "intensity 1 to 2"
    assert bench.find("slow").says == '"slow"'
    assert 0 < len(found.rows) < 40
    assert all(row.intensity in (1, 2) for row in found.rows)
    assert found.rows[0] == found.rows[:1][0]


def test_a_playlist_that_cannot_be_read_is_left_alone(places: Places) -> None:
    """The others can be written; what is wrong is told, with its line."""
    wrong = places.room_file.parent / "playlists" / "onset.yaml"
    wrong.write_text("name: Onset\ntracks:\n  - fil: a\n")
    bench = opened(places)
    did = bench.add(1, file_of(1))
    assert not did.ok
    assert "onset.yaml:3" in did.says
    assert bench.view.phases[1].short == "cannot be read"
    assert bench.add(2, file_of(1)).ok
    assert bench.save().ok
    assert wrong.read_text() == "name: Onset\ntracks:\n  - fil: a\n"


def test_a_file_that_somebody_else_changed_is_not_overwritten(
    bench: Workbench, places: Places
) -> None:
    """What was changed here is kept, to be saved otherwise."""
    file = places.room_file.parent / "playlists" / "onset.yaml"
    bench.add(1, file_of(7))
    file.write_text(ONSET.replace("quiet", "loud"))
    did = bench.save()
    assert not did.ok
    assert "changed it since" in did.says
    assert bench.view.is_changed


def test_examples_that_come_with_the_program_stay_as_they_are(places: Places) -> None:
    """What is made of them is saved beside the room file."""
    bench = opened(places, "sublingual")
    phases = [phase.name for phase in bench.view.phases]
    at = phases.index("peak")
    bench.add(at, file_of(3))
    said = bench.save()
    own = places.room_file.parent / "playlists" / "peak.yaml"
    assert said.ok
    assert own.exists()
    assert own.read_text().startswith("# The deepest part")


def test_a_scene_that_is_not_there_is_told(places: Places) -> None:
    """With what there is instead."""
    said = PlaylistShelf(places).open("evning")
    assert isinstance(said, str)
    assert "evening" in said


def test_without_a_catalogue_it_says_what_to_type(places: Places) -> None:
    """And nothing is made where nothing was."""
    places.catalogue.unlink()
    bench = opened(places)
    assert "kap-room library scan" in bench.view.advice
    assert not places.catalogue.exists()


def test_what_the_playlists_name_is_known_before_the_library_is_read(
    places: Places,
) -> None:
    """A large library on a small computer keeps nobody waiting for a playlist."""
    bench = PlaylistShelf(places).open("evening")
    assert not isinstance(bench, str)
    assert bench.view.is_reading
    assert bench.view.phases[1].rows[0].runs == 61.0
    assert not bench.find("slow").rows
    bench.read_again()
    assert bench.find("slow").rows


def test_the_only_scene_of_a_room_needs_no_name(places: Places) -> None:
    """With two of them it asks which, and names both."""
    scenes = places.room_file.parent / "scenes"
    assert which_scene(places, None) == str(scenes / "evening.yaml")
    assert which_scene(places, "evening") == str(scenes / "evening.yaml")
    (scenes / "night.yaml").write_text(SCENE)
    with pytest.raises(NotFound, match="Which scene\\? There is evening or night"):
        which_scene(places, None)


def test_where_no_scene_is_at_all_it_is_said_where_they_go(
    places: Places, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A package may have been made without the examples."""
    monkeypatch.setattr("kap_room.__file__", str(tmp_path / "bare/kap_room/a.py"))
    scenes = places.room_file.parent / "scenes"
    (scenes / "evening.yaml").unlink()
    says = f"No scene was found; {scenes} is where they go."
    with pytest.raises(NotFound) as nothing:
        which_scene(places, None)
    assert str(nothing.value) == says
    with pytest.raises(NotFound) as nothing:
        which_scene(places, "evening")
    assert str(nothing.value) == f'There is no scene "evening". {says}'
