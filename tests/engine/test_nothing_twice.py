"""Nothing is heard twice in a session while something is new, whatever is pressed.

A track may come again when a hand asks for just that: previous, restart, keep, take
back, the way back in, and a file asked for by its name. And `loop last` is written so.
"""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from kap_room.engine.begin import Loaded
from kap_room.exchange.commands import (
    Button,
    Command,
    Extend,
    FoundFile,
    PlayFrom,
    PlayNext,
    Press,
    Seen,
)
from kap_room.plan.music import Order, Playlist, Track
from kap_room.plan.scene import Mark
from kap_room.plan.units import Seconds
from tests.engine.house import SCENE, House, loaded, measures

INTENSITIES = {
    "arrival": (1, 2, 2, 3),
    "onset": (2, 3, None, 2, 4),
    "peak": (4, 5, 3, 5, 4, 2),
    "return": (3, 2, 2, 1),
}
SHARED = Track("shared/tide.flac", intensity=2)
"""In two playlists: heard in one of them is heard."""

LIBRARY = tuple(Track(f"library/{n}.flac", intensity=n) for n in range(1, 6))


def files(fitted: str, length: float) -> Loaded:
    usual = loaded(SCENE)
    playlists = {}
    for name, known in INTENSITIES.items():
        own = (Track(f"{name}/{n}.flac", intensity=i) for n, i in enumerate(known))
        shared = (SHARED,) if name in {"onset", "return"} else ()
        order = Order.FIT if name == fitted else Order.AS_WRITTEN
        playlists[name] = Playlist(name, (*own, *shared), order)
    known_ones = measures(playlists, length)
    return replace(usual, playlists=playlists, measures=known_ones)


tracks = [
    *[track for each in files("", 300.0).playlists.values() for track in each.tracks],
    *LIBRARY,
]

hands: st.SearchStrategy[Command] = st.one_of(
    st.sampled_from(
        [
            Button.NEXT_TRACK,
            Button.SOFTER,
            Button.DEEPER,
            Button.NEXT_PHASE,
            Button.PREVIOUS_PHASE,
            Button.SILENCE,
            Button.MUSIC,
            Button.HOLD,
        ]
    ).map(Press),
    st.sampled_from(tuple(INTENSITIES)).map(PlayFrom),
    st.sampled_from(tracks).map(
        lambda track: PlayNext(track.file, FoundFile(track, f"/music/{track.file}"))
    ),
    st.floats(-900, 900).map(Seconds).map(Extend),
    st.just(Seen(Mark.DOSE)),
)
evenings = st.lists(st.tuples(hands, st.floats(0, 700)), max_size=14)

Change = tuple[Command | None, str, str]
"""What was given just before, the file that began, and its playlist."""


def lived(house: House, evening: list[tuple[Command, float]]) -> list[Change]:
    """Every beginning of a track, with the hand that it followed at once, if any."""
    changes: list[Change] = []
    known = 0

    def note(command: Command | None) -> None:
        nonlocal known
        began = house.events("TrackBegan")
        changes.extend(
            (command, str(each["file"]), str(each["playlist"]))
            for each in began[known:]
        )
        known = len(began)

    note(None)
    for command, pause in evening:
        house.give(command)
        note(command)
        house.wait(pause, by=15.0)
        note(None)
    return changes


def could_have_come(house: House, change: Change, left: Track) -> set[str]:
    """All that the same hand might have brought instead."""
    command, _, playlist = change
    lists = house.session.playlists
    if command not in {Press(Button.SOFTER), Press(Button.DEEPER)}:
        return {track.file for track in lists[playlist].tracks}
    sign = -1 if command == Press(Button.SOFTER) else 1
    here = left.intensity or 3
    return {
        track.file
        for track in lists[playlist].tracks
        if track.intensity is not None and (track.intensity - here) * sign > 0
    }


@settings(max_examples=60)
@given(evenings, st.sampled_from(["", *INTENSITIES]), st.sampled_from([120.0, 300.0]))
def test_nothing_comes_twice_while_something_is_new(
    evening: list[tuple[Command, float]], fitted: str, length: float
) -> None:
    """Of the playlist that is heard, or of what is calmer or deeper there."""
    house = House()
    house.begin(files(fitted, length))
    by_file = {track.file: track for track in tracks}
    heard: list[str] = []
    wished = {c.file for c, _ in evening if isinstance(c, PlayNext)}
    for change in lived(house, evening):
        _, file, _ = change
        if file in heard and file not in wished:
            new = could_have_come(house, change, by_file[heard[-1]]) - set(heard)
            assert not new, f"{file} came again, and {sorted(new)} were new"
        heard.append(file)


def test_what_a_hand_passed_over_comes_before_anything_comes_again() -> None:
    """The third, then the second by its name: after it the first, not the third."""
    house = House()
    house.begin(loaded())
    house.give(PlayNext("arrival/3.flac"))
    house.press(Button.NEXT_TRACK)
    house.give(PlayNext("arrival/2.flac"))
    house.press(Button.NEXT_TRACK)
    assert house.view.sound.next_track == "arrival/1.flac"


def test_a_playlist_that_was_all_heard_begins_again() -> None:
    """Rather that than dead air, or the music of another phase."""
    house = House()
    house.begin(loaded())
    house.press(*[Button.NEXT_TRACK] * 4)
    assert house.playing == "arrival/0.flac"


def test_two_phases_with_one_playlist_share_what_was_heard() -> None:
    """The turn back goes on where it was left."""
    house = House()
    house.begin(loaded())
    house.press(Button.NEXT_PHASE, Button.PREVIOUS_PHASE)
    assert house.playing == "arrival/1.flac"
