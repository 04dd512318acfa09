"""A press counts once, and never later: what is news, on a clock that tests move."""

from __future__ import annotations

from kap_room.adapters.buttons.hearing import PARTS, Contact, Press, hear
from kap_room.adapters.buttons.news import Came, Past, hear_news
from kap_room.plan.units import Seconds

SUBSCRIBED = Seconds(100.0)


class Topic:
    """One topic, as a room listens to it."""

    def __init__(self) -> None:
        self.past = Past()
        self.subscribed = SUBSCRIBED
        self.bridge = Seconds(-1e9)
        self.is_report = False

    def says(self, payload: str, at: float, *, kept: bool = False) -> int:
        """How many presses or moves of a contact that was."""
        came = Came(
            Seconds(at), kept, self.subscribed, self.bridge, is_report=self.is_report
        )
        signs, self.past = hear_news(self.past, hear(payload.encode()), came)
        assert all(isinstance(sign, Press | Contact) for sign in signs)
        return len(signs)


SINGLE = '{"action":"single","battery":90,"linkquality":120}'


def test_a_press_counts_each_time_it_is_made() -> None:
    """Twice the same, with another strength of the radio or the very same."""
    topic = Topic()
    assert topic.says(SINGLE, 110.0) == 1
    assert topic.says(SINGLE.replace("120", "117"), 111.0) == 1
    assert topic.says(SINGLE.replace("120", "117"), 112.0) == 1


def test_what_the_broker_kept_is_no_press() -> None:
    """Not at the first connection and not at any other."""
    topic = Topic()
    assert topic.says(SINGLE, 100.01, kept=True) == 0
    topic.subscribed = Seconds(200.0)
    assert topic.says(SINGLE, 200.01, kept=True) == 0
    assert topic.says(SINGLE, 210.0) == 1


def test_a_kept_message_without_its_flag_is_no_press_at_the_start() -> None:
    """A bridge between two brokers may lose the flag."""
    topic = Topic()
    assert topic.says(SINGLE, 100.02) == 0
    assert topic.says(SINGLE, 105.0) == 1


def test_a_kept_message_without_its_flag_is_no_press_at_a_reconnection() -> None:
    """Known by being the last one again; another one is a press."""
    topic = Topic()
    assert topic.says(SINGLE, 110.0) == 1
    topic.subscribed = Seconds(200.0)
    assert topic.says(SINGLE, 200.05) == 0
    assert topic.says(SINGLE, 200.06) == 0
    assert topic.says(SINGLE.replace("single", "double"), 200.3) == 1


def test_two_presses_right_after_a_reconnection_are_two() -> None:
    """Only what was said before it can be told again."""
    topic = Topic()
    topic.says('{"action":"double"}', 110.0)
    topic.subscribed = Seconds(200.0)
    assert topic.says(SINGLE, 200.2) == 1
    assert topic.says(SINGLE, 200.6) == 1


def test_what_zigbee2mqtt_repeats_after_its_return_is_no_press() -> None:
    """Two seconds after its connection it publishes anew whatever it had retained."""
    topic = Topic()
    assert topic.says(SINGLE, 110.0) == 1
    topic.bridge = Seconds(300.0)
    assert topic.says(SINGLE, 302.1) == 0
    assert topic.says(SINGLE.replace("120", "99"), 304.0) == 1
    topic.bridge = Seconds(400.0)
    assert topic.says(SINGLE.replace("120", "99"), 411.0) == 1


def test_a_state_that_is_told_again_with_its_action_is_no_press() -> None:
    """The battery changed, and the action of a minute ago stands beside it."""
    topic = Topic()
    assert topic.says(SINGLE, 110.0) == 1
    assert topic.says(SINGLE.replace("90", "89"), 170.0) == 0
    assert topic.says(SINGLE.replace("90", "89"), 171.0) == 1


def test_a_press_after_an_empty_action_is_one_whatever_else_changed() -> None:
    """Older bridges lift the finger with an empty action."""
    topic = Topic()
    assert topic.says(SINGLE, 110.0) == 1
    assert topic.says('{"action":"","battery":90}', 110.1) == 0
    assert topic.says(SINGLE.replace("90", "89"), 120.0) == 1


def test_a_message_that_was_seen_at_the_same_moment_is_the_same() -> None:
    """`last_seen` is the bridge's own clock."""
    topic = Topic()
    said = '{"action":"single","last_seen":"2026-03-01T10:00:00Z"}'
    assert topic.says(said, 110.0) == 1
    assert topic.says(said, 120.0) == 0
    assert topic.says(said.replace("10:00:00", "10:00:09"), 121.0) == 1


def test_two_presses_in_one_second_are_two() -> None:
    """A bridge may write whole seconds, and silence is pressed twice in a hurry."""
    topic = Topic()
    said = '{"action":"single","last_seen":"2026-03-01T10:00:00+01:00"}'
    assert topic.says(said, 110.0) == 1
    assert topic.says(said, 110.4) == 1
    assert topic.says(said, 115.0) == 0


def test_a_counted_press_counts_once() -> None:
    """A Shelly tells its last event every half a minute, with its count."""
    topic = Topic()
    assert topic.says('{"event":"S","event_cnt":79}', 100.4) == 0
    assert topic.says('{"event":"S","event_cnt":79}', 130.0) == 0
    assert topic.says('{"event":"S","event_cnt":80}', 131.0) == 1
    assert topic.says('{"event":"S","event_cnt":80}', 160.0) == 0
    topic.subscribed = Seconds(200.0)
    assert topic.says('{"event":"S","event_cnt":82}', 200.4) == 0


