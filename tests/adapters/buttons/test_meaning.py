"""What a button's presses ask for, from whatever make they come."""

from __future__ import annotations

import pytest

from kap_room.adapters.buttons.hearing import hear
from kap_room.adapters.buttons.meaning import Meaning
from kap_room.exchange.commands import Button, Command, Press, Start
from kap_room.exchange.words import VOCABULARY, parse
from kap_room.plan.controls import MqttButton, SaidAs
from kap_room.plan.units import Seconds


def button(**does: str) -> Meaning:
    """One that does these, as a room file writes them."""
    said = tuple(
        SaidAs(says.replace("_", " "), tuple(words.split()))
        for says, words in does.items()
    )
    return Meaning(MqttButton("couch", "zigbee2mqtt/couch", None, said))


def asked(meaning: Meaning, payload: str, at: float = 0.0) -> list[Command]:
    return [
        command
        for sign in hear(payload.encode()).signs
        for command in meaning.commands(sign, Seconds(at))
    ]


TALK, HOLD, SILENCE = (Press(b) for b in (Button.TALK, Button.HOLD, Button.SILENCE))


@pytest.mark.parametrize(
    "payload",
    [
        '{"action":"single"}',
        '{"Button1":{"Action":"SINGLE"}}',
        '{"event":"S","event_cnt":1}',
        '{"event_type":"press"}',
        "click",
    ],
)
@pytest.mark.parametrize("written", ["single", "press"])
def test_every_make_means_the_same_by_a_single_press(
    payload: str, written: str
) -> None:
    """Whichever of the two words the room file has."""
    assert asked(button(**{written: "talk"}), payload) == [TALK]


def test_a_press_that_is_written_more_exactly_wins() -> None:
    """Of two buttons on one topic each does its own."""
    remote = button(button2_single="hold", single="talk")
    assert asked(remote, '{"Button1":{"Action":"SINGLE"}}') == [TALK]
    assert asked(remote, '{"Button2":{"Action":"SINGLE"}}') == [HOLD]


@pytest.mark.parametrize("words", ["Silence", "SILENCE", "Lights_Up"])
def test_what_is_urgent_is_urgent_however_it_is_written(words: str) -> None:
    """A large letter in the room file costs no edge."""
    assert button(single=words).urgent == {"single"}


def test_a_press_that_nobody_wrote_does_nothing() -> None:
    """A remote has five buttons, and the room uses one."""
    assert asked(button(single="talk"), '{"action":"brightness_up_click"}') == []
    assert asked(button(single="nothing"), '{"action":"single"}') == []


def test_a_contact_has_our_own_gestures() -> None:
    """A short press waits for a second one where that means something else."""
    meaning = button(press="talk", double="hold")
    assert asked(meaning, "ON", 0.0) == []
    assert asked(meaning, "OFF", 0.1) == []
    assert meaning.next_due is not None
    assert meaning.due(Seconds(2.0)) == (TALK,)
    asked(meaning, "ON", 5.0)
    asked(meaning, "OFF", 5.1)
    assert asked(meaning, "ON", 5.2) == [HOLD]


def test_silence_on_a_contact_fires_on_the_edge() -> None:
    """Nothing waits for a second press or for the finger to leave."""
    assert asked(button(press="silence", double="hold"), "ON") == [SILENCE]


def test_silence_on_a_shelly_does_not_wait_for_its_device() -> None:
    """The finger is down half a second before the device calls it a push; once."""
    event = '{{"method":"NotifyEvent","params":{{"events":[{{"component":"input:0",'
    event += '"event":"{}","ts":{}}}]}}}}'
    meaning = button(single="silence", double="talk")
    assert asked(meaning, event.format("btn_down", 1)) == [SILENCE]
    assert asked(meaning, event.format("btn_up", 2)) == []
    assert asked(meaning, event.format("single_push", 3)) == []
    assert asked(meaning, event.format("btn_down", 4)) == [SILENCE]
    assert asked(meaning, event.format("double_push", 5)) == [TALK]


