"""The files that come with the program: right, and what they promise."""

import json
import re
from pathlib import Path

import pytest

from kap_room.library.page import read_room, read_scene
from kap_room.library.schema import KINDS, schema
from kap_room.library.session_files import SessionFiles, read_all
from kap_room.library.shelves import Shelves, shipped
from kap_room.library.values import length_words
from kap_room.plan.route_check import objections
from kap_room.plan.routes import PROFILES, minutes, usual_phases
from kap_room.plan.scene import Mark, Route, Turn
from kap_room.starter.catalogue import FIRST, PIECES
from tests.library import paper
from tests.library.editor import as_an_editor_reads, lacks

HOUSE = Path(__file__).parents[2]
SCENES = sorted(path.stem for path in (shipped() / "scenes").glob("*.yaml"))
EXAMPLE = HOUSE / "kap_room/library/room_example.yaml"
PAGE = (HOUSE / "docs/files.md").read_text("utf-8")


def files_of(scene: str) -> SessionFiles:
    found = read_all(scene, Shelves(Path("/none/room.yaml"), Path("/none")))
    assert isinstance(found, SessionFiles), [str(problem) for problem in found]
    return found


def blocks_of(text: str) -> list[tuple[str, str]]:
    """Each example on the page, with the kind that its heading names."""
    parts = re.split(r"^## A (room|scene|playlist)$", text, flags=re.MULTILINE)
    found = [
        (kind, block)
        for kind, part in zip(parts[1::2], parts[2::2], strict=True)
        for block in re.findall(r"```yaml\n(.*?)```", part, re.DOTALL)
    ]
    assert len(found) == text.count("```yaml")
    return found


def test_the_scenes_that_are_promised_are_shipped() -> None:
    """One for each usual way, and one to look at."""
    assert SCENES == ["demo", "esketamine", "im", "iv", "sublingual"]


@pytest.mark.parametrize("scene", SCENES)
def test_a_shipped_scene_has_music_in_every_phase(scene: str) -> None:
    """It is read with its playlists, and none of them is missing."""
    found = files_of(scene)
    assert {phase.playlist for phase in found.scene.phases} == set(found.playlists)


@pytest.mark.parametrize("scene", SCENES)
def test_the_tracks_of_a_shipped_scene_are_starter_music(scene: str) -> None:
    """Nobody has to find music before the first evening."""
    lengths = {piece.file: piece.length for piece in PIECES}
    tracks = [t for p in files_of(scene).playlists.values() for t in p.tracks]
    assert all(track.begins < lengths[track.file] for track in tracks)


@pytest.mark.parametrize("scene", [s for s in SCENES if s != "demo"])
def test_the_dose_begins_the_onset(scene: str) -> None:
    """The body clock and the plan start together."""
    phases = files_of(scene).scene.phases
    ends = [phase.name for phase in phases if phase.ends_on is Mark.DOSE]
    names = [phase.name for phase in phases]
    assert names[names.index(ends[0]) + 1] == "onset"


@pytest.mark.parametrize("scene", SCENES)
def test_the_plan_asks_between_peak_and_return(scene: str) -> None:
    """Ten minutes; only the demo must run through by itself."""
    phases = files_of(scene).scene.phases
    asks = [(p.name, p.waits) for p in phases if p.turn is Turn.ASK]
    assert asks == ([] if scene == "demo" else [("peak", 600.0)])
    names = [phase.name for phase in phases]
    assert names[names.index("peak") + 1] == "return"


@pytest.mark.parametrize("scene", SCENES)
def test_a_shipped_scene_is_as_its_route_has_it(scene: str) -> None:
    """Whoever copies one begins without a doubt."""
    assert objections(files_of(scene).scene) == ()


def test_the_lozenge_has_a_timer_for_each_dose() -> None:
    """And pressure is taken at the dose, after 40 and after 90 minutes."""
    phases = files_of("sublingual").scene.phases
    due = [(r.after_dose, r.each_dose) for p in phases for r in p.reminders]
    assert {(0.0, False), (720.0, True), (2400.0, False), (5400.0, False)} <= set(due)


def test_the_demo_uses_only_what_is_rendered_first() -> None:
    """It must not wait for an hour of music."""
    first = {piece.file for piece in PIECES[:FIRST]}
    playlists = files_of("demo").playlists.values()
    assert {track.file for one in playlists for track in one.tracks} <= first


def test_the_demo_moves_by_itself_and_is_over_in_five_minutes() -> None:
    """No phase waits, and every ramp is done before its phase is."""
    phases = files_of("demo").scene.phases
    assert sum(phase.lasts or 0.0 for phase in phases) == 300.0
    assert all(p.lasts and p.ramp and p.ramp < p.lasts for p in phases)


def test_the_lozenge_s_scene_has_the_demo_s_shape() -> None:
    """Who has seen the one knows the other."""
    names = [p.name for p in files_of("sublingual").scene.phases]
    assert names == [p.name for p in files_of("demo").scene.phases]


