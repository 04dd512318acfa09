"""The words that somebody types to search the library, as what is looked for.

Short and forgiving: a half-typed filter is left out and said to be so, and whatever is
no filter is a word that must be found.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final, TypeVar

from kap_room.library.searching import Wanted
from kap_room.library.values import length_of
from kap_room.plan.units import Decibels, Seconds, clock_words

Number = TypeVar("Number", int, Seconds, Decibels)

_TOKEN: Final = re.compile(r'[^\s":]+:"[^"]*"?|\S+')
_RANGE: Final = re.compile(r"(.+?)(?:\.\.|(?<=.)-)(.+)")
_DAYS: Final = re.compile(r"(\d{1,4})\s*d?")
_MINUTES: Final = re.compile(r"\d{1,3}(?:\.\d)?")

CALM, INTENSE = 1, 5
LONGEST: Final = Seconds(24 * 3600.0)
SILENT, FULL = Decibels(-100.0), Decibels(10.0)
NEVER: Final = "0000-00-00"


@dataclass(frozen=True, slots=True)
class Asked:
    """What was understood."""

    wanted: Wanted = field(default_factory=Wanted)
    says: tuple[str, ...] = ()
    """By what it filters, each in words."""
    doubt: str = ""
    """The first thing that was not understood, and how it is written."""


class _NotUnderstoodError(Exception):
    """How it is written."""


def asked_of(words: str, today: date) -> Asked:
    asked, text = Asked(), []
    for token in _TOKEN.findall(words):
        key, colon, value = token.partition(":")
        reader = _READERS.get(key.lower()) if colon else None
        if reader is None:
            text.append(token.replace('"', ""))
            continue
        try:
            asked = reader(asked, value.strip('"'), today)
        except _NotUnderstoodError as how:
            asked = replace(asked, doubt=asked.doubt or f"{token}: {how}")
    return replace(asked, wanted=replace(asked.wanted, text=" ".join(text)))


def _intensity(asked: Asked, value: str, today: date) -> Asked:
    del today
    how = "1 to 5, as in i:3, i:2-4 or i:<3"
    low, high = _span(value, _whole(how), (CALM, INTENSE), how, exact=True)
    if value.startswith("<"):
        high -= 1
    if value.startswith(">"):
        low += 1
    if not CALM <= low <= high <= INTENSE:
        raise _NotUnderstoodError(how)
    says = f"intensity {low}" if low == high else f"intensity {low} to {high}"
    return _with(asked, says, replace(asked.wanted, intensity=(low, high)))


def _whole(how: str) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not text.isdecimal() or len(text) > 1:
            raise _NotUnderstoodError(how)
        return int(text)

    return read


def _length(asked: Asked, value: str, today: date) -> Asked:
    del today
    how = "as in len:<6m, len:>5m or len:4m-8m"

    def read(text: str) -> Seconds:
        try:
            return length_of(f"{text}m" if _MINUTES.fullmatch(text) else text)
        except ValueError:
            raise _NotUnderstoodError(how) from None

    span = _span(value, read, (Seconds(0.0), LONGEST), how)
    says = _between(value, span, clock_words, ("under", "over"))
    return _with(asked, says, replace(asked.wanted, length=span))


def _loudness(asked: Asked, value: str, today: date) -> Asked:
    del today
    how = "as in lufs:>-30, lufs:<-20 or lufs:-30..-20"

    def read(text: str) -> Decibels:
        try:
            return Decibels(float(text))
        except ValueError:
            raise _NotUnderstoodError(how) from None

    span = _span(value, read, (SILENT, FULL), how)
    says = _between(value, span, lambda d: f"{d:g} LUFS", ("softer than", "over"))
    return _with(asked, says, replace(asked.wanted, loudness=span))


def _tag(asked: Asked, value: str, today: date) -> Asked:
    del today
    if not value:
        raise _NotUnderstoodError('as in tag:wordless or tag:"slow piano"')
    if asked.wanted.tag is not None:
        raise _NotUnderstoodError("one tag: at a time; write the other as a word")
    return _with(asked, f"tag {value}", replace(asked.wanted, tag=value))


def _unheard(asked: Asked, value: str, today: date) -> Asked:
    if value in ("ever", "never"):
        return _with(asked, "never heard", replace(asked.wanted, not_since=NEVER))
    found = _DAYS.fullmatch(value)
    if found is None:
        raise _NotUnderstoodError("as in unheard:30d, or unheard:ever")
    since = (today - timedelta(days=int(found[1]))).isoformat()
    says = f"not heard for {found[1]} days"
    return _with(asked, says, replace(asked.wanted, not_since=since))


def _with(asked: Asked, says: str, wanted: Wanted) -> Asked:
    return replace(asked, wanted=wanted, says=(*asked.says, says))


def _span(
    value: str,
    read: Callable[[str], Number],
    ends: tuple[Number, Number],
    how: str,
    *,
    exact: bool = False,
) -> tuple[Number, Number]:
    if value[:1] in ("<", ">"):
        one = read(value[1:].removeprefix("="))
        return (ends[0], one) if value[0] == "<" else (one, ends[1])
    if found := _RANGE.fullmatch(value):
        low, high = read(found[1]), read(found[2])
        if low > high:
            raise _NotUnderstoodError(how)
        return low, high
    if not exact:
        raise _NotUnderstoodError(how)
    return read(value), read(value)


def _between(
    value: str,
    span: tuple[Number, Number],
    words: Callable[[Number], str],
    ways: tuple[str, str],
) -> str:
    if value.startswith("<"):
        return f"{ways[0]} {words(span[1])}"
    if value.startswith(">"):
        return f"{ways[1]} {words(span[0])}"
    return f"{words(span[0])} to {words(span[1])}"


_Reader = Callable[[Asked, str, date], Asked]
_READERS: Final[Mapping[str, _Reader]] = {
    "i": _intensity,
    "intensity": _intensity,
    "len": _length,
    "length": _length,
    "lufs": _loudness,
    "loud": _loudness,
    "tag": _tag,
    "unheard": _unheard,
}
