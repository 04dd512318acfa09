"""What a press can mean, in the order in which a hand looks for it; filtered as typed.

Pure. The words are those of `kap-room send`, and only those that mean something.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kap_room.exchange.commands import Button
from kap_room.exchange.learning import Named, Pressed
from kap_room.exchange.sayings import MORE, SAYINGS
from kap_room.exchange.words import EMERGENCY, WordsWrong, parse, verb_of
from kap_room.plan.controls import NOTHING, VOLUME


@dataclass(frozen=True, slots=True)
class Choice:
    words: str
    says: str
    is_whole: bool = True
    """False for an example, which is taken into the line to be changed first."""


FADER: Final = Choice(VOLUME, "The volume itself: for a fader or a knob.")
NONE: Final = Choice(NOTHING, "No meaning, whatever its ready-made map says.")

FIRST: Final = (
    Button.SILENCE,
    Button.LIGHTS_UP,
    Button.GROUND,
    Button.MUSIC,
    Button.TALK,
    Button.HOLD,
)
"""What is most often put under a foot."""

EXAMPLES: Final = {
    "earlier": "earlier 1m",
    "later": "later 1m",
    "extend": "extend 5m",
    "shorten": "shorten 5m",
    "volume": "volume -6 dB",
    "play-next": "play-next rain.flac",
    "note": "note eyes open",
    "amount": "amount 100 mg",
    "since-dose": "since-dose 52m",
    "code": "code willow",
}
WAYS: Final = {
    "softer": "After ground: with another, calmer track, low and slowly.",
    "plan": "After ground: where the plan is now.",
    "left": "After ground: where we left.",
    "return": "After ground: the return begins.",
}
_BY_WORD: Final = {usage.split()[0]: says for usage, says in MORE.items()}
_START: Final = "A session of this scene begins, and nobody asks first."


def saying_of(words: str) -> str:
    """What a command does, in plain words; nothing where there are none."""
    first = verb_of(words.split())
    if words == VOLUME:
        return FADER.says
    if first in tuple(Button):
        return SAYINGS[Button(first)]
    known = {**_BY_WORD, "start": _START, NOTHING: NONE.says}
    return known.get(first, "")


def choices_for(pressed: Pressed, named: Named, typed: str) -> tuple[Choice, ...]:
    """Those that this press may mean and that the words tell of."""
    fitting = [
        choice
        for choice in _all(pressed, named)
        if _may_be(choice, pressed) and _tells_of(choice, typed)
    ]
    wanted = typed.casefold().split()
    fitting.sort(key=lambda choice: _rank(choice.words.casefold(), wanted))
    whole = _typed(typed)
    if whole is None or not _may_be(whole, pressed):
        return tuple(fitting)
    return (whole, *(each for each in fitting if each.words != whole.words))


def _all(pressed: Pressed, named: Named) -> Iterator[Choice]:
    is_fader = pressed.slides and not pressed.others
    if is_fader:
        yield FADER
    rest = (button for button in Button if button not in FIRST)
    for button in (*FIRST, *rest):
        yield Choice(button.value, SAYINGS[button])
    for word in ("dose", "booster", "onset", "peak", "returning", "mark"):
        yield Choice(word, _BY_WORD[word])
    for way, says in WAYS.items():
        yield Choice(f"go-back-in {way}", says)
    yield Choice("release", _BY_WORD["release"])
    for lamp in named.lamps:
        yield Choice(f"light {lamp} 30%", _BY_WORD["light"], is_whole=False)
        yield Choice(f"release {lamp}", _BY_WORD["release"])
    for playlist in named.playlists:
        yield Choice(f"playlist {playlist}", _BY_WORD["playlist"])
    for scene in named.scenes:
        yield Choice(f"start {scene}", _START)
    for word, example in EXAMPLES.items():
        yield Choice(example, _BY_WORD[word], is_whole=False)
    if pressed.slides and not is_fader:
        yield FADER
    yield NONE


def _may_be(choice: Choice, pressed: Pressed) -> bool:
    """Silence, ground and lights up act as the finger comes down: no other press."""
    first = verb_of(choice.words.split())
    is_plain = not pressed.others or pressed.press not in pressed.others[1:]
    return is_plain or (first not in EMERGENCY and choice.words != VOLUME)


def _tells_of(choice: Choice, typed: str) -> bool:
    said = f"{choice.words} {choice.says}".casefold()
    return all(word in said for word in typed.casefold().split())


def _rank(words: str, wanted: list[str]) -> int:
    """What is called so before what only does something of the kind."""
    if words.startswith(" ".join(wanted)):
        return 0
    return 1 if all(word in words for word in wanted) else 2


def _typed(typed: str) -> Choice | None:
    """The line itself, where it is a whole command."""
    words = typed.split()
    if words[:1] == ["start"] and words[1:]:
        return Choice(" ".join(words), _START)
    if words in ([VOLUME], [NOTHING]):
        return FADER if words == [VOLUME] else NONE
    try:
        parse(words)
    except WordsWrong:
        return None
    return Choice(" ".join(words), saying_of(" ".join(words)))
