"""A rehearsal in the room, led at a desk whose engine has a virtual clock."""

import asyncio
from dataclasses import replace

import pytest

from kap_room.exchange.commands import Button, Extend, Press, Start
from kap_room.exchange.snapshot import PhaseView
from kap_room.plan.scene import Turn
from kap_room.plan.units import Seconds
from kap_room.rehearsal import leading
from kap_room.rehearsal.leading import GONE, Ended, Ending, Leader
from kap_room.rehearsal.live import CODE, Lead, takes
from tests.engine.house import SCENE, House, loaded, shorter
from tests.rehearsal.desk import VirtualDesk

START = Start("/scenes/four.yaml", CODE)

OVER = Ended(Ending.OVER)


async def led(desk: VirtualDesk) -> tuple[Ended, list[str]]:
    said: list[str] = []
    ramps = {"onset": Seconds(600.0), "peak": Seconds(8.0)}
    ended = await Leader(desk, said.append, ramps, "It begins.").lead(START)
    return ended, said


async def test_every_turn_is_played_with_ten_seconds_around_it() -> None:
    """Two hours and more take little over a minute: an open phase ends by itself."""
    desk = VirtualDesk(loaded())
    ended, said = await led(desk)
    assert ended == OVER
    assert [line.partition(" begins")[0] for line in said[1:]] == [
        "arrival",
        "onset",
        "peak",
        "return",
    ]
    turns = [float(str(x["at"])) for x in _turns(desk.house)]
    assert turns == pytest.approx([0.0, 10.0, 30.0, 50.0], abs=2.1)
    assert desk.seconds == pytest.approx(takes(SCENE), abs=4.0)
    assert desk.house.session.mode == "ended"


def _turns(house: House) -> list[dict[str, object]]:
    entries = [e for e in house.journal.entries if e.kind == "PhaseTurned"]
    begins = entries[0].reading
    return [{"at": entry.reading - begins} for entry in entries]


async def test_nothing_is_done_but_shortening() -> None:
    """No dose was given, and none stands in the record."""
    desk = VirtualDesk(loaded())
    await led(desk)
    start, *given = [command for _, command in desk.given]
    assert start == START
    assert given[0] == Press(Button.NEXT_PHASE)
    assert all(isinstance(each, Extend) and each.by < 0 for each in given[1:-1])
    assert given[-1] == Press(Button.END)
    assert len(given) == 4


async def test_a_short_phase_is_played_as_it_is() -> None:
    """Twenty seconds need no shortening."""
    desk = VirtualDesk(loaded(shorter(SCENE, onset=15.0, peak=20.0)))
    ended, _ = await led(desk)
    assert ended == OVER
    assert [c for _, c in desk.given if isinstance(c, Extend)] == []


async def test_a_line_says_what_begins() -> None:
    """The music, and how much of a long ramp can be seen."""
    _, said = await led(VirtualDesk(loaded()))
    assert said[0] == "It begins."
    assert said[2] == "onset begins. Music: 0. Lamps: over 10:00, seen in part."
    assert said[3] == "peak begins. Music: 0. Lamps: over 0:08."
    assert said[4] == "return begins. Music: 0."


async def test_a_hold_is_waited_for() -> None:
    """Whoever looks closer at a lamp has the time for it."""
    hold = Press(Button.HOLD)
    acts = {5: lambda h: h.give(hold), 300: lambda h: h.give(hold)}
    desk = VirtualDesk(loaded(), acts)
    ended, _ = await led(desk)
    assert ended == OVER
    assert all(at == 0.0 or at >= 300.0 for at, _ in desk.given)


async def test_a_session_that_somebody_ends_is_over() -> None:
    """Its last turn is not waited for, and nothing else is sent."""
    desk = VirtualDesk(loaded(), {20: lambda h: h.press(Button.END)})
    ended, _ = await led(desk)
    assert ended == OVER
    assert Press(Button.END) not in [command for _, command in desk.given]


async def test_nothing_is_rehearsed_in_a_session_that_runs() -> None:
    """Not one command reaches it, not even when the rehearsal is closed."""
    desk = VirtualDesk(loaded())
    desk.house.begin()
    leader = Leader(desk, print, {})
    ended = await leader.lead(START)
    await leader.close()
    assert ended.ending is Ending.REFUSED
    assert desk.given == []


async def test_an_engine_that_stays_away_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With what takes the music away."""
    monkeypatch.setattr(leading, "GONE_FOR", Seconds(0.05))
    desk = VirtualDesk(loaded())
    desk.answers_gone = True
    assert (await led(desk))[0] == Ended(Ending.GONE, GONE)


async def test_an_interrupted_one_is_closed_with_its_fade() -> None:
    """Ended, and silent by the time it is left."""
    desk = VirtualDesk(loaded(), {15: lambda _: leads.cancel()})
    leader = Leader(desk, lambda _: None, {})
    leads = asyncio.create_task(leader.lead(START))
    with pytest.raises(asyncio.CancelledError):
        await leads
    assert desk.house.session.mode == "running"
    await leader.close()
    assert desk.house.session.mode == "ended"
    assert desk.house.view.sound.state == "silent"


async def test_a_turn_that_is_asked_for_is_taken_ten_seconds_later() -> None:
    """Long enough to see the question on the console."""
    peak = replace(SCENE.phases[2], turn=Turn.ASK, waits=None)
    asking = replace(SCENE, phases=(*SCENE.phases[:2], peak, SCENE.phases[3]))
    desk = VirtualDesk(loaded(asking))
    ended, _ = await led(desk)
    assert ended == OVER
    pressed = [at for at, each in desk.given if each == Press(Button.NEXT_PHASE)]
    assert pressed == pytest.approx([10.0, 60.0], abs=2.1)
    assert desk.seconds == pytest.approx(takes(asking), abs=4.0)


def test_a_phase_that_cannot_be_shortened_is_turned() -> None:
    """Once it has said so."""
    phase = PhaseView("peak", 12.0, 900.0, "return")
    lead = Lead("peak").look(phase)
    assert lead.command(phase) == Extend(Seconds(-890.0))
    refused = lead.asked(phase, ok=False)
    assert refused.command(phase) is None
    phase = replace(phase, position_s=14.0)
    assert refused.look(phase).command(phase) == Press(Button.NEXT_PHASE)
