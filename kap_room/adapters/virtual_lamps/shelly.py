"""A Shelly dimmer of the second generation or later.

It answers on the topic of whoever asked. `enable_control` and `status_ntf` are off as
it comes from its maker: then it connects, looks healthy, passes over compact commands,
and speaks of itself only as notifications, which name nothing but what has changed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from kap_room.adapters.broker_line.payload import number_in, read_object
from kap_room.adapters.virtual_lamps.bulb import Command, Order, PowerOn, Stop
from kap_room.adapters.virtual_lamps.make import Heard, Said, Shown, in_json, whole
from kap_room.adapters.virtual_lamps.vices import Vice, Vices
from kap_room.plan.units import Seconds

SCALE: Final = 100
LONGEST: Final = 3600.0

Reply = tuple[str, object]
"""Under which key of the answer, and what."""


@dataclass(frozen=True, slots=True)
class Shelly:
    topic: str
    controlled: bool = False
    """`enable_control`."""
    notifies: bool = False
    """`status_ntf`."""
    power_on: PowerOn = PowerOn.PREVIOUS
    quality: int = 1
    habits: Vices = frozenset({Vice.INTERIM, Vice.COLOURLESS})
    tells_target: bool = False
    announcement: tuple[Said, ...] = ()
    bridged: bool = False
    period: Seconds | None = None

    @property
    def ears(self) -> tuple[str, ...]:
        compact = (f"{self.topic}/command", f"{self.topic}/command/light:0")
        return (f"{self.topic}/rpc", *compact)

    @property
    def presence(self) -> tuple[Said, ...]:
        return (Said(f"{self.topic}/online", b"true", kept=True),)

    @property
    def will(self) -> Said | None:
        return Said(f"{self.topic}/online", b"false", kept=True)

    def hear(self, topic: str, payload: bytes, shown: Shown) -> Heard:
        if topic == f"{self.topic}/rpc":
            return self._asked(payload, shown)
        if not self.controlled:
            return Heard(self)
        words = payload.decode("utf-8", "replace").split(",")
        if topic.endswith("/command"):
            asks = words == ["status_update"]
            return Heard(self, answers=(self._status(shown),) if asks else ())
        order = _compact(words, shown)
        return Heard(self, () if order is None else (order,))

    def report(self, shown: Shown, last: Shown | None) -> tuple[Said, ...]:
        now, before = status(shown), {} if last is None else status(last)
        news = {key: now[key] for key in now if now[key] != before.get(key)}
        part = {"id": 0, "source": "MQTT"} | news
        told = self._notify({"ts": 0.0, "light:0": part})
        return (told, self._status(shown)) if self.notifies else (told,)

    def review(self, shown: Shown) -> tuple[Said, ...]:
        return (self._status(shown),) if self.notifies else ()

    def _status(self, shown: Shown) -> Said:
        says = {"id": 0, "source": "MQTT"} | status(shown)
        return Said(f"{self.topic}/status/light:0", in_json(says))

    def _notify(self, params: dict[str, object]) -> Said:
        said = {"src": self.topic, "dst": f"{self.topic}/events"}
        said["method"] = "NotifyStatus"
        return Said(f"{self.topic}/events/rpc", in_json({**said, "params": params}))

    def _asked(self, payload: bytes, shown: Shown) -> Heard:
        says = read_object(payload) or {}
        given = says.get("params")
        params = given if isinstance(given, dict) else {}
        method = str(says.get("method"))
        looked_up = self._look_up(method, shown)
        heard, reply = looked_up or self._done(method, params, shown)
        source = says.get("src")
        if not isinstance(source, str) or not source or set(source) & set("#+"):
            return heard
        frame = {"id": says.get("id"), "src": self.topic, "dst": source}
        answer = (Said(f"{source}/rpc", in_json(frame | dict([reply]))),)
        if looked_up is not None:
            return replace(heard, answers=answer)
        return replace(heard, said=answer)

    def _look_up(self, method: str, shown: Shown) -> tuple[Heard, Reply] | None:
        light = {"id": 0, "source": "MQTT"} | status(shown)
        config = {"enable": True, "topic_prefix": self.topic, "rpc_ntf": True}
        config |= {"status_ntf": self.notifies, "enable_control": self.controlled}
        known: dict[str, dict[str, object]] = {
            "Light.GetConfig": {"id": 0, "initial_state": _INITIAL[self.power_on]},
            "Light.GetStatus": light,
            "Shelly.GetStatus": {"light:0": light},
            "Mqtt.GetConfig": config,
            "Shelly.GetDeviceInfo": {"id": self.topic, "gen": 2, "app": "Dimmer"},
        }
        return (Heard(self), ("result", known[method])) if method in known else None

    def _done(
        self, method: str, params: dict[str, object], shown: Shown
    ) -> tuple[Heard, Reply]:
        match method:
            case "Light.Set":
                return self._set(params)
            case "Light.DimStop":
                return Heard(self, (Stop(),)), ("result", None)
            case "Light.Toggle":
                turned = Heard(self, (Command(on=not shown.on),))
                return turned, ("result", {"was_on": shown.on})
            case "Mqtt.SetConfig":
                make = self._minding(params.get("config"))
                return Heard(make), ("result", {"restart_required": True})
            case "Light.SetConfig":
                make = self._returning(params.get("config"))
                return Heard(make), ("result", {"restart_required": False})
            case _:
                says = {"code": 404, "message": f"No handler for {method}"}
                return Heard(self), ("error", says)

    def _set(self, params: dict[str, object]) -> tuple[Heard, Reply]:
        on = params.get("on")
        brightness = number_in(params.get("brightness"), 0, SCALE)
        if params.get("id") != 0 or (not isinstance(on, bool) and brightness is None):
            return Heard(self), ("error", {"code": -103, "message": "Invalid argument"})
        lasts = number_in(params.get("transition_duration"), 0, LONGEST)
        order = _to(on if isinstance(on, bool) else None, brightness, lasts)
        return Heard(self, (order,)), ("result", None)

    def _minding(self, config: object) -> Shelly:
        said = config if isinstance(config, dict) else {}
        controlled, notifies = said.get("enable_control"), said.get("status_ntf")
        return replace(
            self,
            controlled=controlled if isinstance(controlled, bool) else self.controlled,
            notifies=notifies if isinstance(notifies, bool) else self.notifies,
        )

    def _returning(self, config: object) -> Shelly:
        wanted = config.get("initial_state") if isinstance(config, dict) else None
        known = {word: power_on for power_on, word in _INITIAL.items()}
        return replace(self, power_on=known.get(str(wanted), self.power_on))


_INITIAL: Final = {
    PowerOn.FULL: "on",
    PowerOn.PREVIOUS: "restore_last",
    PowerOn.OFF: "off",
}


def status(shown: Shown) -> dict[str, object]:
    says: dict[str, object] = {"output": shown.on}
    if shown.level is not None:
        says["brightness"] = whole(shown.level, SCALE)
    return says


def _compact(words: list[str], shown: Shown) -> Order | None:
    """set,true,25,5; with anything but the first word left empty."""
    if words == ["toggle"]:
        return Command(on=not shown.on)
    if words[0] in {"on", "off"}:
        return Command(on=words[0] == "on")
    if words[0] != "set":
        return None
    turn, brightness, lasts = (*words[1:4], "", "", "")[:3]
    on = {"true": True, "false": False}.get(turn)
    level = number_in(_number(brightness), 0, SCALE)
    if on is None and level is None:
        return None
    return _to(on, level, number_in(_number(lasts), 0, LONGEST))


def _to(on: bool | None, brightness: float | None, lasts: float | None) -> Command:  # noqa: FBT001
    level = round(brightness) / SCALE if brightness else None
    return Command(on, level, None, Seconds(lasts or 0.0))


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
