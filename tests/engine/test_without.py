"""A session without some music: it never comes, whatever is pressed or goes wrong."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from kap_room.engine.begin import Loaded
from kap_room.engine.checkpoint import load
from kap_room.exchange.commands import (
    Button,
    Command,
    GoBackIn,
    PlayFrom,
    PlayNext,
    Press,
    Seen,
    Way,
)
from kap_room.plan.music import Measure, Order, Track
from kap_room.plan.scene import Mark
from kap_room.plan.units import SILENT, Seconds
from tests.engine.house import SCENE, House, loaded

WITHOUT = ("Lyrics", "peak/1", "onset/2.flac", "Return/Drums")


def disliked(track: Track) -> Track:
    """In each playlist one with words; of the return, a folder of drums."""
    number = track.file.split("/")[1]
    tags = ("lyrics",) if number.startswith("3") else ()
    file = track.file.replace("return/0", "return/drums/0")
    return replace(track, tags=tags, file=file)


def files(order: Order = Order.AS_WRITTEN) -> Loaded:
    usual = loaded(SCENE, tracks=6)
    playlists = {
        name: replace(each, tracks=tuple(map(disliked, each.tracks)), order=order)
        for name, each in usual.playlists.items()
    }
    measures = {
        path.replace("return/0", "return/drums/0"): measure
        for path, measure in usual.measures.items()
    }
    return replace(usual, playlists=playlists, measures=measures, without=WITHOUT)


OUT = (
    "arrival/3.flac",
    "onset/2.flac",
    "onset/3.flac",
    "peak/1.flac",
    "peak/3.flac",
    "return/3.flac",
    "return/drums/0.flac",
)

hands: st.SearchStrategy[Command] = st.one_of(
    st.sampled_from([b for b in Button if b is not Button.END]).map(Press),
    st.sampled_from(Way).map(GoBackIn),
    st.sampled_from(["arrival", "onset", "peak", "return"]).map(PlayFrom),
    st.sampled_from(OUT).map(PlayNext),
    st.just(Seen(Mark.DOSE)),
)
evenings = st.lists(st.tuples(hands, st.floats(0, 500)), max_size=12)


def ordered(house: House) -> set[str]:
    """Every file that the player was ever told of, also for going on alone."""
    return {
        deck.file.removeprefix("/music/")
        for order in house.sound.orders
        for deck in (*order.decks, *order.fallback, order.next)
        if deck is not None
    }


@settings(max_examples=40)
@given(evenings, st.sampled_from(Order))
def test_what_is_left_out_is_never_ordered(
    evening: list[tuple[Command, float]], order: Order
) -> None:
    """Not as the next, not as a spare, not by softer, playlist, fit or the way back."""
    house = House()
    house.begin(files(order))
    for command, pause in evening:
        house.give(command)
        house.wait(pause, by=10.0)
    assert ordered(house).isdisjoint(OUT)


def test_it_is_refused_with_the_word_that_keeps_it_out() -> None:
    """As it was said at the start."""
    house = House()
    house.begin(files())
    answer = house.give(PlayNext("peak/3.flac"))
    assert answer is not None
    assert not answer.ok
    assert '"Lyrics"' in answer.says


def test_a_session_that_comes_back_still_goes_without() -> None:
    """From its checkpoint alone, as after a kill."""
    house = House()
    house.begin(files())
    house.wait(30)
    checkpoint = load(house.journal.checkpoints[-1])
    again = House()
    again.clock.advance_to(house.reading)
    again.engine.resume(checkpoint, kept=True)
    again.press(Button.NEXT_PHASE)
    again.wait(3000)
    assert again.session.without == WITHOUT
    assert ordered(again).isdisjoint(OUT)


def test_after_a_reboot_it_still_goes_without() -> None:
    """The day is another, the person is the same."""
    house = House()
    house.begin(files())
    house.wait(30)
    checkpoint = load(house.journal.checkpoints[-1])
    again = House()
    again.engine.resume(checkpoint, kept=False)
    again.press(Button.HOLD, Button.MUSIC)
    again.wait(3000)
    assert again.playing is not None
    assert ordered(again).isdisjoint(OUT)


def test_files_that_fail_are_not_replaced_by_one_that_is_left_out() -> None:
    """Rather the same track again than one that is disliked."""
    house = House()
    house.begin(files())
    house.wait(5)
    broken = Measure(Seconds(0.0), SILENT, SILENT, "It is empty.")
    house.engine.know({f"/music/arrival/{n}.flac": broken for n in (1, 2, 4, 5)})
    house.wait(5)
    assert house.view.sound.next_track == "arrival/0.flac"
    house.wait(600)
    assert ordered(house).isdisjoint(OUT)
