"""One lamp of each make, and what its maker's own reading of a message would be.

Written from the makers' pages and not from the dialects, so that the one checks the
other: each reader refuses whatever its device would refuse or take for something else.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from kap_room.plan.room import Lamp


@dataclass(frozen=True)
class Order:
    """What a device would do; None leaves as it is."""

    on: bool | None = None
    steps: int | None = None
    kelvin: float | None = None
    lasts: float | None = None
    """Seconds."""
    speed: int | None = None
    """Half seconds from dark to full, where a make counts so."""


@dataclass(frozen=True)
class Make:
    lamp: Lamp
    told_on: str
    reads: Callable[[bytes], Order]
    """Raises AssertionError for what the device would not understand."""
    says: Callable[[int, float | None], tuple[str, bytes]]
    """Where and how it reports its steps, 0 when it is off, and its kelvin."""
    is_there: tuple[str, bytes, bytes]
    """The topic of its availability, and its words for there and gone."""
    tells_warmth: bool = True
    """Whether it reports its warmth."""


def _object(payload: bytes, keys: set[str]) -> dict[str, object]:
    assert len(payload) < 300
    says = json.loads(payload.decode("ascii"), parse_constant=_refuse)
    assert isinstance(says, dict)
    assert set(says) <= keys, says
    return says


def _refuse(constant: str) -> object:
    raise AssertionError(constant)


def _whole(value: object, low: int, high: int) -> int:
    assert type(value) is int, value
    assert low <= value <= high, value
    return value


def _number(value: object, low: float, high: float) -> float:
    assert type(value) in {int, float}, value
    assert isinstance(value, int | float)
    assert low <= value <= high, value
    return float(value)


def _flag(value: object) -> bool:
    assert isinstance(value, bool), value
    return value


def _json_light(brightest: int, *, whole: bool) -> Callable[[bytes], Order]:
    def read(payload: bytes) -> Order:
        says = _object(payload, {"state", "brightness", "color_temp", "transition"})
        assert set(says) & {"state", "color_temp"}
        on = None
        if "state" in says:
            assert says["state"] in {"ON", "OFF"}
            on = says["state"] == "ON"
        order = Order(on)
        if "brightness" in says:
            assert on is True
            order = Order(on, _whole(says["brightness"], 1, brightest))
        kelvin = None
        if "color_temp" in says:
            kelvin = 1e6 / _whole(says["color_temp"], 100, 1000)
        lasts = None
        if "transition" in says:
            length = says["transition"]
            lasts = _whole(length, 0, 5) if whole else _number(length, 0, 5)
        return Order(order.on, order.steps, kelvin, lasts)

    return read


def _tasmota(payload: bytes) -> Order:
    assert len(payload) < 300
    parts = payload.decode("ascii").split(";")
    does: dict[str, str] = {}
    for quick, part in zip(parts[::2], parts[1::2], strict=True):
        assert quick == "NoDelay"
        name, value = part.split(" ")
        assert name in {"Fade2", "Speed2", "Dimmer", "Power1", "CT"}
        assert name not in does
        does[name] = value
    assert len(does) <= 6
    if {"Dimmer", "Power1"} <= set(does):
        # Before it, it would come on at what it had.
        assert does["Power1"] == "ON"
        assert list(does).index("Dimmer") < list(does).index("Power1")
    assert set(does) & {"Dimmer", "Power1", "CT"}
    assert ("Fade2" in does) == ("Speed2" in does)
    assert does.get("Fade2", "1") == "1"
    speed = _whole(int(does["Speed2"]), 1, 40) if "Speed2" in does else None
    kelvin = 1e6 / _whole(int(does["CT"]), 153, 500) if "CT" in does else None
    if "Dimmer" in does:
        steps = _whole(int(does["Dimmer"]), 1, 100)
        return Order(on=True, steps=steps, kelvin=kelvin, speed=speed)
    if "Power1" not in does:
        return Order(kelvin=kelvin, speed=speed)
    assert does["Power1"] in {"ON", "OFF"}
    return Order(on=does["Power1"] == "ON", kelvin=kelvin, speed=speed)


def _wled(payload: bytes) -> Order:
    says = _object(payload, {"on", "bri", "tt", "seg"})
    on = _flag(says["on"]) if "on" in says else None
    steps = _whole(says["bri"], 1, 255) if "bri" in says else None
    assert steps is None or on is True
    kelvin = None
    if "seg" in says:
        segment = says["seg"]
        assert isinstance(segment, dict)
        assert set(segment) == {"cct"}
        kelvin = float(_whole(segment["cct"], 1900, 10_000))
    lasts = _whole(says["tt"], 0, 655) / 10 if "tt" in says else None
    return Order(on, steps, kelvin, lasts)


def _shelly(kind: str) -> Callable[[bytes], Order]:
    def read(payload: bytes) -> Order:
        call = _object(payload, {"id", "src", "method", "params"})
        _whole(call["id"], 1, 2**31)
        assert re.fullmatch(r"[\w-]{1,40}", str(call["src"]))
        assert call["method"] == f"{kind}.Set"
        says = call["params"]
        assert isinstance(says, dict)
        assert says.keys() <= {"id", "on", "brightness", "ct", "transition_duration"}
        assert says.keys() - {"id", "transition_duration"}
        assert kind == "CCT" or "ct" not in says
        assert _whole(says["id"], 0, 9) == 0
        return Order(
            _flag(says["on"]) if "on" in says else None,
            _whole(says["brightness"], 1, 100) if "brightness" in says else None,
            _number(says["ct"], 2700, 6500) if "ct" in says else None,
            _number(says["transition_duration"], 0, 5)
            if "transition_duration" in says
            else None,
        )

    return read


def _shelly1(payload: bytes) -> Order:
    says = _object(payload, {"turn", "brightness", "temp", "transition"})
    assert says.get("turn", "on") in {"on", "off"}
    on = says["turn"] == "on" if "turn" in says else None
    steps = _whole(says["brightness"], 1, 100) if "brightness" in says else None
    assert steps is None or on is True
    kelvin = _whole(says["temp"], 3000, 6500) if "temp" in says else None
    lasts = None
    if "transition" in says:
        lasts = _whole(says["transition"], 0, 5000) / 1000
    return Order(on, steps, kelvin, lasts)


def _json(topic: str, says: dict[str, object]) -> tuple[str, bytes]:
    kept = {key: value for key, value in says.items() if value is not None}
    return topic, json.dumps(kept).encode()


def _says_json_light(
    topic: str,
) -> Callable[[int, float | None], tuple[str, bytes]]:
    return lambda steps, kelvin: _json(
        topic,
        {
            "state": "ON" if steps else "OFF",
            "brightness": steps,
            "color_temp": None if kelvin is None else round(1e6 / kelvin),
            "color_mode": "brightness" if kelvin is None else "color_temp",
        },
    )


def _says_shelly(
    kind: str,
) -> Callable[[int, float | None], tuple[str, bytes]]:
    def says(steps: int, kelvin: float | None) -> tuple[str, bytes]:
        light: dict[str, object] = {"id": 0, "output": steps > 0, "brightness": steps}
        light |= {"ct": kelvin} if kind == "cct" else {}
        params = {"ts": 1.5, f"{kind}:0": light}
        notice: dict[str, object] = {"src": "a1b2", "dst": "a1b2/events"}
        notice |= {"method": "NotifyStatus", "params": params}
        return _json("wall/events/rpc", notice)

    return says


MAKES: Final = {
    "zigbee2mqtt": Make(
        Lamp("ceiling", "zigbee2mqtt", "zigbee2mqtt/ceiling"),
        "zigbee2mqtt/ceiling/set",
        _json_light(254, whole=False),
        _says_json_light("zigbee2mqtt/ceiling"),
        (
            "zigbee2mqtt/ceiling/availability",
            b'{"state":"online"}',
            b'{"state":"offline"}',
        ),
    ),
    "tasmota": Make(
        Lamp("floor", "tasmota", "floorlamp"),
        "cmnd/floorlamp/Backlog",
        _tasmota,
        lambda steps, kelvin: _json(
            "stat/floorlamp/RESULT",
            {
                "POWER": "ON" if steps else "OFF",
                "Dimmer": steps,
                "CT": None if kelvin is None else round(1e6 / kelvin),
            },
        ),
        ("tele/floorlamp/LWT", b"Online", b"Offline"),
    ),
    "wled": Make(
        Lamp("shelf", "wled", "wled/shelf"),
        "wled/shelf/api",
        _wled,
        lambda steps, _: ("wled/shelf/g", str(steps).encode()),
        ("wled/shelf/status", b"online", b"offline"),
        tells_warmth=False,
    ),
    "homeassistant": Make(
        Lamp(
            "bed",
            "homeassistant",
            "room/bed",
            command_topic="room/bed/set",
            availability_topic="room/bed/available",
        ),
        "room/bed/set",
        _json_light(255, whole=False),
        _says_json_light("room/bed"),
        ("room/bed/available", b"online", b"offline"),
    ),
    "esphome": Make(
        Lamp("desk", "esphome", "kap/light/desk"),
        "kap/light/desk/command",
        _json_light(255, whole=True),
        _says_json_light("kap/light/desk/state"),
        ("kap/status", b"online", b"offline"),
    ),
    "shelly": Make(
        Lamp("wall", "shelly", "wall"),
        "wall/rpc",
        _shelly("Light"),
        _says_shelly("light"),
        ("wall/online", b"true", b"false"),
        tells_warmth=False,
    ),
    "shelly in white": Make(
        Lamp("white", "shelly", "wall/cct:0"),
        "wall/rpc",
        _shelly("CCT"),
        _says_shelly("cct"),
        ("wall/online", b"true", b"false"),
    ),
    "shelly1": Make(
        Lamp("old", "shelly1", "shellies/old"),
        "shellies/old/light/0/set",
        _shelly1,
        lambda steps, kelvin: _json(
            "shellies/old/light/0/status",
            {"ison": steps > 0, "brightness": steps, "temp": kelvin, "mode": "white"},
        ),
        ("shellies/old/online", b"true", b"false"),
    ),
}
