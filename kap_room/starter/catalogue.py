"""Which pieces the starter music has, for whom and in which order they are rendered.

Cheap to import: no sound is made here. The first six serve the demo scene (every phase
has one, the peak two), so a first evening need not wait for the rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kap_room.plan.units import Seconds

FOLDER: Final = "starter"
"""Where the pieces lie within a music folder."""

FIRST: Final = 6
"""How many pieces the demo scene waits for."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of the starter music as it is announced, before it was rendered."""

    name: str
    """The file's name without its ending, and the name of what composes it."""
    title: str
    length: Seconds
    intensity: int
    """1 calm to 5 intense."""
    phase: str
    """Where it suits best: arrival, onset, peak, return or integration."""
    character: str
    tags: tuple[str, ...]

    @property
    def file(self) -> str:
        """Relative to the music folder, as a playlist writes it."""
        return f"{FOLDER}/{self.name}.opus"


PIECES: Final[tuple[Piece, ...]] = (
    Piece(
        "first-light",
        "First light",
        Seconds(280),
        1,
        "arrival",
        "warm pads in slow harmony, opening a little",
        ("pads", "harmony", "wordless"),
    ),
    Piece(
        "slow-tide",
        "Slow tide",
        Seconds(300),
        2,
        "onset",
        "waves that come and go over a soft low fifth",
        ("waves", "nature", "drone", "wordless"),
    ),
    Piece(
        "heartwood",
        "Heartwood",
        Seconds(320),
        4,
        "peak",
        "a deep drone with a soft, slow pulse and voices that open above it",
        ("pulse", "drone", "deep", "wordless"),
    ),
    Piece(
        "high-arch",
        "High arch",
        Seconds(300),
        5,
        "peak",
        "a choir without words in a wide room, rising in one long arch",
        ("choir", "harmony", "wordless"),
    ),
    Piece(
        "low-strings",
        "Low strings",
        Seconds(300),
        3,
        "return",
        "swells of low strings, one chord leaning into the next",
        ("strings", "harmony", "wordless"),
    ),
    Piece(
        "clearing",
        "Clearing",
        Seconds(260),
        1,
        "integration",
        "sparse plucked notes over a quiet pad",
        ("plucked", "sparse", "wordless"),
    ),
    Piece(
        "soft-rain",
        "Soft rain",
        Seconds(320),
        1,
        "arrival",
        "rain on leaves, nearer and farther, with a far chord behind it",
        ("rain", "nature", "wordless"),
    ),
    Piece(
        "seven-bowls",
        "Seven bowls",
        Seconds(300),
        1,
        "onset",
        "bowls rubbed and let ring, each with its slow beat",
        ("bowls", "sparse", "wordless"),
    ),
    Piece(
        "deep-earth",
        "Deep earth",
        Seconds(360),
        4,
        "peak",
        "a very low drone whose overtones wander upwards and back",
        ("drone", "overtones", "deep", "wordless"),
    ),
    Piece(
        "wide-wind",
        "Wide wind",
        Seconds(300),
        3,
        "peak",
        "wind over open land that finds notes now and then",
        ("wind", "nature", "wordless"),
    ),
    Piece(
        "long-evening",
        "Long evening",
        Seconds(320),
        2,
        "return",
        "a soft organ of reeds and flutes, coming down step by step",
        ("organ", "harmony", "wordless"),
    ),
    Piece(
        "homeward",
        "Homeward",
        Seconds(280),
        2,
        "return",
        "slow broken chords of a muted harp over strings",
        ("harp", "strings", "harmony", "wordless"),
    ),
    Piece(
        "ember",
        "Ember",
        Seconds(280),
        1,
        "integration",
        "a few soft tine chords, long apart, in a warm room",
        ("tines", "sparse", "wordless"),
    ),
    Piece(
        "small-stream",
        "Small stream",
        Seconds(280),
        1,
        "integration",
        "a stream between stones, with single far notes",
        ("stream", "nature", "wordless"),
    ),
)


def piece_named(name: str) -> Piece | None:
    return next((piece for piece in PIECES if piece.name == name), None)
