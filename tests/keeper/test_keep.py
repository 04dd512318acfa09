"""Engine and player always come back, and a room has one keeper."""

import os
import re
import signal
import time

import pytest

from tests.keeper.rig import PATIENCE, Household, is_running, until


def test_a_killed_engine_is_started_again_at_once(house: Household) -> None:
    """The first time without any pause; the player does not notice."""
    house.keeper()
    assert house.both_began()
    os.kill(house.told("engine")[0], signal.SIGKILL)
    before = time.monotonic()
    assert until(lambda: len(house.told("engine")) == 2)
    assert time.monotonic() - before < 1.0
    assert len(house.told("player")) == 1
    assert is_running(house.told("player")[0])


def test_a_killed_player_is_started_again(house: Household) -> None:
    """The engine goes on and will tell the next one what should sound."""
    house.keeper()
    assert house.both_began()
    os.kill(house.told("player")[0], signal.SIGKILL)
    assert until(lambda: len(house.told("player")) == 2)
    assert len(house.told("engine")) == 1


def test_a_player_that_is_stopped_for_good_is_started_again(house: Household) -> None:
    """It is silent and does not know it; the engine is left alone."""
    house.keeper()
    assert house.both_began()
    os.kill(house.told("player")[0], signal.SIGSTOP)
    assert until(lambda: len(house.told("player")) == 2)
    assert not is_running(house.told("player")[0])
    assert len(house.told("engine")) == 1


def test_a_player_that_is_stopped_for_a_while_is_left_alone(house: Household) -> None:
    """Again and again: only one stop that lasts is counted."""
    house.keeper()
    assert house.both_began()
    player = house.told("player")[0]
    for _ in range(3):
        os.kill(player, signal.SIGSTOP)
        assert not until(lambda: not is_running(player), within=0.3)
        os.kill(player, signal.SIGCONT)
        time.sleep(0.4)
    assert len(house.told("player")) == 1


def test_an_engine_that_no_longer_steps_is_killed_and_the_music_is_not(
    house: Household,
) -> None:
    """It fed the keeper once and then hung."""
    house.keeper(engine="stuck")
    assert until(lambda: len(house.told("engine")) == 2)
    assert house.told("engine", "stopped") == []
    assert len(house.told("player")) == 1


def test_an_engine_that_never_steps_is_killed_too(house: Household) -> None:
    """After the longer time that a first start may take."""
    house.keeper(engine="starving")
    assert until(lambda: len(house.told("engine")) == 2)


def test_an_engine_that_steps_is_left_alone(house: Household) -> None:
    """For longer than any hunger lasts."""
    house.keeper()
    assert house.both_began()
    assert not until(lambda: len(house.told("engine")) > 1, within=3.0)


def test_the_keeper_never_gives_up_on_an_engine_that_once_ran(house: Household) -> None:
    """Its files may be wrong now: the music goes on while somebody mends them."""
    house.keeper(engine="fed-exit2")
    assert until(lambda: len(house.told("engine")) >= 6)
    assert is_running(house.told("player")[0])


def test_an_engine_that_dies_at_birth_is_started_ever_more_slowly(
    house: Household,
) -> None:
    """Up to the longest pause, so that a small computer has time for the music."""
    house.keeper(engine="exit7")
    assert not until(lambda: len(house.told("engine")) > 8, within=2.0)
    assert until(lambda: len(house.told("engine")) >= 4)


@pytest.mark.parametrize("code", [1, 2])
def test_a_wrong_room_file_ends_everything_with_its_code(
    house: Household, code: int
) -> None:
    """It is not tried for ever, and no player is left."""
    keeper = house.keeper(engine=f"exit{code}")
    assert keeper.wait(PATIENCE) == code
    assert len(house.told("engine")) == len(house.told("player")) == 1
    assert house.told("player", "stopped") == house.told("player")


def test_an_engine_that_was_asked_to_stop_ends_the_house(house: Household) -> None:
    """Zero means on purpose: the player stops as well."""
    keeper = house.keeper()
    assert house.both_began()
    os.kill(house.told("engine")[0], signal.SIGTERM)
    assert keeper.wait(PATIENCE) == 0
    assert house.told("player", "stopped") == house.told("player")


