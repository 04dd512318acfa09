"""Playlists as all sorts of people write them: any layout, comments anywhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from hypothesis import strategies as st

from kap_room.library.draft import Draft
from kap_room.plan.music import Order, RunsOut, Track
from kap_room.plan.units import Decibels, Seconds

T = TypeVar("T")

FILES = ("a.flac", "b/c d.mp3", "slow tide: one.opus", "it's #1.ogg", "é𝄞.wav", "2")
TAGS = ("strings", "wordless", "no", "a, b", "#deep", "x: y", "é𝄞", "7", "- z", "it's")
REMARKS = ("too loud", "- file: a.flac", "it's: [odd", 'say "no" {', "é𝄞 # twice")
ENTRIES = ("trim", "from", "to", "intensity", "tags")


@dataclass(slots=True)
class Hand:
    """Somebody who writes, with habits that are drawn as they are needed."""

    draw: Callable[[st.SearchStrategy[Any]], Any]
    comments: list[str] = field(default_factory=list)

    def pick(self, *among: T) -> T:
        chosen: T = self.draw(st.sampled_from(among))
        return chosen

    def some(self, among: tuple[T, ...], most: int = 3) -> list[T]:
        chosen: list[T] = self.draw(
            st.lists(st.sampled_from(among), max_size=most, unique=True)
        )
        return chosen

    def maybe(self, one_in: int = 3) -> bool:
        return bool(self.pick(*range(one_in)) == 1)

    def comment(self) -> str:
        self.comments.append(f"# {len(self.comments)}: {self.pick(*REMARKS)} ;")
        return self.comments[-1]

    def beside(self) -> str:
        return f"{self.pick(' ', '   ')}{self.comment()}" if self.maybe() else ""

    def above(self, column: int) -> list[str]:
        """Comments and blank lines before something."""
        lines: list[str] = []
        while self.maybe(4):
            far = " " * self.pick(column, column, column, 0, column + 2)
            lines.append("" if self.maybe() else far + self.comment())
        return lines

    def text(self, words: str) -> str:
        """In quotes where it needs them, or where somebody likes them."""
        double = f'"{words}"'
        single = "'" + words.replace("'", "''") + "'"
        plain = words if words.replace(" ", "").replace(".", "").isalnum() else double
        return self.pick(plain, plain, double, single)

    def key(self, words: str) -> str:
        return self.pick(words, words, words, words, f'"{words}"')


def entries(hand: Hand) -> dict[str, str | list[str]]:
    """A track in words, its keys in any order."""
    ways: dict[str, tuple[str, ...]] = {
        "trim": ("-2 dB", "-2.0dB", "+1 dB", "0 dB", '"-3.50 dB"'),
        "from": ("0:12", "12s", "'0:00'"),
        "to": ("7:40", "1h", "90.5s"),
        "intensity": ("1", "5", '"3"'),
    }
    found: dict[str, str | list[str]] = {"file": hand.text(hand.pick(*FILES))}
    for key in hand.some(ENTRIES, 5):
        tags = [hand.text(tag) for tag in hand.some(TAGS)]
        found[key] = tags if key == "tags" else hand.pick(*ways[key])
    if hand.maybe(6):
        found = dict(reversed(found.items()))
    return found


def flow(hand: Hand, value: str | list[str] | dict[str, str | list[str]]) -> str:
    """In brackets or braces, on a line or on many."""
    if isinstance(value, str):
        return value
    parts = (
        [f"{hand.key(key)}: {flow(hand, inner)}" for key, inner in value.items()]
        if isinstance(value, dict)
        else list(value)
    )
    opens, closes = "{}" if isinstance(value, dict) else "[]"
    if not parts or not hand.maybe(4):
        gap = hand.pick("", "", " ")
        return opens + gap + hand.pick(", ", ",", ",  ").join(parts) + gap + closes
    lines = [opens + hand.beside()]
    for part in parts:
        lines += [hand.pick("        ", "            ") + part + "," + hand.beside()]
        lines += hand.above(8)
    return "\n".join([*lines, "        " + closes])


def lines(hand: Hand, value: dict[str, str | list[str]], column: int) -> list[str]:
    """A track's lines without its dash."""
    found: list[str] = []
    for key, inner in value.items():
        if found:
            found += hand.above(column)
        begins = f"{' ' * column}{hand.key(key)}:"
        if isinstance(inner, list) and inner and hand.maybe():
            found.append(begins + hand.beside())
            step = hand.pick(0, 2)
            for item in inner:
                found += hand.above(column + step)
                found.append(f"{' ' * (column + step)}- {item}{hand.beside()}")
        else:
            found.append(f"{begins} {flow(hand, inner)}{hand.beside()}")
    return found


