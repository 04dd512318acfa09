"""`order: fit` in a session: what is heard ends where the phase does."""

import random
from dataclasses import replace

import pytest

from kap_room.engine.begin import Loaded
from kap_room.engine.checkpoint import load
from kap_room.engine.ports import TrackMeasured
from kap_room.exchange.commands import Button, Extend, PlayNext, Seen
from kap_room.plan.music import Measure, Order, Playlist, RunsOut, Track
from kap_room.plan.scene import Mark, Phase, Scene, Turn
from kap_room.plan.units import Decibels, Seconds
from kap_room.timeline.entering import LEFT_OUT
from kap_room.timeline.fitting import CLOSE
from tests.engine.house import MUSIC, House

PEAK, RETURN = Seconds(2400.0), Seconds(1800.0)
CROSSFADE = Seconds(10.0)

SCENE = Scene(
    "Fitted",
    (
        Phase("peak", PEAK, Mark.RETURNING, "peak", crossfade=Seconds(12.0)),
        Phase("return", RETURN, None, "return", crossfade=CROSSFADE),
    ),
)


def shelf(scene: Scene = SCENE, seed: int = 1, *, code: str = "an evening") -> Loaded:
    """Two playlists of twenty-five tracks of three to nine minutes."""
    chance = random.Random(seed)  # noqa: S311 - a made-up evening, not a secret
    playlists = {
        name: Playlist(
            name,
            tuple(Track(f"{name}/{n}.flac") for n in range(25)),
            Order.FIT,
        )
        for name in ("peak", "return")
    }
    measures = {
        str(MUSIC / track.file): Measure(
            Seconds(chance.uniform(180, 540)), Decibels(-20.0), Decibels(-6.0)
        )
        for playlist in playlists.values()
        for track in playlist.tracks
    }
    return Loaded(code, scene, playlists, measures)


def playing(files: Loaded | None = None, for_: float = 60.0) -> House:
    house = House()
    house.begin(files or shelf())
    house.wait(for_, by=20.0)
    return house


def misses(house: House) -> float:
    """By how much the lead is over after the crossfade out of its phase."""
    session = house.session
    lead, ends = session.programme.lead, session.course.planned
    assert lead is not None
    assert ends is not None
    turn = session.transport.reading_of(ends)
    assert turn is not None
    return lead.over_at - LEFT_OUT - turn - CROSSFADE


def left(house: House) -> float:
    """Up to a second before the planned end."""
    ends = house.session.course.planned
    assert ends is not None
    return ends - house.session.position_at(house.reading) - 1.0


def to_the_end(house: House) -> list[str]:
    """What was heard up to there."""
    files = []
    while left(house) > 0.01:
        files.append(house.playing or "")
        house.wait(min(20.0, left(house)), by=20.0)
    return list(dict.fromkeys(files))


@pytest.mark.parametrize("seed", range(4))
def test_the_last_track_ends_on_the_turn(seed: int) -> None:
    """The crossfade into the next phase takes just what is left of it."""
    house = playing(shelf(seed=seed))
    files = to_the_end(house)
    assert len(files) > 3
    assert abs(misses(house)) <= CLOSE


def test_the_next_phase_is_fitted_too() -> None:
    """From its own turn on, to the plan's end."""
    house = playing(shelf(seed=3))
    to_the_end(house)
    house.wait(10, by=1.0)
    assert house.phase == "return"
    to_the_end(house)
    lead = house.session.programme.lead
    assert lead is not None
    end = house.reading + 1.0
    assert end - CLOSE <= lead.over_at - LEFT_OUT - 5.0 <= end + CLOSE


@pytest.mark.parametrize("by", [-700.0, 300.0, 1000.0])
def test_a_plan_that_is_changed_is_fitted_anew(by: float) -> None:
    """What sounds goes on; what comes after it meets the new turn."""
    house = playing()
    decks = house.order.decks
    house.give(Extend(Seconds(by)))
    assert house.order.decks == decks
    to_the_end(house)
    assert abs(misses(house)) <= CLOSE


def test_after_a_hold_it_is_fitted_to_what_is_left() -> None:
    """Held for longer than a track."""
    house = playing()
    house.press(Button.HOLD)
    house.wait(700, by=20.0)
    house.press(Button.HOLD)
    to_the_end(house)
    assert abs(misses(house)) <= CLOSE


@pytest.mark.parametrize(
    "button",
    [
        Button.NEXT_TRACK,
        Button.PREVIOUS_TRACK,
        Button.RESTART_TRACK,
        Button.KEEP_TRACK,
    ],
)
def test_a_hand_on_the_tracks_leaves_the_rest_to_be_fitted(button: Button) -> None:
    """Whatever it did to what sounds."""
    house = playing(for_=500)
    house.press(button)
    to_the_end(house)
    assert abs(misses(house)) <= CLOSE


def test_what_was_asked_for_comes_next_and_the_rest_is_fitted() -> None:
    """Out of its turn, and then not again."""
    house = playing()
    chosen = house.session.programme.choice
    assert chosen is not None
    wanted = chosen.tracks[-1].file
    house.give(PlayNext(wanted))
    assert house.view.sound.next_track == wanted
    files = to_the_end(house)
    assert files[1] == wanted
    assert files.count(wanted) == 1
    assert abs(misses(house)) <= CLOSE


def test_the_track_before_is_the_one_that_was_heard_before() -> None:
    """And not the one that is written above it."""
    house = playing()
    first = house.playing
    house.press(Button.NEXT_TRACK)
    house.wait(5)
    house.press(Button.PREVIOUS_TRACK)
    assert house.playing == first


def test_what_was_chosen_is_what_a_skip_goes_to() -> None:
    """The screen said so."""
    house = playing()
    coming = house.view.sound.next_track
    house.press(Button.NEXT_TRACK)
    assert house.playing == coming


