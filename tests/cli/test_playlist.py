"""`playlist` as it is typed: words, JSON, files and exit codes."""

import io
import json
import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from kap_room.cli.entry import main
from kap_room.library.catalogue import Catalogue
from kap_room.library.catalogued import Character
from kap_room.library.page import read_playlist
from kap_room.library.portrait import Labels, Portrait
from kap_room.plan.music import Measure
from kap_room.plan.units import Decibels, Seconds

SCENE = """
name: Evening
phases:
  - {name: arrival, lasts: open, ends on: dose, playlist: soft}
  - {name: sea, lasts: 30m, ends on: returning, playlist: deep, crossfade: 12s}
  - {name: shore, lasts: 20m, playlist: soft}
"""
SOFT = "# mine\ntracks:\n  - file: 1.flac  # the best\n    intensity: 1\n"


@dataclass(frozen=True, slots=True)
class Ended:
    code: int
    says: str
    complains: str

    @property
    def data(self) -> Any:  # noqa: ANN401 - whatever was printed
        return json.loads(self.says)


@dataclass(frozen=True)
class Desk:
    home: Path
    patch: pytest.MonkeyPatch
    screen: pytest.CaptureFixture[str]

    def playlist(self, *typed: str) -> Ended:
        return self.types("playlist", *typed)

    def types(self, *typed: str) -> Ended:
        self.patch.setattr("sys.argv", ["kap-room", *typed])
        code = main()
        out, err = self.screen.readouterr()
        return Ended(code, out, err)

    def file(self, name: str) -> Path:
        return self.home / "playlists" / f"{name}.yaml"


@pytest.fixture
def desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Desk:
    """A room with sixty tracks, as a scan would leave its catalogue."""
    home = tmp_path / "room"
    for name, folder in (("CONFIG", home / "room.yaml"), ("DATA", tmp_path / "data")):
        monkeypatch.setenv(f"KAP_ROOM_{name}", str(folder))
    monkeypatch.setenv("KAP_ROOM_RUNTIME", str(tmp_path / "run"))
    files = {
        "room.yaml": f"room: Test room\nmusic: {tmp_path / 'music'}\n",
        "scenes/evening.yaml": SCENE,
        "playlists/soft.yaml": SOFT,
        "playlists/deep.yaml": "tracks: [{file: 2.flac}, {file: gone.flac}]\n",
    }
    for name, text in files.items():
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text(text, "utf-8")
    monkeypatch.chdir(home)
    _scanned(tmp_path / "music", tmp_path / "data" / "catalogue.db")
    return Desk(home, monkeypatch, capsys)


def _scanned(music: Path, database: Path) -> None:
    music.mkdir()
    database.parent.mkdir()
    chance = random.Random(1)  # noqa: S311 - made up, not secret
    with Catalogue(database) as catalogue:
        for number in range(60):
            file = (music / f"{number}.flac").resolve()
            file.write_bytes(b"sound")
            length = Seconds(chance.uniform(180.0, 540.0))
            measure = Measure(length, Decibels(-20.0), Decibels(-6.0))
            intensity = chance.randint(1, 5)
            character = Character(
                Decibels(4.0), Decibels(5.0), 900.0, None, intensity, Decibels(4.0)
            )
            labels = Labels(f"Track {number}", "Somebody")
            portrait = Portrait(measure, character, labels, f"sound {number}")
            catalogue.store(file, portrait)


def test_the_list_tells_how_many_tracks_and_how_long(desk: Desk) -> None:
    """Beside those that are shipped."""
    rows = {row["name"]: row for row in desk.playlist("list", "--json").data}
    assert rows["soft"]["tracks"] == 1
    assert rows["soft"]["length_s"] > 180.0
    assert (rows["deep"]["tracks"], rows["deep"]["length_s"]) == (2, None)
    assert str(desk.file("soft")) in desk.playlist("list").says


def test_a_playlist_is_shown_with_its_tracks(desk: Desk) -> None:
    """By its name and by its path."""
    shown = desk.playlist("show", "soft", "--json").data
    assert [(t["file"], t["title"], t["intensity"]) for t in shown["tracks"]] == [
        ("1.flac", "Track 1", 1)
    ]
    assert "Track 1" in desk.playlist("show", "playlists/soft.yaml").says


def test_a_proposal_is_printed_and_nothing_is_written(desk: Desk) -> None:
    """The same twice."""
    asked = ("build", "--phase", "peak", "--length", "40m", "--intensity", "2..4")
    once, again = desk.playlist(*asked), desk.playlist(*asked)
    assert once == again
    assert "Not saved: --save keeps it." in once.says
    assert not desk.file("peak").exists()


