"""What a hand does on the playlist screen, and what it sees then."""

from dataclasses import replace

from kap_room.exchange.bookshelf import Did
from kap_room.exchange.commands import Button, Press
from tests.ui.playlists.desk import AtTheDesk, tell
from tests.ui.playlists.listening import Ears
from tests.ui.playlists.shelf import Bench, OneScene, a_library

TO_PEAK = ("right", "right", "tab")


async def test_it_opens_on_the_phases_of_the_scene() -> None:
    """Each column says whether there is enough, the chosen one in a whole sentence."""

    async def story(desk: AtTheDesk) -> None:
        assert "Playlists of sublingual" in desk.screen
        assert "15 of 15 min" in desk.screen
        assert "▆▆▆▆▆▆▆▆████···" in desk.screen
        assert "2 warnings" in desk.screen
        await desk.press("right", "right")
        assert "Peak   not enough with one booster: 21 of 75 min" in desk.screen
        assert "3 tracks, 20 min" in desk.screen

    await tell(story)


async def test_letters_search_as_they_are_typed() -> None:
    """Every letter narrows the list, and the line says by what."""

    async def story(desk: AtTheDesk) -> None:
        await desk.type("wi")
        assert '1 of 5: "wi"' in desk.screen
        assert "Wide wind" in desk.screen
        assert "Slow tide" not in desk.screen

    await tell(story)


async def test_words_that_are_not_understood_are_told() -> None:
    """A filter that is wrong says how it is written."""

    async def story(desk: AtTheDesk) -> None:
        await desk.type("i:9")
        assert "i:9 is no intensity: 1 to 5" in desk.screen

    await tell(story)


async def test_enter_adds_to_the_playlist_of_the_phase() -> None:
    """What is chosen left stands at the end on the right, and the screen says so."""

    async def story(desk: AtTheDesk) -> None:
        await desk.press("right", "down", "enter")
        assert "onset/slow-tide.flac added." in desk.screen
        assert "3 Slow tide" in desk.screen
        assert "not saved" in desk.screen
        assert "Onset*" in desk.screen

    await tell(story)


async def test_a_held_enter_adds_once() -> None:
    """A terminal tells a held key as many; the track comes once."""

    async def story(desk: AtTheDesk) -> None:
        await desk.press("right")
        await desk.pilot.press("enter", "enter", "enter")
        await desk.pilot.pause()
        assert len(desk.bench.view.phases[1].rows) == 3
        assert "let go, then press again" in desk.screen

    await tell(story)


async def test_delete_and_x_remove_the_chosen_track() -> None:
    """Not every keyboard has Delete."""

    async def story(desk: AtTheDesk) -> None:
        await desk.press(*TO_PEAK, "down", "delete")
        assert [r.called for r in desk.bench.view.phases[2].rows] == [
            "Deep earth",
            "Over the hill",
        ]
        await desk.press("x")
        assert len(desk.bench.view.phases[2].rows) == 1

    await tell(story)


async def test_shift_arrows_and_letters_move_a_track() -> None:
    """The choice goes with it."""

    async def story(desk: AtTheDesk) -> None:
        await desk.press(*TO_PEAK, "shift+down", "J", "K")
        called = [row.called for row in desk.bench.view.phases[2].rows]
        assert called == ["Wide wind", "Deep earth", "Over the hill"]
        await desk.press("shift+up")
        assert desk.bench.view.phases[2].rows[0].called == "Deep earth"

    await tell(story)


async def test_a_trim_is_written_in_a_line_of_its_own() -> None:
    """What it is now stands in it, and gives way to what is typed."""

    async def story(desk: AtTheDesk) -> None:
        await desk.press(*TO_PEAK, "down", "t")
        assert "trim    -2 dB" in desk.screen
        await desk.type("-3.5")
        await desk.press("tab", "enter")
        assert desk.asked == [("trim", 2, 1, "-3.5")]

    await tell(story)


