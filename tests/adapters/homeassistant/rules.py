"""Home Assistant's own rules for a device that is discovered over MQTT, as facts.

From its documentation of MQTT discovery and of the sensor, button and number that come
with it, and from what its `mqtt` integration checks before it takes a device. A message
that breaks one of the first group is refused whole; one of the others loses an entity.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

Payload = Mapping[str, Any]

TOPIC: Final = re.compile(r"[^/+#]+(/[^/+#]+)*/device/[a-zA-Z0-9_-]+/config")

ROOT_NEEDS: Final = ("device", "origin", "components")
ROOT_TAKES: Final = (
    *ROOT_NEEDS,
    "availability",
    "availability_mode",
    "availability_template",
    "availability_topic",
    "command_topic",
    "encoding",
    "payload_available",
    "payload_not_available",
    "qos",
    "state_topic",
)

DEVICE_TAKES: Final = (
    "configuration_url",
    "connections",
    "hw_version",
    "identifiers",
    "manufacturer",
    "model",
    "model_id",
    "name",
    "serial_number",
    "suggested_area",
    "sw_version",
    "via_device",
)

ORIGIN_NEEDS: Final = ("name",)
ORIGIN_TAKES: Final = ("name", "sw_version", "support_url")

COMPONENT_NEEDS: Final = ("platform", "unique_id")
"""One that has its platform and nothing else is taken away."""

PLATFORM_NEEDS: Final = {
    "sensor": ("state_topic",),
    "button": ("command_topic",),
    "number": ("command_topic",),
}
"""Each may stand at the root for all of them."""

SHARED: Final = ("state_topic", "command_topic", "availability_topic", "qos")

COMMON_TAKES: Final = (
    *COMPONENT_NEEDS,
    "availability",
    "availability_mode",
    "availability_template",
    "availability_topic",
    "command_topic",
    "default_entity_id",
    "enabled_by_default",
    "encoding",
    "entity_category",
    "icon",
    "json_attributes_template",
    "json_attributes_topic",
    "name",
    "payload_available",
    "payload_not_available",
    "qos",
    "state_topic",
)

PLATFORM_TAKES: Final = {
    "sensor": (
        *("device_class", "expire_after", "force_update", "options", "state_class"),
        *("suggested_display_precision", "unit_of_measurement", "value_template"),
    ),
    "button": ("command_template", "device_class", "payload_press", "retain"),
    "number": (
        *("command_template", "device_class", "max", "min", "mode", "optimistic"),
        *("payload_reset", "retain", "step", "unit_of_measurement", "value_template"),
    ),
}

UNITS: Final = {"duration": ("d", "h", "min", "s", "ms", "µs")}
MODES: Final = ("auto", "box", "slider")
SMALLEST_STEP: Final = 0.001


def broken(topic: str, payload: Payload) -> list[str]:
    """Every rule that this announcement breaks, as a sentence."""
    return [*_of_topic(topic), *_of_root(payload), *_of_components(payload)]


def _of_topic(topic: str) -> Iterator[str]:
    if not TOPIC.fullmatch(topic):
        yield f"{topic} is no discovery topic"


def _of_root(payload: Payload) -> Iterator[str]:
    yield from _keys("the message", payload, ROOT_NEEDS, ROOT_TAKES)
    if "availability" in payload and "availability_topic" in payload:
        yield "availability is said twice"
    if payload.get("qos", 0) not in {0, 1, 2}:
        yield "qos is none"
    device = payload.get("device", {})
    yield from _keys("device", device, (), DEVICE_TAKES)
    if not device.get("identifiers") and not device.get("connections"):
        yield "device has nothing that identifies it"
    yield from _keys("origin", payload.get("origin", {}), ORIGIN_NEEDS, ORIGIN_TAKES)


def _of_components(payload: Payload) -> Iterator[str]:
    shared = {key: payload[key] for key in SHARED if key in payload}
    seen: set[str] = set()
    for name, component in payload.get("components", {}).items():
        platform = component.get("platform")
        if platform not in PLATFORM_NEEDS:
            yield f"{name}: no platform"
            continue
        if component == {"platform": platform}:
            continue
        takes = (*COMMON_TAKES, *PLATFORM_TAKES[platform])
        yield from _keys(name, component, COMPONENT_NEEDS, takes)
        needs = PLATFORM_NEEDS[platform]
        yield from _keys(name, shared | component, needs, (*takes, *shared))
        if component.get("unique_id") in seen:
            yield f"{name}: its unique_id is another's"
        seen.add(component.get("unique_id", ""))
        yield from _of_values(name, platform, component)
        yield from _of_topics(name, component)


def _of_values(name: str, platform: str, component: Payload) -> Iterator[str]:
    unit, kind = component.get("unit_of_measurement"), component.get("device_class")
    if platform == "sensor" and "options" in component:
        if not component["options"] or kind != "enum":
            yield f"{name}: options belong to an enum"
        if unit or component.get("state_class"):
            yield f"{name}: an enum has no unit and no state class"
    if kind in UNITS and unit not in UNITS[kind]:
        yield f"{name}: {unit} is no unit of {kind}"
    if platform == "number":
        if component.get("min", 1.0) > component.get("max", 100.0):
            yield f"{name}: its least is more than its most"
        if component.get("step", 1.0) < SMALLEST_STEP:
            yield f"{name}: its step is too small"
        if component.get("mode", "auto") not in MODES:
            yield f"{name}: no such mode"


def _of_topics(name: str, component: Payload) -> Iterator[str]:
    for key in ("state_topic", "command_topic", "availability_topic"):
        topic = component.get(key, "x")
        if not topic or any(mark in topic for mark in "+#\0") or len(topic) > 65535:
            yield f"{name}: {key} is no topic"


def _keys(
    where: str, found: Payload, needs: tuple[str, ...], takes: tuple[str, ...]
) -> Iterator[str]:
    yield from (f"{where}: {key} is missing" for key in needs if not found.get(key))
    yield from (f"{where}: {key} is not known" for key in found if key not in takes)