def test_a_file_that_fails_is_replaced_by_another_choice() -> None:
    """And the end is met all the same."""
    house = playing()
    coming = house.session.programme.next
    assert coming is not None
    rotten = Measure(Seconds(1.0), Decibels(-20.0), Decibels(-6.0), "It is rotten.")
    house.engine.post(TrackMeasured(MUSIC / coming.track.file, rotten))
    house.wait(1)
    assert house.view.sound.next_track != coming.track.file
    assert coming.track.file not in to_the_end(house)
    assert abs(misses(house)) <= CLOSE


def test_a_length_that_becomes_known_is_counted_with() -> None:
    """A track of which nothing was known counts as five minutes until then."""
    files = shelf()
    known = dict(files.measures)
    unknown = {
        file: known.pop(file) for file in list(known) if file.startswith("/music/peak")
    }
    house = playing(replace(files, measures=known))
    for file, measure in unknown.items():
        house.engine.post(TrackMeasured(MUSIC / file, measure))
    house.wait(1)
    to_the_end(house)
    assert abs(misses(house)) <= CLOSE


def test_one_session_chooses_one_way_and_another_another() -> None:
    """By its name: nobody hears the same evening twice."""
    first, again = to_the_end(playing()), to_the_end(playing())
    other = to_the_end(playing(shelf(code="another evening")))
    assert first == again
    assert first != other


def test_a_choice_is_kept_while_nothing_changes() -> None:
    """However often it is looked at."""
    house = playing()
    choice = house.session.programme.choice
    for _ in range(20):
        house.wait(1.0)
        house.press(Button.LOUDER)
    assert house.session.programme.choice is choice


def test_a_choice_survives_the_engine() -> None:
    """The checkpoint holds it, and the next engine goes on with it."""
    house = playing()
    checkpoint = load(house.journal.checkpoints[-1])
    assert checkpoint.session.programme.choice is not None
    after = House()
    after.clock.advance_to(house.reading)
    after.engine.know(shelf().measures)
    after.engine.resume(checkpoint, kept=True)
    after.engine.step()
    choices = [each.session.programme.choice for each in (house, after)]
    assert choices[0] == choices[1]
    assert after.view.sound.next_track == house.view.sound.next_track


def test_taking_back_comes_to_the_old_turn() -> None:
    """What was longer is not, and the music meets that."""
    house = playing()
    house.give(Extend(Seconds(600.0)))
    house.wait(5)
    house.press(Button.TAKE_BACK)
    to_the_end(house)
    assert abs(misses(house)) <= CLOSE


def test_the_order_of_intensity_is_kept() -> None:
    """A playlist that was written to rise does."""
    files = shelf()
    rising = tuple(
        replace(track, intensity=1 + n // 5)
        for n, track in enumerate(files.playlists["peak"].tracks)
    )
    peak = replace(files.playlists["peak"], tracks=rising)
    playlists = {**files.playlists, "peak": peak}
    heard = to_the_end(playing(replace(files, playlists=playlists)))
    known = {track.file: track.intensity or 0 for track in rising}
    levels = [known[file] for file in heard]
    assert levels == sorted(levels)


def test_an_open_phase_goes_on_with_what_is_new() -> None:
    """It has no end to be fitted to; nothing comes twice before all was heard."""
    phases = (replace(SCENE.phases[0], lasts=None), SCENE.phases[1])
    house = playing(shelf(replace(SCENE, phases=phases)))
    assert house.session.programme.choice is None
    heard: list[str] = []
    for _ in range(300):
        if house.playing not in heard[-1:]:
            heard.append(house.playing or "")
        house.wait(20, by=20.0)
    first = heard[: min(25, len(heard))]
    assert len(set(first)) == len(first) > 10


def test_a_turn_that_waits_for_a_word_is_never_dry() -> None:
    """What was chosen is over half a minute after the proposal, and then it goes on."""
    asks = replace(SCENE.phases[0], turn=Turn.ASK, waits=None)
    once = shelf(replace(SCENE, phases=(asks, SCENE.phases[1])))
    peak = replace(once.playlists["peak"], when_it_runs_out=RunsOut.SILENCE)
    house = playing(replace(once, playlists={**once.playlists, "peak": peak}))
    to_the_end(house)
    assert abs(misses(house) - 30.0) <= CLOSE
    for _ in range(500):
        house.wait(20, by=20.0)
        assert house.order.sounding
    house.give(Seen(Mark.RETURNING))
    house.wait(30, by=5.0)
    to_the_end(house)
    lead = house.session.programme.lead
    assert lead is not None
    assert abs(lead.over_at - LEFT_OUT - 5.0 - house.reading - 1.0) <= CLOSE


def test_where_nothing_fits_the_nearest_is_taken() -> None:
    """Three tracks are no choice; the music goes on up to the turn."""
    files = shelf()
    few = replace(files.playlists["peak"], tracks=files.playlists["peak"].tracks[:3])
    house = playing(replace(files, playlists={**files.playlists, "peak": few}))
    for _ in range(118):
        house.wait(20, by=20.0)
        assert house.order.sounding
        covered = max(each.over_at for each in house.session.programme.decks)
        assert covered > house.reading
    assert house.phase == "return"


def test_a_fitted_playlist_may_end_in_silence() -> None:
    """Where it was written so, and all of it was heard."""
    files = shelf()
    few = replace(
        files.playlists["peak"],
        tracks=files.playlists["peak"].tracks[:2],
        when_it_runs_out=RunsOut.SILENCE,
    )
    house = playing(replace(files, playlists={**files.playlists, "peak": few}))
    house.wait(1500, by=20.0)
    assert house.playing is None
    assert len(house.events("TrackBegan")) == 2