async def test_points_and_tags_have_lines_too() -> None:
    """`i`, `o` and `g`, each with what it is now."""

    async def story(desk: AtTheDesk) -> None:
        await desk.press(*TO_PEAK, "down", "i", "enter", "o", "enter", "g", "enter")
        assert desk.asked == [
            ("from", 2, 1, "0:12"),
            ("to", 2, 1, "7:40"),
            ("tags", 2, 1, "nature, wordless"),
        ]

    await tell(story)


async def test_words_that_are_refused_stay_in_the_line() -> None:
    """They can be mended; Esc leaves the track as it was."""

    async def story(desk: AtTheDesk) -> None:
        await desk.press(*TO_PEAK, "t")
        await desk.type("loud")
        await desk.press("enter")
        assert '"loud" is not a gain' in desk.screen
        assert "trim    loud" in desk.screen
        await desk.press("escape")
        assert "trim    loud" not in desk.screen
        assert "Delete remove" in desk.screen

    await tell(story)


async def test_digits_are_intensity_by_hand() -> None:
    """And 0 gives it back to the estimate."""

    async def story(desk: AtTheDesk) -> None:
        await desk.press(*TO_PEAK, "5", "0")
        assert desk.asked == [("rate", 2, 0, 5), ("rate", 2, 0, None)]

    await tell(story)


async def test_a_key_for_tracks_is_a_letter_in_the_library() -> None:
    """No letter that is searched for changes a playlist."""

    async def story(desk: AtTheDesk) -> None:
        await desk.type("txgio15")
        assert desk.asked == []
        assert "search  txgio15" in desk.screen
        await desk.press("shift+up")
        assert "Tab goes there" in desk.screen

    await tell(story)


async def test_backspace_takes_back_and_says_what() -> None:
    """In the playlist; in the library it erases letters, and ^Z takes back."""

    async def story(desk: AtTheDesk) -> None:
        await desk.press(*TO_PEAK, "x", "backspace")
        assert "Taken back: a change." in desk.screen
        assert len(desk.bench.view.phases[2].rows) == 3
        await desk.press("backspace")
        assert "There is nothing to take back." in desk.screen
        await desk.press("x", "tab", "tab", "ctrl+z")
        assert len(desk.bench.view.phases[2].rows) == 3

    await tell(story)


async def test_saving_says_into_which_file() -> None:
    """And the star has gone."""

    async def story(desk: AtTheDesk) -> None:
        await desk.press(*TO_PEAK, "x", "ctrl+s")
        await desk.until("Saved playlists/peak.yaml.")
        assert "not saved" not in desk.screen

    await tell(story)


async def test_leaving_asks_where_something_is_not_saved() -> None:
    """Esc stays, and the keys are as before."""

    async def story(desk: AtTheDesk) -> None:
        await desk.press(*TO_PEAK, "x", "escape")
        assert "The playlists are not saved. Save them?" in desk.screen
        await desk.press("escape")
        assert "Delete remove" in desk.screen
        assert desk.app.is_running

    await tell(story)


async def test_leaving_saves_where_it_is_told_to() -> None:
    """With y it is saved, then left."""

    async def story(desk: AtTheDesk) -> None:
        await desk.press(*TO_PEAK, "x", "escape", "y")
        for _ in range(1_000):
            if desk.app._exit:  # noqa: SLF001 - whether it was left
                break
            await desk.pilot.pause(0.01)
        assert not desk.bench.view.is_changed

    await tell(story)


async def test_a_save_that_failed_does_not_leave() -> None:
    """What was changed is still there, and the reason is told."""

    async def story(desk: AtTheDesk) -> None:
        desk.bench.saves = Did(ok=False, says="The disk is full.")
        await desk.press(*TO_PEAK, "x", "escape", "y")
        await desk.until("The disk is full.")
        assert "not saved" in desk.screen

    await tell(story)


