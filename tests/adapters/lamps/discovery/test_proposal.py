"""What was found becomes lines that the room file's strict reader takes."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from kap_room.adapters.lamps.discovery.found import Finding, Found, FoundGroup, named
from kap_room.adapters.lamps.discovery.found import topic_in as is_topic
from kap_room.adapters.lamps.discovery.listening import findings_in
from kap_room.adapters.lamps.discovery.proposal import Proposal, proposal_of
from kap_room.adapters.lamps.discovery.writing import lines_of
from kap_room.plan.room import Ability, Lamp, Room
from tests.adapters.lamps.discovery.payloads import (
    DEVICES,
    GROUPS,
    OF_ANOTHER,
    OF_ESPHOME,
    OF_TASMOTA,
    OF_ZIGBEE2MQTT_FOR_HOME_ASSISTANT,
    in_json,
)
from tests.library import paper


def everything() -> tuple[Finding, ...]:
    heard = {
        "homeassistant/light/0x1/light/config": OF_ZIGBEE2MQTT_FOR_HOME_ASSISTANT,
        "homeassistant/light/kap/desk/config": OF_ESPHOME,
        "homeassistant/light/other/bed/config": OF_ANOTHER,
        "zigbee2mqtt/bridge/groups": GROUPS,
        "zigbee2mqtt/bridge/devices": DEVICES,
        "tasmota/discovery/A/config": OF_TASMOTA,
    }
    return tuple(
        finding
        for topic, says in heard.items()
        for finding in findings_in(topic, in_json(says), "us")
    )


def room_with(*lamps: Lamp) -> Room:
    return Room("Garden room", Path("music"), lamps=lamps)


def text_of(proposal: Proposal) -> str:
    return "\n".join(lines_of(proposal)) + "\n"


def test_the_lines_are_a_room_file_as_they_stand(tmp_path: Path) -> None:
    """Each lamp with its words, what it can, and a name."""
    room = paper.room(tmp_path, text_of(proposal_of(everything(), None)))
    assert {lamp.name: (lamp.speaks, lamp.topic, lamp.can) for lamp in room.lamps} == {
        "floor": ("zigbee2mqtt", "zigbee2mqtt/floor", Ability.WARMTH),
        "bed": ("zigbee2mqtt", "zigbee2mqtt/bed", Ability.DIM),
        "Reading lamp": ("tasmota", "readinglamp", Ability.WARMTH),
        "Desk": ("esphome", "kap/light/desk", Ability.DIM),
        "Bed lamp": ("homeassistant", "room/bed", Ability.WARMTH),
    }


def test_a_group_of_the_bridge_is_proposed_with_its_lamps(tmp_path: Path) -> None:
    """One message then reaches all of them."""
    room = paper.room(tmp_path, text_of(proposal_of(everything(), None)))
    assert room.groups == {"bedside": ("floor", "bed")}
    assert room.group_lamps["bedside"].topic == "zigbee2mqtt/bedside"


def test_a_lamp_that_is_found_twice_is_proposed_in_its_bridge_s_words() -> None:
    """zigbee2mqtt tells Home Assistant of each of its lamps too."""
    proposal = proposal_of(everything(), None)
    lamps = [one.lamp for one in proposal.lamps]
    floor = [lamp.speaks for lamp in lamps if lamp.topic == "zigbee2mqtt/floor"]
    assert floor == ["zigbee2mqtt"]


def test_what_the_room_file_has_is_marked_and_not_proposed_again() -> None:
    """Under the name that it has there."""
    lamps = (
        Lamp("standing lamp", "zigbee2mqtt", "zigbee2mqtt/floor"),
        Lamp("couch", "homeassistant", "room/bed", command_topic="room/bed/set"),
    )
    proposal = proposal_of(everything(), room_with(*lamps))
    known = {one.lamp.name for one in proposal.lamps if one.is_known}
    assert known == {"standing lamp", "couch"}
    text = text_of(proposal)
    assert '# In the room file already: "standing lamp", zigbee2mqtt' in text
    assert "lamps: [standing lamp, bed]" in text


def test_a_name_that_the_room_has_for_another_lamp_is_numbered() -> None:
    """And `all` is nobody's name."""
    room = room_with(Lamp("floor", "shelly", "wall"))
    findings = [
        Found(Lamp(name, "zigbee2mqtt", f"zigbee2mqtt/{n}"))
        for n, name in enumerate(("floor", "all", "floor"))
    ]
    names = [one.lamp.name for one in proposal_of(findings, room).lamps]
    assert names == ["floor 2", "all 2", "floor 3"]


def test_a_plug_is_a_remark_that_only_wants_its_sign_removed() -> None:
    """Whether a lamp hangs on it, nobody says."""
    text = text_of(proposal_of(everything(), None))
    line = "plug: {speaks: zigbee2mqtt, topic: zigbee2mqtt/plug, can: switch}"
    assert f"# It only switches. If a lamp hangs on it, write under lights: {line}" in (
        text.splitlines()
    )


def test_what_cannot_be_used_stands_there_with_its_reason() -> None:
    """As do groups of which a member is no lamp."""
    remarks = [
        line for line in lines_of(proposal_of(everything(), None)) if "#" in line
    ]
    assert any('"double" cannot be used' in line for line in remarks)
    assert any('"odd"' in line for line in remarks)


def test_more_than_a_room_could_have_is_told_to_be_more() -> None:
    """And not shown."""
    many = [Found(Lamp(f"lamp {n}", "wled", f"wled/{n}")) for n in range(300)]
    proposal = proposal_of(many, None)
    assert (len(proposal.lamps), proposal.is_whole) == (200, False)
    assert "more at this broker" in text_of(proposal)


def test_a_broker_without_lamps_proposes_nothing() -> None:
    """No empty heading that the reader would refuse."""
    assert lines_of(proposal_of((), None)) == ()


TEXT = st.text(max_size=90) | st.sampled_from(
    [
        "null",
        "~",
        "yes",
        "a: b",
        "a #b",
        "[x]",
        "{y}",
        '"',
        "'",
        "- a",
        "* a",
        "? a",
        "%",
    ]
)
TOPICS = TEXT.map(is_topic).filter(lambda topic: topic is not None)


@given(names=st.lists(st.tuples(TEXT, TOPICS), min_size=1, max_size=4))
def test_any_name_and_topic_is_read_back_as_it_was(
    names: list[tuple[str, str]],
) -> None:
    """Whatever somebody calls a lamp, the line that names it is right."""
    findings: list[Finding] = []
    for number, (name, topic) in enumerate(dict(names).items()):
        lamp = Lamp(named(name, "lamp"), "zigbee2mqtt", f"z/{number}/{topic}")
        findings.append(Found(lamp, f"0x{number}"))
    group = Lamp(named(names[0][0], "group"), "zigbee2mqtt", "z/group")
    findings.append(FoundGroup(group, ("0x0",)))
    proposal = proposal_of(findings, None)
    text = text_of(proposal)
    room = room_in(text)
    assert room.lamps == tuple(one.lamp for one in proposal.lamps)
    assert tuple(room.group_lamps.values()) == tuple(g.lamp for g in proposal.groups)


def room_in(text: str) -> Room:
    with tempfile.TemporaryDirectory() as folder:
        return paper.room(Path(folder), text)
