"""Turns: what is heard and seen when one phase gives way to the next."""

import json
from dataclasses import replace

import pytest

from kap_room.exchange.commands import Button, Extend, PlayNext, Seen
from kap_room.plan.music import Playlist, RunsOut
from kap_room.plan.scene import Mark, Phase, Scene
from kap_room.plan.units import Decibels, Seconds
from kap_room.timeline.entering import LEFT_OUT
from tests.engine.house import SCENE, House, loaded, playlist


def onset(length: float = 300.0) -> House:
    house = House()
    house.begin(loaded(length=length))
    house.wait(60)
    house.give(Seen(Mark.DOSE))
    return house


def test_the_crossfade_begins_at_the_turn() -> None:
    """The order names it long before, so the player is in time by itself."""
    house = onset(2000.0)
    turn = house.reading + 900.0
    house.wait(700)
    coming = house.order.next
    assert coming is not None
    assert coming.file == "/music/peak/0.flac"
    assert coming.starts == pytest.approx(turn)
    house.wait(201)
    assert house.order.decks[-1] == coming


def test_the_crossfade_has_the_length_of_the_entering_phase() -> None:
    """Twelve seconds, as it asks."""
    peak = replace(SCENE.phases[2], crossfade=Seconds(12.0))
    phases = (*SCENE.phases[:2], peak, SCENE.phases[3])
    house = House()
    house.begin(loaded(replace(SCENE, phases=phases), length=1e4))
    house.give(Seen(Mark.DOSE))
    house.wait(500)
    coming = house.order.next
    assert coming is not None
    assert coming.rise == 12.0


def test_a_held_plan_lays_out_no_turn() -> None:
    """Until it goes on, the next track is one of this phase."""
    house = onset()
    house.wait(700)
    house.press(Button.HOLD)
    coming = house.order.next
    assert coming is not None
    assert coming.file.startswith("/music/onset/")


@pytest.mark.parametrize("length", [297.0 + n for n in range(12)])
def test_a_turn_within_a_crossfade_leaves_no_hole(length: float) -> None:
    """Whichever track is just coming in when the phase turns."""
    house = House()
    house.begin(loaded(length=length))
    house.give(Seen(Mark.DOSE))
    house.wait(880)
    for _ in range(80):
        house.wait(0.5)
        covered = max(
            (each.over_at for each in house.session.programme.decks), default=0.0
        )
        assert covered > house.reading
        assert house.order.sounding
    assert house.playing is not None
    assert house.playing.startswith("peak/")


def test_a_phase_with_a_playlist_that_ran_out_turns_all_the_same() -> None:
    """Silence as written, then the next phase's music from nothing."""
    files = loaded()
    once = Playlist(
        "onset", playlist("onset", 1).tracks, when_it_runs_out=RunsOut.SILENCE
    )
    house = House()
    house.begin(replace(files, playlists={**files.playlists, "onset": once}))
    house.give(Seen(Mark.DOSE))
    house.wait(600)
    quiet = house.playing
    assert len(house.events("MusicRanOut")) == 1
    house.wait(301)
    assert (quiet, house.playing) == (None, "peak/0.flac")
    assert house.order.decks[-1].rise == 3.0


def test_a_phase_without_music_is_quiet_and_says_nothing_of_running_out() -> None:
    """It was meant so."""
    quiet = replace(SCENE.phases[1], playlist=None)
    phases = (SCENE.phases[0], quiet, *SCENE.phases[2:])
    house = House()
    house.begin(loaded(replace(SCENE, phases=phases)))
    house.give(Seen(Mark.DOSE))
    house.wait(880)
    assert [deck.file for deck in house.order.decks] == []
    assert house.events("MusicRanOut") == []
    house.wait(21)
    assert house.playing == "peak/0.flac"
    assert house.master() == 0.0
    assert house.order.decks[-1].starts == pytest.approx(1900.0)


def test_a_phase_of_which_nothing_can_sound_keeps_the_music_before() -> None:
    """Rather that than nothing."""
    files = loaded()
    without = replace(files, without=tuple(f"peak/{n}.flac" for n in range(4)))
    house = House()
    house.begin(without)
    house.give(Seen(Mark.DOSE))
    house.wait(950)
    assert house.phase == "peak"
    assert house.playing is not None
    assert house.playing.startswith("onset/")


