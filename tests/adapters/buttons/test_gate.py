"""What is looked at in a flood: what may be urgent always, of the rest a little."""

from __future__ import annotations

import pytest

from kap_room.adapters.buttons.gate import CALM, SAME, WINDOW, Gate
from kap_room.plan.units import Seconds

NOW = Seconds(50.0)


def flooded(*urgent: str) -> Gate:
    """One whose calm is used up in this window."""
    gate = Gate(urgent)
    assert all(gate.lets_in(b"garbage", NOW) for _ in range(CALM))
    assert not gate.lets_in(b"garbage", NOW)
    return gate


@pytest.mark.parametrize(
    ("written", "payload"),
    [
        ("single", b'{"action":"single"}'),
        ("single", b'{"Button1":{"Action":"SINGLE"}}'),
        ("single", b'{"event":"S","event_cnt":5}'),
        ("single", b'{"event":"single_push"}'),
        ("single", b'{"event":"btn_down"}'),
        ("press", b"ON"),
        ("button2 single", b'{"Button2":{"Action":"SINGLE"}}'),
        ("hold", b'{"action":"long"}'),
        ("brightness move up", b'{"action":"brightness_move_up"}'),
    ],
)
def test_what_may_be_urgent_is_looked_at_in_any_flood(
    written: str, payload: bytes
) -> None:
    """However its maker spells it."""
    assert flooded(written).lets_in(payload, NOW)


def test_a_flood_of_one_urgent_press_does_not_hide_another() -> None:
    """Silence a thousand times, and ground among them."""
    gate = flooded("single", "hold")
    for _ in range(SAME):
        assert gate.lets_in(b'{"action":"single"}', NOW)
    assert not gate.lets_in(b'{"action":"single"}', NOW)
    assert gate.lets_in(b'{"action":"hold"}', NOW)


def test_a_word_that_the_flood_has_used_up_does_not_hide_the_press_behind_it() -> None:
    """A contact's word may stand in every message of a remote."""
    gate = flooded("single")
    for _ in range(SAME + 1):
        gate.lets_in(b'{"occupied":false,"action":"spin"}', NOW)
    assert not gate.lets_in(b'{"occupied":false,"action":"spin"}', NOW)
    assert gate.lets_in(b'{"occupied":false,"action":"single"}', NOW)


@pytest.mark.parametrize(
    ("written", "payload"),
    [
        ("hold", b'{"action":"threshold"}'),
        ("hold", b'{"action":"holder"}'),
        ("_", b'{"action":"single"}'),
    ],
)
def test_what_is_only_like_it_is_not_urgent(written: str, payload: bytes) -> None:
    """The end of a longer word, or its beginning."""
    assert not flooded(written).lets_in(payload, NOW)


@pytest.mark.parametrize("payload", [b"hold", b"x hold", b"-HOLD-", b"xhold hold"])
def test_a_word_by_itself_is_found_wherever_it_stands(payload: bytes) -> None:
    """At the beginning, at the end, and behind another that ends like it."""
    assert flooded("hold").lets_in(payload, NOW)


def test_a_button_without_anything_urgent_is_passed_over_until_the_next_moment() -> (
    None
):
    """A tenth of a second later it is looked at again."""
    gate = flooded()
    assert not gate.lets_in(b'{"action":"single"}', NOW)
    assert gate.lets_in(b'{"action":"single"}', Seconds(NOW + WINDOW))
