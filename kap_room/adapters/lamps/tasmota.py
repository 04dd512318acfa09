"""How a lamp that runs Tasmota is told, asked and understood.

Written for Tasmota 9 to 14 with its own topic order, `cmnd/TOPIC/`. Dimmer is percent,
CT mired within 153..500. What it calls speed is one: half seconds from dark to full, 1
to 40, so that it takes where the lamp is now. `Fade2` and `Speed2` hold for what stands
behind them and are not stored; without `NoDelay` each costs a fifth of a second. A
fade is no slower than 20 s from dark to full, so a step of a slow ramp is over early.
"""

from __future__ import annotations

from typing import Final

from kap_room.adapters.broker_line.payload import number_in, read_object, read_word
from kap_room.adapters.lamps.colour import shows_colour
from kap_room.adapters.lamps.dialect import (
    Answers,
    Dialect,
    Glows,
    Joined,
    Outgoing,
    Step,
    Warmths,
    Word,
)
from kap_room.adapters.lamps.scale import (
    MIRED,
    glow_of,
    kelvin_in_mired,
    mired_of,
    steps_of,
)
from kap_room.adapters.lamps.telling import Telling, telling
from kap_room.plan.room import Ability, Lamp
from kap_room.plan.units import Kelvin

BRIGHTEST: Final = 100
SLOWEST: Final = 40
WARMTHS: Final[Warmths] = (Kelvin(MIRED / 500), Kelvin(MIRED / 153))


def set_message(lamp: Lamp, step: Step) -> Outgoing | None:
    told = telling(lamp, step, BRIGHTEST, WARMTHS)
    # A warmth turns it on, at whatever it was when it went off.
    if told is None or (told.on is None and not step.before.level):
        return None
    does = [] if lamp.can is Ability.SWITCH else _fade(lamp, step, told)
    # The dimmer first: a lamp that goes on for its warmth would go on at what it had.
    if told.steps is not None:
        does.append(f"Dimmer {told.steps}")
        if not step.before.level:
            # With SetOption20 a dimmer leaves a dark lamp dark. Never before it: it
            # would come on at what it had.
            does.append("Power1 ON")
    elif told.on is not None:
        does.append(f"Power1 {'ON' if told.on else 'OFF'}")
    if told.warmth is not None:
        does.append(f"CT {mired_of(told.warmth)}")
    text = ";".join(f"NoDelay;{command}" for command in does)
    return f"cmnd/{lamp.topic}/Backlog", text.encode()


def get_message(lamp: Lamp) -> Outgoing:
    return f"cmnd/{lamp.topic}/State", b""


def topics(lamp: Lamp) -> tuple[str, ...]:
    tele = f"tele/{lamp.topic}"
    return (
        f"{tele}/LWT",
        f"{tele}/INFO3",
        f"{tele}/STATE",
        f"stat/{lamp.topic}/RESULT",
    )


def hear(lamp: Lamp, topic: str, payload: bytes) -> Word | None:
    prefix, _, what = topic.partition(f"/{lamp.topic}/")
    match prefix, what:
        case "tele", "LWT":
            yes = read_word(payload, _ONLINE)
            return None if yes is None else Answers(yes)
        case "tele", "INFO3":
            return Joined() if _has_begun(payload) else None
        case ("tele", "STATE") | ("stat", "RESULT"):
            return _light_in(lamp, payload)
        case _:
            return None


_ONLINE: Final = {"Online": True, "Offline": False}
_ON: Final = {"ON": True, "OFF": False}


def _fade(lamp: Lamp, step: Step, told: Telling) -> list[str]:
    return ["Fade2 1", f"Speed2 {_speed(lamp, step, told)}"]


def _speed(lamp: Lamp, step: Step, told: Telling) -> int:
    """Half seconds for all the way, that the way it goes may take the step's length."""
    way = _way(lamp, step, told) / BRIGHTEST
    # Warmth alone, and nobody knows how far: as if all the way.
    return max(1, min(SLOWEST, round(2.0 * told.over / (way or 1.0))))


def _way(lamp: Lamp, step: Step, told: Telling) -> int:
    """Of brightness; the longest it could be where nobody knows what the lamp is."""
    if told.on is None:
        return 0
    to, level = told.steps or 0, step.before.level
    if level is None:
        return max(to, BRIGHTEST - to)
    return abs(to - (steps_of(lamp, level, BRIGHTEST) if level > 0.0 else 0))


def _has_begun(payload: bytes) -> bool:
    """It tells once why it started, and not when it has merely lost the broker."""
    says = read_object(payload) or {}
    inner = says.get("Info3")
    return "RestartReason" in (inner if isinstance(inner, dict) else says)


def _light_in(lamp: Lamp, payload: bytes) -> Glows | None:
    says = read_object(payload)
    if says is None:
        return None
    power, colour = says.get("POWER", says.get("POWER1")), says.get("Color")
    on = _ON.get(power) if isinstance(power, str) else None
    steps = number_in(says.get("Dimmer"), 0, BRIGHTEST)
    if on is None and steps:
        # Its dimmer lights what is dark; where it is set not to, it says so itself.
        on = True
    return glow_of(
        lamp,
        BRIGHTEST,
        on=on,
        steps=steps,
        warmth=kelvin_in_mired(says.get("CT")),
        coloured=isinstance(colour, str) and bool(shows_colour(colour)),
    )


TASMOTA: Final = Dialect(
    BRIGHTEST, set_message, get_message, topics, hear, lambda _: WARMTHS
)
