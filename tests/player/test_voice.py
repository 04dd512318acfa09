"""What is made of libVLC's words, without libVLC."""

import gc
from pathlib import Path
from typing import Self

import pytest
import vlc
from typing_extensions import override

from kap_room.plan.units import Seconds
from kap_room.player.opening import OPTIONS, Wish, opened
from kap_room.player.voice import Voice
from kap_room.player.volume import Volume
from tests.rig.material import tone, write


class Told(vlc.MediaPlayer):
    """A MediaPlayer that says what it was told to say."""

    def __new__(cls) -> Self:
        return object.__new__(cls)

    def __init__(self) -> None:
        self.state, self.time, self.length = vlc.State.Opening, 0, 0

    @override
    def get_state(self) -> vlc.State:
        return self.state

    @override
    def get_time(self) -> int:
        return self.time

    @override
    def get_length(self) -> int:
        return self.length


class Still(Volume):
    """A volume that nobody hears."""

    def __init__(self) -> None: ...

    @override
    def send(self, step: int) -> None: ...

    @override
    def stream(self) -> None: ...


def heard_until(voice: Voice, player: Told, ends: float, stalls: float) -> float | None:
    """The reading at which it is given up; its position moves until `stalls`."""
    for tick in range(round(ends / 0.02)):
        reading = tick * 0.02
        player.time = int(min(reading, stalls) / 0.3) * 300
        if voice.heard(Seconds(reading)).state == "failed":
            return reading
    return None


def test_a_deck_that_stands_still_is_given_up_within_a_second_and_a_half() -> None:
    """Its position froze: what follows needs the rest of the two seconds."""
    player = Told()
    player.state = vlc.State.Playing
    voice = Voice(player, Still(), Seconds(0), "auto")
    given_up = heard_until(voice, player, ends=20, stalls=9.1)
    assert given_up is not None
    assert given_up - 9.1 < 1.0


def test_a_deck_whose_position_moves_in_strides_is_not_given_up() -> None:
    """It is told of every 0.3 s."""
    player = Told()
    player.state = vlc.State.Playing
    voice = Voice(player, Still(), Seconds(0), "auto")
    assert heard_until(voice, player, ends=20, stalls=30) is None


def test_a_stop_of_the_whole_process_is_no_standstill_of_a_file() -> None:
    """Let go after five seconds, libVLC needs one more until its position moves."""
    player = Told()
    player.state = vlc.State.Playing
    voice = Voice(player, Still(), Seconds(0), "auto")
    assert heard_until(voice, player, ends=9.3, stalls=9.0) is None
    let_go = 9.3 + 5.0
    voice.let_go(Seconds(let_go))
    states = {voice.heard(Seconds(let_go + x * 0.02)).state for x in range(60)}
    assert states == {"playing"}


@pytest.mark.parametrize(("stop", "is_dry"), [(0.6, False), (0.64, False), (1.3, True)])
def test_buffers_have_run_dry_after_a_long_stop_and_after_no_short_one(
    stop: float, *, is_dry: bool
) -> None:
    """At rest libVLC is asked four times a second, and answers with an old position."""
    for moment in range(60):
        player = Told()
        player.state = vlc.State.Playing
        voice = Voice(player, Still(), Seconds(0), "auto")
        stopped = 5.0 + moment * 0.02
        for tick in range(1 + int(stopped / 0.25)):
            player.time = int(tick * 0.25 / 0.3) * 300
            voice.heard(Seconds(tick * 0.25))
        player.time = int(stopped / 0.3) * 300
        assert voice.has_stood_still(Seconds(stopped + stop)) == is_dry


def test_buffers_run_dry_of_short_stops_in_a_row() -> None:
    """What the first one used up is not there for the second."""
    player = Told()
    player.state = vlc.State.Playing
    voice = Voice(player, Still(), Seconds(0), "auto")
    assert heard_until(voice, player, ends=9.3, stalls=9.3) is None
    assert not voice.has_stood_still(Seconds(9.9))
    voice.let_go(Seconds(9.9))
    voice.heard(Seconds(10.0))
    assert voice.has_stood_still(Seconds(10.6))


def test_a_file_that_stands_still_after_a_stop_is_given_up_all_the_same() -> None:
    """A stick that was pulled meanwhile: two seconds, and something else begins."""
    player = Told()
    player.state = vlc.State.Playing
    voice = Voice(player, Still(), Seconds(0), "auto")
    assert heard_until(voice, player, ends=9.3, stalls=9.0) is None
    voice.let_go(Seconds(14.3))
    states = [voice.heard(Seconds(14.3 + x * 0.02)).state for x in range(100)]
    assert states[-1] == "failed"


def players() -> int:
    gc.collect()
    return sum(isinstance(each, vlc.MediaPlayer) for each in gc.get_objects())


def test_a_track_that_is_over_leaves_no_player_behind(tmp_path: Path) -> None:
    """An evening has hundreds of them."""
    file = write(tmp_path / "tone.flac", tone(1, 400))
    instance = vlc.Instance(list(OPTIONS))
    assert instance is not None
    before = players()
    for _ in range(3):
        voice = opened(instance, Wish(str(file), Seconds(0), None))
        assert voice is not None
        voice.tell_of_straying(lambda: None)
        voice.release()
    del voice
    assert players() <= before
    instance.release()
