"""Orders and reports as plain values that JSON can carry, and back.

What comes back from a socket was written by somebody else: nothing in here trusts a
key, a type or a number, and nothing but `UnreadableError` leaves it. Standard library
only.

JSON has no infinity, and silence is minus infinity: it travels as the text "-inf".
Keys that are not known are passed over, so that one may be added within a protocol.
"""

from __future__ import annotations

import dataclasses
import math
from typing import Final

from kap_room.exchange.order import (
    DeckOrder,
    DeckReport,
    Order,
    OutputOrder,
    PlayerReport,
)
from kap_room.exchange.plain import Field, Plain, UnreadableError
from kap_room.plan.shapes import Fade

__all__ = [
    "Plain",
    "UnreadableError",
    "order_from_plain",
    "order_to_plain",
    "report_from_plain",
    "report_to_plain",
]

STATES: Final = ("waiting", "starting", "sounding", "over", "failed")
SOUNDS: Final = ("ok", "partly", "lost")


def order_to_plain(order: Order) -> dict[str, Plain]:
    return _object(order)


def report_to_plain(report: PlayerReport) -> dict[str, Plain]:
    return _object(report)


def order_from_plain(plain: object) -> Order:
    order = Field("order", plain)
    following = order.key("next", None)
    return Order(
        revision=order.key("revision").count(),
        decks=tuple(_deck_order(each) for each in order.key("decks", []).each()),
        next=None if following.is_null else _deck_order(following),
        fallback=tuple(_deck_order(each) for each in order.key("fallback", []).each()),
        master=tuple(_fade(each) for each in order.key("master", []).each()),
        sounding=order.key("sounding", fallback=False).truth(),
        outputs=_outputs(order),
    )


def report_from_plain(plain: object) -> PlayerReport:
    report = Field("report", plain)
    lead = report.key("lead", None)
    return PlayerReport(
        revision=report.key("revision").count(),
        reading=report.key("reading").moment(),
        lead=None if lead.is_null else lead.text(),
        decks=tuple(_deck_report(each) for each in report.key("decks", []).each()),
        sound=report.key("sound").one_of(SOUNDS),
        pid=report.key("pid").count(),
        says=report.key("says", "").text(),
        silenced=report.key("silenced", fallback=False).truth(),
        protocol=report.key("protocol").count(),
    )


def _outputs(order: Field) -> tuple[OutputOrder, ...]:
    outputs = order.key("outputs", [{}]).each()
    return tuple(map(_output, outputs)) or (OutputOrder(),)


def _output(output: Field) -> OutputOrder:
    return OutputOrder(
        sink=output.key("sink", "auto").text(),
        volume=output.key("volume", 0.0).gain(),
        most=output.key("most", 0.0).gain(),
    )


def _deck_order(deck: Field) -> DeckOrder:
    ends = deck.key("ends", None)
    return DeckOrder(
        deck=deck.key("deck").text(),
        file=deck.key("file").text(),
        gain=deck.key("gain").gain(),
        most=deck.key("most").gain(),
        starts=deck.key("starts").moment(),
        rise=deck.key("rise").length(),
        begins=deck.key("begins", 0.0).length(),
        ends=None if ends.is_null else ends.length(),
    )


def _deck_report(deck: Field) -> DeckReport:
    length, rose = deck.key("length", None), deck.key("rose", None)
    return DeckReport(
        deck=deck.key("deck").text(),
        file=deck.key("file").text(),
        state=deck.key("state").one_of(STATES),
        position=deck.key("position").moment(),
        length=None if length.is_null else length.length(),
        rose=None if rose.is_null else rose.moment(),
        gain=deck.key("gain").gain(),
        says=deck.key("says", "").text(),
    )


def _fade(fade: Field) -> Fade:
    return Fade(
        starts=fade.key("starts").moment(),
        lasts=fade.key("lasts").length(),
        begin=fade.key("begin").gain(),
        end=fade.key("end").gain(),
    )


def _object(
    value: Order | OutputOrder | PlayerReport | DeckOrder | DeckReport | Fade,
) -> dict[str, Plain]:
    return {
        field.name: _plain(getattr(value, field.name))
        for field in dataclasses.fields(value)
    }


def _plain(value: object) -> Plain:
    match value:
        case None | bool() | int() | str():
            return value
        case float():
            return str(value) if math.isinf(value) else value
        case tuple():
            return [_plain(each) for each in value]
        case (
            Order()
            | OutputOrder()
            | PlayerReport()
            | DeckOrder()
            | DeckReport()
            | Fade()
        ):
            return _object(value)
        case _:
            raise TypeError(f"{value!r} cannot travel")
