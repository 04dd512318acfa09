"""A therapist on paper."""

import pytest

from kap_room.exchange.commands import Button, Press, Seen
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
    ["dose", "at 12m", "dose at", "dose at noon", "doze at 12m", "hold at 5m for x"],
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
