"""What the check finds without any device: the scene against its music."""

from dataclasses import replace
from pathlib import Path

import pytest

from kap_room.library.check import Finding, Verdict, look_over
from kap_room.library.session_files import SessionFiles
from kap_room.library.tracks import Whereabouts, place_of
from kap_room.plan.look import Light
from kap_room.plan.music import Measure, Playlist, RunsOut, Track
from kap_room.plan.room import Lamp, Room
from kap_room.plan.route_reminders import BEFORE_LEAVING, with_usual_reminders
from kap_room.plan.scene import Mark, Phase, Reminder, Route, Scene, Turn
from kap_room.plan.units import SILENT, Decibels, Level, Seconds

UNTIL = "The music is long enough until the turn is proposed;"
TOP = "after that it begins again from the top."
EVEN = Measure(Seconds(300.0), Decibels(-20.0), Decibels(-9.0))


class Bench:
    """A scene of one phase with two tracks of five minutes, changed by each test."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.phase = Phase("peak", Seconds(600.0), playlist="peak")
        self.tracks = [Track("a.flac"), Track("b.flac")]
        self.measures: dict[str, Measure | None] = {"a.flac": EVEN, "b.flac": EVEN}
        self.runs_out = RunsOut.CONTINUE
        self.looks: dict[str, dict[str, Light]] = {}
        self.lamps: tuple[Lamp, ...] = ()
        self.before: tuple[Phase, ...] = ()
        self.route: Route | None = None
        self.at_least: Seconds | None = None
        for track in self.tracks:
            (folder / track.file).write_bytes(b"music")

    def findings(self) -> tuple[Finding, ...]:
        playlist = Playlist("Peak", tuple(self.tracks), when_it_runs_out=self.runs_out)
        scene = Scene(
            "Evening", (*self.before, self.phase), self.route, self.looks, self.at_least
        )
        room = Room("Here", self.folder, lamps=self.lamps)
        nowhere = Path()
        files = SessionFiles(scene, {"peak": playlist}, room, nowhere, nowhere)
        return look_over(files, lambda path: self.measures.get(path.name))

    def said(self, verdict: Verdict) -> list[str]:
        found = self.findings()
        return [f"{f.about}: {f.says}" for f in found if f.verdict is verdict]


@pytest.fixture(name="bench")
def _bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


def test_a_scene_in_order_is_told_so(bench: Bench) -> None:
    """With its length."""
    assert bench.said(Verdict.OK) == [
        "Evening: 10:00 planned.",
        "playlist peak: 2 tracks, measured.",
        "phase peak: The music is long enough.",
    ]
    assert len(bench.findings()) == 3


def test_how_long_a_person_stays_is_told(bench: Bench) -> None:
    """Beside the length of the plan."""
    bench.at_least = Seconds(300.0)
    says = "10:00 planned; at least 5m after the last dose."
    assert bench.findings()[0].says == says


def test_what_the_route_reminds_of_is_told(bench: Bench) -> None:
    """Nobody wrote it down, so somebody should read it."""
    bench.route = Route.SUBLINGUAL
    onset = Phase("onset", Seconds(600.0), playlist="peak", ends_on=Mark.DOSE)
    bench.phase = with_usual_reminders(Scene("a", (onset,), bench.route)).phases[0]
    pressure = '"Blood pressure and pulse" 0, 40 and 90 min after the dose'
    lozenge = '"Lozenge: spit or swallow" 12 min after each dose'
    said = bench.said(Verdict.OK)
    assert f"Evening: reminders of the route: {pressure}; {lozenge}." in said


def test_before_leaving_is_told_without_a_time(bench: Bench) -> None:
    """It comes with the last phase."""
    bench.route = Route.IM
    bench.phase = replace(bench.phase, reminders=(BEFORE_LEAVING,))
    says = '"Before leaving: blood pressure and pulse" in the last phase.'
    assert f"Evening: reminders of the route: {says}" in bench.said(Verdict.OK)


def test_a_scene_with_reminders_of_its_own_alone_is_told_so(bench: Bench) -> None:
    """It may be meant."""
    bench.route = Route.IM
    bench.phase = replace(bench.phase, reminders=(Reminder("Ask", at=Seconds(1.0)),))
    says = "none; the scene has its own, or says reminders: none."
    assert f"Evening: reminders of the route: {says}" in bench.said(Verdict.OK)


def test_what_is_strange_for_the_route_is_told(bench: Bench) -> None:
    """Of a phase or of the whole scene."""
    bench.route = Route.IM
    bench.before = (Phase("arrival", None, Mark.DOSE),)
    said = bench.said(Verdict.DOUBT)
    assert any(each.startswith("phase peak: It lasts 10 min.") for each in said)
    assert any(each.startswith("Evening: It is over 10 min after") for each in said)


def test_music_shorter_than_its_phase_is_told_with_what_follows(bench: Bench) -> None:
    """Nobody should be surprised by the first track again."""
    bench.phase = Phase("peak", Seconds(900.0), playlist="peak")
    bench.runs_out = RunsOut.SILENCE
    says = "It lasts 15:00 and its music 10:00; after that there is silence."
    assert bench.said(Verdict.DOUBT) == [f"phase peak: {says}"]


def test_only_the_part_of_a_track_that_is_heard_counts(bench: Bench) -> None:
    """From and to make it shorter."""
    bench.tracks = [Track("a.flac", begins=Seconds(60.0), ends=Seconds(120.0))]
    assert "its music 1:00" in bench.said(Verdict.DOUBT)[0]


def test_a_missing_track_is_told(bench: Bench) -> None:
    """The session begins without it."""
    bench.tracks.append(Track("c.flac"))
    says = 'playlist peak: "c.flac" is not in the music folder.'
    assert bench.said(Verdict.DOUBT) == [says]


def test_an_unmeasured_track_is_told(bench: Bench) -> None:
    """It plays low until it is measured."""
    bench.measures["b.flac"] = None
    said, *_ = bench.said(Verdict.DOUBT)
    assert said.startswith("playlist peak: 1 track was not measured yet")
    assert "until then it plays 12 dB low" in said
    bench.measures["a.flac"] = None
    said, *_ = bench.said(Verdict.DOUBT)
    assert "until then they play 12 dB low" in said


OPEN = "phase peak: It waits for you; "


def test_no_music_is_called_long_enough_for_a_phase_that_waits(bench: Bench) -> None:
    """Nobody can know how long it will be; how long the music is, one can."""
    bench.phase = Phase("peak", None, playlist="peak")
    top = "its music lasts 10:00; after that it begins again from the top."
    assert bench.said(Verdict.OK)[-1] == OPEN + top
    bench.runs_out = RunsOut.SILENCE
    assert bench.said(Verdict.OK)[-1].endswith("10:00; after that there is silence.")


def test_a_phase_that_waits_has_music_of_unknown_length(bench: Bench) -> None:
    """Until all of it is measured."""
    bench.phase = Phase("peak", None, playlist="peak")
    bench.measures["b.flac"] = None
    says = "nobody knows yet how long its music lasts: 1 track is not measured."
    assert bench.said(Verdict.OK)[-1] == OPEN + says


@pytest.mark.parametrize(
    ("waits", "says"),
    [
        (Seconds(300.0), "The music is long enough."),
        (Seconds(301.0), f"{UNTIL} it lasts 10:00; {TOP}"),
        (None, f"{UNTIL} it lasts 10:00; {TOP}"),
    ],
)
def test_music_that_ends_while_the_turn_waits_is_told(
    bench: Bench, waits: Seconds | None, says: str
) -> None:
    """It may wait long, where nobody answers."""
    lasts = Seconds(300.0)
    bench.phase = Phase("peak", lasts, playlist="peak", turn=Turn.ASK, waits=waits)
    assert bench.said(Verdict.OK)[-1] == f"phase peak: {says}"
    bench.measures["b.flac"] = None
    says = f"phase peak: {UNTIL} 1 track is not measured."
    assert bench.said(Verdict.OK)[-1] == says


def test_music_that_is_not_measured_is_not_called_long_enough(bench: Bench) -> None:
    """Unless what was measured is enough by itself."""
    bench.measures["b.flac"] = None
    says = "Nobody knows yet whether its music lasts 10:00: 1 track is not measured."
    assert f"phase peak: {says}" in bench.said(Verdict.DOUBT)
    bench.phase = Phase("peak", Seconds(240.0), playlist="peak")
    assert "phase peak: The music is long enough." in bench.said(Verdict.OK)


def test_a_rotten_track_is_told_with_its_reason(bench: Bench) -> None:
    """What measuring it found."""
    rotten = Measure(Seconds(0.0), SILENT, SILENT, "The file is empty.")
    bench.measures["b.flac"] = rotten
    assert '"b.flac" cannot sound: The file is empty.' in bench.said(Verdict.DOUBT)[0]


def test_a_track_that_is_over_before_it_is_to_begin_is_told(bench: Bench) -> None:
    """Its file was exchanged for a shorter one."""
    bench.tracks[1] = Track("b.flac", begins=Seconds(301.0))
    assert "is over at 5:00" in bench.said(Verdict.DOUBT)[0]


def test_a_phase_that_has_nothing_to_sound_is_wrong(bench: Bench) -> None:
    """It would be an hour of silence."""
    bench.tracks = [Track("c.flac")]
    (said,) = bench.said(Verdict.WRONG)
    assert said == 'phase peak: Nothing in the playlist "peak" can sound.'


def test_tracks_brought_to_one_loudness_do_not_jump(bench: Bench) -> None:
    """However loud their files are."""
    quiet = Measure(Seconds(300.0), Decibels(-30.0), Decibels(-18.0))
    bench.measures["b.flac"] = quiet
    assert bench.said(Verdict.DOUBT) == []


def test_a_track_whose_peaks_keep_it_low_is_told(bench: Bench) -> None:
    """Its loudness cannot be reached below the ceiling."""
    peaky = Measure(Seconds(300.0), Decibels(-35.0), Decibels(-5.0))
    bench.measures["b.flac"] = peaky
    (said,) = bench.said(Verdict.DOUBT)
    assert '"b.flac" is 10.0 dB quieter than "a.flac"' in said


def test_a_track_trimmed_up_is_told(bench: Bench) -> None:
    """A trim is part of what is heard."""
    bench.tracks[1] = Track("b.flac", trim=Decibels(4.0))
    (said,) = bench.said(Verdict.DOUBT)
    assert '"b.flac" is 4.0 dB louder than "a.flac"' in said


def test_a_track_of_silence_is_told(bench: Bench) -> None:
    """Somebody should have meant it."""
    bench.measures["b.flac"] = Measure(Seconds(300.0), SILENT, SILENT)
    assert bench.said(Verdict.DOUBT) == ['playlist peak: "b.flac" is all silence.']


def test_a_ramp_longer_than_its_phase_is_told(bench: Bench) -> None:
    """The look is never reached."""
    ramp = Seconds(660.0)
    bench.phase = Phase("peak", Seconds(600.0), playlist="peak", ramp=ramp)
    (said,) = bench.said(Verdict.DOUBT)
    assert said == "phase peak: Its ramp (11m) is longer than the phase."


def test_a_look_for_a_lamp_of_another_room_is_told(bench: Bench) -> None:
    """A scene may have come from there."""
    bench.looks = {"dusk": {"all": Light(Level(0.2)), "stove": Light(Level(0.1))}}
    (said,) = bench.said(Verdict.DOUBT)
    assert said == 'look dusk: It names "stove", which this room does not have.'


def test_a_link_out_of_the_music_folder_is_not_followed(tmp_path: Path) -> None:
    """A playlist from a stick may name anything."""
    music = tmp_path / "music"
    music.mkdir()
    (tmp_path / "secret").write_text("words")
    (music / "a.flac").symlink_to(tmp_path / "secret")
    assert place_of("a.flac", [music]).whereabouts is Whereabouts.OUTSIDE


def test_the_next_music_folder_is_searched_too(tmp_path: Path) -> None:
    """The starter music lies elsewhere."""
    other = tmp_path / "other"
    other.mkdir()
    (other / "a.flac").write_bytes(b"music")
    place = place_of("a.flac", [tmp_path / "music", other])
    assert (place.path, place.whereabouts) == (other / "a.flac", Whereabouts.THERE)


@pytest.mark.parametrize("file", ["../secret", "/etc/hostname", "a" * 5000, "."])
def test_no_path_leads_out_of_the_music_folder(tmp_path: Path, file: str) -> None:
    """Even one that got past the reader."""
    music = tmp_path / "music"
    music.mkdir()
    (tmp_path / "secret").write_text("words")
    assert place_of(file, [music]).whereabouts is not Whereabouts.THERE
