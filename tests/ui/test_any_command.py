"""The line in which any command can be written, so that none is out of reach."""

from kap_room.exchange.words import VOCABULARY, parse, words
from kap_room.ui.keys import BY_ID
from tests.ui.room import ONSET, Room, tell

MORE = {
    "light": "floor 15%",
    "volume": "-6 dB",
    "extend": "5m",
    "shorten": "5m",
    "earlier": "1m",
    "later": "1m",
    "since-dose": "52m",
    "start": "/scene.yaml",
}
"""What stands behind the words that do not stand alone; the rest take any text."""

KEYS = {words(act.command)[0] for act in BY_ID.values() if act.command is not None}


def written(word: str) -> str:
    try:
        parse((word,))
    except ValueError:
        return f"{word} {MORE.get(word, 'heron')}"
    return word


async def test_every_command_without_a_key_can_be_written() -> None:
    """As a script would say it."""
    lines = [written(word) for word in VOCABULARY if word not in KEYS]
    assert "keep-track" in lines

    async def story(room: Room) -> None:
        for line in lines:
            await room.press("colon")
            await room.type(line)
            await room.press("enter")
        assert room.desk.sent == [parse(line.split()) for line in lines]

    await tell(story, ONSET)


async def test_a_slip_is_told_and_can_be_mended() -> None:
    """It stays in the line; nothing was done."""

    async def story(room: Room) -> None:
        await room.press("colon")
        await room.type("keep-trck")
        await room.press("enter")
        assert 'Did you mean "keep-track"?' in room.screen
        assert room.desk.sent == []
        assert "keep-trck" in room.screen

    await tell(story, ONSET)


async def test_a_command_that_was_thought_better_of_is_gone() -> None:
    """The next one begins in an empty line, and quitting asks nothing."""

    async def story(room: Room) -> None:
        await room.press("colon")
        await room.type("keep-track")
        await room.press("escape", "colon")
        assert "keep-track" not in room.screen

    await tell(story, ONSET)
