"""The run sheets of the shipped scenes, line for line."""

import os
from dataclasses import replace

import pytest

from kap_room.rehearsal.run import rehearse
from kap_room.rehearsal.score import score
from kap_room.rehearsal.script import read_script
from tests.rehearsal.paper import HERE, ROOM, shipped
from tests.rehearsal.therapists import THERAPISTS

SCENES = ("demo", "sublingual", "im", "iv", "esketamine")


@pytest.mark.parametrize("scene", SCENES)
def test_the_run_sheet_is_as_it_was_read_and_approved(scene: str) -> None:
    """Read the difference; to accept it, run once with KAP_ROOM_GOLDEN=write."""
    compare(score(rehearse(shipped(scene), ROOM)), scene)


@pytest.mark.parametrize("evening", THERAPISTS)
def test_a_therapist_comes_to_the_evening_that_was_read_and_approved(
    evening: str,
) -> None:
    """As above; without lamps, so that a sheet is about the plan and its music."""
    scene, script = THERAPISTS[evening]
    room = replace(ROOM, lamps=())
    sheet = rehearse(shipped(scene), room, read_script(script))
    page = score(sheet)
    compare(f"{script}\n{page}", evening.replace(",", "").replace(" ", "-"))


def compare(page: str, name: str) -> None:
    golden = HERE / "sheets" / f"{name}.txt"
    if os.environ.get("KAP_ROOM_GOLDEN") == "write":
        golden.write_text(f"{page}\n", encoding="utf-8")
    assert f"{page}\n" == golden.read_text(encoding="utf-8")


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
