"""A rehearsed session as a picture."""

from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from kap_room.plan.look import Light
from kap_room.plan.scene import Mark, Phase, Reminder, Scene
from kap_room.plan.units import Kelvin, Level, Seconds
from kap_room.rehearsal.picture.canvas import LEFT, RIGHT, WIDTH, escaped, shortened
from kap_room.rehearsal.picture.lamps import colour_of
from kap_room.rehearsal.picture.page import picture
from kap_room.rehearsal.run import evening
from kap_room.rehearsal.script import read_script
from tests.rehearsal.paper import ROOM, made_up, shipped

SPACE = "{http://www.w3.org/2000/svg}"

SCENE = Scene(
    "Two <phases> & more",
    (
        Phase(
            "peak",
            Seconds(1200),
            Mark.RETURNING,
            "peak",
            look="up",
            reminders=(Reminder('say "<now>" & then', at=Seconds(60.0)),),
        ),
        Phase("return", Seconds(900), None, "return", look="down"),
    ),
    looks={
        "up": {"all": Light(Level(0.5), Kelvin(2700))},
        "down": {"all": Light(Level(0.1), Kelvin(2000))},
    },
)


def drawn(scene: Scene = SCENE, script: str = "") -> ET.Element:
    page = picture(evening(made_up(scene), ROOM, read_script(script)))
    return ET.fromstring(page)  # noqa: S314 - we have just written it


def texts(page: ET.Element) -> list[str]:
    return [each.text or "" for each in page.iter(f"{SPACE}text")]


def of_style(page: ET.Element, tag: str, *styles: str) -> list[ET.Element]:
    return [e for e in page.iter(f"{SPACE}{tag}") if e.get("class") in styles]


def test_it_shows_every_phase_with_its_name_and_length() -> None:
    """Twenty minutes and fifteen."""
    page = drawn()
    assert len(of_style(page, "rect", "phase0", "phase1")) == 2
    assert {"peak", "20:00", "return", "15:00"} <= set(texts(page))


def test_it_shows_every_track_as_a_shape() -> None:
    """As many as the run sheet has, the crossfades as slopes."""
    rehearsed = evening(made_up(SCENE), ROOM)
    shapes = of_style(drawn(), "polygon", "track0", "track1")
    assert len(shapes) == len(rehearsed.sheet.tracks)


def test_words_of_a_person_are_only_words() -> None:
    """Brackets and quotes of a scene's file do no harm to the picture."""
    page = drawn()
    assert 'say "<now>" & then' in texts(page)
    assert {"Two <phases> & more", "35:00 in all"} <= set(texts(page))


def test_what_no_xml_may_hold_is_left_out() -> None:
    """A control character in a file's name."""
    assert escaped("a\x00b\x1b\ud800<") == "a b  &lt;"


def test_every_lamp_has_its_row() -> None:
    """With a glow that changes its colour as the lamp does."""
    page = drawn()
    stops = [e.get("stop-color") for e in page.iter(f"{SPACE}stop")]
    assert {"bed", "floor"} <= set(texts(page))
    assert len(set(stops)) > 2
    assert any("10% 2000 K" in each for each in texts(page))


def test_marks_and_hands_stand_at_their_moments() -> None:
    """A mark where it was seen; each with a word."""
    page = drawn(script="dose at 5m; hold at 10m for 2m")
    assert {"dose", "hold 2:00"} <= set(texts(page))
    assert "T+0" in texts(page)
    assert len(of_style(page, "line", "seen")) == 1


def test_what_lasts_is_a_bar() -> None:
    """As long as it lasted, also where another word ends it; what is at once, a dot."""
    page = drawn(script="silence at 10m for 2m; away at 20m for 4m; louder at 26m")
    assert {"silence 2:00", "away 4:00", "louder"} <= set(texts(page))
    bars = of_style(page, "rect", "dot")
    silence, away, louder = (float(e.get("width") or 0) for e in bars)
    assert away - louder == pytest.approx(2 * (silence - louder), abs=0.3)
    assert louder < 7.0


def test_a_word_that_was_refused_is_no_bar() -> None:
    """And what nothing ended is a dot."""
    page = drawn(script="hold at 10m; land at 34m; land at 34m 30s")
    assert "hold" in texts(page)
    assert "land (refused)" in texts(page)


def test_the_name_of_a_short_phase_is_written_small() -> None:
    """Before it is cut."""
    narrow = (("arrival", 1200.0), ("integration", 130.0), ("return", 250.0))
    phases = tuple(Phase(name, Seconds(lasts)) for name, lasts in narrow)
    page = drawn(replace(SCENE, phases=phases))
    assert [e.text for e in of_style(page, "text", "name small")] == ["integration"]


def test_silence_is_a_valley_in_the_level() -> None:
    """Down to the lower edge, and up again."""
    page = drawn(script="silence at 10m for 2m")
    (curve,) = of_style(page, "polyline", "level")
    heights = [float(p.split(",")[1]) for p in (curve.get("points") or "").split()]
    assert max(heights[2:-2]) > 80.0
    assert heights[-2] < 20.0


def test_nothing_lies_beside_the_paper() -> None:
    """Words at the right edge stand left of their dot."""
    page = drawn(script="light bed 20% at 34m; light floor 20% at 34m 30s")
    for each in page.iter(f"{SPACE}polygon"):
        for point in (each.get("points") or "").split():
            assert LEFT - 0.1 <= float(point.split(",")[0]) <= WIDTH - RIGHT + 0.1
    late = [e for e in page.iter(f"{SPACE}text") if e.text == "light bed 20%"]
    assert [each.get("text-anchor") for each in late] == ["end"]


@pytest.mark.parametrize("scene", ["demo", "sublingual", "im", "iv", "esketamine"])
def test_the_shipped_scenes_can_be_drawn(scene: str) -> None:
    """All of them, and a room without lamps as well."""
    page = picture(evening(shipped(scene), replace(ROOM, lamps=())))
    assert page.count("<svg") == 1
    assert len(page) < 100_000


def test_a_lamp_that_warms_is_drawn_warmer() -> None:
    """More red against blue; and darker where it glows less."""

    def tones(level: float, kelvin: float) -> tuple[int, ...]:
        colour = colour_of(Light(Level(level), Kelvin(kelvin)))
        return tuple(bytes.fromhex(colour[1:]))

    red, _, blue = tones(1.0, 2000)
    cool_red, _, cool_blue = tones(1.0, 5000)
    assert red / blue > cool_red / cool_blue
    assert sum(tones(0.05, 2700)) < sum(tones(0.6, 2700))


def test_a_name_is_cut_to_the_room_that_it_has() -> None:
    """And left out where three letters would be left of it."""
    assert shortened("slow-tide", 200.0) == "slow-tide"
    assert shortened("slow-tide", 40.0) == "slow…"
    assert shortened("slow-tide", 10.0) == ""


def test_minutes_since_the_dose_are_told_once_each() -> None:
    """Also in a session of a few minutes."""
    page = picture(evening(shipped("demo"), ROOM, read_script("dose at 35s")))
    told = [each for each in texts(ET.fromstring(page)) if each.startswith("T+")]  # noqa: S314 - our own
    assert told == ["T+0", "T+1", "T+2", "T+3", "T+4"]