def test_what_was_asked_for_comes_also_at_a_turn() -> None:
    """It was promised as the next."""
    house = House()
    house.begin(loaded(length=2000.0))
    house.give(Seen(Mark.DOSE))
    house.give(PlayNext("return/2.flac"))
    house.wait(901)
    assert house.playing == "return/2.flac"


def test_a_night_asleep_comes_to_the_same_session() -> None:
    """One look after five hours, or a look every few seconds."""
    asleep, awake = onset(), onset()
    asleep.clock.advance(Seconds(18_000.0))
    asleep.engine.step()
    awake.wait(18_000, by=7.0)
    asleep.engine.step()
    assert asleep.session.mode == awake.session.mode
    assert asleep.session.course == awake.session.course
    turns = [house.events("PhaseTurned") for house in (asleep, awake)]
    assert turns[0] == turns[1]


def test_an_open_phase_waits_a_whole_day() -> None:
    """And is never quiet."""
    house = House()
    house.begin()
    house.clock.advance(Seconds(86_400.0))
    house.engine.step()
    assert house.phase == "arrival"
    assert house.order.next is not None
    assert house.order.next.starts > house.reading


def test_the_volume_of_the_phase_comes_with_its_music() -> None:
    """Arrival is 6 dB lower; its own tracks are, and no others."""
    house = onset()
    gains = [deck.gain for deck in house.order.decks]
    assert gains == [Decibels(-9.0), Decibels(-3.0)]


def test_a_crossfade_is_over_before_the_file_that_it_leaves() -> None:
    """A file that stopped while something of it is still heard would click."""
    house = House()
    house.begin()
    house.wait(30)
    lead, coming = house.order.decks[-1], house.order.next
    assert coming is not None
    assert coming.starts + coming.rise <= lead.starts + 300.0 - LEFT_OUT


NEAR = Scene(
    "A track that ends near the turn",
    (
        Phase("one", Seconds(310), None, "one", volume=Decibels(-6)),
        Phase("two", Seconds(900), None, "two"),
    ),
)


def began(house: House) -> list[tuple[float, object]]:
    """Which track began when, in seconds from the first."""
    entries = [e for e in house.journal.entries if e.kind == "TrackBegan"]
    first = entries[0].reading
    return [(e.reading - first, json.loads(e.data)["file"]) for e in entries]


@pytest.mark.parametrize("left", [0.0, 1.0, 4.0, 10.0, 12.0])
def test_no_piece_is_begun_that_the_turn_would_cut_off(left: float) -> None:
    """The coming phase's music takes the track's end; the turn itself is in time."""
    house = House()
    house.begin(loaded(NEAR, length=310.0 - left))
    house.wait(309)
    assert house.phase == "one"
    house.wait(40)
    assert house.phase == "two"
    (_, first), (at, second) = began(house)
    assert (first, second) == ("one/0.flac", "two/0.flac")
    assert 310.0 - left - 8.0 - LEFT_OUT - 0.1 < at <= 310.0
    assert house.order.decks[-1].gain == Decibels(-3.0)


def test_a_turn_that_moves_away_again_keeps_its_own_phases_music() -> None:
    """What came ahead of its phase is not the beginning of its whole playlist."""
    house = House()
    house.begin(loaded(NEAR, length=300.0))
    house.wait(300)
    assert house.playing == "two/0.flac"
    house.give(Extend(Seconds(900.0)))
    house.wait(290)
    assert house.phase == "one"
    assert house.playing == "one/1.flac"


def test_a_piece_that_has_time_to_sound_is_begun() -> None:
    """Half a minute before the turn it is no fragment."""
    house = House()
    house.begin(loaded(NEAR, length=280.0))
    house.wait(350)
    assert [file for _, file in began(house)] == [
        "one/0.flac",
        "one/1.flac",
        "two/0.flac",
    ]


def test_pieces_that_are_short_themselves_go_on_to_the_turn() -> None:
    """Where each lasts half a minute, ten seconds of one are nothing strange."""
    house = House()
    house.begin(loaded(NEAR, length=40.0))
    house.wait(350)
    (turn,) = [at for at, file in began(house) if file == "two/0.flac"]
    assert turn == pytest.approx(310.0, abs=0.1)