def test_a_proposal_is_told_as_json(desk: Desk) -> None:
    """With the moment at which each track comes in."""
    built = desk.playlist(
        "build", "--phase", "return", "--length", "40m", "--seed", "3", "--json"
    ).data
    assert (built["phase"], built["seed"], built["fits"]) == ("return", 3, True)
    assert abs(built["misses_s"]) <= 5.0
    starts = [each["starts_s"] for each in built["tracks"]]
    assert starts == sorted(starts)
    last = built["tracks"][-1]
    ends = last["starts_s"] + last["length_s"]
    assert ends == pytest.approx(2408.0 + built["misses_s"], abs=0.3)


def test_a_saved_proposal_is_a_playlist_of_the_room(desk: Desk) -> None:
    """What a machine guessed is left to the catalogue, which may learn better."""
    saved = desk.playlist("build", "--phase", "peak", "--length", "40m", "--save")
    assert saved.code == 0
    page = read_playlist(desk.file("peak"))
    assert page.value is not None
    assert len(page.value.tracks) > 4
    assert {track.intensity for track in page.value.tracks} == {None}
    assert desk.playlist("check", "peak").code == 0


def test_nothing_is_saved_over_a_playlist_that_is_there(desk: Desk) -> None:
    """Not without the word for it; with it, what was written beside it stays."""
    asked = ("build", "--phase", "onset", "--length", "20m", "--name", "soft", "--save")
    refused = desk.playlist(*asked)
    assert refused.code == 1
    assert "is there already" in refused.complains
    assert desk.file("soft").read_text("utf-8") == SOFT
    assert desk.playlist(*asked, "--replace").code == 0
    assert desk.file("soft").read_text("utf-8").startswith("# mine\n")


def test_a_phase_of_a_scene_gives_its_length_and_spares_its_other_music(
    desk: Desk,
) -> None:
    """Its crossfades and the way past its turn are the scene's too."""
    built = desk.playlist(
        "build", "--phase", "Sea", "--scene", "evening", "--json"
    ).data
    assert (built["phase"], built["length_s"]) == ("peak", 1800.0)
    assert "1.flac" not in {each["file"] for each in built["tracks"]}


@pytest.mark.parametrize("seed", ["0", "1", "-2"])
def test_what_was_built_ends_on_the_turn_of_a_rehearsed_session(
    desk: Desk, seed: str
) -> None:
    """Counted as the programme counts: the crossfade into the next phase included."""
    built = ("--phase", "sea", "--scene", "evening", "--seed", seed)
    assert desk.playlist("build", *built, "--save", "--replace").code == 0
    sheet = desk.types("rehearse", "evening", "--json").data
    turns = {turn["phase"]: turn["at_s"] for turn in sheet["turns"]}
    deep = [track for track in sheet["tracks"] if track["phase"] == "sea"]
    assert len(deep) > 3
    assert deep[-1]["ends_s"] == pytest.approx(turns["shore"] + 8.0, abs=5.5)


def test_what_is_left_out_does_not_come(desk: Desk) -> None:
    """A file that came before, named with and without its ending."""
    asked = ("build", "--phase", "peak", "--length", "20m", "--json")
    first, second, *_ = (each["file"] for each in desk.playlist(*asked).data["tracks"])
    without = ("--without", first, "--without", second.removesuffix(".flac"))
    found = desk.playlist(*asked, *without).data
    assert not {first, second} & {each["file"] for each in found["tracks"]}
    assert "2 tracks by what is to be left out" in found["left_out"]


@pytest.mark.parametrize(
    ("typed", "code", "says"),
    [
        (("--phase", "dusk"), 2, "Write arrival, onset, peak, return or integration"),
        (("--phase", "peak"), 2, "--length 40m"),
        (("--phase", "peak", "--length", "40"), 2, "Write 40s"),
        (("--phase", "peak", "--length", "7h"), 2, "from 10s to 6h"),
        (("--phase", "peak", "--length", "9m", "--intensity", "6"), 2, "Write 3, or"),
        (("--phase", "see", "--scene", "evening"), 2, 'Did you mean "sea"?'),
        (("--phase", "arrival", "--scene", "evening"), 2, "--length 15m"),
        (("--phase", "peak", "--scene", "morning"), 2, "There is no scene"),
        (("--phase", "peak", "--length", "9m", "--tag", "choir"), 1, "No track suits"),
    ],
)
def test_what_cannot_be_built_is_told_in_a_sentence(
    desk: Desk, typed: tuple[str, ...], code: int, says: str
) -> None:
    """Two for words that are wrong, one for music that is not there."""
    ended = desk.playlist("build", *typed)
    assert (ended.code, ended.says) == (code, "")
    assert says in ended.complains


