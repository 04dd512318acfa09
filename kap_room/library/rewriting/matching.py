"""Which old item is which new one, so that comments go with what they are about."""

from __future__ import annotations

import json
from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import TypeVar

from kap_room.library.tree import Data

T = TypeVar("T")


def matched(
    old: Sequence[T], new: Sequence[T], *likenesses: Callable[[T], Hashable]
) -> tuple[int | None, ...]:
    """For every new item the place of its old one; None for one that is new.

    The first likeness is sameness: what stayed in its order is found by it, then what
    was moved. Each further one is looser than the one before.
    """
    places: list[int | None] = [None] * len(new)
    free = dict.fromkeys(range(len(old)))
    same = likenesses[0]
    before, after = [same(item) for item in old], [same(item) for item in new]
    for at, number in _in_their_order(before, after):
        places[number] = at
        del free[at]
    for likeness in likenesses:
        waiting: dict[Hashable, deque[int]] = defaultdict(deque)
        for index in free:
            waiting[likeness(old[index])].append(index)
        for number, item in enumerate(new):
            if places[number] is None and (found := waiting[likeness(item)]):
                places[number] = found.popleft()
                del free[places[number] or 0]
    return tuple(places)


def _in_their_order(
    before: Sequence[Hashable], after: Sequence[Hashable]
) -> Iterator[tuple[int, int]]:
    """From both ends first, so that of two alike the right one is the changed one."""
    fewer = min(len(before), len(after))
    head = 0
    while head < fewer and before[head] == after[head]:
        yield head, head
        head += 1
    tail = 0
    while tail < fewer - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
        yield len(before) - tail, len(after) - tail
    inner = before[head : len(before) - tail], after[head : len(after) - tail]
    for block in SequenceMatcher(None, *inner, autojunk=False).get_matching_blocks():
        for step in range(block.size):
            yield head + block.a + step, head + block.b + step


def sameness(value: Data) -> str:
    return json.dumps(value, sort_keys=True)


def first_words(value: Data) -> Hashable:
    """What a group is known by: the file of a track, the name of a phase."""
    if isinstance(value, dict):
        for key in ("file", "name"):
            if key in value:
                return key, sameness(value[key])
    return object()