async def test_esc_empties_the_search_before_it_leaves() -> None:
    """One key too many costs nothing."""

    async def story(desk: AtTheDesk) -> None:
        await desk.type("wind")
        await desk.press("escape")
        assert "search  wind" not in desk.screen
        assert "5 tracks" in desk.screen

    await tell(story)


async def test_f2_is_silence_in_every_pane_and_line() -> None:
    """Somebody may lie in the room all the same."""

    async def story(desk: AtTheDesk) -> None:
        await desk.press("f2", "tab", "f2", "tab", "f2")
        await desk.press("tab", *TO_PEAK, "t", "f2")
        assert desk.desk.sent == [Press(Button.SILENCE)] * 4

    await tell(story)


async def test_space_is_silence_beside_the_search_and_a_space_in_it() -> None:
    """As in the rest of the console."""

    async def story(desk: AtTheDesk) -> None:
        await desk.type("a b")
        assert desk.desk.sent == []
        await desk.press("tab", "space", "f4", "f8")
        assert desk.desk.sent == [
            Press(Button.SILENCE),
            Press(Button.LIGHTS_UP),
            Press(Button.GROUND),
        ]

    await tell(story)


async def test_without_an_engine_silence_says_that_nothing_sounds() -> None:
    """At home nobody is told that the music goes on."""

    async def story(desk: AtTheDesk) -> None:
        desk.desk.refuse("No engine answers. Send it again in a moment.", lost=True)
        await desk.press("f2")
        assert "No engine answers, so nothing sounds by it." in desk.screen

    await tell(story)


async def test_an_empty_library_says_what_to_type() -> None:
    """Before the first scan."""

    async def story(desk: AtTheDesk) -> None:
        assert "kap-room library scan" in desk.screen

    await tell(story, Bench((), "Nothing yet: kap-room library scan"))


async def test_a_scene_that_cannot_be_read_says_why() -> None:
    """And nothing can be changed."""

    async def story(desk: AtTheDesk) -> None:
        await desk.until('There is no scene "dusk".')
        await desk.press("enter", "tab", "x", "ctrl+s")
        assert "Playlists" in desk.screen

    await tell(story, shelf=OneScene('There is no scene "dusk".'))


async def test_every_key_has_its_line_in_the_help() -> None:
    """? from the playlist, and from the library while nothing is searched for."""

    async def story(desk: AtTheDesk) -> None:
        await desk.press("question_mark")
        assert "Everywhere on this screen" in desk.screen
        await desk.press("escape")
        await desk.type("a")
        await desk.press("question_mark")
        assert "search  a?" in desk.screen

    await tell(story)


async def test_all_warnings_of_a_phase_can_be_read() -> None:
    """With w, also what the lines below the lists have no room for."""

    async def story(desk: AtTheDesk) -> None:
        await desk.press(*TO_PEAK, "w")
        assert "it may startle" in desk.screen

    await tell(story)


async def test_a_long_list_draws_only_what_is_seen() -> None:
    """End, far down, and the last of twenty thousand is there."""

    async def story(desk: AtTheDesk) -> None:
        await desk.press("pagedown", "pagedown")
        assert "Slow tide 16" in desk.screen
        desk.app.playlists.action_choose_end(1)
        await desk.pilot.pause()
        assert "Over the hill 19999" in desk.screen

    await tell(story, Bench(a_library(20_000)))


async def test_it_is_of_use_in_few_rows_and_with_many_phases() -> None:
    """Both lists stay, and the chosen phase is always among the columns."""
    bench = Bench(a_library())
    columns = bench.view.phases * 4
    named = tuple(replace(p, name=f"phase {n}") for n, p in enumerate(columns))
    bench.put(named)

    async def story(desk: AtTheDesk) -> None:
        await desk.press(*["right"] * 11)
        assert "Phase 11" in desk.screen
        assert "Slow tide" in desk.screen

    await tell(story, bench, size=(60, 16))