@pytest.mark.parametrize("name", ["../up", ".hidden", "a/b", ""])
def test_a_name_that_leads_elsewhere_is_refused(desk: Desk, name: str) -> None:
    """A playlist is written beside the room file and nowhere else."""
    asked = ("build", "--phase", "peak", "--length", "9m", "--save", f"--name={name}")
    assert desk.playlist(*asked).code == (0 if not name else 2)


def test_a_copy_of_what_is_left_out_does_not_come_either(desk: Desk) -> None:
    """The same recording lies in another folder under another name."""
    asked = ("build", "--phase", "peak", "--length", "20m", "--json")
    first = desk.playlist(*asked).data["tracks"][0]["file"]
    music = (desk.home.parent / "music").resolve()
    (music / "copy.flac").write_bytes(b"sound")
    with Catalogue(desk.home.parent / "data" / "catalogue.db") as catalogue:
        known = catalogue.one(music / first, music)
        assert known is not None
        copy = Portrait(known.measure, known.character, content=known.content)
        catalogue.store(music / "copy.flac", copy)
    found = desk.playlist(*asked, "--without", first).data
    assert not {first, "copy.flac"} & {each["file"] for each in found["tracks"]}
    assert "2 tracks by what is to be left out" in found["left_out"]


def test_without_a_scan_it_says_what_to_do(desk: Desk) -> None:
    """An empty catalogue proposes nothing."""
    (desk.home.parent / "data" / "catalogue.db").unlink()
    ended = desk.playlist("build", "--phase", "peak", "--length", "40m")
    assert ended.code == 1
    assert "Run kap-room library scan" in ended.complains


def test_a_file_that_is_gone_since_the_scan_is_not_proposed(desk: Desk) -> None:
    """The catalogue is as old as the last scan."""
    asked = ("build", "--phase", "peak", "--length", "20m", "--json")
    first = desk.playlist(*asked).data["tracks"][0]["file"]
    (desk.home.parent / "music" / first).unlink()
    found = desk.playlist(*asked).data
    assert first not in {each["file"] for each in found["tracks"]}
    assert found["left_out"][-1] == "1 track gone since the last scan"


def test_a_missing_file_is_a_doubt_and_a_wrong_playlist_is_wrong(desk: Desk) -> None:
    """Two is for a file that must be mended."""
    doubtful = desk.playlist("check", "deep")
    assert doubtful.code == 0
    assert 'doubt  deep: "gone.flac" is not in the music folder.' in doubtful.says
    desk.file("deep").write_text("tracks: [{file: 2.flac, trim: loud}]\n", "utf-8")
    wrong = desk.playlist("check", "deep")
    assert wrong.code == 2
    assert "deep.yaml:1: tracks[1].trim:" in wrong.complains
    assert desk.playlist("check", "nothing").code == 2


def test_every_playlist_is_checked_where_none_is_named(desk: Desk) -> None:
    """Nothing in the shipped ones can sound, for their music is not rendered here."""
    found = desk.playlist("check", "--json")
    told = {each["about"]: each["verdict"] for each in found.data}
    assert {"soft", "deep", "peak"} <= set(told)
    assert found.code == 2


def test_there_and_back_it_is_the_same_playlist(desk: Desk) -> None:
    """By way of a list for other players."""
    built = ("--phase", "peak", "--length", "40m", "--name", "mine", "--save")
    assert desk.playlist("build", *built).code == 0
    assert desk.playlist("export", "mine", "mine.m3u8").code == 0
    back = desk.playlist("import", "mine.m3u8", "--name", "back")
    assert (back.code, back.complains) == (0, "")
    one, other = read_playlist(desk.file("mine")), read_playlist(desk.file("back"))
    assert one.value is not None
    assert one.value == other.value


def test_an_export_is_not_written_over_a_file_that_is_there(desk: Desk) -> None:
    """And ends as its text is written."""
    (desk.home / "soft.m3u8").write_text("mine", "utf-8")
    assert desk.playlist("export", "soft", "soft.m3u8").code == 1
    assert (desk.home / "soft.m3u8").read_text("utf-8") == "mine"
    assert desk.playlist("export", "soft", "soft.m3u8", "--replace").code == 0
    assert desk.playlist("export", "soft", "soft.m3u").code == 2
    assert desk.playlist("export", "soft", "nowhere/soft.m3u8").code == 1