def item(hand: Hand, column: int) -> list[str]:
    track = entries(hand)
    dash = " " * column + "-"
    if hand.maybe(5):
        return [f"{dash} {flow(hand, track)}{hand.beside()}"]
    if hand.maybe(8):
        return [dash + hand.beside(), *lines(hand, track, column + 2)]
    step = hand.pick(2, 2, 4)
    first, *others = lines(hand, track, column + step)
    return [dash + " " * (step - 1) + first.lstrip(" "), *others]


def tracks(hand: Hand) -> list[str]:
    many = hand.pick(1, 2, 3, 4)
    if hand.maybe(8):
        parts = [flow(hand, entries(hand)) for _ in range(many)]
        return [f"tracks: {flow(hand, parts)}{hand.beside()}"]
    found = ["tracks:" + hand.beside()]
    column = hand.pick(0, 2, 2, 2, 4)
    for _ in range(many):
        found += hand.above(column) + item(hand, column)
    return found


@st.composite
def playlists(draw: Callable[[st.SearchStrategy[Any]], Any]) -> tuple[str, list[str]]:
    """The text of a playlist, and its comments."""
    hand = Hand(draw)
    found = [f"---{hand.beside()}"] if hand.maybe(8) else hand.above(0)
    said = {
        "name": hand.text(hand.pick("Onset", "On: set", "7")),
        "order": hand.pick("fit", "as written"),
        "when it runs out": hand.pick("silence", "loop last"),
    }
    keys = [key for key in said if hand.maybe(2)]
    parts = [[f"{key}: {said[key]}{hand.beside()}"] for key in keys]
    parts.insert(hand.pick(*range(len(parts) + 1), len(parts)), tracks(hand))
    for part in parts:
        found += hand.above(0) + part
    found += hand.above(0)
    newline = hand.pick("\n", "\n", "\r\n")
    text = newline.join("\n".join(found).split("\n"))
    text += hand.pick(newline, newline, "")
    return hand.pick("", "", "\ufeff") + text, hand.comments


Edit = Callable[[Draft], Draft]

PLACES = st.integers(-1, 5)
NEW = st.builds(
    Track,
    st.sampled_from((*FILES, "new one.flac")),
    st.sampled_from((Decibels(0.0), Decibels(-1.25))),
    st.sampled_from((Seconds(0.0), Seconds(3.5), Seconds(65.0))),
    st.sampled_from((None, Seconds(3700.0))),
    st.sampled_from((None, 1, 5)),
    st.lists(st.sampled_from(TAGS), max_size=2, unique=True).map(tuple),
)
EDITS: st.SearchStrategy[Edit] = st.one_of(
    st.builds(lambda t, at: lambda d: d.add((t,), at), NEW, PLACES),
    st.builds(lambda i: lambda d: d.remove(i), PLACES),
    st.builds(lambda i, by: lambda d: d.move(i, by), PLACES, st.integers(-4, 4)),
    st.builds(
        lambda i, trim: lambda d: d.trim(i, Decibels(trim)),
        PLACES,
        st.sampled_from((0.0, -2.0, -12.5, 90.0)),
    ),
    st.builds(
        lambda i, a, b: lambda d: d.points(i, Seconds(a), b),
        PLACES,
        st.sampled_from((0.0, 12.0, 0.1)),
        st.sampled_from((None, 460.0, 90.5)),
    ),
    st.builds(
        lambda i, n: lambda d: d.intensity(i, n),
        PLACES,
        st.sampled_from((None, 1, 3, 6)),
    ),
    st.builds(
        lambda i, tags: lambda d: d.tags(i, tags),
        PLACES,
        st.lists(st.sampled_from(TAGS), max_size=3),
    ),
    st.builds(lambda n: lambda d: d.named(n), st.sampled_from(("On", "yes", "#: x"))),
    st.builds(lambda o: lambda d: d.order(o), st.sampled_from(Order)),
    st.builds(lambda r: lambda d: d.when_it_runs_out(r), st.sampled_from(RunsOut)),
    st.just(Draft.take_back),
)