@pytest.mark.parametrize("word", [signal.SIGTERM, signal.SIGINT])
def test_the_keeper_stops_the_engine_first_and_then_the_player(
    house: Household, word: signal.Signals
) -> None:
    """Both have time to finish; it ends with 0."""
    keeper = house.keeper()
    assert house.both_began()
    keeper.send_signal(word)
    assert keeper.wait(PATIENCE) == 0
    stopped = [name for name, word, _, _ in house.diary() if word == "stopped"]
    assert stopped == ["engine", "player"]


def test_a_part_that_does_not_stop_is_ended(house: Household) -> None:
    """Nobody waits for ever."""
    keeper = house.keeper(engine="deaf", player="deaf")
    assert house.both_began()
    keeper.terminate()
    assert keeper.wait(PATIENCE) == 0
    assert not is_running(house.told("engine")[0])
    assert not is_running(house.told("player")[0])


def test_a_terminal_that_closes_changes_nothing(house: Household) -> None:
    """Neither for the keeper nor for its children."""
    keeper = house.keeper()
    assert house.both_began()
    keeper.send_signal(signal.SIGHUP)
    assert not until(lambda: keeper.poll() is not None, within=0.5)
    for name in ("engine", "player"):
        pid = house.told(name)[0]
        assert os.getsid(pid) == os.getpgid(pid) == pid


def test_a_second_keeper_is_told_who_holds_the_room(house: Household) -> None:
    """And touches nothing."""
    first = house.keeper()
    assert house.both_began()
    second = house.keeper()
    _, complains = second.communicate(timeout=PATIENCE)
    assert second.returncode == 1
    assert re.fullmatch(
        f"This room is held by kap-room engine, process {first.pid}, "
        r"since \d\d:\d\d\.\n",
        complains,
    )
    assert len(house.told("engine")) == len(house.told("player")) == 1


def test_the_next_keeper_takes_the_room_over(house: Household) -> None:
    """A keeper killed with -9: the player plays on, the engine is replaced."""
    keeper = house.keeper()
    assert house.both_began()
    keeper.kill()
    keeper.wait(PATIENCE)
    assert is_running(house.told("engine")[0])
    house.keeper()
    assert until(lambda: len(house.told("engine")) == 2)
    assert until(lambda: not is_running(house.told("engine")[0]))
    assert not until(lambda: len(house.told("player")) > 1, within=0.5)
    assert is_running(house.told("player")[0])


def test_a_player_that_was_taken_over_is_watched_like_any_other(
    house: Household,
) -> None:
    """When it ends there is a new one; at the end it is stopped."""
    first = house.keeper()
    assert house.both_began()
    first.kill()
    first.wait(PATIENCE)
    second = house.keeper()
    assert until(lambda: len(house.told("engine")) == 2)
    os.kill(house.told("player")[0], signal.SIGKILL)
    assert until(lambda: len(house.told("player")) == 2)
    second.terminate()
    assert second.wait(PATIENCE) == 0
    assert house.told("player", "stopped") == [house.told("player")[1]]


def test_what_an_engine_started_ends_with_it(house: Household) -> None:
    """Two measurers or brokers would be in each other's way."""
    house.keeper(engine="with-helper")
    assert until(lambda: len(house.told("helper")) == 1)
    os.kill(house.told("engine")[0], signal.SIGKILL)
    assert until(lambda: len(house.told("engine")) == 2)
    assert until(lambda: not is_running(house.told("helper")[0]))


def test_children_know_which_keeper_started_them(house: Household) -> None:
    """The same for both and over restarts, so that a checkpoint can tell."""
    keeper = house.keeper()
    assert house.both_began()
    os.kill(house.told("engine")[0], signal.SIGKILL)
    assert until(lambda: len(house.told("engine")) == 2)
    keepers = {named for _, _, _, named in house.diary()}
    assert len(keepers) == 1
    assert keepers.pop().startswith(f"{keeper.pid}:")


def test_what_the_children_print_goes_to_a_private_file(house: Household) -> None:
    """A terminal is for the therapist."""
    house.keeper()
    assert house.both_began()
    log = house.folder / "engine.log"
    assert until(lambda: "engine began" in log.read_text("utf-8"))
    assert log.stat().st_mode & 0o777 == 0o600
