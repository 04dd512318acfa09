"""What the screen says of what does not answer, and what it stops saying."""

from dataclasses import replace

from kap_room.engine.ports import PlayerLost, PlayerSaid
from kap_room.plan.scene import Reminder
from kap_room.plan.units import Seconds
from tests.engine.house import SCENE, House, loaded


def test_a_room_without_sound_is_told_what_to_do() -> None:
    """The plan goes on, and one sentence says how to mend it."""
    house = House()
    house.begin()
    house.engine.post(PlayerSaid(replace(house.report(None), sound="lost")))
    house.engine.step()
    snapshot = house.engine.snapshot()
    assert snapshot.sound.state == "lost"
    assert snapshot.session.state == "running"
    assert "Start the sound server" in snapshot.health["sound"].says


def test_one_output_that_is_gone_is_told_without_blaming_the_sound_server() -> None:
    """The speakers sound: nobody shall start a server in the middle of a session."""
    says = 'The sound output "headphones" is not there. The others sound.'
    house = House()
    house.begin()
    report = replace(house.report(None), sound="partly", says=says)
    house.engine.post(PlayerSaid(report))
    house.engine.step()
    sound = house.engine.snapshot().health["sound"]
    assert sound.says == says
    assert not sound.ok


def test_a_player_that_is_just_starting_is_not_lost() -> None:
    """Nothing is heard yet and nothing is wrong. One that was there and is gone, is."""
    house = House()
    house.begin()
    assert house.engine.snapshot().sound.state == "silent"
    house.player_plays()
    house.wait(1)
    assert house.engine.snapshot().sound.state == "fading"
    house.engine.post(PlayerLost())
    house.engine.step()
    assert house.engine.snapshot().sound.state == "lost"


def test_a_reminder_goes_quiet_by_itself() -> None:
    """Nothing nags: ten minutes after it was due it is off the screen."""
    first = replace(SCENE.phases[0], reminders=(Reminder("Vitals", at=Seconds(60)),))
    scene = replace(SCENE, phases=(first, *SCENE.phases[1:]))
    house = House()
    house.begin(loaded(scene))
    house.wait(120)
    assert [r.says for r in house.engine.snapshot().reminders] == ["Vitals"]
    house.wait(600)
    assert house.engine.snapshot().reminders == ()