def test_a_frame_that_is_told_again_counts_once() -> None:
    """Its time is the same; two inputs may share one."""
    topic = Topic()
    said = (
        '{"method":"NotifyEvent","params":{"events":['
        '{"component":"input:0","event":"single_push","ts":5.5},'
        '{"component":"input:1","event":"single_push","ts":5.5}]}}'
    )
    assert topic.says(said, 110.0) == 2
    assert topic.says(said, 111.0) == 0
    assert topic.says(said.replace("5.5", "6.5"), 112.0) == 2


def test_only_a_contact_that_moved_is_news() -> None:
    """A device tells its state again when it comes back."""
    topic = Topic()
    assert topic.says("OFF", 100.01, kept=True) == 0
    assert topic.says("ON", 110.0) == 1
    assert topic.says("ON", 111.0) == 0
    assert topic.says("OFF", 112.0) == 1
    topic.subscribed = Seconds(200.0)
    assert topic.says("OFF", 200.1) == 0


def test_a_contact_that_nobody_knew_is_pressed_when_it_goes_down() -> None:
    """One that is up tells only that it is up."""
    topic = Topic()
    assert topic.says("OFF", 110.0) == 0
    other = Topic()
    assert other.says("ON", 110.0) == 1


def test_a_relay_that_nobody_knew_tells_only_how_it_is() -> None:
    """A Tasmota tells it whenever it comes back; each change after that is a press."""
    topic = Topic()
    assert topic.says('{"POWER":"ON"}', 110.0) == 0
    assert topic.says('{"POWER":"ON"}', 111.0) == 0
    assert topic.says('{"POWER":"OFF"}', 112.0) == 1


def test_a_report_presses_nothing_that_nobody_knew() -> None:
    """It tells every five minutes how each switch is; only a change is somebody's."""
    topic = Topic()
    topic.is_report = True
    assert topic.says('{"Time":"10:00","Switch1":"ON"}', 110.0) == 0
    assert topic.says('{"Time":"10:05","Switch1":"ON"}', 410.0) == 0
    assert topic.says('{"Time":"10:06","Switch1":"OFF"}', 470.0) == 1


def test_what_a_bridge_repeats_is_known_whatever_the_broker_had_kept() -> None:
    """A broker that was killed comes back with what it kept an hour ago."""
    topic = Topic()
    assert topic.says('{"action":"hold"}', 100.01, kept=True) == 0
    assert topic.says(SINGLE, 110.0) == 1
    topic.subscribed = Seconds(200.0)
    assert topic.says('{"action":"hold"}', 200.01, kept=True) == 0
    topic.bridge = Seconds(201.0)
    assert topic.says(SINGLE, 203.0) == 0
    assert topic.says(SINGLE.replace("120", "99"), 204.0) == 1


def pushed(*times: float) -> str:
    """A Shelly of the second generation tells of presses, each with its time."""
    events = (
        f'{{"component":"input:0","event":"single_push","ts":{time}}}' for time in times
    )
    joined = ",".join(events)
    return f'{{"method":"NotifyEvent","params":{{"ts":9,"events":[{joined}]}}}}'


def test_an_event_of_long_ago_is_no_press() -> None:
    """A device that was away tells what happened meanwhile, in one breath."""
    topic = Topic()
    assert topic.says(pushed(1000.0), 110.0) == 1
    assert topic.says(pushed(1020.5), 310.0) == 0
    assert topic.says(pushed(1130.5), 310.1) == 0
    assert topic.says(pushed(1201.0), 311.0) == 1


def test_an_event_that_was_heard_is_no_press_though_others_came_between() -> None:
    """They are sent once more in their order."""
    topic = Topic()
    assert topic.says(pushed(1000.0), 110.0) == 1
    assert topic.says(pushed(1002.0), 112.0) == 1
    assert topic.says(pushed(1000.0), 113.0) == 0
    assert topic.says(pushed(1002.0), 113.1) == 0
    assert topic.says(pushed(1004.0), 114.0) == 1


def test_a_device_that_sets_its_clock_back_loses_no_more_than_one_press() -> None:
    """Whoever presses again is heard."""
    topic = Topic()
    assert topic.says(pushed(9000.0), 110.0) == 1
    assert topic.says(pushed(50.0), 120.0) == 0
    assert topic.says(pushed(52.0), 122.0) == 1
    assert topic.says(pushed(53.0), 123.0) == 1


def test_a_device_without_a_clock_is_heard_each_time() -> None:
    """It has not found its time server yet."""
    topic = Topic()
    said = pushed(0.0).replace("0.0", "null")
    assert topic.says(said, 110.0) == 1
    assert topic.says(said, 111.0) == 1


def test_contacts_that_somebody_invents_are_not_all_remembered() -> None:
    """Anybody may publish, and may count for ever; the last that spoke are known."""
    topic = Topic()
    for n in range(1_000):
        topic.says(f'{{"Switch{n}":"OFF"}}', 110.0 + n)
    assert len(topic.past.contacts) == PARTS
    assert topic.says('{"Switch999":"ON"}', 2_000.0) == 1
    assert topic.says('{"Switch999":"ON"}', 2_001.0) == 0
