"""A therapist on paper."""

import re
from pathlib import Path

import pytest

from kap_room.exchange.commands import Button, Command, GoBackIn, Press, Seen, Way
from kap_room.exchange.words import WordsWrong
from kap_room.plan.scene import Mark
from kap_room.plan.units import Seconds
from kap_room.rehearsal.script import Line, read_script


def test_commands_come_in_order_of_time() -> None:
    """However they were written."""
    lines = read_script("hold at 50m for 5m; dose at 12m")
    assert lines == (
        Line(Seconds(720.0), Seen(Mark.DOSE)),
        Line(Seconds(3000.0), Press(Button.HOLD)),
        Line(Seconds(3300.0), Press(Button.HOLD)),
    )


@pytest.mark.parametrize("text", ["", " ", ";", " ; ; "])
def test_nothing_is_a_script_too(text: str) -> None:
    """A therapist who does nothing."""
    assert read_script(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "note x at 5m for 2m",
        "dose",
        "at 12m",
        "dose at",
        "dose at noon",
        "doze at 12m",
        "hold at 5m for x",
    ],
)
def test_what_cannot_be_read_is_a_sentence(text: str) -> None:
    """Never a traceback."""
    with pytest.raises(WordsWrong) as wrong:
        read_script(text)
    assert str(wrong.value).strip()


def test_a_note_may_say_at() -> None:
    """The last one counts."""
    line = read_script("note looks at the lamp at 5m")[0]
    assert line.at == 300.0


def test_how_long_ago_may_stand_in_quotes() -> None:
    """As one would write it for `send`."""
    late = Line(Seconds(960.0), Seen(Mark.DOSE, Seconds(240.0)))
    assert read_script('dose "4m ago" at 16m') == (late,)
    assert read_script("dose 4m ago at 16m") == (late,)


@pytest.mark.parametrize(
    ("said", "over"),
    [
        ("hold", Press(Button.HOLD)),
        ("away", Press(Button.AWAY)),
        ("silence", Press(Button.MUSIC)),
        ("ground", GoBackIn(Way.SOFTER)),
        ("lights-up", Press(Button.LIGHTS_DOWN)),
    ],
)
def test_what_lasts_is_ended_by_its_counterpart(said: str, over: Command) -> None:
    """Silence by music, ground by going back in, a hold by hold."""
    assert read_script(f"{said} at 50m for 5m")[1] == Line(Seconds(3300.0), over)


def test_every_script_of_the_page_can_be_read() -> None:
    """What docs/rehearse.md shows may be typed as it stands there."""
    page = (Path(__file__).parents[2] / "docs" / "rehearse.md").read_text()
    quoted = re.findall(r'--with(?: \\)?\s+"([^"]+)"', page)
    tabled = re.findall(r"^\| `([^`]+ at [^`]+)` \|", page, re.MULTILINE)
    assert len(quoted) >= 6
    assert len(tabled) >= 6
    assert all(read_script(script) for script in (*quoted, *tabled))
