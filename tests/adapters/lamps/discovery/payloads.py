"""What bridges and devices keep at a broker of themselves, as they were seen to."""

from __future__ import annotations

import json

Plain = dict[str, object]


def in_json(says: object) -> bytes:
    return json.dumps(says).encode()


def feature(name: str) -> Plain:
    return {"type": "numeric", "name": name, "property": name, "access": 7}


def device(
    name: str, address: str, *exposes: Plain, kind: str = "Router", **more: object
) -> Plain:
    return {
        "ieee_address": address,
        "type": kind,
        "friendly_name": name,
        "disabled": False,
        "supported": True,
        "definition": {"model": "X", "vendor": "Y", "exposes": list(exposes)},
        **more,
    }


def light(*features: str, **more: object) -> Plain:
    return {"type": "light", "features": [feature(name) for name in features], **more}


DEVICES: list[Plain] = [
    {
        "ieee_address": "0x0",
        "type": "Coordinator",
        "friendly_name": "Coordinator",
        "definition": None,
    },
    device("floor", "0x1", light("state", "brightness", "color_temp")),
    device("bed", "0x2", light("state", "brightness"), feature("linkquality")),
    device("plug", "0x3", {"type": "switch", "features": [feature("state")]}),
    device("remote", "0x4", feature("action"), kind="EndDevice"),
    device(
        "double",
        "0x5",
        light("state", "brightness", endpoint="l1"),
        light("state", "brightness", endpoint="l2"),
    ),
    device("spare", "0x6", light("state", "brightness"), disabled=True),
]

GROUPS: list[Plain] = [
    {
        "id": 1,
        "friendly_name": "bedside",
        "scenes": [],
        "members": [
            {"ieee_address": "0x1", "endpoint": 1},
            {"ieee_address": "0x2", "endpoint": 11},
        ],
    },
    {"id": 2, "friendly_name": "empty", "scenes": [], "members": []},
    {
        "id": 3,
        "friendly_name": "odd",
        "scenes": [],
        "members": [{"ieee_address": "0x1"}, {"ieee_address": "0x5"}],
    },
]

OF_ZIGBEE2MQTT_FOR_HOME_ASSISTANT = {
    "availability": [
        {
            "topic": "zigbee2mqtt/bridge/state",
            "value_template": "{{ value_json.state }}",
        }
    ],
    "brightness": True,
    "brightness_scale": 254,
    "command_topic": "zigbee2mqtt/floor/set",
    "device": {"identifiers": ["zigbee2mqtt_0x1"], "name": "floor"},
    "name": None,
    "object_id": "floor",
    "schema": "json",
    "state_topic": "zigbee2mqtt/floor",
    "supported_color_modes": ["color_temp"],
}

OF_ESPHOME = {
    "schema": "json",
    "sup_clrm": ["brightness"],
    "brightness": True,
    "name": "Desk",
    "stat_t": "kap/light/desk/state",
    "cmd_t": "kap/light/desk/command",
    "avty_t": "kap/status",
    "uniq_id": "ESPlightdesk",
    "dev": {"ids": "a1b2", "name": "kap", "sw": "esphome v2025.2"},
}

OF_ANOTHER = {
    "~": "room/bed",
    "schema": "json",
    "name": "Bed lamp",
    "cmd_t": "~/set",
    "stat_t": "~",
    "avty": {"t": "room/bed/available"},
    "brightness": True,
    "sup_clrm": ["color_temp", "rgb"],
}

OF_TASMOTA = {
    "ip": "192.168.1.7",
    "dn": "Tasmota",
    "fn": ["Reading lamp", None, None, None, None, None, None, None],
    "hn": "tasmota-1",
    "mac": "AABBCCDDEEFF",
    "md": "Sonoff B05",
    "ty": 0,
    "if": 0,
    "ofln": "Offline",
    "onln": "Online",
    "state": ["OFF", "ON", "TOGGLE", "HOLD"],
    "sw": "13.1.0",
    "t": "readinglamp",
    "ft": "%prefix%/%topic%/",
    "tp": ["cmnd", "stat", "tele"],
    "rl": [2, 0, 0, 0, 0, 0, 0, 0],
    "so": {"20": 0, "68": 0},
    "lk": 1,
    "lt_st": 2,
    "ver": 1,
}

OF_SHELLY = {
    "id": 1,
    "src": "shellyplusdimmer-a1b2",
    "dst": "us",
    "result": {
        "light:0": {"id": 0, "output": True, "brightness": 25},
        "sys": {},
        "wifi": {},
    },
}

OF_OLD_SHELLY = {
    "id": "shellydimmer2-a1b2",
    "model": "SHDM-2",
    "mac": "AABBCCDDEEFF",
    "ip": "192.168.1.9",
    "new_fw": False,
    "fw_ver": "20230913",
}