def test_a_relay_that_stays_is_pressed_by_each_change() -> None:
    """A Tasmota whose button switches it."""
    assert asked(button(toggle="talk"), '{"POWER":"ON"}') == [TALK]
    assert asked(button(toggle="talk"), '{"POWER":"OFF"}') == [TALK]
    assert asked(button(press="talk"), '{"POWER1":"OFF"}') == [TALK]
    assert asked(button(on="talk", off="hold"), '{"POWER":"OFF"}') == [HOLD]


def test_a_finger_that_stays_down_asks_once() -> None:
    """Lights up would go on to full, and hold would come and go."""
    meaning = button(on_hold="lights-up", single="talk")
    told = '{"action":"on_hold"}'
    lights_up = Press(Button.LIGHTS_UP)
    asks = [asked(meaning, told, at) for at in (0.0, 0.8, 1.6, 5.0)]
    assert asks == [[lights_up], [], [], []]
    asked(meaning, '{"action":"on_hold_release"}', 5.5)
    assert asked(meaning, told, 6.0) == [lights_up]
    assert asked(meaning, told, 12.0) == [lights_up]


def test_a_finger_that_stays_down_goes_on_making_it_louder() -> None:
    """A step each time it is told."""
    meaning = button(hold="louder")
    asks = [asked(meaning, '{"action":"hold"}', at) for at in (0.0, 0.8)]
    assert asks == [[Press(Button.LOUDER)]] * 2


def test_words_are_read_as_the_room_reads_them() -> None:
    """Whoever wires the room knows where a scene lies that is called by its name."""

    def reads(said: tuple[str, ...]) -> Command:
        return parse(("start", f"/scenes/{said[1]}.yaml"))

    does = (SaidAs("single", ("start", "dusk")),)
    meaning = Meaning(MqttButton("couch", "t", None, does), reads)
    assert asked(meaning, "single") == [Start("/scenes/dusk.yaml")]


EXAMPLES = {
    "start": ("start", "/scenes/dusk.yaml"),
    "light": ("light", "floor", "15%"),
    "extend": ("extend", "5m"),
    "shorten": ("shorten", "5m"),
    "earlier": ("earlier", "1m"),
    "later": ("later", "1m"),
    "volume": ("volume", "-6 dB"),
    "since-dose": ("since-dose", "52m"),
}


@pytest.mark.parametrize("word", VOCABULARY)
def test_every_command_of_the_contract_can_be_asked_for_by_a_button(word: str) -> None:
    """Whatever a script can send."""
    alone = {"go-back-in", "release", "mark"}
    try:
        words = EXAMPLES.get(word, (word,) if word in alone else (word, "it"))
        command = parse(words)
    except ValueError:
        words = (word,)
        command = parse(words)
    meaning = Meaning(MqttButton("couch", "t", None, (SaidAs("single", words),)))
    assert asked(meaning, '{"action":"single"}') == [command]


def test_a_contact_is_heard_after_any_number_that_somebody_invented() -> None:
    """It may be the one that means silence."""
    wall = button(press="silence")
    for n in range(100):
        asked(wall, f'{{"Switch{n}":"OFF"}}')
    assert asked(wall, '{"Switch200":"ON"}', at=1.0) == [SILENCE]


def test_a_long_press_does_not_swallow_the_edge_that_is_lost_after_it() -> None:
    """A radio may lose the word that the finger came down: the press itself counts."""
    wall = button(single="silence")
    assert asked(wall, _of_input("btn_down")) == [SILENCE]
    assert asked(wall, _of_input("long_push"), at=1.0) == []
    assert asked(wall, _of_input("btn_up"), at=1.5) == []
    assert asked(wall, _of_input("single_push"), at=20.0) == [SILENCE]


def _of_input(event: str) -> str:
    told = f'{{"component":"input:0","event":"{event}"}}'
    return f'{{"method":"NotifyEvent","params":{{"events":[{told}]}}}}'
