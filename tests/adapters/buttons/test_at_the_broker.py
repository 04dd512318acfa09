"""Buttons at a real mosquitto: pressed once each, and nothing of yesterday."""

from __future__ import annotations

import asyncio
import os
import statistics
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from paho.mqtt.client import Client
from paho.mqtt.enums import CallbackAPIVersion
from typing_extensions import override

from kap_room.adapters.buttons.mqtt import MqttButtons
from kap_room.adapters.controls.asking import Asking
from kap_room.plan.room import Broker
from tests.adapters.buttons.room import Scribe, button, listening
from tests.rig.broker import Mosquitto, Spy, put_away
from tests.rig.flood import Finger, flood

COUCH = "zigbee2mqtt/couch button"


def action(word: str, linkquality: int = 120) -> str:
    """What zigbee2mqtt publishes when a finger comes down."""
    return f'{{"action":"{word}","battery":90,"linkquality":{linkquality}}}'


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Mosquitto]:
    with Mosquitto(tmp_path / "broker", persistence=True) as mosquitto:
        yield mosquitto


@pytest.fixture
def spy(broker: Mosquitto) -> Iterator[Spy]:
    with Spy(broker.port) as spy:
        yield spy


REMOTE = button(COUCH, single="talk", double="next-phase", hold="ground")


async def test_a_remote_is_pressed_single_double_and_held(
    broker: Mosquitto, spy: Spy
) -> None:
    """Each once, in the order of the fingers."""
    async with listening(broker.port, REMOTE) as room:
        for word in ("single", "double", "hold", "release"):
            spy.say(COUCH, action(word))
            await asyncio.sleep(0.1)
        asked = await room.wait_for(3)
        assert asked == ["talk", "next-phase", "ground"]


async def test_an_action_that_the_broker_kept_does_nothing(
    broker: Mosquitto, spy: Spy
) -> None:
    """Neither when the room opens nor when the broker is back with it."""
    spy.say(COUCH, action("hold"), retain=True)
    async with listening(broker.port, REMOTE) as room:
        assert room.asked == []
        broker.stop()
        await asyncio.sleep(0.3)
        broker.start()
        await room.until(lambda: [ok for ok, _ in room.told] == [False, True])
        await asyncio.sleep(1.2)
        assert room.asked == []
        with Spy(broker.port) as after:
            after.say(COUCH, action("single"))
            assert await room.wait_for(1) == ["talk"]


class Noticing(MqttButtons):
    """Looks whether it is believed at the moment at which it is told of its broker."""

    def __init__(self, port: int, scribe: Scribe) -> None:
        asking = Asking(scribe, scribe.tell)
        super().__init__(Broker(port=port), [REMOTE], asking, scribe.tell)
        self.was_believed: list[bool] = []

    @override
    def found(self) -> None:
        self.was_believed.append(self.is_believed)
        super().found()


async def test_no_broker_is_believed_before_its_first_second(
    broker: Mosquitto,
) -> None:
    """Whoever was heard until then would go, and a press of that second be nobody's."""
    scribe = Scribe()
    heard = Noticing(broker.port, scribe)
    heard.start()
    try:
        await scribe.until(lambda: heard.is_believed)
        broker.stop()
        broker.start()
        await scribe.until(lambda: len(heard.was_believed) > 1)
        assert heard.was_believed == [False, False]
    finally:
        await asyncio.to_thread(heard.close)


async def test_a_message_of_another_press_right_after_the_start_does_nothing(
    broker: Mosquitto, spy: Spy
) -> None:
    """A bridge between two brokers loses the flag of what it kept."""
    async with listening(broker.port, REMOTE, settled=False) as room:
        spy.say(COUCH, action("hold"))
        await asyncio.sleep(1.5)
        assert room.asked == []
        spy.say(COUCH, action("hold", 99))
        assert await room.wait_for(1) == ["ground"]


async def test_what_zigbee2mqtt_repeats_when_it_returns_does_nothing(
    broker: Mosquitto, spy: Spy
) -> None:
    """It publishes anew what it had retained, and no flag tells us."""
    async with listening(broker.port, REMOTE) as room:
        spy.say(COUCH, action("single"))
        assert await room.wait_for(1) == ["talk"]
        spy.say("zigbee2mqtt/bridge/state", '{"state":"online"}', retain=True)
        spy.say(COUCH, action("single"), retain=True)
        spy.say(COUCH, action("double"))
        assert await room.wait_for(2) == ["talk", "next-phase"]


async def test_a_shelly_is_asked_for_its_count_so_that_an_old_press_stays_old(
    broker: Mosquitto, spy: Spy
) -> None:
    """It answers within the first second; from then on each new count is a press."""
    topic = "shellies/shellyix3-a1/input_event/0"
    async with listening(broker.port, button(topic, single="talk"), settled=False) as r:
        assert await asyncio.to_thread(spy.wait_for, "shellies/shellyix3-a1/command")
        spy.say(topic, '{"event":"S","event_cnt":79}')
        await asyncio.sleep(1.5)
        spy.say(topic, '{"event":"S","event_cnt":79}')
        spy.say(topic, '{"event":"S","event_cnt":80}')
        assert await r.wait_for(1) == ["talk"]
        await asyncio.sleep(0.1)
        assert r.asked == ["talk"]