def test_a_list_from_elsewhere_is_taken_as_far_as_it_is_found(desk: Desk) -> None:
    """What is not is told line by line, and found ones say by what they were."""
    (desk.home / "old.m3u").write_bytes(
        b"#EXTM3U\r\nC:\\Music\\7.flac\r\nhttp://example.org/8.flac\r\n"
        b"/etc/passwd\r\n\xfcber.mp3\r\n"
    )
    ended = desk.playlist("import", "old.m3u")
    assert ended.code == 0
    assert "line 2: found by its name as 7.flac" in ended.says
    lines = ended.complains.splitlines()
    assert [line.split(":")[1] for line in lines] == ["3", "4", "5"]
    assert "is an address" in lines[0]
    assert "outside the music folder" in lines[1]
    page = read_playlist(desk.file("old"))
    assert page.value is not None
    assert [track.file for track in page.value.tracks] == ["7.flac"]
    told = desk.playlist("import", "old.m3u", "--replace", "--json").data
    assert told["found_again"] == [{"line": 2, "by": "name", "file": "7.flac"}]
    assert [each["line"] for each in told["problems"]] == [3, 4, 5]


def test_a_long_list_from_elsewhere_is_told_in_short(desk: Desk) -> None:
    """The first lines, and how many more there are; as JSON all of them."""
    lost = "".join(f"lost {number}.flac\n" for number in range(60))
    (desk.home / "long.m3u8").write_text(f"7.flac\n{lost}", "utf-8")
    lines = desk.playlist("import", "long.m3u8").complains.splitlines()
    assert len(lines) == 21
    assert lines[-1] == "and 40 more; --json lists them"
    told = desk.playlist("import", "long.m3u8", "--replace", "--json").data
    assert len(told["problems"]) == 60
    (desk.home / "lost.m3u8").write_text(lost, "utf-8")
    lines = desk.playlist("import", "lost.m3u8").complains.splitlines()
    assert lines[-1] == "and 40 more."


@pytest.mark.parametrize("text", ["", "#EXTM3U\n/etc/passwd\n", "\0", "http://a.b/c\n"])
def test_a_list_of_which_nothing_is_found_is_wrong(desk: Desk, text: str) -> None:
    """Nothing is written."""
    (desk.home / "bad.m3u8").write_text(text, "utf-8")
    ended = desk.playlist("import", "bad.m3u8")
    assert ended.code == 2
    assert ended.complains.startswith("bad.m3u8:")
    assert not desk.file("bad").exists()
    assert desk.playlist("import", "none.m3u8").code == 2


@pytest.mark.parametrize(
    "typed",
    [
        ("list",),
        ("check",),
        ("check", "playlists/\x1b[2J.yaml"),
        ("show", "playlists/\x1b[2J.yaml"),
        ("show", "\x1b[2J"),
        ("import", "playlists/\x1b[2J.m3u", "--name", "calm"),
        ("export", "soft", "\x1b[2J.m3u8"),
        ("export", "soft", "\x1b[2J.txt"),
    ],
)
def test_no_name_of_a_file_moves_the_cursor(desk: Desk, typed: tuple[str, ...]) -> None:
    """Whoever gave the file its name."""
    desk.file("\x1b[2J").write_text(SOFT, "utf-8")
    (desk.home / "playlists" / "\x1b[2J.m3u").write_text("1.flac\n", "utf-8")
    ended = desk.playlist(*typed)
    assert ended.code in {0, 1, 2}
    assert "\x1b" not in ended.says + ended.complains


def test_a_terminal_that_lacks_a_letter_is_told_the_rest(desk: Desk) -> None:
    """A room's computer may have been set up in any way."""
    desk.file("träume").write_text(SOFT, "utf-8")
    raw = io.BytesIO()
    with io.TextIOWrapper(raw, encoding="ascii") as terminal:
        desk.patch.setattr("sys.stdout", terminal)
        assert desk.playlist("list").code == 0
        assert b"tr\\xe4ume" in raw.getvalue()


def test_a_word_that_leaves_nothing_out_of_a_proposal_is_told(desk: Desk) -> None:
    """A slip in it would let through what a person dislikes."""
    asked = ("build", "--phase", "peak", "--length", "40m")
    built = desk.playlist(*asked, "--without", "bels", "--without", "1.flac")
    assert built.code == 0
    assert 'Without "bels" leaves nothing out: no track of the library' in built.says
    assert 'Without "1.flac"' not in built.says
