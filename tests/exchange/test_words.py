"""What is typed, sent or pressed is the command that was meant, or a sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kap_room.exchange.commands import (
    Amount,
    Button,
    Code,
    Command,
    Extend,
    GoBackIn,
    MarkMoment,
    MoveMark,
    Note,
    PlayFrom,
    PlayNext,
    Press,
    Release,
    Seen,
    SetLight,
    SetVolume,
    SinceDose,
    Start,
    Way,
)
from kap_room.exchange.sayings import MORE, SAYINGS
from kap_room.exchange.words import (
    EMERGENCY,
    LONGEST_NOTE,
    VOCABULARY,
    WordsWrong,
    parse,
    words,
)
from kap_room.plan.scene import Mark
from kap_room.plan.units import Decibels, Level, Seconds


def as_typed(text: str) -> bool:
    plain = not any(c < " " or "\x7f" <= c <= "\x9f" for c in text)
    return text == text.strip() and plain and not text.startswith("-")


texts = st.text(st.characters(codec="utf-8"), min_size=1, max_size=60).filter(as_typed)
single = texts.filter(lambda text: len(text.split()) == 1)
agos = st.integers(0, 86_400_000).map(lambda ms: Seconds(ms / 1000))
lengths = st.integers(1, 86_400_000).map(lambda ms: Seconds(ms / 1000))
levels = st.integers(0, 1000).map(lambda tenths: Level(tenths / 1000))
gains = st.integers(-400, 400).map(lambda tenths: Decibels(tenths / 10))
maybe = st.none() | texts

commands: st.SearchStrategy[Command] = st.one_of(
    st.builds(Press, st.sampled_from(Button)),
    st.builds(Seen, st.sampled_from(Mark), agos),
    st.builds(GoBackIn, st.sampled_from(Way)),
    st.builds(Extend, lengths | lengths.map(lambda by: Seconds(-by))),
    st.builds(MoveMark, lengths | lengths.map(lambda by: Seconds(-by))),
    st.builds(Amount, texts),
    st.builds(PlayFrom, texts),
    st.builds(PlayNext, texts),
    st.builds(SetVolume, gains),
    st.builds(SetLight, texts, levels),
    st.builds(Release, maybe),
    st.builds(Note, texts),
    st.builds(MarkMoment, maybe),
    st.builds(SinceDose, lengths),
    st.builds(Code, single),
    st.builds(
        Start,
        single.map(lambda name: "/" + name),
        st.none() | single,
        maybe,
        st.lists(texts, max_size=3).map(tuple),
    ),
)


@given(commands)
def test_every_command_is_read_back_from_its_own_words(command: Command) -> None:
    """Nothing is lost between the one who sends and the engine."""
    assert parse(words(command)) == command


@given(st.lists(st.text(max_size=20), max_size=5))
def test_words_of_a_stranger_are_a_command_or_a_sentence(said: list[str]) -> None:
    """Hostile words raise nothing but a sentence, and a command from them is plain."""
    try:
        command = parse(said)
    except WordsWrong as wrong:
        answer = str(wrong)
    else:
        answer = "." if parse(words(command)) == command else "changed"
    assert answer.endswith((".", "?"))


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("silence", Press(Button.SILENCE)),
        ("Lights_Up", Press(Button.LIGHTS_UP)),
        ("dose", Seen(Mark.DOSE)),
        ("dose 4m ago", Seen(Mark.DOSE, Seconds(240))),
        ("booster 90s ago", Seen(Mark.BOOSTER, Seconds(90))),
        ("onset 1h 5m ago", Seen(Mark.ONSET, Seconds(3900))),
        ("returning now", Seen(Mark.RETURNING)),
        ("earlier 1m", MoveMark(Seconds(-60))),
        ("later 90s", MoveMark(Seconds(90))),
        ("amount 100 mg", Amount("100 mg")),
        ("go-back-in", GoBackIn(Way.SOFTER)),
        ("go-back-in return", GoBackIn(Way.RETURN)),
        ("extend 5m", Extend(Seconds(300))),
        ("shorten 1h30m", Extend(Seconds(-5400))),
        ("volume -6 dB", SetVolume(Decibels(-6.0))),
        ("volume +1.5dB", SetVolume(Decibels(1.5))),
        ("light floor 15%", SetLight("floor", Level(0.15))),
        ("light left lamp 7.5 %", SetLight("left lamp", Level(0.075))),
        ("release", Release()),
        ("release left lamp", Release("left lamp")),
        ("note hands are warm", Note("hands are warm")),
        ("mark", MarkMoment()),
        ("mark tears", MarkMoment("tears")),
        ("playlist Deep water", PlayFrom("Deep water")),
        ("play-next a b.flac", PlayNext("a b.flac")),
        ("since-dose 52m", SinceDose(Seconds(3120))),
        ("code heron", Code("heron")),
        ("take-back", Press(Button.TAKE_BACK)),
        (
            "start /a.yaml --code=heron --without harp --without rain",
            Start("/a.yaml", "heron", None, ("harp", "rain")),
        ),
    ],
)
def test_what_is_said_is_what_is_meant(said: str, meant: Command) -> None:
    """The spellings of the contract, and the slips that are plainly meant so."""
    assert parse(said.split()) == meant


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("", 'Say what to do, as in "silence" or "music".'),
        ("silnce", 'Unknown command "silnce". Did you mean "silence"?'),
        ("lights", 'Unknown command "lights". Did you mean "lights-up"?'),
        ("xyzzy", 'Unknown command "xyzzy".'),
        ("silence now", '"silence" stands alone: leave out "now".'),
        (
            "dose 4m",
            '"4m" is not a moment. Write how long ago it was, as in "dose 4m ago".',
        ),
        ("extend", 'Write one up to a day, as in "extend 5m".'),
        (
            "extend 15",
            '"15" is not a length. Write one up to a day, as in "extend 5m".',
        ),
        (
            "light floor 15",
            '"15" is not a level. Write 0% to 100%, as in 15%.',
        ),
        ("volume loud", '"loud" is no gain. Write one, as in "volume -6 dB".'),
        ("light floor", 'Name a lamp and a level, as in "light floor 15%".'),
        (
            "go-back-in deeper",
            '"deeper" is no way back in. Write one of softer, plan, left, return.',
        ),
        ("earlier", 'Write one up to a day, as in "earlier 1m".'),
        ("amount", '"amount" needs how much, as in 100 mg.'),
        ("note", '"note" needs its words.'),
        ("code two words", "A code is one word, and never a name."),
        ("start a.yaml", '"a.yaml" is not a whole path. Begin it with "/".'),
    ],
)
def test_words_that_mean_nothing_are_answered_by_a_sentence(
    said: str, answer: str
) -> None:
    """The sentence says what to write instead."""
    with pytest.raises(WordsWrong) as wrong:
        parse(said.split())
    assert str(wrong.value) == answer


def test_no_length_is_longer_than_a_day() -> None:
    """A slip of the finger does not put the dose into last week."""
    with pytest.raises(WordsWrong):
        parse(("dose", "25h ago"))


def test_a_file_sent_as_a_note_is_refused() -> None:
    """The socket's line is bounded, and so is a note."""
    with pytest.raises(WordsWrong, match="takes up to 10000 characters"):
        parse(("note", "x" * (LONGEST_NOTE + 1)))


def test_a_note_carries_nothing_that_a_terminal_obeys() -> None:
    """Escape codes and broken characters do not reach the screen or the disk."""
    assert parse(("note", "a\x1b[2Jb\udcff\x00c")) == Note("a [2Jb? c")


def test_emergency_words_are_words() -> None:
    """Each of the three that overtake is understood."""
    assert set(VOCABULARY) >= EMERGENCY


def test_every_button_says_what_it_does() -> None:
    """Help and tooltips have one sentence for each, short enough for one line."""
    assert set(SAYINGS) == set(Button)
    assert all(len(said) <= 78 and said.endswith(".") for said in SAYINGS.values())


def test_every_word_that_is_understood_is_in_the_help() -> None:
    """Except start, which is a command of its own."""
    told = {button.value for button in SAYINGS} | {usage.split()[0] for usage in MORE}
    assert told == set(VOCABULARY) - {"start"}
