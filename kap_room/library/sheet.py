"""One file while it is read: what it says, and what is wrong with it so far.

A form that fails as a whole would hide everything behind its first slip. So whatever is
wrong is told and taken out, and the rest is read as if it had not been there: whoever
mends the file sees all of it at once, and no complaint that is only another's echo.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from kap_room.library.entries import Form
from kap_room.library.known import keys_known_at, meaning_of
from kap_room.library.problems import Problems, did_you_mean, one_of, plain
from kap_room.library.tree import Data, Place, Tree

AnyForm = TypeVar("AnyForm", bound=Form)

LONGEST_KEY: Final = 40

INNER: Final = frozenset({"[key]", "[list]", "[group]"})
"""What pydantic puts into a place that does not stand in the file."""

_STRUCTURE: Final = {
    "dict_type": "A group of `name: value` lines belongs here.",
    "tuple_type": "A list belongs here: one item a line after a dash, or in brackets "
    "as in [one, two].",
}


def words_for(place: Place) -> str:
    """A place as people count: `phases[2].lasts` is in the second phase."""
    words = ""
    for part in place:
        if isinstance(part, int):
            words += f"[{part + 1}]"
        else:
            words += f".{plain(part[:LONGEST_KEY])}"
    return words.removeprefix(".") or "file"


@dataclass(slots=True)
class Sheet:
    path: Path
    tree: Tree
    problems: Problems
    out: set[Place] = field(default_factory=set)
    """What was taken out: of these nothing more is said."""
    origin: dict[Place, Place] = field(default_factory=dict)
    """From a place in the form to the place in the file; items taken out shift it."""

    def say(self, place: Place, says: str) -> None:
        """Something is wrong at a place of the file."""
        if place not in self.out:
            line = self.tree.line_of(place)
            self.problems.add(self.path, line, words_for(place), says)

    def say_of(self, place: Place, says: str) -> None:
        """Something is wrong at a place of the form."""
        self.say(self.in_file(place), says)

    def in_file(self, place: Place) -> Place:
        known = place
        while known not in self.origin:
            if not known:
                return place
            known = known[:-1]
        return (*self.origin[known], *place[len(known) :])

    def is_out(self, place: Place) -> bool:
        """Whether what stands at a place of the form was refused."""
        return self.in_file(place) in self.out

    @property
    def is_clean(self) -> bool:
        return not self.problems.found

    def fill(self, form: type[AnyForm]) -> AnyForm | None:
        """The form as far as the file fills it; None where nothing is left of it."""
        for place, says in self.tree.problems:
            self.say(place, says)
        for place, line, says in self.tree.twice:
            self.problems.add(self.path, line, words_for(place), says)
        self.out |= self.tree.empty
        while () not in self.out:
            self.origin.clear()
            data = self._kept(self.tree.data, (), ())
            try:
                return form.model_validate(data)
            except ValidationError as refused:
                before = len(self.out)
                for error in refused.errors(include_url=False):
                    self._tell(form, error)
                if len(self.out) == before:  # cannot be; but never go round for ever
                    return None
        return None

    def _tell(self, form: type[Form], error: ErrorDetails) -> None:
        where = tuple(part for part in error["loc"] if part not in INNER)
        place = self.in_file(where)
        match error["type"]:
            case "missing":
                self.say(place, f"This is missing. {meaning_of(form, place)}".strip())
                self.out.add(place[:-1])  # the group makes no sense without it
                return
            case "too_short" if error["input"]:
                return  # its items were refused, each with its own sentence
            case "too_short":
                if self.tree.at(place) == []:
                    self.say(place, "The list is empty. Write at least one item.")
            case "extra_forbidden":
                self.say(place, _unknown(form, place))
            case "value_error":
                self.say(place, str(error["ctx"]["error"]))
            case "model_type":
                first = keys_known_at(form, place)[0]
                self.say(place, f"Lines of keys belong here, such as `{first}: ...`.")
            case kind:
                self.say(place, _STRUCTURE.get(kind, "This cannot be read."))
        self.out.add(place)

    def _kept(self, data: Data, place: Place, here: Place) -> Data:
        self.origin[here] = place
        match data:
            case dict():
                return {
                    key: self._kept(value, (*place, key), (*here, key))
                    for key, value in data.items()
                    if (*place, key) not in self.out
                }
            case list():
                left = [n for n in range(len(data)) if (*place, n) not in self.out]
                return [
                    self._kept(data[old], (*place, old), (*here, new))
                    for new, old in enumerate(left)
                ]
            case _:
                return data


def _unknown(form: type[Form], place: Place) -> str:
    *around, key = place
    known = keys_known_at(form, tuple(around))
    hint = did_you_mean(str(key), known) or f" Known here: {one_of(known)}."
    return f"This key is not known here.{hint}"
