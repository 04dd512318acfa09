"""The room as Home Assistant's MQTT discovery wants a device to be announced.

Written for its device discovery (Home Assistant 2024.11 and later): one message for
the device and all that belongs to it, with `device`, `origin` and `components`; each
component has a `platform` and a `unique_id`. Keys have their full names.
"""

from __future__ import annotations

from typing import Final

import kap_room
from kap_room.adapters.broker_line.payload import write
from kap_room.adapters.homeassistant.identity import KEY
from kap_room.adapters.homeassistant.names import HOUSE, Topics
from kap_room.adapters.homeassistant.telling import OFFLINE, ONLINE, SOUNDS
from kap_room.plan.home_assistant import Lets
from kap_room.timeline.gains import LOUDEST, QUIETEST

Component = dict[str, object]

BUTTONS: Final[dict[Lets, tuple[str, str]]] = {
    Lets.SILENCE: ("Silence", "mdi:volume-off"),
    Lets.MUSIC: ("Music", "mdi:music"),
    Lets.LIGHTS_UP: ("Lights up", "mdi:lightbulb-on"),
    Lets.GROUND: ("Ground", "mdi:anchor"),
    Lets.HOLD: ("Hold", "mdi:pause"),
    Lets.TALK: ("Talk", "mdi:account-voice"),
    Lets.LIGHTS_DOWN: ("Lights down", "mdi:lightbulb-outline"),
    Lets.BACK_TO_PLAN: ("Lamps back to plan", "mdi:lightbulb-auto"),
    Lets.ARM_LIGHT: ("Arm light", "mdi:desk-lamp"),
    Lets.WALK_LIGHT: ("Walk light", "mdi:walk"),
    Lets.SOFTER: ("Softer", "mdi:weather-night"),
    Lets.DEEPER: ("Deeper", "mdi:waves"),
    Lets.NEXT_TRACK: ("Next track", "mdi:skip-next"),
    Lets.NEXT_PHASE: ("Next phase", "mdi:page-next"),
    Lets.REMINDER_DONE: ("Reminder done", "mdi:check"),
}
"""Their names in Home Assistant. Volume is a number and not among them."""


def announcement(room: str, topics: Topics, may: tuple[Lets, ...], mark: str) -> bytes:
    """The payload of the discovery topic; `room` is its name as people say it."""
    components = {**_sensors(), **_asked(topics)}
    for name, component in components.items():
        component["unique_id"] = f"{topics.device}-{name}"
    for lets in (each for each in Lets if each not in may):
        # A platform and nothing more takes away what was announced once.
        platform = components[lets.value]["platform"]
        components[lets.value] = {"platform": platform}
    return write(
        {
            "device": {
                "identifiers": [topics.device],
                "name": room,
                "manufacturer": HOUSE,
                "model": "Session room",
                KEY: mark,
                "sw_version": kap_room.__version__,
            },
            "origin": {"name": HOUSE, "sw_version": kap_room.__version__},
            "availability_topic": topics.availability,
            "payload_available": ONLINE.decode(),
            "payload_not_available": OFFLINE.decode(),
            "state_topic": topics.state,
            "qos": 1,
            "components": components,
        }
    )


def _sensors() -> dict[str, Component]:
    return {
        "phase": _sensor("Phase", "phase", icon="mdi:timeline"),
        "position": _sensor("Position", "position_min", **MINUTES),
        "remaining": _sensor("Remaining in the phase", "remaining_min", **MINUTES),
        "sound": _sensor("Sound", "sound", device_class="enum", options=list(SOUNDS)),
    }


MINUTES: Final[dict[str, object]] = {
    "device_class": "duration",
    "unit_of_measurement": "min",
}


def _sensor(name: str, key: str, **more: object) -> Component:
    return {
        "platform": "sensor",
        "name": name,
        "value_template": f"{{{{ value_json.{key} }}}}",
        **more,
    }


def _asked(topics: Topics) -> dict[str, Component]:
    buttons: dict[str, Component] = {
        lets.value: {
            "platform": "button",
            "name": name,
            "icon": icon,
            "command_topic": topics.command,
            "payload_press": lets.value,
        }
        for lets, (name, icon) in BUTTONS.items()
    }
    return buttons | {Lets.VOLUME.value: _volume(topics)}


def _volume(topics: Topics) -> Component:
    return {
        "platform": "number",
        "name": "Volume",
        "icon": "mdi:volume-medium",
        "command_topic": topics.volume,
        "value_template": "{{ value_json.volume_db }}",
        "min": QUIETEST,
        "max": LOUDEST,
        "step": 1.0,
        "mode": "slider",
        "unit_of_measurement": "dB",
    }
