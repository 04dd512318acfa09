"""The words of WLED, and which of its words are none."""

from __future__ import annotations

import pytest

from kap_room.adapters.lamps.dialect import Glows, Step
from kap_room.adapters.lamps.wled import WLED, hear, set_message
from kap_room.plan.look import Light
from kap_room.plan.room import Lamp
from kap_room.plan.units import Kelvin, Level, Seconds

SHELF = Lamp("shelf", "wled", "wled/shelf")


@pytest.mark.parametrize(
    ("light", "over", "says"),
    [
        (Light(Level(0.25)), 5, b'{"on":true,"bri":64,"tt":50}'),
        (Light(Level(0.25)), 1800, b'{"on":true,"bri":64,"tt":50}'),
        (Light(Level(0.0)), 2, b'{"on":false,"tt":20}'),
        (Light(Level(1.0)), 0, b'{"on":true,"bri":255,"tt":0}'),
        (
            Light(Level(1.0), Kelvin(1000)),
            1,
            b'{"on":true,"bri":255,"tt":10,"seg":{"cct":1900}}',
        ),
    ],
)
def test_a_step_is_json_on_the_api_topic(
    light: Light, over: float, says: bytes
) -> None:
    """On the bare topic any text with a t in it would toggle the strip."""
    assert set_message(SHELF, Step(light, Seconds(over))) == ("wled/shelf/api", says)


def test_it_is_never_asked() -> None:
    """It has no way to be; what it does not tell is not known."""
    assert WLED.get_message(SHELF) is None


@pytest.mark.parametrize(
    ("topic", "payload", "word"),
    [
        ("g", b"255", Glows(Level(1.0), None)),
        ("g", b"51", Glows(Level(0.2), None)),
        ("g", b"0", Glows(Level(0.0), None)),
        ("g", b"256", None),
        ("g", b"-1", None),
        ("g", b"1e2", None),
        ("g", b" 12", None),
        ("g", b"\xd9\xa1", None),
        ("c", b"#0000FF", Glows(None, None, coloured=True)),
        ("c", b"#FF0000", Glows(None, None, coloured=True)),
        ("c", b"#800000FF", Glows(None, None, coloured=True)),
        ("c", b"#FFA000", Glows(None, None, white=True)),
        ("c", b"#FFE0C0", Glows(None, None, white=True)),
        ("c", b"#C0D8FF", Glows(None, None, white=True)),
        ("c", b"#FF000000", Glows(None, None, white=True)),
        ("c", b"#5000000", Glows(None, None, white=True)),
        ("c", b"#zzzzzz", None),
        ("c", b"#  FF  ", None),
        ("c", b"0000FF", None),
        ("v", b"<ac>255</ac>", None),
    ],
)
def test_what_it_says_is_read(topic: str, payload: bytes, word: Glows | None) -> None:
    """Plain digits and a colour; a white, warm or cool, is no colour."""
    assert hear(SHELF, f"wled/shelf/{topic}", payload) == word