async def test_a_tasmota_is_asked_how_its_relay_stands(
    broker: Mosquitto, spy: Spy
) -> None:
    """So that what it tells when it comes back is no press, and the next change is."""
    topic = "stat/door/RESULT"
    async with listening(broker.port, button(topic, press="talk"), settled=False) as r:
        assert await asyncio.to_thread(spy.wait_for, "cmnd/door/State")
        spy.say(topic, '{"Time":"2026-03-01T10:00:00","POWER":"ON","Dimmer":10}')
        await asyncio.sleep(1.5)
        spy.say(topic, '{"POWER":"ON"}')
        await asyncio.sleep(0.1)
        assert r.asked == []
        spy.say(topic, '{"POWER":"OFF"}')
        assert await r.wait_for(1) == ["talk"]


@pytest.mark.parametrize("qos", [0, 1, 2])
async def test_however_a_remote_publishes_its_press_counts_once(
    broker: Mosquitto, tmp_path: Path, qos: int
) -> None:
    """Kept as well, by a broker that is killed and comes back with it."""
    saved = tmp_path / "broker" / "mosquitto.db"
    async with listening(broker.port, REMOTE) as room:
        await publish(broker.port, action("hold"), qos)
        assert await room.wait_for(1) == ["ground"]
        await asyncio.sleep(0.1)
        assert not saved.exists()
        broker.save()
        await room.until(saved.exists)
        broker.kill()
        await room.until(lambda: [ok for ok, _ in room.told] == [False])
        broker.start()
        await room.until(lambda: [ok for ok, _ in room.told] == [False, True])
        with Spy(broker.port) as later:
            assert await asyncio.to_thread(later.wait_for, COUCH)
        await asyncio.sleep(1.1)
        assert room.asked == ["ground"]


async def publish(port: int, payload: str, qos: int) -> None:
    """By somebody whose session the broker keeps."""
    client = Client(CallbackAPIVersion.VERSION2, client_id="z2m", clean_session=False)
    client.connect("127.0.0.1", port)
    client.loop_start()
    info = client.publish(COUCH, payload, qos=qos, retain=True)
    await asyncio.to_thread(info.wait_for_publish, 3.0)
    client.disconnect()
    client.loop_stop()
    put_away(client)


async def test_a_contact_is_pressed_long_by_our_own_clock(
    broker: Mosquitto, spy: Spy
) -> None:
    """An ESPHome that says no more than that it is down."""
    topic = "couch/binary_sensor/button/state"
    wanted = button(topic, press="talk", long="hold")
    async with listening(broker.port, wanted) as room:
        spy.say(topic, "ON", retain=True)
        assert await room.wait_for(1) == ["hold"]
        spy.say(topic, "OFF", retain=True)
        await asyncio.sleep(0.1)
        spy.say(topic, "ON", retain=True)
        await asyncio.sleep(0.1)
        spy.say(topic, "OFF", retain=True)
        assert await room.wait_for(2) == ["hold", "talk"]


SPINS = action("spin")
WHOLE = (
    '{"action":"spin","action_transaction":13,"battery":90,"current_heating":null,'
    '"last_seen":"2026-11-22T09:00:00Z","linkquality":120,'
    '"update":{"installed_version":16777241,"latest_version":16777241,"state":"idle"}}'
)
"""As long as a remote of today makes it."""

OTHERS = [action("spin", 0).replace("90", "{}"), "garbage {}"]


@pytest.mark.parametrize(
    "payload",
    [SPINS, WHOLE, *(pytest.param(x, marks=pytest.mark.slow) for x in OTHERS)],
    ids=["short", "long", "another each time", "garbage"],
)
async def test_silence_is_obeyed_while_its_own_button_floods_us(
    broker: Mosquitto, payload: str
) -> None:
    """Ten thousand messages a second on the very topic; memory stays as it was."""
    wanted = button(COUCH, single="silence", spin="talk")
    finger = Finger(broker.port)
    async with listening(broker.port, wanted) as room:
        lost = flood(broker.port, COUCH, payload, 10_000, 2.5)
        # It is there; of garbage nobody hears.
        await room.until(lambda: "talk" in room.asked, within=2.0)
        await asyncio.sleep(0.3)
        before = _memory()
        taken = []
        for press in range(8):
            count, began = room.asked.count("silence"), time.monotonic()
            finger.say(COUCH, action("single", press))
            await room.until(lambda: room.asked.count("silence") > count)  # noqa: B023
            taken.append(time.monotonic() - began)
            await asyncio.sleep(0.12)
        assert int(await asyncio.to_thread(lambda: lost.communicate()[0])) > 10_000
        finger.close()
        assert statistics.median(taken) < 0.2, taken
        assert _memory() - before < 4_000


def _memory() -> int:
    """In kB and as it is now: the most there ever was may be of a test before this."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // 1024
