"""The run sheets of the shipped scenes, line for line."""

import os

import pytest

from kap_room.rehearsal.run import rehearse
from kap_room.rehearsal.score import score
from tests.rehearsal.paper import HERE, ROOM, shipped

SCENES = ("demo", "sublingual", "im", "iv", "esketamine")


@pytest.mark.parametrize("scene", SCENES)
def test_the_run_sheet_is_as_it_was_read_and_approved(scene: str) -> None:
    """Read the difference; to accept it, run once with KAP_ROOM_GOLDEN=write."""
    page = score(rehearse(shipped(scene), ROOM)) + "\n"
    golden = HERE / "sheets" / f"{scene}.txt"
    if os.environ.get("KAP_ROOM_GOLDEN") == "write":
        golden.write_text(page, encoding="utf-8")
    assert page == golden.read_text(encoding="utf-8")


def test_the_page_is_in_order_of_time() -> None:
    """One line a happening, under a head."""
    lines = score(rehearse(shipped("demo"), ROOM)).splitlines()[2:]
    moments = [line[:8].strip() for line in lines]
    seconds = [
        sum(int(n) * 60**p for p, n in enumerate(reversed(m.split(":"))))
        for m in moments
    ]
    assert seconds == sorted(seconds)
    assert lines[-1].endswith("the plan is over")
