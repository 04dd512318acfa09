"""Hearing what is chosen, while a playlist is written."""

from dataclasses import replace

from kap_room.exchange.commands import Button, Press
from kap_room.exchange.listening import Heard
from kap_room.plan.units import Seconds
from tests.ui.playlists.desk import AtTheDesk, tell
from tests.ui.playlists.listening import Ears
from tests.ui.playlists.shelf import Bench, a_library
from tests.ui.room import ONSET

TO_PEAK = ("right", "right", "tab")


async def test_the_chosen_track_is_heard_and_the_top_line_says_what() -> None:
    """The same key again, and it stops."""
    ears = Ears()

    async def story(desk: AtTheDesk) -> None:
        await desk.press(*TO_PEAK, "p")
        assert "you hear Deep earth 2:14 of 8:42" in desk.screen
        await desk.press("p")
        assert ears.asked == [("play", "peak/deep-earth.flac"), ("stop",)]
        assert "5 tracks in the library" in desk.screen

    await tell(story, listening=ears)


async def test_a_track_of_the_library_is_heard_by_a_key_that_is_no_letter() -> None:
    """Letters are searched for."""
    ears = Ears()

    async def story(desk: AtTheDesk) -> None:
        await desk.press("down", "ctrl+p")
        assert ears.asked == [("play", "onset/slow-tide.flac")]

    await tell(story, listening=ears)


async def test_it_leaps_to_the_ending_and_over_to_the_next() -> None:
    """The crossfade is as long as the phase says."""
    ears, bench = Ears(), Bench(a_library())
    onset, peak = bench.view.phases[1:]
    bench.put((onset, replace(peak, crossfade=Seconds(12.0))))

    async def story(desk: AtTheDesk) -> None:
        await desk.press("right", "tab", "comma", "full_stop", "e", "c")
        files = ("peak/deep-earth.flac", "peak/wide-wind.ogg")
        assert ears.asked == [
            ("seek", -10.0),
            ("seek", 10.0),
            ("ending",),
            ("crossfade", *files, 12.0),
        ]
        await desk.press("end", "c")
        assert "nothing follows it" in desk.screen

    await tell(story, bench, listening=ears)


async def test_a_refusal_is_told() -> None:
    """While a session runs nothing is listened to."""
    ears = Ears()
    ears.refuses = "A session runs: nothing is listened to until it is over."

    async def story(desk: AtTheDesk) -> None:
        await desk.press(*TO_PEAK, "p")
        assert "A session runs" in desk.screen

    await tell(story, listening=ears)


async def test_silence_ends_what_is_heard_first() -> None:
    """Without a session it is all there is to silence; with one, both."""
    ears = Ears()

    async def story(desk: AtTheDesk) -> None:
        await desk.press(*TO_PEAK, "p", "f2")
        assert ears.asked[-1] == ("stop",)
        assert desk.desk.sent == []
        desk.desk.show(ONSET)
        await desk.pilot.pause()
        await desk.press("p", "f2")
        assert ears.asked[-1] == ("stop",)
        assert desk.desk.sent == [Press(Button.SILENCE)]

    await tell(story, listening=ears)


async def test_what_ended_by_itself_is_told_once() -> None:
    """The reason stands in the calm line."""
    ears = Ears()

    async def story(desk: AtTheDesk) -> None:
        ears.heard = Heard(says="The player has gone. Play the track again.")
        desk.app.tick()
        await desk.pilot.pause()
        assert "The player has gone." in desk.screen
        await desk.press(*TO_PEAK, "x")
        desk.app.tick()
        await desk.pilot.pause()
        assert "Removed." in desk.screen

    await tell(story, listening=ears)


async def test_nothing_goes_on_sounding_when_the_screen_closes() -> None:
    """Whatever was heard, and however it was left."""
    ears = Ears()

    async def story(desk: AtTheDesk) -> None:
        await desk.press("ctrl+p", "escape")

    await tell(story, listening=ears)
    assert ears.is_closed


async def test_where_nothing_can_be_heard_the_keys_say_so() -> None:
    """And do not stand in the line of keys."""

    async def story(desk: AtTheDesk) -> None:
        await desk.press(*TO_PEAK)
        assert "crossfade" not in desk.screen
        await desk.press("p")
        assert "Nothing can be heard here" in desk.screen

    await tell(story)
