"""One value that came over a socket, asked what it is.

Every question is answered with a value of the right type or with `UnreadableError`,
whose sentence names the place. Never a KeyError, never a number that is not a number.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from kap_room.plan.units import Decibels, Seconds

Plain: TypeAlias = "dict[str, Plain] | list[Plain] | str | int | float | bool | None"

LONGEST_TEXT: Final = 4096
"""Characters. A path on Linux is no longer."""

LONGEST_LIST: Final = 512
"""More decks than a day has tracks."""

LARGEST_COUNT: Final = 2**53
"""Up to here every JSON reader agrees what a number is."""

INFINITE: Final = {"inf": math.inf, "-inf": -math.inf}

_REQUIRED: Final = object()


class UnreadableError(ValueError):
    """A message that cannot be obeyed, and why, in one sentence."""


@dataclass(frozen=True, slots=True)
class Field:
    where: str
    value: object

    @property
    def is_null(self) -> bool:
        return self.value is None

    def key(self, name: str, fallback: object = _REQUIRED) -> Field:
        if not isinstance(self.value, dict):
            raise self._not("a set of keys")
        value = self.value.get(name, fallback)
        if value is _REQUIRED:
            raise UnreadableError(f'{self.where}: "{name}" is missing.')
        return Field(f"{self.where}.{name}", value)

    def each(self) -> Iterator[Field]:
        if not isinstance(self.value, list):
            raise self._not("a list")
        if len(self.value) > LONGEST_LIST:
            raise UnreadableError(f"{self.where}: more than {LONGEST_LIST} entries.")
        for place, value in enumerate(self.value):
            yield Field(f"{self.where}[{place}]", value)

    def text(self) -> str:
        value = self.value
        if not isinstance(value, str) or len(value) > LONGEST_TEXT or "\0" in value:
            raise self._not("a text")
        return value

    def one_of(self, words: Sequence[str]) -> str:
        value = self.text()
        if value not in words:
            raise self._not("one of " + ", ".join(words))
        return value

    def truth(self) -> bool:
        if not isinstance(self.value, bool):
            raise self._not("true or false")
        return self.value

    def count(self) -> int:
        value = self.value
        if not isinstance(value, int) or isinstance(value, bool):
            raise self._not("a whole number")
        if not 0 <= value <= LARGEST_COUNT:
            raise self._not("a whole number from 0 on")
        return value

    def moment(self) -> Seconds:
        """A reading of the clock, infinitely far away if need be."""
        return Seconds(self._number())

    def length(self) -> Seconds:
        value = self._number()
        if not 0.0 <= value < math.inf:
            raise self._not("a length in seconds")
        return Seconds(value)

    def gain(self) -> Decibels:
        """Silence is a gain, infinite loudness is not."""
        value = self._number()
        if value == math.inf:
            raise self._not("a gain in decibels")
        return Decibels(value)

    def _number(self) -> float:
        value = self.value
        if isinstance(value, str) and value in INFINITE:
            return INFINITE[value]
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self._not("a number")
        try:
            number = float(value)
        except OverflowError:
            raise self._not("a number") from None
        if math.isnan(number):
            raise self._not("a number")
        return number

    def _not(self, wanted: str) -> UnreadableError:
        # Without the value: it may be long, secret or hostile, and this is logged.
        return UnreadableError(f"{self.where}: this is not {wanted}.")