async def test_signs_typed_behind_the_key_that_opens_a_line_are_in_it() -> None:
    """A minus that is lost would make a trim a boost."""

    async def story(desk: AtTheDesk) -> None:
        await desk.press(*TO_PEAK)
        await desk.hurry("t", "-", "3")
        await desk.until("trim    -3")
        await desk.press("enter")
        assert desk.asked == [("trim", 2, 0, "-3")]

    await tell(story)


async def test_letters_typed_behind_an_arrow_search_in_the_next_phase() -> None:
    """The arrow comes first, however fast a hand is."""

    async def story(desk: AtTheDesk) -> None:
        await desk.hurry("right", "w")
        await desk.until("search  w")
        assert "playlist onset" in desk.screen

    await tell(story)


async def test_what_counts_everywhere_is_said_of_the_file() -> None:
    """With Ctrl, in the library and of a track of the playlist alike."""

    async def story(desk: AtTheDesk) -> None:
        await desk.press("down", "ctrl+r", "4", "enter", "ctrl+g")
        await desk.type("deep, slow")
        await desk.press("enter", *TO_PEAK, "ctrl+r", "2", "enter")
        assert desk.asked == [
            ("say intensity", "onset/slow-tide.flac", "4"),
            ("say tags", "onset/slow-tide.flac", "deep, slow"),
            ("say intensity", "peak/deep-earth.flac", "2"),
        ]

    await tell(story)


async def test_the_library_marks_what_is_in_the_scene_and_what_may_startle() -> None:
    """Nobody adds a track twice by mistake, or a drum after a whisper."""
    deep, *rest = a_library()
    says = "It rises by 19 LU within three seconds: it may startle."
    bench = Bench((replace(deep, doubt=says), *rest))

    async def story(desk: AtTheDesk) -> None:
        await desk.press("right", "right")
        for row in ("!+Deep earth", " ·Slow tide", " +Wide wind"):
            assert row in desk.screen
        assert says in desk.screen

    await tell(story, bench)


async def test_another_track_is_not_chosen_behind_an_open_line() -> None:
    """What the line says is of the track for which it was opened."""

    async def story(desk: AtTheDesk) -> None:
        await desk.press(*TO_PEAK, "t", "down")
        assert "Enter takes the words in the line" in desk.screen
        await desk.press("-", "4", "enter")
        assert desk.asked == [("trim", 2, 0, "-4")]

    await tell(story)


async def test_a_fast_hand_s_words_stand_as_it_typed_them() -> None:
    """What rubs out and what moves act between the letters, not behind them."""

    async def story(desk: AtTheDesk) -> None:
        await desk.hurry("t", "i", "x", "backspace", "d", "home", "s", "end", "e")
        await desk.until("search  stide")

    await tell(story)


async def test_a_fast_hand_rubs_out_in_a_line_that_is_just_open() -> None:
    """Nothing in the playlist is taken back by it."""

    async def story(desk: AtTheDesk) -> None:
        await desk.press(*TO_PEAK, "x")
        await desk.hurry("t", "-", "3", "backspace", "4")
        await desk.until("trim    -4")
        assert len(desk.bench.view.phases[2].rows) == 2

    await tell(story)


async def test_a_fast_hand_adds_what_it_had_chosen() -> None:
    """Search, down, Enter, and on with the next search: each in its turn."""

    async def story(desk: AtTheDesk) -> None:
        await desk.press("right")
        await desk.hurry("w", "o", "r", "d", "l", "down", "enter", "x")
        await desk.until("search  wordlx")
        assert desk.bench.view.phases[1].rows[-1].called == "Wide wind"

    await tell(story)


async def test_the_way_back_stands_among_the_keys_in_words() -> None:
    """Also in 80 columns, with the keys to listen by."""

    async def story(desk: AtTheDesk) -> None:
        await desk.press(*TO_PEAK, "x")
        assert "Bksp take back: Deep earth removed" in desk.screen
        assert "? keys" in desk.screen

    await tell(story, listening=Ears())