def test_the_needle_has_light_until_the_dose() -> None:
    """Settling in waits, dim, with the arm light on."""
    phases = {phase.name: phase for phase in files_of("im").scene.phases}
    settling = phases["settling in"]
    told = settling.lasts, settling.ends_on, settling.look, settling.arm_light
    assert told == (None, Mark.DOSE, "dusk", True)


def test_the_spray_is_followed_for_more_than_two_hours() -> None:
    """With blood pressure after forty minutes and before leaving."""
    scene = files_of("esketamine").scene
    phases = scene.phases[1:]
    assert scene.at_least == minutes(120)
    assert sum(phase.lasts or 0 for phase in phases) >= 120 * 60
    due = [r.after_dose for phase in phases for r in phase.reminders]
    assert {0.0, 40 * 60.0, 120 * 60.0} <= set(due)


def test_the_example_of_a_room_is_right() -> None:
    """Also when its remarks are made to count."""
    assert read_room(EXAMPLE).problems == ()


def test_the_remarks_in_the_example_of_a_room_are_right(tmp_path: Path) -> None:
    """Whoever removes the signs has a room with lamps."""
    text = re.sub(r"^#(?! \S)", "", EXAMPLE.read_text("utf-8"), flags=re.MULTILINE)
    file = tmp_path / "room.yaml"
    file.write_text(text)
    page = read_room(file)
    assert page.value is not None, page.problems
    assert [lamp.name for lamp in page.value.lamps] == ["ceiling", "floor"]


@pytest.mark.parametrize(("kind", "block"), blocks_of(PAGE))
def test_an_example_on_the_page_about_files_is_right(
    kind: str, block: str, tmp_path: Path
) -> None:
    """What is explained works as it stands."""
    file = tmp_path / "example.yaml"
    file.write_text(block)
    assert paper.READERS[kind](file).problems == ()


def test_the_scene_on_the_first_page_is_right(tmp_path: Path) -> None:
    """It is the one that people copy."""
    page = (HOUSE / "README.md").read_text("utf-8")
    blocks = re.findall(r"```yaml\n(# scenes/.*?)```", page, re.DOTALL)
    file = tmp_path / "evening.yaml"
    file.write_text(blocks[0])
    assert (read_scene(file).problems, len(blocks)) == ((), 1)


@pytest.mark.parametrize("route", Route)
def test_the_page_about_files_says_what_is_usual_for_a_route(route: Route) -> None:
    """Lengths as the profile has them, and the minutes of its pressures."""
    (row,) = re.findall(rf"^\| {route} \|(.*)\|$", PAGE, re.MULTILINE)
    *lengths, pressure = (cell.strip() for cell in row.split("|"))
    usual = [each.lasts for each in usual_phases(route)[1:]]
    assert lengths == ["open" if u is None else length_words(u) for u in usual]
    minutes_taken = tuple(int(minute) for minute in re.findall(r"\d+", pressure))
    assert minutes_taken == PROFILES[route].vitals


SHIPPED = [
    *(("scene", path) for path in sorted((shipped() / "scenes").glob("*.yaml"))),
    *(("playlist", path) for path in sorted((shipped() / "playlists").glob("*.yaml"))),
    ("room", EXAMPLE),
]


@pytest.mark.parametrize(("kind", "path"), SHIPPED, ids=lambda part: str(part)[-20:])
def test_an_editor_finds_nothing_wrong_with_a_shipped_file(
    kind: str, path: Path
) -> None:
    """The schema agrees with the readers."""
    shape = schema(kind)
    found = as_an_editor_reads(path.read_text("utf-8"))
    assert lacks(found, shape, shape) == []


@pytest.mark.parametrize(("kind", "block"), blocks_of(PAGE))
def test_an_editor_finds_nothing_wrong_with_the_examples(kind: str, block: str) -> None:
    """Every key that is explained is known to it."""
    shape = schema(kind)
    assert lacks(as_an_editor_reads(block), shape, shape) == []


def test_an_editor_finds_an_unknown_key_and_a_length_without_unit() -> None:
    """It helps before the program is asked."""
    shape = schema("scene")
    wrong = {"phases": [{"name": "arrival", "lasts": "15", "brightnes": "3"}]}
    assert len(lacks(wrong, shape, shape)) == 2


@pytest.mark.parametrize("kind", KINDS)
def test_every_key_in_a_schema_is_described(kind: str) -> None:
    """What an editor shows beside the key is what we say in a problem."""
    shape = json.loads(json.dumps(schema(kind)))
    groups = [shape, *shape.get("$defs", {}).values()]
    keys = [key for group in groups for key in group.get("properties", {}).values()]
    assert all(key.get("description") for key in keys)
    assert "null" not in json.dumps(shape)
